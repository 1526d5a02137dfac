#include "tests/support/documents/maker.hpp"

#include <array>

namespace ncp::test {
namespace {

constexpr std::string_view kTime = "20260131101500+0100";
constexpr std::array<std::string_view, 4> kAddressParts{"streetAddressLine", "city", "state", "postalCode"};

void addressPart(Maker& make, std::string_view name) {
    if (make.dice.chance(80)) {
        make.out.leaf(name, words(make));
    } else {
        make.out.empty(name, "nullFlavor", "UNK");
    }
}

void patient(Maker& make) {
    make.out.start("patient").attribute("classCode", "PSN").attribute("determinerCode", "INSTANCE");
    personName(make);
    if (make.dice.chance(85)) {
        fixedCode(make, "administrativeGenderCode", make.dice.chance(50) ? "F" : "M", "2.16.840.1.113883.5.1",
                  make.dice.chance(50) ? "" : "Kjønn");
    } else {
        make.out.empty("administrativeGenderCode", "nullFlavor", "UNK");
    }
    make.out.empty("birthTime", "value", make.dice.chance(50) ? "1970" : "19700131");
    if (make.dice.chance(30)) {
        make.out.start("guardian").attribute("classCode", "GUARD");
        make.out.templateId("1.3.6.1.4.1.19376.1.5.3.1.2.4");
        address(make);
        telecom(make);
        make.out.start("guardianPerson");
        personName(make);
        make.out.end().end();
    }
    if (make.dice.chance(40)) {
        make.out.start("languageCommunication").empty("languageCode", "code", "nb-NO").end();
    }
    make.out.end();
}

void recordTarget(Maker& make) {
    make.out.start("recordTarget").attribute("typeCode", "RCT").start("patientRole");
    make.out.attribute("classCode", "PAT");
    make.out.id("2.999.10", "P-" + std::to_string(make.dice.below(10000)));
    if (make.dice.chance(50)) {
        newId(make);
    }
    address(make);
    telecom(make);
    patient(make);
    make.out.end().end();
}

void author(Maker& make) {
    make.out.start("author").attribute("typeCode", "AUT");
    coded(make, "functionCode", concepts::role, {.mustHaveCode = true});
    make.out.empty("time", "value", kTime).start("assignedAuthor").attribute("classCode", "ASSIGNED");
    newId(make);
    address(make);
    telecom(make);
    if (make.dice.chance(80)) {
        make.out.start("assignedPerson");
        personName(make);
        make.out.end();
    } else {
        make.out.start("assignedAuthoringDevice").leaf("softwareName", words(make)).end();
    }
    organisation(make, "representedOrganization");
    make.out.end().end();
}

void custodian(Maker& make) {
    make.out.start("custodian").start("assignedCustodian");
    organisation(make, "representedCustodianOrganization");
    make.out.end().end();
    make.out.start("legalAuthenticator").empty("time", "value", kTime).empty("signatureCode", "code", "S");
    make.out.start("assignedEntity");
    newId(make);
    address(make);
    telecom(make);
    make.out.empty("assignedPerson", "nullFlavor", "NI");
    organisation(make, "representedOrganization");
    make.out.end().end();
}

void contact(Maker& make) {
    make.out.start("participant").attribute("typeCode", "IND").templateId("1.3.6.1.4.1.19376.1.5.3.1.2.4");
    fixedCode(make, "functionCode", "PCP", "2.16.840.1.113883.5.88");
    make.out.start("associatedEntity").attribute("classCode", "PRS");
    address(make);
    telecom(make);
    make.out.start("associatedPerson");
    personName(make);
    make.out.end().end().end();
}

struct Identity {
    std::string_view code, display, coded, file;
};

const Identity& identityOf(DocumentForm form) {
    static constexpr std::array<Identity, 4> kIdentities{{
        {"60591-5", "Patient summary Document", "1.3", "1.7"},
        {"57833-6", "Prescription for medication", "1.1", "1.6"},
        {"60593-1", "Medication dispensed.extended Document", "1.2", "1.2"},
        {"56445-0", "Medication summary Document", "1.5", "1.5"},
    }};
    return kIdentities.at(static_cast<std::size_t>(form));
}

void documentIdentity(Maker& make) {
    const auto& identity = identityOf(make.wishes.form);
    make.out.start("typeId").attribute("root", "2.16.840.1.113883.1.3");
    make.out.attribute("extension", "POCD_HD000040").end();
    make.out.templateId(ehdsi(make.wishes.file ? identity.file : identity.coded));
    newId(make);
    fixedCode(make, "code", identity.code, "2.16.840.1.113883.6.1", identity.display);
    make.out.leaf("title", words(make)).empty("effectiveTime", "value", kTime);
    fixedCode(make, "confidentialityCode", "N", "2.16.840.1.113883.5.25", "normal");
    make.out.empty("languageCode", "code", "nb-NO");
    if (make.dice.chance(30)) {
        make.out.start("setId").attribute("root", "2.999.5").end().empty("versionNumber", "value", "2");
    }
}

void relations(Maker& make) {
    if (make.wishes.form == DocumentForm::Dispensation) {
        make.out.start("inFulfillmentOf").start("order").attribute("classCode", "ACT");
        make.out.attribute("moodCode", "RQO").id("2.999.50", "RX-1").end().end();
    }
    if (make.wishes.form == DocumentForm::PatientSummary) {
        make.out.start("documentationOf").attribute("typeCode", "DOC").start("serviceEvent");
        make.out.attribute("classCode", "PCPR").attribute("moodCode", "EVN").start("effectiveTime");
        make.out.empty("high", "value", "20260130").end().end().end();
    }
    make.out.start("relatedDocument").attribute("typeCode", "XFRM").start("parentDocument");
    newId(make);
    make.out.end().end();
}

} // namespace

void address(Maker& make) {
    make.out.start("addr");
    if (make.dice.chance(20)) {
        make.out.attribute("nullFlavor", "NI").end();
        return;
    }
    if (make.dice.chance(30)) {
        make.out.attribute("use", "H");
    }
    for (const auto name : kAddressParts) {
        if (make.dice.chance(60)) {
            addressPart(make, name);
        }
    }
    make.out.leaf("country", make.dice.chance(80) ? "NO" : "").end();
}

void telecom(Maker& make) {
    make.out.start("telecom");
    if (make.dice.chance(30)) {
        make.out.attribute("nullFlavor", "NI");
    } else {
        make.out.attribute("value", make.dice.chance(50) ? "tel:+4722000000" : "mailto:prove@example.org");
        make.out.attribute("use", make.dice.chance(50) ? "WP" : "MC");
    }
    make.out.end();
}

void personName(Maker& make) {
    make.out.start("name");
    if (make.dice.chance(20)) {
        make.out.leaf("prefix", "Dr.");
    }
    make.out.leaf("given", words(make));
    if (make.dice.chance(30)) {
        make.out.start("given").attribute("qualifier", "CL").text("Prøve").end();
    }
    make.out.leaf("family", words(make)).end();
}

void organisation(Maker& make, std::string_view name) {
    make.out.start(name).attribute("classCode", "ORG").attribute("determinerCode", "INSTANCE");
    newId(make);
    make.out.leaf("name", words(make));
    telecom(make);
    address(make);
    make.out.end();
}

void header(Maker& make) {
    documentIdentity(make);
    recordTarget(make);
    const auto authors = make.dice.between(1, 2);
    for (std::size_t i = 0; i < authors; ++i) {
        author(make);
    }
    custodian(make);
    if (make.wishes.form == DocumentForm::PatientSummary) {
        contact(make);
    }
    relations(make);
}

} // namespace ncp::test
