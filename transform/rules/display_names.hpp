#pragma once

#include "transform/terminology/catalogue.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::rules {

/// Words and phrases that decide what a longer name means, in lower case.
struct NameWords {
    std::span<const std::string> negating;   ///< "no", "ruled out"
    std::span<const std::string> qualifying; ///< "left", "family history"
    std::span<const std::string> harmless;   ///< negations that deny nothing: "not otherwise"
};

/// How the name that stands beside a code (displayName) compares with the name of the code.
enum class Naming : std::uint8_t {
    Same,      ///< but for case, white space and punctuation
    Wording,   ///< one says all the words of the other: "Problem list" and "Problem list - Reported"
    Qualified, ///< the same, but for words or a number that make another statement of it
    Negated,   ///< one of them denies what the other states
    Other,
};
Naming compareNames(std::string_view given, std::string_view known, const NameWords& words);

/// Finds whose name stands beside a code that it does not belong to. For one document: the names of a value
/// set are read when the first of them is asked for.
class NameOwners {
  public:
    explicit NameOwners(const terminology::Catalogue& catalogue) noexcept : catalogue_(catalogue) {}

    /// The code of another member of the value sets whose English name this is; empty where there is none.
    std::string ownerOf(std::string_view name, std::string_view code, const std::vector<std::string>& sets);

  private:
    /// A member of a value set with its English name; views of the catalogue.
    struct Named {
        std::uint64_t wording = 0;
        std::string_view name;
        std::string_view code;
    };
    const std::vector<Named>& namesOf(const std::string& set);

    const terminology::Catalogue& catalogue_;
    std::map<std::string, std::vector<Named>> names_; ///< by value set, each by wording
};

} // namespace ncp::transform::rules
