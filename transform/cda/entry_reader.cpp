#include "transform/cda/entry_reader.hpp"

#include "transform/cda/clinical_document.hpp"
#include "transform/cda/element.hpp"
#include "transform/cda/entry_survey.hpp"
#include "transform/cda/mood.hpp"
#include "transform/cda/subject.hpp"
#include "transform/cda/wrapper.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ncp::transform::cda {

namespace {

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

bool isAllergyConcern(xml::Node act) {
    if (!isConcern(act)) {
        return namesAgent(act);
    }
    return std::ranges::any_of(relatedActs(act), [](const RelatedAct& about) {
        return isNamed(about.act, "observation") && namesAgent(about.act);
    });
}

decltype(Entry::content) readContent(xml::Node act, std::string_view sectionCode,
                                     const std::optional<CodedValue>& subject, ValueReader& reader) {
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
        return readDevices(act, reader).front();
    }
    if (name == "supply" && child(act, "product")) {
        return readDispensation(act, reader);
    }
    if (name == "observation" || name == "organizer") {
        Observation whole;
        whole.subject = subject;
        return readObservation(act, whole, reader);
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

std::string readStatus(xml::Node act, ValueReader& reader) {
    const auto status = child(act, "statusCode");
    if (!status) {
        return {};
    }
    reader.markSubtree(*status);
    return status->attribute("code");
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

CodedValue readAnswer(xml::Node observation, ValueReader& reader) {
    reader.codedChild(observation, "code");
    reader.noteNarrated(observation);
    readStatus(observation, reader);
    const auto value = child(observation, "value");
    // A quantity or a time is no answer in words; it stays for the rest of the entry.
    return value && !value->hasAttribute("value") ? reader.coded(*value) : CodedValue{};
}

namespace {

/// An entry, and what its act refers to and holds.
struct ReadEntry {
    Entry entry;
    std::vector<std::string> references;
    std::vector<Media> media;
};

/// Where an act stands, and what that says of it.
struct Surroundings {
    std::string_view sectionCode;
    const Narrative& narrative;
    std::optional<CodedValue> subject;
    std::string mood;
    std::optional<CodedValue> group;
};

/// What stands below is left to entries of its own.
void leave(const std::vector<xml::Node>& others, ValueReader& reader) {
    for (const xml::Node other : others) {
        reader.markSubtree(other);
        xml::walk(other, [&reader](xml::Node element) {
            reader.negated(element);
            reader.mood(element);
            return true;
        });
    }
}

/// Reads one act; what stands below `others` is left to entries of its own.
ReadEntry readEntry(xml::Node act, const Surroundings& round, const std::vector<xml::Node>& others) {
    ValueReader reader{round.narrative};
    leave(others, reader);
    Entry result;
    result.group = round.group;
    result.subject = subjectOfEntry(act, others, round.subject, reader);
    result.content = readContent(act, round.sectionCode, result.subject, reader);
    result.mood = moodOfEntry(act, others, result, reader);
    if (result.mood.empty()) {
        result.mood = round.mood;
    }
    if (const auto text = child(act, "text")) {
        result.text = reader.text(*text);
        result.ownText = !child(*text, "reference");
    }
    EntrySurvey below = surveyEntry(act, reader);
    result.remaining = std::move(below.remaining);
    result.codes = std::move(below.codes);
    result.units = std::move(below.units);
    return {std::move(result), std::move(below.references), std::move(below.media)};
}

/// What a concern says of itself holds for each of the things that it is about.
void shareConcern(const Entry& first, xml::Node concern, Entry& next) {
    const bool negated = isSet(concern, "negationInd");
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

void add(ReadEntry read, EntryContent& into) {
    into.entries.push_back(std::move(read.entry));
    std::ranges::move(read.references, std::back_inserter(into.references));
    std::ranges::move(read.media, std::back_inserter(into.media));
}

/// The devices of a supply but the first, which has what the supply says of them all.
void addFurtherDevices(xml::Node supply, const Surroundings& round, EntryContent& into) {
    ValueReader reader{round.narrative};
    const std::vector<Device> devices = readDevices(supply, reader);
    for (std::size_t at = 1; at < devices.size(); ++at) {
        Entry next = into.entries.back();
        next.content = devices[at];
        next.codes.clear();
        next.remaining.clear();
        next.text.clear();
        into.entries.push_back(std::move(next));
    }
}

/// An act, and each further thing that a concern is about.
void addStatement(xml::Node act, const Surroundings& round, EntryContent& into) {
    const std::vector<xml::Node> further = furtherObservations(act, round.sectionCode);
    add(readEntry(act, round, further), into);
    if (isNamed(act, "supply") && isDevice(act)) {
        addFurtherDevices(act, round, into);
    }
    for (const xml::Node observation : further) {
        ValueReader ofConcern{round.narrative};
        Surroundings within = round;
        within.subject = subjectOfAct(act, round.subject, ofConcern);
        within.mood = ofConcern.mood(act);
        Entry next = readEntry(observation, within, {}).entry;
        shareConcern(into.entries.back(), act, next);
        into.entries.push_back(std::move(next));
    }
}

bool hasWords(const CodedValue& value) {
    return !value.display.empty() || !value.originalText.empty() || !value.translations.empty();
}

/// What an act says itself that holds others together; what it is called goes to those.
ReadEntry readWrapper(xml::Node act, const Surroundings& round, const std::vector<xml::Node>& wrapped) {
    ValueReader reader{round.narrative};
    leave(wrapped, reader);
    Entry shell;
    shell.content = UnknownEntry{std::string{act.name()}};
    shell.subject = subjectOfAct(act, round.subject, reader);
    shell.mood = reader.mood(act);
    CodedValue name = reader.codedChild(act, "code");
    shell.group = hasWords(name) ? std::optional{std::move(name)} : round.group;
    if (isNamed(act, "organizer") && std::ranges::none_of(wrapped, isObserved)) {
        Observation whole;
        whole.subject = round.subject;
        if (Observation rest = readObservation(act, whole, reader); !rest.parts.empty()) {
            shell.content = std::move(rest);
        }
    }
    if (const auto text = child(act, "text")) {
        shell.text = reader.text(*text);
    }
    EntrySurvey below = surveyEntry(act, reader, wrapped);
    shell.remaining = std::move(below.remaining);
    shell.codes = std::move(below.codes);
    return {std::move(shell), std::move(below.references), std::move(below.media)};
}

void addAct(xml::Node act, const Surroundings& round, EntryContent& into) {
    const std::vector<xml::Node> wrapped = wrappedActs(act, round.sectionCode);
    if (wrapped.empty()) {
        addStatement(act, round, into);
        return;
    }
    ReadEntry shell = readWrapper(act, round, wrapped);
    Surroundings within{round.sectionCode, round.narrative, shell.entry.subject, {}, shell.entry.group};
    const std::string mood = shell.entry.mood;
    add(std::move(shell), into);
    for (const xml::Node inner : wrapped) {
        within.mood = inner.hasAttribute("moodCode") ? std::string{} : mood;
        addAct(inner, within, into);
    }
}

} // namespace

EntryContent readEntries(xml::Node entry, std::string_view sectionCode, const Narrative& narrative,
                         const std::optional<CodedValue>& subject) {
    EntryContent content;
    for (const xml::Node act : actsOf(entry)) {
        addAct(act, {sectionCode, narrative, subject, {}, {}}, content);
    }
    return content;
}

} // namespace ncp::transform::cda
