#include "tests/support/documents/maker.hpp"

namespace ncp::test {
namespace {

constexpr std::string_view kActCode = "2.16.840.1.113883.5.6";
constexpr std::string_view kIheActCode = "1.3.6.1.4.1.19376.1.5.3.2";

void instruction(Maker& make, std::string_view code) {
    make.out.start("entryRelationship").attribute("typeCode", "SUBJ").attribute("inversionInd", "true");
    make.out.start("act").attribute("classCode", "ACT").attribute("moodCode", "INT");
    make.out.templateId(ehdsi("3.12")).templateId("1.3.6.1.4.1.19376.1.5.3.1.4.3");
    fixedCode(make, "code", code, kIheActCode);
    reference(make);
    make.out.empty("statusCode", "code", "completed").end().end();
}

void packagesToDispense(Maker& make) {
    make.out.start("entryRelationship").attribute("typeCode", "COMP");
    make.out.start("supply").attribute("classCode", "SPLY").attribute("moodCode", "RQO");
    make.out.empty("independentInd", "value", "false");
    make.out.start("quantity").attribute("value", std::to_string(make.dice.between(1, 9)));
    make.out.attribute("unit", "1").end().end().end();
}

void substitution(Maker& make) {
    make.out.start("entryRelationship").attribute("typeCode", "SUBJ").attribute("inversionInd", "true");
    make.out.start("observation").attribute("classCode", "OBS").attribute("moodCode", "EVN");
    fixedCode(make, "code", "SUBST", kActCode);
    make.out.start("value").type("CE").attribute("code", make.dice.chance(50) ? "N" : "G");
    make.out.attribute("codeSystem", "2.16.840.1.113883.5.1070").end().end().end();
}

void reason(Maker& make) {
    make.out.start("entryRelationship").attribute("typeCode", "RSON");
    make.out.start("observation").attribute("classCode", "OBS").attribute("moodCode", "EVN");
    make.out.templateId(ehdsi("3.41"));
    newId(make);
    coded(make, "code", concepts::problemType, {.mustHaveCode = true});
    make.out.empty("statusCode", "code", "completed");
    period(make);
    coded(make, "value", concepts::problem, {.type = "CD", .qualified = true});
    make.out.end().end();
}

void prescribedItem(Maker& make) {
    medication(make, ehdsi("3.2"), ehdsi("3.29"), ehdsi("3.30"));
}

void performer(Maker& make) {
    make.out.start("performer").attribute("typeCode", "PRF").empty("time", "value", time(make));
    make.out.start("assignedEntity").attribute("classCode", "ASSIGNED");
    newId(make);
    address(make);
    telecom(make);
    make.out.start("assignedPerson");
    personName(make);
    make.out.end();
    organisation(make, "representedOrganization");
    make.out.end().end();
}

void wasSubstituted(Maker& make) {
    make.out.start("entryRelationship").attribute("typeCode", "COMP");
    make.out.start("act").attribute("classCode", "ACT").attribute("moodCode", "EVN");
    fixedCode(make, "code", "SUBST", kActCode);
    make.out.end().end();
}

void dispensedItem(Maker& make) {
    make.out.start("supply").attribute("classCode", "SPLY").attribute("moodCode", "EVN");
    make.out.templateId(ehdsi("3.3")).templateId("2.16.840.1.113883.10.20.1.34");
    newId(make);
    make.out.start("quantity").attribute("value", std::to_string(make.dice.between(1, 9)));
    make.out.attribute("unit", "1").end();
    make.out.start("product").attribute("typeCode", "PRD");
    product(make, ehdsi("3.29"), ehdsi("3.30"));
    make.out.end();
    performer(make);
    make.out.start("entryRelationship").attribute("typeCode", "REFR");
    make.out.start("substanceAdministration").attribute("classCode", "SBADM").attribute("moodCode", "INT");
    make.out.id("2.999.50", "RX-1").start("consumable").attribute("typeCode", "CSM");
    product(make, ehdsi("3.29"), ehdsi("3.30"));
    make.out.end().end().end();
    if (make.dice.chance(30)) {
        wasSubstituted(make);
    }
    make.out.end();
}

} // namespace

void medication(Maker& make, std::string_view itemTemplate, std::string_view productTemplate,
                std::string_view materialTemplate) {
    make.out.start("substanceAdministration").attribute("classCode", "SBADM").attribute("moodCode", "INT");
    if (make.dice.chance(10)) {
        make.out.attribute("negationInd", "true");
    }
    make.out.templateId(itemTemplate).templateId("2.16.840.1.113883.10.20.1.24");
    newId(make);
    reference(make);
    make.out.empty("statusCode", "code", make.dice.chance(70) ? "active" : "completed");
    period(make, "IVL_TS");
    posology(make);
    if (make.dice.chance(70)) {
        coded(make, "routeCode", concepts::route);
    }
    dose(make);
    make.out.start("consumable").attribute("typeCode", "CSM");
    product(make, productTemplate, materialTemplate);
    make.out.end();
    packagesToDispense(make);
    if (make.dice.chance(50)) {
        substitution(make);
    }
    if (make.dice.chance(40)) {
        reason(make);
    }
    if (make.dice.chance(50)) {
        instruction(make, "PINSTRUCT");
    }
    if (make.dice.chance(20)) {
        instruction(make, "FINSTRUCT");
    }
    make.out.end();
}

void prescriptionBody(Maker& make) {
    section(make, ehdsi("2.1"), "57828-6", "Prescriptions", prescribedItem);
}

void dispensationBody(Maker& make) {
    section(make, ehdsi("2.2"), "60590-7", "Dispensation", dispensedItem);
}

void overviewBody(Maker& make) {
    section(make, ehdsi("2.3"), "10160-0", "Medication",
            [](Maker& m) { medication(m, ehdsi("3.4"), ehdsi("3.31"), ehdsi("3.32")); });
    section(make, ehdsi("2.1"), "57828-6", "Prescriptions", prescribedItem);
    section(make, ehdsi("2.2"), "60590-7", "Dispensations", dispensedItem);
}

} // namespace ncp::test
