#include "transform/inventory/account.hpp"

#include "transform/cda/unit.hpp"
#include "transform/inventory/joint_places.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace ncp::transform::inventory {
namespace {

/// The leaves of the document after, to be found by place and value. Each answers once.
class Answers {
  public:
    /// `keyOf` gives the place under which a leaf is looked for, or nothing to leave it out.
    template <class KeyOf>
    Answers(const Inventory& inventory, std::vector<bool>& taken, KeyOf keyOf)
        : inventory_(inventory), taken_(taken) {
        for (std::size_t i = 0; i < inventory.leaves().size(); ++i) {
            if (const auto key = keyOf(inventory.leaves()[i])) {
                sorted_.emplace_back(*key, i);
            }
        }
        std::ranges::sort(sorted_, [this](const Entry& a, const Entry& b) {
            return std::tie(a.first, leaf(a).parts, a.second) < std::tie(b.first, leaf(b).parts, b.second);
        });
        next_.resize(sorted_.size(), 0);
    }

    /// An answer of exactly these parts that nobody has taken; taken from now on.
    std::optional<std::size_t> take(std::uint64_t key, const std::vector<Part>& parts) {
        const auto start = find(key, parts);
        if (start == sorted_.size()) {
            return std::nullopt;
        }
        for (auto& next = next_[start]; start + next < sorted_.size(); ++next) {
            const auto& entry = sorted_[start + next];
            if (!says(entry, key, parts)) {
                return std::nullopt;
            }
            if (!taken_[entry.second]) {
                taken_[entry.second] = true;
                return entry.second;
            }
        }
        return std::nullopt;
    }

    /// True where exactly this is said, whoever it answers for.
    bool says(std::uint64_t key, const std::vector<Part>& parts) const {
        const auto start = find(key, parts);
        return start < sorted_.size() && says(sorted_[start], key, parts);
    }

  private:
    using Entry = std::pair<std::uint64_t, std::size_t>;
    const Leaf& leaf(const Entry& entry) const { return inventory_.leaves()[entry.second]; }

    bool says(const Entry& entry, std::uint64_t key, const std::vector<Part>& parts) const {
        return entry.first == key && leaf(entry).parts == parts;
    }

    /// The first that is not less.
    std::size_t find(std::uint64_t key, const std::vector<Part>& parts) const {
        const auto first =
            std::ranges::lower_bound(sorted_, std::tie(key, parts), {},
                                     [this](const Entry& e) { return std::tie(e.first, leaf(e).parts); });
        return static_cast<std::size_t>(first - sorted_.begin());
    }

    const Inventory& inventory_;
    std::vector<bool>& taken_;
    std::vector<Entry> sorted_;
    std::vector<std::size_t> next_; ///< of the first of several equal ones: how many were looked at
};

bool isTranslation(const Inventory& inventory, const Leaf& leaf) {
    return inventory.place(leaf.place).element == "translation";
}

/// Each part of `some` is one of `all`.
bool holds(const std::vector<Part>& all, const std::vector<Part>& some) {
    return std::ranges::includes(
        all, some, {}, [](const Part& p) { return std::tie(p.name, p.value); },
        [](const Part& p) { return std::tie(p.name, p.value); });
}

bool isSameConcept(const Leaf& a, const Leaf& b) {
    return a.part("code") == b.part("code") && a.part("codeSystem") == b.part("codeSystem");
}

/// All but the name: it stands in a translation.
std::vector<Part> withoutName(std::vector<Part> parts) {
    std::erase_if(parts, [](const Part& part) { return part.name == "displayName"; });
    return parts;
}

/// One comparison of two inventories.
class Comparison {
  public:
    Comparison(const Inventory& before, const Inventory& after)
        : before_(before), after_(after), joint_(before, after), taken_(after.leaves().size()),
          answers_(after, taken_, [this](const Leaf& leaf) { return std::optional{joint_.keyAfter(leaf)}; }),
          translations_(after, taken_, [this](const Leaf& leaf) {
              return leaf.kind == Kind::Code && isTranslation(after_, leaf)
                         ? std::optional{joint_.ownerAfter(leaf)}
                         : std::nullopt;
          }) {
        for (std::size_t i = 0; i < after.leaves().size(); ++i) {
            const auto& leaf = after.leaves()[i];
            if (leaf.kind == Kind::Code && !isTranslation(after, leaf)) {
                heads_.emplace(joint_.placeAfter(leaf), i);
            } else if (leaf.kind == Kind::Code) {
                names_.insert(nameOf(joint_.ownerAfter(leaf), leaf));
            }
        }
    }

    Account run() {
        account_.before = before_.leaves().size();
        account_.after = after_.leaves().size();
        std::vector<const Leaf*> open;
        for (const auto& leaf : before_.leaves()) {
            if (answers_.take(joint_.keyBefore(leaf), leaf.parts)) {
                keep(leaf);
            } else {
                open.push_back(&leaf);
            }
        }
        // Translations first: one that became the code itself is kept, before the code's new form is
        // explained.
        std::ranges::stable_partition(open, [](const Leaf* leaf) { return leaf->translation; });
        for (const auto* leaf : open) {
            settle(*leaf);
        }
        std::ranges::stable_sort(account_.lost, {}, &Change::line);
        addRest();
        return std::move(account_);
    }

  private:
    /// What a translation calls a concept, by the element that it translates.
    using Name = std::tuple<std::uint64_t, std::string_view, std::string_view, std::string_view>;

    void settle(const Leaf& leaf) {
        const bool settled = (leaf.kind == Kind::Code && settleCode(leaf)) ||
                             (leaf.kind == Kind::Quantity && settleUnit(leaf));
        if (!settled) {
            account_.lost.push_back(change(leaf, {}));
        }
    }

    /// The exchange writes UCUM's [iU] as [IU]: one unit, two spellings (eHDSIUnit).
    bool settleUnit(const Leaf& leaf) {
        auto spelt = leaf;
        for (auto& part : spelt.parts) {
            if (part.name == "unit") {
                part.value = cda::exchangeSpelling(part.value);
            }
        }
        if (spelt.parts == leaf.parts || !answers_.take(joint_.keyBefore(leaf), spelt.parts)) {
            return false;
        }
        account_.recoded.push_back(change(leaf, Inventory::describe(spelt)));
        return true;
    }

    bool settleCode(const Leaf& leaf) {
        if (isTranslation(before_, leaf)) {
            const auto head = headAfter(joint_.ownerBefore(leaf));
            return head && !taken_[*head] && after_.leaves()[*head].parts == leaf.parts &&
                   keepAs(leaf, *head);
        }
        const auto head = headAfter(joint_.placeBefore(leaf));
        if (head && !taken_[*head] && holds(after_.leaves()[*head].parts, leaf.parts)) {
            account_.added.push_back(addition(after_.leaves()[*head]));
            return keepAs(leaf, *head);
        }
        // A translation that said the same before is the original beside the code, too: no second copy of it.
        const auto place = joint_.placeBefore(leaf);
        if (!translations_.take(place, leaf.parts) && !translations_.says(place, leaf.parts) &&
            !keepsName(leaf, head)) {
            return false;
        }
        if (!head) {
            account_.recoded.push_back(change(leaf, {}));
            return true;
        }
        taken_[*head] = true;
        const auto& now = after_.leaves()[*head];
        auto& changes = isSameConcept(leaf, now) ? account_.translated : account_.recoded;
        changes.push_back(change(leaf, Inventory::describe(now)));
        return true;
    }

    /// The code itself stays, with system and version, and a translation of it has the name that it had.
    bool keepsName(const Leaf& leaf, std::optional<std::size_t> head) const {
        return head && holds(after_.leaves()[*head].parts, withoutName(leaf.parts)) &&
               names_.contains(nameOf(joint_.placeBefore(leaf), leaf));
    }

    static Name nameOf(std::uint64_t place, const Leaf& leaf) {
        return {place, leaf.part("code"), leaf.part("codeSystem"), leaf.part("displayName")};
    }

    bool keepAs(const Leaf& leaf, std::size_t answer) {
        taken_[answer] = true;
        keep(leaf);
        return true;
    }

    void keep(const Leaf& leaf) {
        ++account_.kept;
        ++account_.keptOfKind.at(static_cast<std::size_t>(leaf.kind));
    }

    void addRest() {
        for (std::size_t i = 0; i < taken_.size(); ++i) {
            if (!taken_[i]) {
                account_.added.push_back(addition(after_.leaves()[i]));
            }
        }
    }

    std::optional<std::size_t> headAfter(std::uint64_t place) const {
        const auto found = heads_.find(place);
        return found == heads_.end() ? std::nullopt : std::optional{found->second};
    }

    Change change(const Leaf& leaf, std::string now) const {
        return {leaf.kind, before_.path(leaf), leaf.line, Inventory::describe(leaf), std::move(now)};
    }

    Change addition(const Leaf& leaf) const {
        return {leaf.kind, after_.path(leaf), leaf.line, {}, Inventory::describe(leaf)};
    }

    const Inventory& before_;
    const Inventory& after_;
    JointPlaces joint_;
    std::vector<bool> taken_; ///< of the leaves after: it answers for one before
    Answers answers_;
    Answers translations_; ///< codes in translations, by the element that they translate
    std::unordered_map<std::uint64_t, std::size_t> heads_; ///< codes of elements that are no translation
    std::set<Name> names_;
    Account account_;
};

} // namespace

Account account(const Inventory& before, const Inventory& after) {
    return Comparison{before, after}.run();
}

} // namespace ncp::transform::inventory
