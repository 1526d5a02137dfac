#include "base/xml/grammar/value_check.hpp"

#include <algorithm>
#include <unordered_set>

namespace ncp::xml::grammar {
namespace {

class Patterned final : public ValueCheck {
  public:
    Patterned(ValueCheckPointer base, Pattern pattern)
        : base_(std::move(base)), pattern_(std::move(pattern)) {}
    bool accepts(std::string_view value) const override {
        return pattern_.matches(value) && base_->accepts(value);
    }

  private:
    ValueCheckPointer base_;
    Pattern pattern_;
};

/// Holds only values that the base type has, so that looking them up is enough.
class Enumerated final : public ValueCheck {
  public:
    Enumerated(const ValueCheck& base, std::span<const std::string> values)
        : values_(values.begin(), values.end()) {
        std::erase_if(values_, [&](const std::string& value) { return !base.accepts(value); });
        known_.insert(values_.begin(), values_.end());
    }
    bool accepts(std::string_view value) const override { return known_.contains(value); }

  private:
    std::vector<std::string> values_;
    std::unordered_set<std::string_view> known_; ///< views of `values_`
};

class NotEmpty final : public ValueCheck {
  public:
    explicit NotEmpty(ValueCheckPointer base) : base_(std::move(base)) {}
    bool accepts(std::string_view value) const override { return !value.empty() && base_->accepts(value); }

  private:
    ValueCheckPointer base_;
};

class List final : public ValueCheck {
  public:
    explicit List(ValueCheckPointer item) : item_(std::move(item)) {}
    bool accepts(std::string_view value) const override {
        for (auto blank = value.find(' '); blank != std::string_view::npos; blank = value.find(' ')) {
            if (!holds(value.substr(0, blank))) {
                return false;
            }
            value.remove_prefix(blank + 1);
        }
        return holds(value);
    }

  private:
    bool holds(std::string_view value) const { return !value.empty() && item_->accepts(value); }

    ValueCheckPointer item_;
};

class Union final : public ValueCheck {
  public:
    explicit Union(std::vector<ValueCheckPointer> members) : members_(std::move(members)) {}
    bool accepts(std::string_view value) const override {
        return std::ranges::any_of(members_, [&](const auto& member) { return member->accepts(value); });
    }

  private:
    std::vector<ValueCheckPointer> members_;
};

} // namespace

ValueCheckPointer withPattern(ValueCheckPointer base, Pattern pattern) {
    return std::make_shared<Patterned>(std::move(base), std::move(pattern));
}

ValueCheckPointer withEnumeration(const ValueCheckPointer& base, std::span<const std::string> values) {
    return std::make_shared<Enumerated>(*base, values);
}

ValueCheckPointer notEmpty(ValueCheckPointer base) {
    return std::make_shared<NotEmpty>(std::move(base));
}

ValueCheckPointer listOf(ValueCheckPointer item) {
    return std::make_shared<List>(std::move(item));
}

ValueCheckPointer anyOf(std::vector<ValueCheckPointer> members) {
    return std::make_shared<Union>(std::move(members));
}

} // namespace ncp::xml::grammar
