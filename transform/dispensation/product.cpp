#include "transform/dispensation/product.hpp"

#include "base/xml/edit.hpp"
#include "transform/cda/element.hpp"
#include "transform/cda/narrative.hpp"

#include <optional>
#include <vector>

namespace ncp::transform::dispensation {
namespace {

constexpr std::string_view kProductTemplate = "1.3.6.1.4.1.12559.11.10.1.3.1.3.29";
constexpr std::string_view kMaterialTemplate = "1.3.6.1.4.1.12559.11.10.1.3.1.3.30";

std::vector<cda::Narrative> narrativesOf(const xml::Document& document) {
    std::vector<cda::Narrative> narratives;
    xml::walk(document.root(), [&](xml::Node node) {
        const auto text = cda::isNamed(node, "section") ? cda::child(node, "text") : std::nullopt;
        if (text) {
            narratives.emplace_back(*text);
        }
        return true;
    });
    return narratives;
}

/// What the narrative says there; what is struck out was not said.
std::string wordsAt(std::string_view reference, const std::vector<cda::Narrative>& narratives) {
    for (const cda::Narrative& narrative : narratives) {
        if (std::string words = narrative.resolve(reference); !words.empty()) {
            return words;
        }
    }
    return {};
}

std::vector<xml::Node> holdersOfReferences(xml::Node element) {
    std::vector<xml::Node> holders;
    xml::walk(element, [&](xml::Node node) {
        const auto reference = cda::child(node, "reference");
        if (reference && reference->attribute("value").starts_with("#")) {
            holders.push_back(node);
            return false;
        }
        return true;
    });
    return holders;
}

std::string textAt(xml::Node parent, std::string_view name) {
    const auto found = cda::child(parent, name);
    return found ? cda::collapse(found->text()) : std::string{};
}

std::string joined(const std::string& a, std::string_view between, const std::string& b) {
    return a.empty() || b.empty() ? a + b : a + std::string{between} + b;
}

/// Name of the outermost package that has one.
std::string packageName(xml::Node material) {
    std::string name;
    auto content = cda::child(material, "asContent");
    while (content) {
        const auto package = cda::child(*content, "containerPackagedProduct");
        if (!package) {
            break;
        }
        if (auto own = textAt(*package, "name"); !own.empty()) {
            name = std::move(own);
        }
        content = cda::child(*package, "asContent");
    }
    return name;
}

void writeCode(xml::Writer& out, std::string_view element, const Code& code) {
    out.start(element).attribute("code", code.code).attribute("codeSystem", code.system);
    if (!code.systemName.empty()) {
        out.attribute("codeSystemName", code.systemName);
    }
    if (!code.display.empty()) {
        out.attribute("displayName", code.display);
    }
    out.end();
}

void writeForm(xml::Writer& out, const Substitute& substitute, std::optional<xml::Node> prescribed) {
    const auto form = prescribed ? cda::child(*prescribed, "formCode") : std::nullopt;
    if (substitute.form) {
        writeCode(out, "pharm:formCode", *substitute.form);
    } else if (form && form->namespaceUri() == cda::kPharmacy) {
        out.fragment(form->serialize());
    } else {
        out.empty("pharm:formCode", "nullFlavor", "NI");
    }
}

void writePackage(xml::Writer& out, const Substitute& substitute) {
    out.start("pharm:asContent").attribute("classCode", "CONT");
    if (!substitute.packageSize.empty()) {
        out.start("pharm:quantity").attribute("value", substitute.packageSize).attribute("unit", "1").end();
    }
    out.start("pharm:containerPackagedProduct")
        .attribute("classCode", "CONT")
        .attribute("determinerCode", "KIND")
        .leaf("pharm:name", substitute.name)
        .empty("pharm:formCode", "nullFlavor", "UNK")
        .end()
        .end();
}

void writeActiveSubstance(xml::Writer& out, const Substitute& substitute,
                          std::optional<xml::Node> prescribed) {
    if (substitute.activeSubstance) {
        out.start("pharm:asSpecializedKind").attribute("classCode", "GRIC");
        out.start("pharm:generalizedMaterialKind")
            .attribute("classCode", "MMAT")
            .attribute("determinerCode", "KIND");
        writeCode(out, "pharm:code", *substitute.activeSubstance);
        out.end().end();
        return;
    }
    if (!prescribed) {
        return;
    }
    for (const auto kind : cda::children(*prescribed, "asSpecializedKind")) {
        const auto code = cda::path(kind, {"generalizedMaterialKind", "code"});
        if (kind.namespaceUri() == cda::kPharmacy && code && code->attribute("codeSystem") == kAtc) {
            out.fragment(kind.serialize());
        }
    }
}

} // namespace

void resolveReferences(xml::Node element, const xml::Document& document) {
    const auto narratives = narrativesOf(document);
    for (const auto holder : holdersOfReferences(element)) {
        const auto words = wordsAt(cda::child(holder, "reference")->attribute("value"), narratives);
        if (!words.empty()) {
            xml::setText(holder, words);
        } else {
            xml::remove(holder);
        }
    }
}

std::string wordsFor(xml::Node manufacturedProduct) {
    const auto material = cda::child(manufacturedProduct, "manufacturedMaterial");
    if (!material) {
        return {};
    }
    const auto product = joined(textAt(*material, "name"), " ", textAt(*material, "desc"));
    const auto package = packageName(*material);
    return package == product || package == textAt(*material, "name") ? product
                                                                      : joined(product, " – ", package);
}

std::string wordsFor(const Substitute& substitute) {
    return joined(joined(substitute.name, " ", substitute.strength), " – ", substitute.packageSize);
}

void writeSubstitute(xml::Writer& out, const Substitute& substitute, xml::Node prescribedProduct) {
    const auto prescribed = cda::child(prescribedProduct, "manufacturedMaterial");
    out.start("manufacturedProduct").attribute("classCode", "MANU");
    out.empty("templateId", "root", kProductTemplate);
    out.start("manufacturedMaterial").attribute("classCode", "MMAT").attribute("determinerCode", "KIND");
    out.empty("templateId", "root", kMaterialTemplate);
    if (substitute.code) {
        writeCode(out, "code", *substitute.code);
    }
    out.leaf("name", substitute.name);
    if (!substitute.strength.empty()) {
        out.leaf("pharm:desc", substitute.strength);
    }
    writeForm(out, substitute, prescribed);
    writePackage(out, substitute);
    writeActiveSubstance(out, substitute, prescribed);
    out.end().end();
}

} // namespace ncp::transform::dispensation
