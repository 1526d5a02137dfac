#pragma once

#include "transform/finding.hpp"
#include "transform/pivot/transformed.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ncp::transform::pivot {

enum class Direction : std::uint8_t { ToPivot, FromPivot };

/// What a transformation can notice.
enum class Noticed : std::uint8_t {
    UnknownDocument,    ///< the document's code is none that is transformed
    NoDocumentCode,     ///< or it has none
    RequiredMissing,    ///< an element of usage R does not stand in the document
    RequiredNull,       ///< it stands there with a nullFlavor
    Incomplete,         ///< neither code nor original text
    Contradictory,      ///< a code and a nullFlavor
    UnknownSystem,      ///< the code system is not in the release
    UnknownCode,        ///< the code is not in its code system
    Unmapped,           ///< a national concept without an approved mapping
    WrongValueSet,      ///< a known concept that is in none of the bound value sets
    Inexact,            ///< the mapping's target is wider or narrower
    DisplayMismatch,    ///< the name beside the code is not one of the concept's
    MissingDesignation, ///< the concept has no name at all, or none for the exchange
    EnglishOnly,        ///< it has one in English only
    Fallback,           ///< it has one in a related language
    NotPossible,        ///< the data type has no place for a translation
    NoRoom,             ///< the same of a required national code: it must not leave like that
    Retired,            ///< the concept is retired in its code system
    Version,            ///< the document names another version than the release holds
    SystemName,         ///< the name beside the code system is not one of its names
    UnitSpelling,       ///< a unit in UCUM's other spelling
};

/// Where the transformation is.
class Location {
  public:
    virtual ~Location() = default;
    virtual std::string path() const = 0;
    virtual long line() const noexcept = 0;
};

/// Collects findings: texts, numbers and advice by kind. Kinds that say the same of every element of a code
/// system (its version, its name) become one finding with a number of occurrences. Holds a thousand; further
/// ones are counted.
class FindingList {
  public:
    FindingList(Direction direction, const Location& location) noexcept
        : direction_(direction), location_(location) {}

    void add(Noticed kind, Severity severity, std::string element, std::string expected = {});
    /// About something that does not stand in the document; `path` says where it ought to.
    void addMissing(Noticed kind, Severity severity, std::string path);

    Status status() const noexcept { return status_; }
    std::size_t count() const noexcept { return count_; }
    std::vector<Finding> take() { return std::move(list_); }

  private:
    bool isSummed(Noticed kind, Severity severity, const std::string& element);
    void count(Severity severity) noexcept;
    void enter(Noticed kind, Finding finding);

    Direction direction_;
    const Location& location_;
    std::vector<Finding> list_;
    std::map<std::pair<Noticed, std::string>, std::size_t> summed_; ///< place in the list
    std::size_t count_ = 0;
    Status status_ = Status::Success;
};

/// Every finding code of a direction, for the texts.
std::vector<std::string> findingCodes(Direction direction);

} // namespace ncp::transform::pivot
