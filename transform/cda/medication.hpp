#pragma once

#include "transform/cda/timing.hpp"
#include "transform/cda/values.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ncp::transform::cda {

struct Ingredient {
    bool active = true;   ///< else an excipient
    bool negated = false; ///< the product does not contain it
    CodedValue substance;
    std::string name;
    std::optional<Ratio> strength;
    std::string strengthText; ///< as the source wrote it
};

/// One container: how much of what lies inside it, and what it is.
struct Package {
    Quantity quantity; ///< of the level below: units in the innermost, containers in the others
    CodedValue code;
    std::string name;
    std::string description;
    CodedValue form;
    std::optional<Quantity> capacity;
};

struct Part;

/// A medicinal product (eHDSI manufacturedMaterial, or a part of a combination pack).
struct Product {
    CodedValue code;
    std::string name;
    std::string description; ///< strength as free text
    CodedValue form;
    std::string lot;
    TimeStamp expires;
    std::vector<std::vector<Package>> packages; ///< each from the innermost container outwards
    std::vector<CodedValue> classifications;    ///< ATC, PhPID
    std::vector<Ingredient> ingredients;
    std::vector<Part> parts;
    std::string holder; ///< marketing authorisation holder
    std::string nullFlavor;
};

struct Part {
    Quantity quantity;
    Product product;
};

enum class InstructionKind { Patient, Dispenser, Other };

struct Instruction {
    InstructionKind kind = InstructionKind::Other;
    std::string text; ///< in the language of the source
};

/// Why a medicine is taken or may not be exchanged, and the like: what the source coded, and its own words.
struct Remark {
    CodedValue value;
    std::string text; ///< in the language of the source
    bool negated = false;
};

/// On what condition a dose is taken (CDA R2, criterion).
struct Precondition {
    std::string text; ///< in the language of the source
    CodedValue code;
    Value value;
};

/// An item of a medication summary, a prescription, or one step of a split dose.
struct Medication {
    bool negated = false;           ///< not taken, not given
    std::optional<CodedValue> code; ///< absence codes stand here
    std::vector<Identifier> ids;
    std::string status; ///< HL7 ActStatus code
    TimeRange period;
    std::vector<Timing> timings;
    CodedValue route;
    std::vector<CodedValue> sites;
    QuantityRange dose;
    std::string doseText; ///< the amount in the source's words, where it is no number
    QuantityRange rate;
    std::optional<Ratio> maximum;
    QuantityRange repeats;
    Product product;
    std::vector<Remark> reasons;
    std::vector<Instruction> instructions;
    std::vector<Precondition> preconditions;
    std::vector<Remark> substitutions; ///< ActSubstanceAdminSubstitutionCode; more than one contradict
    std::vector<Quantity> packages;    ///< number of packages prescribed; more than one contradict
    std::string text;                  ///< what the source wrote about it
    std::vector<Medication> steps;     ///< split, tapered or combined doses, by sequenceNumber
};

} // namespace ncp::transform::cda
