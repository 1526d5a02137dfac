#pragma once

#include "base/texts.hpp"
#include "transform/pivot/judge.hpp"
#include "transform/terminology/catalogue.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ncp::transform::pivot {

/// What the release says of the codes of one document: the questions that both directions ask.
class CodeChecks {
  public:
    explicit CodeChecks(const terminology::Catalogue& catalogue) noexcept : catalogue_(catalogue) {}

    /// In one of the sets; UnknownSet when the release has none of them, or the element is bound to none.
    terminology::Membership membership(const std::vector<std::string>& sets, std::string_view system,
                                       std::string_view code) const noexcept;
    /// True when a member of one of the sets is of this code system: a code system of the exchange.
    bool isOfExchange(const std::vector<std::string>& sets, std::string_view system);
    /// True when the name is one of the concept's in any language, or nearly so; also when the release has
    /// none to compare with.
    bool isNameOf(std::string_view system, std::string_view code, std::string_view display) const noexcept;

    /// Version, name of the code system, retired concepts, and the name beside the code.
    void noteSurroundings(const CodedView& coded, FindingList& findings) const;

  private:
    const terminology::Catalogue& catalogue_;
    std::unordered_map<std::string, std::vector<std::string>> systemsOf_; ///< by value set
};

/// The unit with `[iU]` written as the value sets write it, `[IU]`; the same where there is none.
std::string exchangeSpelling(std::string_view unit);

} // namespace ncp::transform::pivot
