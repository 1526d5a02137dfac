#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "transform/dispensation/dispensation.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::national {

/// A dispensation that was taken, as a file of the book has it before the document's bytes.
struct DispensationRecord {
    /// What was handed out of one prescribed item.
    struct Item {
        std::string id; ///< of the prescribed item, `root` or `root^extension`
        std::uint32_t packages = 0;
        bool substituted = false;

        friend bool operator==(const Item&, const Item&) = default;
    };

    std::string documentId; ///< of the eDispensation, `root` or `root^extension`
    std::string country;    ///< that reported it, ISO 3166-1 alpha-2
    Instant taken;
    std::vector<std::string> patients; ///< SHA-256 of each identifier in the document, hexadecimal
    std::string prescription;          ///< `root` or `root^extension`
    std::vector<Item> items;
    std::string act;    ///< SHA-256 of what was done, hexadecimal: equal for two documents about one act
    bool timed = false; ///< the act is known to the second, so that `act` tells it from a second one
};

/// That a dispensation was taken back.
struct DiscardRecord {
    std::string documentId; ///< of the eDispensation
    std::string discardId;  ///< unique id of the submission set
    std::string country;
    Instant taken;

    friend bool operator==(const DiscardRecord&, const DiscardRecord&) = default;
};

/// That a document told an act again which another document had told before. It counts nothing; a discard may
/// name the act by its id.
struct RetellingRecord {
    std::string documentId; ///< of the later document
    std::string first;      ///< id of the earlier one
    std::string country;
    Instant taken;
};

/// Name of the files about a document, without extension: it tells nothing about patient or document.
std::string recordName(std::string_view documentId);
/// `root` or `root^extension`.
std::string textOf(const transform::cda::Identifier& id);
/// How `DispensationRecord::patients` names a patient.
std::string patientDigest(std::string_view root, std::string_view extension);
std::vector<std::string> patientDigests(const std::vector<PatientId>& patients);

/// DispensationFormatNotValid for what the book can't hold: several prescriptions, an id that is longer than
/// 256 characters. An item without prescribed item bears an empty id.
Result<DispensationRecord> recordOf(const transform::dispensation::Statement& statement,
                                    const CountryCode& country, Instant taken);

/// Lines `name: value`, an empty line, the document.
std::string formatRecord(const DispensationRecord& record, std::string_view document);
std::string formatRecord(const DiscardRecord& record, std::string_view document);
std::string formatRecord(const RetellingRecord& record, std::string_view document);
/// StorageFailed for a file that is not whole: the document's size and digest are part of it.
Result<DispensationRecord> parseDispensationRecord(std::string_view file);
Result<DiscardRecord> parseDiscardRecord(std::string_view file);
Result<RetellingRecord> parseRetellingRecord(std::string_view file);

} // namespace ncp::national
