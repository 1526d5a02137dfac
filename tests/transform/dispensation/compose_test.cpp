#include "tests/support/reference.hpp"
#include "tests/transform/dispensation/material.hpp"
#include "tests/transform/rules/rule_material.hpp"
#include "transform/cda/clinical_document.hpp"
#include "transform/cda/element.hpp"
#include "transform/dispensation/prescription.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::transform;
using namespace ncp::transform::dispensation;
using test::demoPrescription;
using test::issue;
using test::pharmacist;

namespace {

/// Rules broken as an error, and as anything.
std::string faultsOf(const std::string& document) {
    std::string faults = test::schemaFaults(document, "cda/CDA_Pharma.xsd");
    for (const auto& finding : rules::validate(test::parsed(document), test::shippedRules())) {
        faults += finding.code + " " + finding.path + "\n";
    }
    return faults;
}

xml::Node at(const xml::Document& document, std::initializer_list<std::string_view> path) {
    const auto found = cda::path(document.root(), path);
    REQUIRE(found);
    return *found;
}

xml::Node supplyOf(const xml::Document& document) {
    return at(document, {"component", "structuredBody", "component", "section", "entry", "supply"});
}

std::size_t childCount(xml::Node element) {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto child : element.children()) {
        ++count;
    }
    return count;
}

/// An element's subtree as names, attributes and text, whatever prefixes it uses.
std::string shape(xml::Node element) {
    std::string text = "<" + std::string{element.namespaceUri()} + ":" + std::string{element.name()};
    auto attributes = element.attributes();
    std::ranges::sort(attributes, {}, [](const auto& a) { return a.name; });
    for (const auto& attribute : attributes) {
        text += " " + std::string{attribute.name} + "=" + attribute.value;
    }
    text += ">";
    if (!element.firstChild()) {
        text += cda::collapse(element.text());
    }
    for (const auto child : element.children()) {
        text += shape(child);
    }
    return text + "</>";
}

} // namespace

TEST_CASE("a dispensation of each demonstration prescription keeps schema and rules", "[dispensation]") {
    const auto* name = GENERATE("anticoagulant", "eye-drops", "child", "free-text-dose", "three-ingredients");
    CAPTURE(name);
    const auto made = compose(demoPrescription(name), pharmacist(), {0, 2, {}}, issue());
    REQUIRE(made);
    CHECK(faultsOf(*made) == "");
    const auto document = cda::readClinicalDocument(test::parsed(*made));
    REQUIRE(document);
    CHECK(document->code.code == cda::kDispensation);
    CHECK(document->language == "nb-NO");
}

TEST_CASE("a substituted product keeps schema and rules", "[dispensation]") {
    const auto* name = GENERATE("anticoagulant", "child", "three-ingredients");
    CAPTURE(name);
    const auto made = compose(demoPrescription(name), pharmacist(), {0, 1, test::substitute()}, issue());
    REQUIRE(made);
    CHECK(faultsOf(*made) == "");
    const auto document = test::parsed(*made);
    const auto material =
        cda::path(supplyOf(document), {"product", "manufacturedProduct", "manufacturedMaterial"});
    REQUIRE(material);
    CHECK(cda::child(*material, "name")->text() == "Byttemiddel \"Eksempel\"");
    CHECK(cda::child(*material, "formCode")->attribute("code") == "10219000");
    CHECK(cda::path(*material, {"asContent", "quantity"})->attribute("value") == "56");
}

TEST_CASE("a substitute without form, size and substance takes those of the prescribed product",
          "[dispensation]") {
    Substitute other;
    other.name = "Byttemiddel";
    const auto prescription = demoPrescription("anticoagulant");
    const auto made = compose(prescription, pharmacist(), {0, 1, other}, issue());
    REQUIRE(made);
    CHECK(test::schemaFaults(*made, "cda/CDA_Pharma.xsd").empty());
    const auto document = test::parsed(*made);
    const auto material =
        *cda::path(supplyOf(document), {"product", "manufacturedProduct", "manufacturedMaterial"});
    CHECK(cda::child(material, "formCode")->attribute("code") == "10221000");
    CHECK(cda::path(material, {"asSpecializedKind", "generalizedMaterialKind", "code"})->attribute("code") ==
          "B01AF02");
    CHECK_FALSE(cda::path(material, {"asContent", "quantity"}));
}

TEST_CASE("patient and prescribed product are copied whole", "[dispensation]") {
    const auto* name = GENERATE("anticoagulant", "child", "three-ingredients");
    const auto prescription = demoPrescription(name);
    const auto made = test::parsed(compose(prescription, pharmacist(), {0, 1, {}}, issue()).value());
    CHECK(shape(at(made, {"recordTarget"})) == shape(at(prescription, {"recordTarget"})));

    const auto item = prescribedItems(prescription).front();
    const auto dispensed = cda::path(supplyOf(made), {"product", "manufacturedProduct"});
    const auto reference =
        cda::path(supplyOf(made), {"entryRelationship", "substanceAdministration", "consumable"});
    REQUIRE(dispensed);
    REQUIRE(reference);
    CHECK(shape(*cda::child(*reference, "manufacturedProduct")) == shape(*dispensed));
    const auto material = *cda::path(item, {"consumable", "manufacturedProduct", "manufacturedMaterial"});
    const auto copied = *cda::child(*dispensed, "manufacturedMaterial");
    CHECK(shape(*cda::child(copied, "asContent")) == shape(*cda::child(material, "asContent")));
    CHECK(childCount(copied) == childCount(material));
}

TEST_CASE("words stand where the prescription pointed into its narrative", "[dispensation]") {
    const auto made = compose(demoPrescription("anticoagulant"), pharmacist(), {0, 1, {}}, issue()).value();
    CHECK(made.find("Comprimido revestido por película") != std::string::npos);
    CHECK(made.find("#rx1") == std::string::npos);
}

TEST_CASE("a reference into the narrative that leads nowhere is dropped", "[dispensation]") {
    const auto prescription =
        test::parsed(test::replaced(demoPrescription("anticoagulant").serialize(),
                                    R"(<content ID="rx1-form">)", R"(<content ID="rx1-other">)"));
    const auto made = compose(prescription, pharmacist(), {0, 1, {}}, issue()).value();
    CHECK(made.find("#rx1") == std::string::npos);
    CHECK(faultsOf(made) == "");
}

TEST_CASE("types named by a prefix of the prescription's root still resolve in the copy", "[dispensation]") {
    auto text = demoPrescription("anticoagulant").serialize();
    text = test::replaced(text, R"(xmlns:pharm=)", R"(xmlns:v3="urn:hl7-org:v3" xmlns:pharm=)");
    text = test::replaced(text, R"(<numerator xsi:type="PQ")", R"(<numerator xsi:type="v3:PQ")");
    const auto made = compose(test::parsed(text), pharmacist(), {0, 1, {}}, issue()).value();
    CHECK(faultsOf(made) == "");
    const auto document = test::parsed(made);
    const auto numerator =
        *cda::path(supplyOf(document), {"product", "manufacturedProduct", "manufacturedMaterial",
                                        "ingredient", "quantity", "numerator"});
    CHECK(numerator.resolvePrefix("v3") == "urn:hl7-org:v3");
}

TEST_CASE("a prescription with prefixes throughout gives the same dispensation", "[dispensation]") {
    const auto plain = demoPrescription("anticoagulant").serialize();
    std::string prefixed = plain;
    for (std::size_t from = 0; (from = prefixed.find('<', from)) != std::string::npos; ++from) {
        const auto name = prefixed[from + 1] == '/' ? from + 2 : from + 1;
        const auto end = prefixed.find_first_of(" />", name);
        if (prefixed[name] != '?' && prefixed.substr(name, end - name).find(':') == std::string::npos) {
            prefixed.insert(name, "hl7:");
        }
    }
    prefixed = test::replaced(prefixed, "xmlns=\"urn:hl7-org:v3\"", "xmlns:hl7=\"urn:hl7-org:v3\"");
    for (const std::string_view type : {"IVL_TS", "PIVL_TS", "PQ", "PQ"}) {
        prefixed = test::replaced(prefixed, "xsi:type=\"" + std::string{type},
                                  "xsi:type=\"hl7:" + std::string{type});
    }
    const auto made = compose(test::parsed(prefixed), pharmacist(), {0, 1, {}}, issue());
    REQUIRE(made);
    CHECK(faultsOf(*made) == "");
    CHECK(read(test::parsed(*made))->act ==
          read(test::parsed(compose(test::parsed(plain), pharmacist(), {0, 1, {}}, issue()).value()))->act);
}

TEST_CASE("the pharmacist stands as author, performer and authenticator", "[dispensation]") {
    const auto made =
        test::parsed(compose(demoPrescription("anticoagulant"), pharmacist(), {0, 1, {}}, issue()).value());
    CHECK(at(made, {"author", "functionCode"}).attribute("code") == "2262");
    CHECK(at(made, {"author", "time"}).attribute("value") == "20261122101530+0000");
    CHECK(at(made, {"author", "assignedAuthor", "id"}).attribute("extension") == "PH-1");
    CHECK(at(made, {"legalAuthenticator", "assignedEntity", "id"}).attribute("extension") == "PH-1");
    CHECK(cda::path(supplyOf(made), {"performer", "assignedEntity", "representedOrganization", "name"})
              ->text() == "Eksempelapoteket <Storgata> & Co");
}

TEST_CASE("a dispenser's name is split into family and given name", "[dispensation]") {
    struct Case {
        const char* name;
        const char* given;
        const char* family;
    };
    const auto shown = GENERATE(Case{"Anna Test Farmasøyt", "Anna Test", "Farmasøyt"},
                                Case{"Farmasøyt, Anna", "Anna", "Farmasøyt"}, Case{"Anna", "", "Anna"});
    auto dispenser = pharmacist();
    dispenser.name = shown.name;
    const auto made = compose(demoPrescription("anticoagulant"), dispenser, {0, 1, {}}, issue()).value();
    const auto document = test::parsed(made);
    const auto name = at(document, {"author", "assignedAuthor", "assignedPerson", "name"});
    CHECK(cda::child(name, "given")->text() == shown.given);
    CHECK(cda::child(name, "family")->text() == shown.family);
    CHECK(test::schemaFaults(made, "cda/CDA_Pharma.xsd").empty());
}

TEST_CASE("another product is refused where the prescription forbids it", "[dispensation]") {
    const auto prescription = demoPrescription("eye-drops");
    CHECK(compose(prescription, pharmacist(), {0, 1, {}}, issue()));
    const auto refused = compose(prescription, pharmacist(), {0, 1, test::substitute()}, issue());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::SubstitutionNotAllowed);
}

TEST_CASE("what no dispensation can be made of is refused", "[dispensation]") {
    const auto prescription = demoPrescription("anticoagulant");
    const auto codeOf = [&](const Dispenser& who, const Handout& handout, const Issue& ids) {
        const auto made = compose(prescription, who, handout, ids);
        return made ? std::optional<ErrorCode>{} : made.error().code;
    };
    auto nameless = pharmacist();
    nameless.name = " ";
    auto rootless = pharmacist();
    rootless.idRoot = "";
    auto wordy = issue();
    wordy.language = "norsk";
    Substitute unnamed;
    CHECK(codeOf(pharmacist(), {1, 1, {}}, issue()) == ErrorCode::InputRefused);
    CHECK(codeOf(pharmacist(), {0, 0, {}}, issue()) == ErrorCode::InputRefused);
    CHECK(codeOf(pharmacist(), {0, 10000, {}}, issue()) == ErrorCode::InputRefused);
    CHECK_FALSE(codeOf(pharmacist(), {0, 9999, {}}, issue()) == ErrorCode::InputRefused);
    CHECK(codeOf(nameless, {0, 1, {}}, issue()) == ErrorCode::InputRefused);
    CHECK(codeOf(rootless, {0, 1, {}}, issue()) == ErrorCode::InputRefused);
    CHECK(codeOf(pharmacist(), {0, 1, {}}, wordy) == ErrorCode::InputRefused);
    CHECK(codeOf(pharmacist(), {0, 1, unnamed}, issue()) == ErrorCode::InputRefused);
}

TEST_CASE("prescriptions of other countries can be dispensed", "[dispensation]") {
    const auto folder = test::referencePath("cda/ep");
    if (!folder) {
        return;
    }
    std::size_t composed = 0;
    std::size_t refused = 0;
    for (const auto& file : std::filesystem::directory_iterator{*folder}) {
        if (file.path().extension() != ".xml") {
            continue;
        }
        CAPTURE(file.path().filename());
        const auto bytes = test::readFile(file.path());
        const auto prescription = test::parsed(bytes);
        const auto made = compose(prescription, pharmacist(), {0, 1, {}}, issue());
        if (prescribedItems(prescription).empty()) {
            REQUIRE_FALSE(made);
            CHECK(made.error().code == ErrorCode::MalformedMessage);
            ++refused;
            continue;
        }
        REQUIRE(made);
        ++composed;
        const auto terms = prescriptionOf(prescription);
        const auto statement = read(test::parsed(*made));
        REQUIRE(statement);
        CHECK(statement->prescriptions.front().root == terms->id.root);
        CHECK(statement->prescriptions.front().extension == terms->id.extension);
        CHECK(statement->items.front().prescriptionItem->extension == terms->items.front().id.extension);
        if (test::schemaFaults(bytes, "cda/CDA_Pharma.xsd").empty()) {
            CHECK(test::schemaFaults(*made, "cda/CDA_Pharma.xsd") == "");
        }
    }
    CHECK(composed == 6);
    CHECK(refused == 2); // a file in a document, and a medication overview
}
