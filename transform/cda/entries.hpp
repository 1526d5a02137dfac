#pragma once

#include "transform/cda/medication.hpp"
#include "transform/cda/values.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ncp::transform::cda {

/// Somebody who did, wrote or answers for something.
struct Performer {
    TimeRange time;
    CodedValue function;
    CodedValue specialty;
    std::vector<Identifier> ids;
    PersonName name;
    std::string device;
    std::vector<Telecom> telecoms;
    Address address;
    std::vector<Identifier> organisationIds;
    std::string organisation;
    std::vector<Telecom> organisationTelecoms;
    Address organisationAddress;

    bool empty() const noexcept {
        return name.empty() && device.empty() && organisation.empty() && organisationAddress.empty() &&
               ids.empty() && telecoms.empty() && organisationIds.empty();
    }
};

struct Reaction {
    bool negated = false;
    CodedValue manifestation;
    TimeRange period;
    std::vector<CodedValue> severities;
};

struct Allergy {
    bool negated = false; ///< the source says that the patient does not have it
    CodedValue kind;      ///< allergy, intolerance … to a substance, a drug, food
    std::string concernStatus;
    TimeRange concernPeriod;
    TimeRange period;
    std::vector<CodedValue> agents;
    std::vector<Reaction> reactions;
    std::vector<CodedValue> severities;
    std::vector<CodedValue> criticalities;
    std::vector<CodedValue> certainties;
    std::vector<CodedValue> statuses;
    std::optional<CodedValue> statement; ///< value of the observation: known absence, or the allergy itself
};

struct ExternalResource {
    std::string text;
};

struct Problem {
    bool negated = false; ///< the source says that the patient does not have it
    CodedValue kind;
    CodedValue problem;
    std::string concernStatus;
    TimeRange concernPeriod;
    TimeRange period;
    std::vector<CodedValue> severities;
    std::vector<CodedValue> statuses;
    std::vector<CodedValue> outcomes;
    std::vector<CodedValue> certainties;
    std::vector<Performer> professionals;
    std::vector<ExternalResource> resources;
};

struct Procedure {
    bool negated = false; ///< not performed
    CodedValue code;
    std::string status;
    TimeRange period;
    std::vector<CodedValue> sites;
    std::vector<CodedValue> reasons;
    std::vector<Performer> performers;
};

struct Device {
    bool negated = false; ///< not present
    CodedValue code;
    TimeRange period;
    std::vector<Identifier> ids;
};

struct Vaccination {
    std::optional<CodedValue> code; ///< absence codes stand here or with the product
    bool notGiven = false;
    std::string status;
    TimeRange date;
    CodedValue route;
    Product product;
    std::vector<CodedValue> targets;
    std::vector<Performer> performers;
    std::string doseNumber;
    std::vector<CodedValue> reactions;
    std::vector<std::string> comments;
};

/// One piece of information that no typed view took.
struct Leaf {
    std::string element; ///< name of the element, for people who know the format
    Value value;
};

/// Results, vital signs, pregnancy, social history, functional status: a question, its answer, and when.
struct Observation {
    CodedValue code;
    bool negated = false;
    std::string status;
    TimeRange time;
    std::vector<Value> values;
    std::vector<CodedValue> interpretations;
    std::vector<std::string> referenceTexts;
    std::vector<Value> referenceValues;
    std::vector<CodedValue> methods;
    std::vector<CodedValue> sites;
    std::vector<CodedValue> specimens;
    std::vector<Performer> performers;
    std::optional<CodedValue> subject; ///< whom it is about where that is not the patient
    std::string mood;                  ///< HL7 ActMood where it states no fact
    bool replaced = false;             ///< another result has taken its place
    std::vector<Leaf> remaining;       ///< what is said of it alone and no field has
    std::vector<Observation> parts;    ///< of an organizer, or related observations
    std::string text;                  ///< what the source wrote about it
};

/// The copy of a prescribed item in a dispensation.
struct Prescribed {
    Medication item;
    std::string text; ///< as the source wrote it
};

struct Dispensation {
    std::vector<Identifier> ids;
    Product product;
    Quantity packages;
    std::vector<Performer> performers;
    bool negated = false; ///< it was not handed out
    bool substituted = false;
    std::string substitutionReason;
    std::vector<Prescribed> prescribed; ///< what it answers
};

/// An entry that no typed view knows: all of it is among the remaining leaves.
struct UnknownEntry {
    std::string element;
};

/// A coded value with the element that held it, for the table of codes.
struct CodeUse {
    std::string element;
    CodedValue value;
};

struct Entry {
    std::variant<UnknownEntry, Allergy, Problem, Medication, Procedure, Device, Vaccination, Observation,
                 Dispensation>
        content;
    std::string text;     ///< the part of the narrative that the entry refers to, or its own text
    bool ownText = false; ///< the text stands in the entry, not in the narrative
    std::optional<CodedValue> subject; ///< whom the entry is about where that is not the patient
    std::string mood;                  ///< HL7 ActMood where it states no fact: INT, RQO, GOL
    std::optional<CodedValue> group;   ///< what the act or organizer round it is called
    std::vector<Leaf> remaining;
    std::vector<CodeUse> codes;     ///< every coded value of the entry, in document order
    std::vector<std::string> units; ///< every UCUM unit of the entry once, in document order
    std::size_t number = 0;         ///< which of the document's entry elements it stands in, from 1
};

} // namespace ncp::transform::cda
