#pragma once

#include "transform/cda/timing.hpp"
#include "transform/cda/values.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ncp::transform::cda {

struct Ingredient {
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
    QuantityRange rate;
    std::optional<Ratio> maximum;
    std::optional<Quantity> repeats;
    Product product;
    std::vector<CodedValue> reasons;
    std::vector<Instruction> instructions;
    std::vector<std::string> preconditions;
    std::optional<CodedValue> substitution;
    std::optional<Quantity> packages; ///< number of packages prescribed
    std::vector<Medication> steps;    ///< split, tapered or combined doses, in their order
};

} // namespace ncp::transform::cda
