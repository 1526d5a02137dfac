#pragma once

#include "base/texts.hpp"
#include "transform/pivot/judge.hpp"
#include "transform/terminology/catalogue.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
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
    /// What the release says of a code; asked once for each code of a document.
    struct Known {
        std::optional<terminology::CodeSystem> system;
        std::optional<terminology::Concept> meaning;
        /// By language; nothing where it was not asked for yet.
        std::array<std::optional<std::optional<terminology::Designation>>, 3> names;
        std::string systemName; ///< the last that was found right
        std::vector<std::pair<const cda::CodedElement*, terminology::Membership>> memberships;
    };
    /// Valid until the next call.
    Known& known(const CodedView& coded);
    const std::optional<terminology::Designation>& name(Known& known, const CodedView& coded,
                                                        TextLanguage language) const;
    /// Whether the code is in the value sets of its row.
    terminology::Membership membership(Known& known, const CodedView& coded) const;

    /// Whether the release has a name for the code, and whether the name beside it is one of them, or nearly
    /// so; true as well where the release has none to compare with.
    bool hasNames(const CodedView& coded);
    bool isNamed(const CodedView& coded) { return isNamed(known(coded), coded); }

    /// What findings call a code of the document, a concept of the release, and a value set.
    std::string describe(const CodedView& coded) const;
    std::string describe(const terminology::Concept& target) const;
    std::string describeSet(std::string_view oid) const;

    /// Version, name of the code system, retired concepts, and the name beside the code.
    void noteSurroundings(const CodedView& coded, FindingList& findings) {
        noteSurroundings(known(coded), coded, findings);
    }
    void noteSurroundings(Known& known, const CodedView& coded, FindingList& findings) const;

  private:
    bool isNamed(Known& known, const CodedView& coded) const;

    const terminology::Catalogue& catalogue_;
    std::unordered_map<std::string, std::vector<std::string>> systemsOf_; ///< by value set
    std::unordered_map<std::string, Known> known_;                        ///< by code and code system
    std::string key_;
};

} // namespace ncp::transform::pivot
