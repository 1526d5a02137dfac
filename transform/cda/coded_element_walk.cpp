#include "transform/cda/coded_element_automaton.hpp"

#include <algorithm>

namespace ncp::transform::cda {
namespace {

bool isOneOf(const std::vector<std::string>& values, std::string_view value) noexcept {
    return std::ranges::find(values, value) != values.end();
}

bool pass(const std::vector<AttributeTest>& tests, const ElementAttributes& attributes) {
    return std::ranges::all_of(tests, [&](const AttributeTest& test) {
        return isOneOf(test.values,
                       test.attribute == "xsi:type" ? attributes.type() : attributes.value(test.attribute));
    });
}

std::uint16_t withBit(std::uint16_t bits, std::size_t bit) noexcept {
    return static_cast<std::uint16_t>(bits | 1U << bit);
}

} // namespace

CodedElementWalk::CodedElementWalk(const CodedElements::Automaton& automaton, DocumentType type)
    : automaton_(&automaton), type_(type) {}

std::span<const CodedElement* const> CodedElementWalk::enter(std::string_view namespaceUri,
                                                             std::string_view name,
                                                             const ElementAttributes& attributes) {
    return enter(CodedElements::knowsNamespace(namespaceUri) ? automaton_->nameOf(name) : ElementName{},
                 attributes);
}

std::span<const CodedElement* const> CodedElementWalk::enter(ElementName name,
                                                             const ElementAttributes& attributes) {
    matches_.clear();
    const auto begin = reached_.size();
    const auto above = frames_.empty() ? 0 : frames_.back();
    if (name.qualifies != ElementName::Qualifies::Nothing) {
        meet(name.qualifies, attributes);
    }
    if (name.index != ElementName::kUnknown) {
        if (frames_.empty()) {
            reach(automaton_->nodes[CodedElements::Automaton::kDocument].next, name.index, attributes,
                  kNowhere);
        }
        for (auto i = above; i < begin; ++i) {
            note(reached_[i], name.index, attributes);
            if (reached_[i].waiting == 0) {
                reach(automaton_->nodes[reached_[i].node].next, name.index, attributes, i);
            }
        }
        if (name.index < automaton_->anywhere.size()) {
            reach(automaton_->anywhere[name.index], name.index, attributes, kNowhere);
        }
        for (auto i = begin; i < reached_.size(); ++i) {
            tell(i, attributes);
        }
    }
    frames_.push_back(begin);
    return matches_;
}

void CodedElementWalk::note(Reached& holder, std::uint16_t name, const ElementAttributes& attributes) const {
    const auto& wanted = automaton_->nodes[holder.node].wanted;
    for (std::size_t k = 0; k < wanted.size(); ++k) {
        if (wanted[k].child == name ||
            (!wanted[k].unless.empty() && attributes.value("codeSystem") == wanted[k].unless)) {
            holder.held = withBit(holder.held, k);
        }
    }
}

/// To the elements further out that want what stands here.
void CodedElementWalk::tell(std::size_t place, const ElementAttributes& attributes) noexcept {
    for (const auto& tie : automaton_->nodes[reached_[place].node].ties) {
        const auto* element = &automaton_->elements[tie.row];
        if (attributes.has("nullFlavor") ||
            (tie.last && std::ranges::find(matches_, element) != matches_.end())) {
            hold(place, tie.above, tie.row);
        }
    }
}

void CodedElementWalk::hold(std::size_t place, std::size_t above, std::uint16_t row) noexcept {
    for (; above > 0; --above) {
        place = reached_[place].from;
    }
    const auto& wanted = automaton_->nodes[reached_[place].node].wanted;
    for (std::size_t k = 0; k < wanted.size(); ++k) {
        if (wanted[k].row == row) {
            reached_[place].held = withBit(reached_[place].held, k);
        }
    }
}

std::span<const CodedElementWalk::Missing> CodedElementWalk::missing() {
    missing_.clear();
    for (auto i = frames_.back(); i < reached_.size(); ++i) {
        const auto& wanted = automaton_->nodes[reached_[i].node].wanted;
        for (std::size_t k = 0; reached_[i].waiting == 0 && k < wanted.size(); ++k) {
            const auto& element = automaton_->elements[wanted[k].row];
            if ((reached_[i].held & 1U << k) != 0 || element.usageIn(type_) < Usage::RequiredNullFlavor) {
                continue;
            }
            missing_.push_back({&element, wanted[k].below});
            if (wanted[k].above > 0) {
                hold(i, wanted[k].above, wanted[k].row); // told here: not once more further out
            }
        }
    }
    return missing_;
}

void CodedElementWalk::leave() noexcept {
    reached_.resize(frames_.back());
    frames_.pop_back();
}

/// Conditions of the open element that this child of it meets.
void CodedElementWalk::meet(ElementName::Qualifies by, const ElementAttributes& attributes) {
    const auto waits = [](const Reached& reached) { return reached.waiting != 0; };
    if (frames_.empty() ||
        std::none_of(reached_.begin() + static_cast<std::ptrdiff_t>(frames_.back()), reached_.end(), waits)) {
        return;
    }
    const bool isTemplate = by == ElementName::Qualifies::ByTemplate;
    const auto kind = isTemplate ? ChildCondition::Kind::Template : ChildCondition::Kind::Code;
    const auto value = attributes.value(isTemplate ? "root" : "code");
    for (auto i = frames_.back(); i < reached_.size(); ++i) {
        const auto& conditions = automaton_->nodes[reached_[i].node].conditions;
        for (std::size_t k = 0; reached_[i].waiting != 0 && k < conditions.size(); ++k) {
            if (conditions[k].kind == kind && isOneOf(conditions[k].values, value)) {
                reached_[i].waiting = static_cast<std::uint16_t>(reached_[i].waiting & ~(1U << k));
            }
        }
    }
}

void CodedElementWalk::reach(std::span<const Step> next, std::uint16_t name,
                             const ElementAttributes& attributes, std::size_t from) {
    for (const auto [nameOfStep, candidate] : next) {
        if (nameOfStep != name) {
            continue;
        }
        const auto& node = automaton_->nodes[candidate];
        if (!pass(node.tests, attributes)) {
            continue;
        }
        reached_.push_back(
            {candidate, static_cast<std::uint16_t>((1U << node.conditions.size()) - 1U), 0, from});
        for (const auto row : node.rows) {
            choose(automaton_->elements[row], attributes);
        }
    }
}

void CodedElementWalk::choose(const CodedElement& element, const ElementAttributes& attributes) {
    if (element.usageIn(type_) == Usage::NotApplicable ||
        (element.place == CodePlace::Attribute && !attributes.has(element.attribute))) {
        return;
    }
    const auto rival = std::ranges::find_if(
        matches_, [&](const CodedElement* other) { return other->attribute == element.attribute; });
    if (rival == matches_.end()) {
        matches_.push_back(&element);
    } else if (&element < *rival) {
        *rival = &element;
    }
}

} // namespace ncp::transform::cda
