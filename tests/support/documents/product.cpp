#include "tests/support/documents/maker.hpp"

namespace ncp::test {
namespace {

void pharmacyLeaf(Maker& make, std::string_view name, std::string_view text) {
    make.out.startPharmacy(name).text(text).end();
}

/// Blister in box in bundle: the deepest element is the outermost package.
void package(Maker& make, std::size_t levels) {
    make.out.startPharmacy("asContent").attribute("classCode", "CONT");
    if (make.dice.chance(90)) {
        quantity(make, "quantity", {}, true);
    }
    make.out.startPharmacy("containerPackagedProduct").attribute("classCode", "CONT");
    make.out.attribute("determinerCode", "KIND");
    if (levels == 1) {
        make.out.startPharmacy("code").attribute("code", "PCID-" + std::to_string(++make.made));
        make.out.attribute("codeSystem", "2.999.41").end();
        pharmacyLeaf(make, "name", words(make));
    }
    coded(make, "formCode", concepts::package, {.pharmacy = true});
    if (levels > 1) {
        package(make, levels - 1);
    }
    make.out.end().end();
}

void activeSubstance(Maker& make, bool identifier) {
    make.out.startPharmacy("asSpecializedKind").attribute("classCode", identifier ? "GEN" : "GRIC");
    make.out.startPharmacy("generalizedMaterialKind").attribute("classCode", "MMAT");
    make.out.attribute("determinerCode", "KIND");
    if (identifier) {
        make.out.startPharmacy("code").attribute("code", "PHPID-" + std::to_string(++make.made));
        make.out.attribute("codeSystem", "2.999.42").end();
    } else {
        coded(make, "code", concepts::substance, {.pharmacy = true});
    }
    make.out.end().end();
}

void ingredient(Maker& make) {
    make.out.startPharmacy("ingredient").attribute("classCode", "ACTI");
    make.out.startPharmacy("quantity");
    if (make.dice.chance(80)) {
        quantity(make, "numerator", "PQ");
        quantity(make, "denominator", "PQ");
    } else {
        make.out.start("numerator").type("PQ").attribute("nullFlavor", "NI").end();
        make.out.start("denominator").type("PQ").attribute("nullFlavor", "NI").end();
    }
    make.out.end();
    make.out.startPharmacy("ingredientSubstance").attribute("classCode", "MMAT");
    make.out.attribute("determinerCode", "KIND");
    coded(make, "code", concepts::substance, {.pharmacy = true});
    pharmacyLeaf(make, "name", words(make));
    make.out.end().end();
}

/// A combination pack holds products of its own.
void part(Maker& make) {
    make.out.startPharmacy("part").attribute("classCode", "PART");
    quantity(make, "quantity", {}, true);
    make.out.startPharmacy("partProduct").attribute("classCode", "MMAT").attribute("determinerCode", "KIND");
    pharmacyLeaf(make, "name", words(make));
    coded(make, "formCode", concepts::doseForm, {.pharmacy = true});
    package(make, make.dice.between(1, 2));
    ingredient(make);
    make.out.end().end();
}

void material(Maker& make) {
    if (make.dice.chance(60)) {
        fixedCode(make, "code", "MPID-" + std::to_string(++make.made), "2.999.40", words(make));
    }
    make.out.leaf("name", words(make));
    if (make.dice.chance(60)) {
        pharmacyLeaf(make, "desc", words(make));
    }
    coded(make, "formCode", concepts::doseForm, {.pharmacy = true});
    if (make.dice.chance(30)) {
        make.out.leaf("lotNumberText", words(make));
    }
    if (make.dice.chance(85)) {
        package(make, make.dice.between(1, 3));
    }
    if (make.dice.chance(80)) {
        activeSubstance(make, false);
    }
    if (make.dice.chance(30)) {
        activeSubstance(make, true);
    }
    const std::size_t parts = make.dice.chance(20) ? 2 : 0;
    for (std::size_t i = 0; i < parts; ++i) {
        part(make);
    }
    const auto ingredients = make.dice.between(parts == 0 ? 1 : 0, 2);
    for (std::size_t i = 0; i < ingredients; ++i) {
        ingredient(make);
    }
}

} // namespace

void product(Maker& make, std::string_view productTemplate, std::string_view materialTemplate) {
    make.out.start("manufacturedProduct").attribute("classCode", "MANU").templateId(productTemplate);
    make.out.start("manufacturedMaterial").attribute("classCode", "MMAT");
    make.out.attribute("determinerCode", "KIND").templateId(materialTemplate);
    material(make);
    make.out.end();
    if (make.dice.chance(40)) {
        make.out.start("manufacturerOrganization");
        newId(make);
        make.out.leaf("name", words(make)).end();
    }
    make.out.end();
}

} // namespace ncp::test
