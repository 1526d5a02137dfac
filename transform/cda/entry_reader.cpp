#include "transform/cda/entry_reader.hpp"

#include "transform/cda/clinical_document.hpp"
#include "transform/cda/element.hpp"

#include <algorithm>
#include <utility>

namespace ncp::transform::cda {

namespace {

/// The observation that a concern act is about; the element itself where there is no act round it.
xml::Node aboutWhat(xml::Node element, ValueReader& reader) {
    if (isNamed(element, "observation")) {
        return element;
    }
    if (const auto code = child(element, "code")) {
        reader.markSubtree(*code);
    }
    reader.textChild(element, "text");
    for (const RelatedAct& related : relatedActs(element)) {
        if (isNamed(related.act, "observation")) {
            return related.act;
        }
    }
    return element;
}

/// The further observations of a concern that is about several things.
std::vector<xml::Node> furtherObservations(xml::Node act, std::string_view sectionCode) {
    std::vector<xml::Node> found;
    const auto code = child(act, "code");
    const bool concerns = sectionCode == kAllergySection || sectionCode == kProblemSection ||
                          sectionCode == kPastIllnessSection || (code && code->attribute("code") == "CONC");
    if (concerns && isNamed(act, "act")) {
        for (const RelatedAct& related : relatedActs(act)) {
            if (isNamed(related.act, "observation")) {
                found.push_back(related.act);
            }
        }
    }
    return found.size() < 2 ? std::vector<xml::Node>{} : std::vector(found.begin() + 1, found.end());
}

bool isNegated(xml::Node concern, xml::Node observation, ValueReader& reader) {
    const bool outer = reader.negated(concern);
    const bool inner = reader.negated(observation);
    return outer || inner;
}

std::string readStatus(xml::Node act, ValueReader& reader) {
    const auto status = child(act, "statusCode");
    if (!status) {
        return {};
    }
    reader.markSubtree(*status);
    return status->attribute("code");
}

Reaction readReaction(xml::Node observation, ValueReader& reader) {
    Reaction reaction;
    reaction.negated = reader.negated(observation);
    reaction.manifestation = readAnswer(observation, reader);
    reaction.period = reader.timeRangeChild(observation, "effectiveTime");
    for (const RelatedAct& related : relatedActs(observation)) {
        const auto code = child(related.act, "code");
        if (code && code->attribute("code") == "SEV") {
            reaction.severities.push_back(readAnswer(related.act, reader));
        }
    }
    return reaction;
}

/// LOINC and HL7 codes that say what a small observation inside a larger one answers.
enum class Question { Severity, Criticality, Certainty, Status, Outcome, Professionals, Other };

Question questionOf(xml::Node act) {
    const auto code = child(act, "code");
    const std::string value = code ? code->attribute("code") : std::string{};
    if (value == "SEV") {
        return Question::Severity;
    }
    if (value == "82606-5") {
        return Question::Criticality;
    }
    if (value == "66455-7") {
        return Question::Certainty;
    }
    if (value == "33999-4") {
        return Question::Status;
    }
    if (value == "11323-3") {
        return Question::Outcome;
    }
    return value == "85847-2" ? Question::Professionals : Question::Other;
}

std::vector<CodedValue> readSites(xml::Node act, ValueReader& reader) {
    std::vector<CodedValue> sites = reader.codedChildren(act, "targetSiteCode");
    for (CodedValue& approach : reader.codedChildren(act, "approachSiteCode")) {
        sites.push_back(std::move(approach));
    }
    return sites;
}

std::vector<Performer> readPerformers(xml::Node act, ValueReader& reader) {
    std::vector<Performer> performers;
    for (const xml::Node performer : children(act, "performer")) {
        performers.push_back(reader.performer(performer, "assignedEntity"));
    }
    for (const xml::Node author : children(act, "author")) {
        performers.push_back(reader.performer(author, "assignedAuthor"));
    }
    std::erase_if(performers, [](const Performer& performer) { return performer.empty(); });
    return performers;
}

bool isDevice(xml::Node supply) {
    for (const xml::Node participant : children(supply, "participant")) {
        if (path(participant, {"participantRole", "playingDevice"})) {
            return true;
        }
    }
    return false;
}

/// The acts of an entry: one by the schema, several in some documents; templates and the like may stand
/// before them.
std::vector<xml::Node> actsOf(xml::Node entry) {
    std::vector<xml::Node> acts;
    for (const xml::Node candidate : entry.children()) {
        if (candidate.hasAttribute("classCode") || candidate.firstChild()) {
            acts.push_back(candidate);
        }
    }
    return acts;
}

/// The substance that an allergy is against takes part as a consumable (CDA R2, typeCode CSM).
bool namesAgent(xml::Node observation) {
    return std::ranges::any_of(children(observation, "participant"), [](xml::Node participant) {
        return participant.attribute("typeCode") == "CSM" &&
               path(participant, {"participantRole", "playingEntity"});
    });
}

/// A concern about an allergy or about a problem, in a section of any name.
bool isConcern(xml::Node act) {
    const auto code = child(act, "code");
    return isNamed(act, "act") && code && code->attribute("code") == "CONC";
}

bool isAllergyConcern(xml::Node act) {
    if (!isConcern(act)) {
        return namesAgent(act);
    }
    return std::ranges::any_of(relatedActs(act), [](const RelatedAct& about) {
        return isNamed(about.act, "observation") && namesAgent(about.act);
    });
}

decltype(Entry::content) readContent(xml::Node act, std::string_view sectionCode, ValueReader& reader) {
    const std::string_view name = act.name();
    const bool concern = name == "act" || name == "observation";
    if (concern && sectionCode == kAllergySection) {
        return readAllergy(act, reader);
    }
    if (concern && (sectionCode == kProblemSection || sectionCode == kPastIllnessSection)) {
        return readProblem(act, reader);
    }
    if (concern && isAllergyConcern(act)) {
        return readAllergy(act, reader);
    }
    if (isConcern(act)) {
        return readProblem(act, reader);
    }
    if (name == "substanceAdministration") {
        const auto code = child(act, "code");
        const bool vaccine =
            sectionCode == kImmunizationSection || (code && code->attribute("code") == "IMMUNIZ");
        return vaccine ? decltype(Entry::content){readVaccination(act, reader)} : readMedication(act, reader);
    }
    if (name == "procedure") {
        return readProcedure(act, reader);
    }
    if (name == "supply" && isDevice(act)) {
        return readDevice(act, reader);
    }
    if (name == "supply" && child(act, "product")) {
        return readDispensation(act, reader);
    }
    if (name == "observation" || name == "organizer") {
        return readObservation(act, reader);
    }
    return UnknownEntry{std::string{name}};
}

} // namespace

std::vector<RelatedAct> relatedActs(xml::Node act) {
    std::vector<RelatedAct> related;
    for (const xml::Node relation : act.children()) {
        if (!isNamed(relation, "entryRelationship") && !isNamed(relation, "component")) {
            continue;
        }
        for (const xml::Node inner : relation.children()) {
            if (inner.attributeIfPresent("classCode") || child(inner, "code") || child(inner, "id")) {
                related.push_back({relation.attribute("typeCode"), inner});
            }
        }
    }
    return related;
}

CodedValue readAnswer(xml::Node observation, ValueReader& reader) {
    reader.codedChild(observation, "code");
    reader.textChild(observation, "text");
    readStatus(observation, reader);
    const auto value = child(observation, "value");
    return value ? reader.coded(*value) : CodedValue{};
}

Allergy readAllergy(xml::Node concernOrObservation, ValueReader& reader) {
    Allergy allergy;
    const xml::Node observation = aboutWhat(concernOrObservation, reader);
    allergy.negated = isNegated(concernOrObservation, observation, reader);
    if (!(observation == concernOrObservation)) {
        allergy.concernStatus = readStatus(concernOrObservation, reader);
        allergy.concernPeriod = reader.timeRangeChild(concernOrObservation, "effectiveTime");
    }
    allergy.kind = reader.codedChild(observation, "code");
    reader.textChild(observation, "text");
    readStatus(observation, reader);
    allergy.period = reader.timeRangeChild(observation, "effectiveTime");
    allergy.statement = reader.optionalCode(observation, "value");
    for (const xml::Node participant : children(observation, "participant")) {
        if (const auto entity = path(participant, {"participantRole", "playingEntity"})) {
            CodedValue agent = reader.codedChild(*entity, "code");
            const std::string name = reader.textChild(*entity, "name");
            if (agent.originalText.empty() && agent.display != name) {
                agent.originalText = name;
            }
            allergy.agents.push_back(std::move(agent));
        }
    }
    for (const RelatedAct& related : relatedActs(observation)) {
        if (related.typeCode == "MFST") {
            allergy.reactions.push_back(readReaction(related.act, reader));
            continue;
        }
        const Question question = questionOf(related.act);
        if (question == Question::Severity) {
            allergy.severities.push_back(readAnswer(related.act, reader));
        } else if (question == Question::Criticality && !allergy.criticality) {
            allergy.criticality = readAnswer(related.act, reader);
        } else if (question == Question::Certainty && !allergy.certainty) {
            allergy.certainty = readAnswer(related.act, reader);
        } else if (question == Question::Status && !allergy.status) {
            allergy.status = readAnswer(related.act, reader);
        }
    }
    return allergy;
}

Problem readProblem(xml::Node concernOrObservation, ValueReader& reader) {
    Problem problem;
    const xml::Node observation = aboutWhat(concernOrObservation, reader);
    problem.negated = isNegated(concernOrObservation, observation, reader);
    if (!(observation == concernOrObservation)) {
        problem.concernStatus = readStatus(concernOrObservation, reader);
        problem.concernPeriod = reader.timeRangeChild(concernOrObservation, "effectiveTime");
    }
    problem.kind = reader.codedChild(observation, "code");
    reader.textChild(observation, "text");
    readStatus(observation, reader);
    problem.period = reader.timeRangeChild(observation, "effectiveTime");
    problem.problem = reader.codedChild(observation, "value");
    for (const RelatedAct& related : relatedActs(observation)) {
        const Question question = questionOf(related.act);
        if (question == Question::Severity) {
            problem.severities.push_back(readAnswer(related.act, reader));
        } else if (question == Question::Status && !problem.status) {
            problem.status = readAnswer(related.act, reader);
        } else if (question == Question::Outcome && !problem.outcome) {
            problem.outcome = readAnswer(related.act, reader);
        } else if (question == Question::Certainty && !problem.certainty) {
            problem.certainty = readAnswer(related.act, reader);
        } else if (question == Question::Professionals) {
            reader.codedChild(related.act, "code");
            for (Performer& performer : readPerformers(related.act, reader)) {
                problem.professionals.push_back(std::move(performer));
            }
        }
    }
    for (const xml::Node reference : children(observation, "reference")) {
        if (const auto text = path(reference, {"externalDocument", "text"})) {
            const auto target = child(*text, "reference");
            std::string address = target ? target->attribute("value") : reader.text(*text);
            reader.markSubtree(reference);
            problem.resources.push_back({std::move(address)});
        }
    }
    return problem;
}

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

Device readDevice(xml::Node supply, ValueReader& reader) {
    Device device;
    device.negated = reader.negated(supply);
    reader.textChild(supply, "text");
    device.period = reader.timeRangeChild(supply, "effectiveTime");
    for (const xml::Node participant : children(supply, "participant")) {
        if (const auto role = child(participant, "participantRole")) {
            if (const auto played = child(*role, "playingDevice")) {
                device.ids = reader.identifiers(*role);
                device.code = reader.codedChild(*played, "code");
            }
        }
    }
    return device;
}

Observation readObservation(xml::Node element, ValueReader& reader) {
    Observation observation;
    observation.code = reader.codedChild(element, "code");
    observation.text = reader.textChild(element, "text");
    observation.negated = reader.negated(element);
    observation.status = readStatus(element, reader);
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
            observation.parts.push_back(readObservation(related.act, reader));
        }
    }
    return observation;
}

namespace {

/// Reads one act; what stands below `others` is left to entries of its own.
Entry readEntry(xml::Node act, std::string_view sectionCode, const Narrative& narrative,
                const std::vector<xml::Node>& others) {
    ValueReader reader{narrative};
    Entry result;
    result.content = readContent(act, sectionCode, reader);
    result.text = reader.textChild(act, "text");
    for (const xml::Node other : others) {
        reader.markSubtree(other);
        xml::walk(other, [&reader](xml::Node element) {
            reader.negated(element);
            return true;
        });
    }
    result.remaining = reader.remaining(act);
    result.codes = reader.codes(act);
    return result;
}

/// What a concern says of itself holds for each of the things that it is about.
void shareConcern(const Entry& first, xml::Node concern, Entry& next) {
    const bool negated = concern.attribute("negationInd") == "true";
    const auto copy = [negated](const auto& from, auto& to) {
        to.concernStatus = from.concernStatus;
        to.concernPeriod = from.concernPeriod;
        to.negated = to.negated || negated;
    };
    if (auto* allergy = std::get_if<Allergy>(&next.content)) {
        copy(std::get<Allergy>(first.content), *allergy);
    } else if (auto* problem = std::get_if<Problem>(&next.content)) {
        copy(std::get<Problem>(first.content), *problem);
    }
}

} // namespace

std::vector<Entry> readEntries(xml::Node entry, std::string_view sectionCode, const Narrative& narrative) {
    std::vector<Entry> entries;
    for (const xml::Node act : actsOf(entry)) {
        const std::vector<xml::Node> further = furtherObservations(act, sectionCode);
        entries.push_back(readEntry(act, sectionCode, narrative, further));
        for (const xml::Node observation : further) {
            Entry next = readEntry(observation, sectionCode, narrative, {});
            shareConcern(entries.back(), act, next);
            entries.push_back(std::move(next));
        }
    }
    return entries;
}

} // namespace ncp::transform::cda
