#pragma once

#include "transform/terminology/catalogue.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::rules {

/// How the name that stands beside a code (displayName) compares with the name of the code.
enum class Naming : std::uint8_t {
    Same,    ///< but for case, white space and punctuation
    Wording, ///< one says all the words of the other: "Problem list" and "Problem list - Reported"
    Other,
};
Naming compareNames(std::string_view given, std::string_view known);

/// Finds whose name stands beside a code that it does not belong to. For one document: what was looked up is
/// kept.
class NameOwners {
  public:
    explicit NameOwners(const terminology::Catalogue& catalogue) noexcept : catalogue_(catalogue) {}

    /// The code of another member of the value sets whose English name this is; empty where there is none, or
    /// too much was asked already.
    std::string ownerOf(std::string_view name, std::string_view code, const std::vector<std::string>& sets);

  private:
    const terminology::Catalogue& catalogue_;
    std::map<std::string, std::vector<terminology::Concept>, std::less<>> members_; ///< by value set
    std::size_t questions_ = 0;
};

} // namespace ncp::transform::rules
