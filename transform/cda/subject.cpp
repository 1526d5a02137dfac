#include "transform/cda/subject.hpp"

#include "transform/cda/element.hpp"
#include "transform/cda/entry_reader.hpp"
#include "transform/cda/entry_survey.hpp"

#include <algorithm>
#include <utility>

namespace ncp::transform::cda {

namespace {

std::optional<xml::Node> relatedSubject(xml::Node act) {
    return path(act, {"subject", "relatedSubject"});
}

/// HL7 RoleCode: whoever is related to the patient as himself is the patient.
bool isPatient(const CodedValue& relation) {
    return relation.code == "SELF" || relation.code == "ONESELF";
}

std::optional<CodedValue> relationOf(xml::Node related, ValueReader& reader) {
    CodedValue relation = reader.codedChild(related, "code");
    return isPatient(relation) ? std::nullopt : std::optional{std::move(relation)};
}

} // namespace

std::optional<Subject> subjectOfSection(xml::Node section, const std::optional<Subject>& outer) {
    const auto related = relatedSubject(section);
    if (!related) {
        return outer;
    }
    const Narrative none;
    ValueReader reader{none};
    auto relation = relationOf(*related, reader);
    if (!relation) {
        return std::nullopt;
    }
    EntrySurvey below = surveyEntry(*related, reader);
    return Subject{std::move(*relation), std::move(below.remaining), std::move(below.codes)};
}

std::optional<CodedValue> subjectOfAct(xml::Node act, const std::optional<CodedValue>& inherited,
                                       ValueReader& reader) {
    const auto related = relatedSubject(act);
    return related ? relationOf(*related, reader) : inherited;
}

std::optional<CodedValue> subjectOfEntry(xml::Node act, const std::vector<xml::Node>& others,
                                         const std::optional<CodedValue>& inherited, ValueReader& reader) {
    if (!relatedSubject(act) && isNamed(act, "act")) {
        for (const RelatedAct& about : relatedActs(act)) {
            if (relatedSubject(about.act) && std::ranges::find(others, about.act) == others.end()) {
                return subjectOfAct(about.act, inherited, reader);
            }
        }
    }
    return subjectOfAct(act, inherited, reader);
}

} // namespace ncp::transform::cda
