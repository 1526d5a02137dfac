#include "transform/cda/entry_reader.hpp"

#include "transform/cda/element.hpp"

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
    reader.noteNarrated(element);
    for (const RelatedAct& related : relatedActs(element)) {
        if (isNamed(related.act, "observation")) {
            return related.act;
        }
    }
    return element;
}

/// The status of an observation inside a concern, which has the status that counts: it is worth a word only
/// where it isn't the ordinary one, and stays for the rest of the entry then.
void noteOrdinaryStatus(xml::Node observation, ValueReader& reader) {
    const auto status = child(observation, "statusCode");
    if (status && (status->attribute("code") == "completed" || status->attribute("code") == "active")) {
        reader.markSubtree(*status);
    }
}

/// An observation entered in error is so whatever the concern round it says.
void takeBack(xml::Node observation, std::string& status, ValueReader& reader) {
    const auto own = child(observation, "statusCode");
    if (own && own->attribute("code") == "nullified") {
        status = readStatus(observation, reader);
    }
}

bool isNegated(xml::Node concern, xml::Node observation, ValueReader& reader) {
    const bool outer = reader.negated(concern);
    const bool inner = reader.negated(observation);
    return outer || inner;
}

/// LOINC and HL7 codes that say what a small observation inside a larger one answers.
enum class Question { Severity, Criticality, Certainty, Status, Outcome, Professionals, Other };

Question questionOf(xml::Node act) {
    const auto code = child(act, "code");
    const std::string value = code ? code->attribute("code") : std::string{};
    if (isDenied(act)) {
        return Question::Other; // a denied answer answers nothing
    }
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

Reaction readReaction(xml::Node observation, ValueReader& reader) {
    Reaction reaction;
    reaction.negated = reader.negated(observation);
    reaction.manifestation = readAnswer(observation, reader);
    reaction.period = reader.timeRangeChild(observation, "effectiveTime");
    for (const RelatedAct& related : relatedActs(observation)) {
        if (questionOf(related.act) == Question::Severity) {
            reaction.severities.push_back(readAnswer(related.act, reader));
        }
    }
    return reaction;
}

/// Some senders write a reaction as what the allergy causes instead of its manifestation.
bool isReaction(const RelatedAct& related) {
    return related.typeCode == "MFST" || (related.typeCode == "CAUS" && isNamed(related.act, "observation") &&
                                          questionOf(related.act) == Question::Other);
}

/// What takes part as the player of the role, or, with some senders, as its scoper.
std::vector<CodedValue> readAgents(xml::Node observation, ValueReader& reader) {
    std::vector<CodedValue> agents;
    for (const xml::Node participant : children(observation, "participant")) {
        auto entity = path(participant, {"participantRole", "playingEntity"});
        if (!entity && participant.attribute("typeCode") == "CSM") {
            entity = path(participant, {"participantRole", "scopingEntity"});
        }
        if (!entity) {
            continue;
        }
        CodedValue agent = reader.codedChild(*entity, "code");
        const std::string name =
            reader.textChild(*entity, entity->name() == "scopingEntity" ? "desc" : "name");
        if (agent.originalText.empty() && agent.display != name) {
            agent.originalText = name;
        }
        agents.push_back(std::move(agent));
    }
    return agents;
}

} // namespace

Allergy readAllergy(xml::Node concernOrObservation, ValueReader& reader) {
    Allergy allergy;
    const xml::Node observation = aboutWhat(concernOrObservation, reader);
    allergy.negated = isNegated(concernOrObservation, observation, reader);
    if (!(observation == concernOrObservation)) {
        allergy.concernStatus = readStatus(concernOrObservation, reader);
        allergy.concernPeriod = reader.timeRangeChild(concernOrObservation, "effectiveTime");
    }
    takeBack(observation, allergy.concernStatus, reader);
    allergy.kind = reader.codedChild(observation, "code");
    reader.noteNarrated(observation);
    noteOrdinaryStatus(observation, reader);
    allergy.period = reader.timeRangeChild(observation, "effectiveTime");
    allergy.statement = reader.optionalCode(observation, "value");
    allergy.agents = readAgents(observation, reader);
    for (const RelatedAct& related : relatedActs(observation)) {
        if (isReaction(related)) {
            allergy.reactions.push_back(readReaction(related.act, reader));
            continue;
        }
        const Question question = questionOf(related.act);
        if (question == Question::Severity) {
            allergy.severities.push_back(readAnswer(related.act, reader));
        } else if (question == Question::Criticality) {
            allergy.criticalities.push_back(readAnswer(related.act, reader));
        } else if (question == Question::Certainty) {
            allergy.certainties.push_back(readAnswer(related.act, reader));
        } else if (question == Question::Status) {
            allergy.statuses.push_back(readAnswer(related.act, reader));
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
    takeBack(observation, problem.concernStatus, reader);
    problem.kind = reader.codedChild(observation, "code");
    reader.noteNarrated(observation);
    noteOrdinaryStatus(observation, reader);
    problem.period = reader.timeRangeChild(observation, "effectiveTime");
    problem.problem = reader.codedChild(observation, "value");
    for (const RelatedAct& related : relatedActs(observation)) {
        const Question question = questionOf(related.act);
        if (question == Question::Severity) {
            problem.severities.push_back(readAnswer(related.act, reader));
        } else if (question == Question::Status) {
            problem.statuses.push_back(readAnswer(related.act, reader));
        } else if (question == Question::Outcome) {
            problem.outcomes.push_back(readAnswer(related.act, reader));
        } else if (question == Question::Certainty) {
            problem.certainties.push_back(readAnswer(related.act, reader));
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

} // namespace ncp::transform::cda
