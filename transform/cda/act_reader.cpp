#include "transform/cda/entry_reader.hpp"

#include "transform/cda/element.hpp"
#include "transform/cda/entry_survey.hpp"
#include "transform/cda/subject.hpp"

#include <utility>

namespace ncp::transform::cda {

namespace {

std::vector<CodedValue> readSites(xml::Node act, ValueReader& reader) {
    std::vector<CodedValue> sites = reader.codedChildren(act, "targetSiteCode");
    for (CodedValue& approach : reader.codedChildren(act, "approachSiteCode")) {
        sites.push_back(std::move(approach));
    }
    return sites;
}

/// LOINC annotation comment: the code of an act that is nothing but its text.
bool isRemark(xml::Node code) {
    return code.attribute("code") == "48767-8";
}

/// An older result may stand in the one that replaces it, or the other way round (inversionInd).
void noteReplacement(const RelatedAct& related, Observation& observation) {
    if (related.typeCode == "RPLC" || related.typeCode == "SUCC") {
        const auto relation = related.act.parent();
        const bool inverted = relation && isSet(*relation, "inversionInd");
        (inverted ? observation : observation.parts.back()).replaced = true;
    }
}

} // namespace

Procedure readProcedure(xml::Node element, ValueReader& reader) {
    Procedure procedure;
    procedure.negated = reader.negated(element);
    procedure.code = reader.codedChild(element, "code");
    reader.textChild(element, "text");
    procedure.status = readStatus(element, reader);
    procedure.period = reader.timeRangeChild(element, "effectiveTime");
    procedure.sites = readSites(element, reader);
    procedure.performers = readPerformers(element, reader);
    for (const RelatedAct& related : relatedActs(element)) {
        if (related.typeCode == "RSON") {
            procedure.reasons.push_back(readAnswer(related.act, reader));
        }
    }
    return procedure;
}

std::vector<Device> readDevices(xml::Node supply, ValueReader& reader) {
    Device common;
    common.negated = reader.negated(supply);
    reader.textChild(supply, "text");
    common.period = reader.timeRangeChild(supply, "effectiveTime");
    std::vector<Device> devices;
    for (const xml::Node participant : children(supply, "participant")) {
        const auto role = child(participant, "participantRole");
        const auto played = role ? child(*role, "playingDevice") : std::nullopt;
        if (!played) {
            continue;
        }
        Device& device = devices.emplace_back(common);
        device.ids = reader.identifiers(*role);
        device.code = reader.codedChild(*played, "code");
        if (!device.code.nullFlavor.empty() && device.code.originalText.empty()) {
            device.code.originalText = reader.textChild(*played, "manufacturerModelName");
        }
    }
    return devices;
}

Observation readObservation(xml::Node element, const Observation& whole, ValueReader& reader) {
    Observation observation;
    observation.subject = subjectOfAct(element, whole.subject, reader);
    observation.mood = element.hasAttribute("moodCode") ? reader.mood(element) : whole.mood;
    observation.code = reader.codedChild(element, "code");
    observation.text = reader.textChild(element, "text");
    observation.negated = reader.negated(element);
    observation.status = readStatus(element, reader);
    if (whole.status == "nullified") {
        observation.status = whole.status; // a group entered in error is so in all its parts
    }
    observation.time = reader.timeRangeChild(element, "effectiveTime");
    observation.interpretations = reader.codedChildren(element, "interpretationCode");
    observation.methods = reader.codedChildren(element, "methodCode");
    observation.sites = readSites(element, reader);
    observation.performers = readPerformers(element, reader);
    for (const xml::Node specimen : children(element, "specimen")) {
        if (const auto played = path(specimen, {"specimenRole", "specimenPlayingEntity"})) {
            CodedValue material = reader.codedChild(*played, "code");
            if (std::string name = reader.textChild(*played, "name"); material.originalText.empty()) {
                material.originalText = std::move(name);
            }
            observation.specimens.push_back(std::move(material));
        }
    }
    for (const xml::Node value : children(element, "value")) {
        observation.values.push_back(reader.value(value));
    }
    for (const xml::Node range : children(element, "referenceRange")) {
        if (const auto described = child(range, "observationRange")) {
            if (std::string text = reader.textChild(*described, "text"); !text.empty()) {
                observation.referenceTexts.push_back(std::move(text));
            }
            if (const auto value = child(*described, "value")) {
                observation.referenceValues.push_back(reader.value(*value));
            }
        }
    }
    for (const RelatedAct& related : relatedActs(element)) {
        if (isNamed(related.act, "observation") || isNamed(related.act, "organizer")) {
            observation.parts.push_back(readObservation(related.act, observation, reader));
            noteReplacement(related, observation);
        } else if (const auto code = child(related.act, "code"); code && isRemark(*code)) {
            reader.markSubtree(*code); // its text says all
        }
    }
    observation.remaining = leavesBelow(element, reader);
    return observation;
}

} // namespace ncp::transform::cda
