#include "tests/support/documents/maker.hpp"

#include <array>

namespace ncp::test {
namespace {

constexpr std::string_view kActClass = "2.16.840.1.113883.5.6";
constexpr std::string_view kLoinc = "2.16.840.1.113883.6.1";

void startObservation(Maker& make, std::string_view templateId) {
    make.out.start("observation").attribute("classCode", "OBS").attribute("moodCode", "EVN");
    if (make.dice.chance(8)) {
        make.out.attribute("negationInd", "true");
    }
    make.out.templateId(templateId);
    newId(make);
}

void relate(Maker& make, std::string_view type, bool inverted = false) {
    make.out.start("entryRelationship").attribute("typeCode", type);
    make.out.attribute("inversionInd", inverted ? "true" : "false");
}

/// An observation about the one around it: severity, status, certainty …
void detail(Maker& make, std::string_view relation, std::string_view templateId, std::string_view code,
            std::string_view system, const Concepts& values) {
    relate(make, relation, relation == "SUBJ");
    startObservation(make, templateId);
    fixedCode(make, "code", code, system);
    reference(make);
    make.out.empty("statusCode", "code", "completed");
    coded(make, "value", values, {.type = make.dice.chance(50) ? "CD" : "CE"});
    make.out.end().end();
}

void manifestation(Maker& make) {
    relate(make, "MFST", true);
    startObservation(make, ehdsi("3.44"));
    coded(make, "code", concepts::problemType, {.qualified = true});
    reference(make);
    make.out.empty("statusCode", "code", "completed");
    period(make);
    coded(make, "value", concepts::reaction, {.type = "CD", .qualified = true});
    if (make.dice.chance(60)) {
        detail(make, "SUBJ", "1.3.6.1.4.1.19376.1.5.3.1.4.1", "SEV", "2.16.840.1.113883.5.4",
               concepts::severity);
    }
    make.out.end().end();
}

void startConcern(Maker& make, std::string_view templateId) {
    make.out.start("act").attribute("classCode", "ACT").attribute("moodCode", "EVN").templateId(templateId);
    newId(make);
    fixedCode(make, "code", "CONC", kActClass);
    make.out.empty("statusCode", "code", make.dice.chance(70) ? "active" : "suspended");
    period(make);
}

void agent(Maker& make) {
    make.out.start("participant").attribute("typeCode", "CSM");
    make.out.start("participantRole").attribute("classCode", "MANU");
    make.out.start("playingEntity").attribute("classCode", "MMAT");
    coded(make, "code", concepts::allergen);
    make.out.leaf("name", words(make)).end().end().end();
}

void allergy(Maker& make) {
    startConcern(make, ehdsi("3.16"));
    relate(make, "SUBJ");
    startObservation(make, ehdsi("3.17"));
    coded(make, "code", concepts::eventType, {.qualified = true});
    reference(make);
    make.out.empty("statusCode", "code", "completed");
    period(make);
    agent(make);
    manifestation(make);
    if (make.dice.chance(60)) {
        detail(make, "SUBJ", ehdsi("3.33"), "82606-5", kLoinc, concepts::severity);
    }
    if (make.dice.chance(60)) {
        detail(make, "SUBJ", ehdsi("3.35"), "66455-7", kLoinc, concepts::certainty);
    }
    if (make.dice.chance(60)) {
        detail(make, "REFR", ehdsi("3.34"), "33999-4", kLoinc, concepts::status);
    }
    make.out.end().end().end();
}

void problem(Maker& make) {
    startConcern(make, ehdsi("3.15"));
    relate(make, "SUBJ");
    startObservation(make, ehdsi("3.7"));
    coded(make, "code", concepts::problemType, {.qualified = true});
    reference(make);
    make.out.empty("statusCode", "code", "completed");
    period(make);
    coded(make, "value", concepts::problem, {.type = "CD", .qualified = true});
    if (make.dice.chance(50)) {
        detail(make, "REFR", ehdsi("3.9"), "33999-4", kLoinc, concepts::status);
    }
    if (make.dice.chance(30)) {
        make.out.start("reference").attribute("typeCode", "REFR").start("externalDocument");
        newId(make);
        make.out.start("text").empty("reference", "value", "https://example.org/prove").end().end().end();
    }
    make.out.end().end().end();
}

void procedure(Maker& make) {
    make.out.start("procedure").attribute("classCode", "PROC").attribute("moodCode", "EVN");
    make.out.templateId(ehdsi("3.26"));
    newId(make);
    coded(make, "code", concepts::procedure, {.qualified = true});
    reference(make);
    make.out.empty("statusCode", "code", "completed");
    period(make);
    coded(make, "targetSiteCode", concepts::bodySite, {.qualified = true});
    make.out.end();
}

void device(Maker& make) {
    make.out.start("supply").attribute("classCode", "SPLY").attribute("moodCode", "EVN");
    make.out.templateId(ehdsi("3.5"));
    newId(make);
    reference(make);
    period(make, "IVL_TS");
    make.out.start("participant").attribute("typeCode", "DEV").start("participantRole");
    make.out.attribute("classCode", "MANU");
    newId(make);
    make.out.start("playingDevice").attribute("classCode", "DEV").attribute("determinerCode", "INSTANCE");
    coded(make, "code", concepts::device);
    make.out.end().end().end().end();
}

void vaccination(Maker& make) {
    make.out.start("substanceAdministration").attribute("classCode", "SBADM").attribute("moodCode", "EVN");
    make.out.attribute("negationInd", make.dice.chance(20) ? "true" : "false").templateId(ehdsi("3.19"));
    newId(make);
    fixedCode(make, "code", "IMMUNIZ", "1.3.6.1.4.1.19376.1.5.3.2");
    reference(make);
    make.out.empty("statusCode", "code", make.dice.chance(80) ? "completed" : "cancelled");
    make.out.empty("effectiveTime", "value", time(make));
    make.out.start("consumable").start("manufacturedProduct").templateId(ehdsi("3.18"));
    make.out.start("manufacturedMaterial").attribute("classCode", "MMAT").attribute("determinerCode", "KIND");
    coded(make, "code", concepts::vaccine, {.mustHaveCode = true});
    make.out.leaf("name", words(make)).leaf("lotNumberText", words(make)).end().end().end();
    relate(make, "SUBJ");
    startObservation(make, ehdsi("3.28"));
    fixedCode(make, "code", "30973-2", kLoinc);
    make.out.empty("statusCode", "code", "completed");
    make.out.start("value").type("INT").attribute("value", "2").end().end().end().end();
}

void measured(Maker& make, std::string_view templateId, const Concepts& what) {
    startObservation(make, templateId);
    coded(make, "code", what, {.mustHaveCode = true});
    reference(make);
    make.out.empty("statusCode", "code", "completed").empty("effectiveTime", "value", time(make));
    quantity(make, "value", "PQ");
    if (make.dice.chance(40)) {
        fixedCode(make, "interpretationCode", "H", "2.16.840.1.113883.5.83");
        make.out.start("referenceRange").start("observationRange").start("value").type("IVL_PQ");
        make.out.start("low").attribute("value", "4").attribute("unit", "mmol/L").end();
        make.out.start("high").attribute("value", "6").attribute("unit", "mmol/L").end();
        make.out.end().end().end();
    }
    make.out.end();
}

void cluster(Maker& make, std::string_view templateId, std::string_view classCode, const Concepts& what) {
    make.out.start("organizer").attribute("classCode", classCode).attribute("moodCode", "EVN");
    make.out.templateId(templateId);
    newId(make);
    coded(make, "code", concepts::function, {.mustHaveCode = true});
    make.out.empty("statusCode", "code", "completed").empty("effectiveTime", "value", time(make));
    const auto components = make.dice.between(1, 3);
    for (std::size_t i = 0; i < components; ++i) {
        make.out.start("component");
        measured(make, ehdsi("3.22"), what);
        make.out.end();
    }
    make.out.end();
}

void plain(Maker& make, std::string_view templateId, const Concepts& what, const Concepts& value) {
    startObservation(make, templateId);
    coded(make, "code", what, {.qualified = true, .mustHaveCode = true});
    reference(make);
    make.out.empty("statusCode", "code", "completed");
    period(make);
    coded(make, "value", value, {.type = "CD", .qualified = true});
    make.out.end();
}

void pregnancy(Maker& make) {
    startObservation(make, ehdsi("3.45"));
    fixedCode(make, "code", "82810-3", kLoinc);
    make.out.empty("statusCode", "code", "completed").empty("effectiveTime", "value", time(make));
    coded(make, "value", concepts::pregnancy, {.type = "CD"});
    relate(make, "COMP");
    startObservation(make, ehdsi("3.24"));
    coded(make, "code", concepts::pregnancyDate, {.mustHaveCode = true});
    make.out.empty("statusCode", "code", "completed");
    make.out.start("value").type("TS").attribute("value", "20260601").end().end().end().end();
}

/// What a section says when there is nothing to say.
void knownAbsence(Maker& make) {
    startConcern(make, ehdsi("3.16"));
    relate(make, "SUBJ");
    startObservation(make, ehdsi("3.17"));
    coded(make, "code", concepts::eventType);
    reference(make);
    make.out.empty("statusCode", "code", "completed").start("effectiveTime");
    make.out.empty("low", "nullFlavor", "NA").end();
    make.out.start("value").type("CD").attribute("code", "no-known-allergies");
    make.out.attribute("codeSystem", "2.16.840.1.113883.5.1150.1").end().end().end().end();
}

void narrativeOnly(Maker& make) {
    beginSection(make, ehdsi("2.16"), "42348-3", "Advance directives");
    make.out.end().end();
}

} // namespace

void summaryBody(Maker& make) {
    section(make, ehdsi("2.3"), "10160-0", "Medication",
            [](Maker& m) { medication(m, ehdsi("3.4"), ehdsi("3.31"), ehdsi("3.32")); });
    const bool none = make.wishes.entries == 0 && make.dice.chance(20);
    section(make, ehdsi("2.12"), "48765-2", "Allergies", none ? knownAbsence : allergy);
    section(make, ehdsi("2.9"), "11450-4", "Problems", problem);
    section(make, ehdsi("2.11"), "47519-4", "Procedures", procedure);
    section(make, ehdsi("2.4"), "46264-8", "Devices", device);
    section(make, ehdsi("2.15"), "11369-6", "Vaccinations", vaccination);
    section(make, ehdsi("2.6"), "8716-3", "Vital signs",
            [](Maker& m) { cluster(m, ehdsi("3.21"), "CLUSTER", concepts::bloodPressure); });
    section(make, ehdsi("2.5"), "30954-2", "Results", [](Maker& m) {
        m.dice.chance(50) ? cluster(m, ehdsi("3.42"), "BATTERY", concepts::laboratory)
                          : plain(m, ehdsi("3.25"), concepts::laboratory, concepts::bloodGroup);
    });
    section(make, ehdsi("2.13"), "29762-2", "Social history", [](Maker& m) {
        m.dice.chance(50) ? measured(m, ehdsi("3.23"), concepts::social)
                          : plain(m, ehdsi("3.23"), concepts::social, concepts::status);
    });
    section(make, ehdsi("2.7"), "10162-6", "Pregnancy", pregnancy);
    narrativeOnly(make);
}

} // namespace ncp::test
