#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::render {

/// What a code means for the life of the patient; the rules of config/render/dangers.tsv.
enum class Danger : std::uint8_t {
    Severe,           ///< severity of an allergy or of a reaction
    Reaction,         ///< a manifestation that is dangerous by itself
    HighRisk,         ///< criticality
    NoLonger,         ///< a status or certainty that lifts the alarm
    Denied,           ///< the patient does not have it
    Anticoagulant,    ///< medicine
    Pregnant,         ///< observation or diagnosis
    LastingCondition, ///< diagnosis that matters for life, resolved or not
    PresentCondition, ///< diagnosis that matters while it is active
    CriticalResult,   ///< interpretation of a laboratory result
    AbnormalResult,
};

/// The codes that put something at the top of the page.
class DangerCodes {
  public:
    /// Reads the table. ConfigurationInvalid names line and fault: an unknown rule or match, an empty code.
    static Result<DangerCodes> parse(std::string_view table);

    /// True where `code` stands under that rule, as a whole or by its beginning, whether in capitals or not.
    /// A rule that holds in one code system only asks for the system, too.
    bool is(Danger danger, std::string_view code, std::string_view system = {}) const noexcept;

    friend bool operator==(const DangerCodes&, const DangerCodes&) = default;

  private:
    struct Row {
        Danger danger;
        std::string code;
        bool beginning;
        std::string system; ///< in which alone it holds; empty: in any

        friend bool operator==(const Row&, const Row&) = default;
    };
    std::vector<Row> rows_;
};

/// A statement that something is absent or that nothing is known (IPS absent and unknown data, and the
/// SNOMED CT codes that older documents use for it).
struct AbsenceStatement {
    std::string code;
    std::string key;            ///< of the text that says so
    bool noInformation = false; ///< the source knows nothing; else the patient has none

    friend bool operator==(const AbsenceStatement&, const AbsenceStatement&) = default;
};

/// The codes of config/render/absences.tsv.
class AbsenceCodes {
  public:
    static Result<AbsenceCodes> parse(std::string_view table);
    std::optional<AbsenceStatement> find(std::string_view code) const;

    friend bool operator==(const AbsenceCodes&, const AbsenceCodes&) = default;

  private:
    std::vector<AbsenceStatement> statements_;
};

/// The tables that the program was built with: a page without its warnings can't be made.
const DangerCodes& dangerCodes();
const AbsenceCodes& absenceCodes();

} // namespace ncp::transform::render
