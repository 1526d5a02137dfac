#include "transform/cda/coded_elements.hpp"

#include "base/table.hpp"
#include "transform/cda/coded_element_path.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

namespace ncp::transform::cda {
namespace {

constexpr std::array<std::string_view, 4> kNamespaces{"urn:hl7-org:v3", "urn:hl7-org:pharm",
                                                      "urn:epsos-org:ep:medication", "urn:hl7-org:sdtc"};
constexpr std::uint16_t kDocument = 0; ///< the place above the root element
constexpr std::uint16_t kAnywhere = 1; ///< where paths with // start

struct NameHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
        return std::hash<std::string_view>{}(text);
    }
};

bool isOneOf(const std::vector<std::string>& values, std::string_view value) noexcept {
    return std::ranges::find(values, value) != values.end();
}

bool pass(const std::vector<AttributeTest>& tests, const ElementAttributes& attributes) {
    return std::ranges::all_of(tests, [&](const AttributeTest& test) {
        return isOneOf(test.values,
                       test.attribute == "xsi:type" ? attributes.type() : attributes.value(test.attribute));
    });
}

} // namespace

struct CodedElements::Automaton {
    using Step = CodedElementWalk::Step;

    /// A child that some document type requires of an element which holds it, and the row that says so.
    struct Wanted {
        std::uint16_t name = ElementName::kUnknown;
        std::uint16_t row = 0;
    };
    /// A place that a document can reach: the end of a path, or of its beginning.
    struct Node {
        std::uint16_t name = ElementName::kUnknown;
        std::vector<AttributeTest> tests;
        std::vector<ChildCondition> conditions;
        std::vector<Step> next;
        std::vector<std::uint16_t> rows; ///< that end here
        std::vector<Wanted> wanted;
    };

    std::vector<CodedElement> elements;
    std::vector<CodedElementPath> paths;
    std::vector<Node> nodes{2};
    std::vector<std::vector<Step>> anywhere; ///< where paths with // start, by name
    std::unordered_map<std::string, std::uint16_t, NameHash, std::equal_to<>> names;

    ElementName nameOf(std::string_view name) const noexcept {
        const auto found = names.find(name);
        return {found == names.end() ? ElementName::kUnknown : found->second,
                name == "templateId" ? ElementName::Qualifies::ByTemplate
                : name == "code"     ? ElementName::Qualifies::ByCode
                                     : ElementName::Qualifies::Nothing};
    }

    void add(std::uint16_t row) {
        std::uint16_t at = paths[row].anywhere ? kAnywhere : kDocument;
        auto holder = at;
        for (const auto& step : paths[row].steps) {
            holder = std::exchange(at, nodeBehind(at, step));
        }
        nodes[at].rows.push_back(row);
        const auto required = [](Usage usage) { return usage >= Usage::RequiredNullFlavor; };
        if (holder > kAnywhere && elements[row].place == CodePlace::Element &&
            std::ranges::any_of(elements[row].usage, required)) {
            nodes[holder].wanted.push_back({nodes[at].name, row});
        }
    }

    std::uint16_t nodeBehind(std::uint16_t from, const CodedElementStep& step) {
        const auto name =
            names.try_emplace(step.name, static_cast<std::uint16_t>(names.size())).first->second;
        const auto known = std::ranges::find_if(nodes[from].next, [&](Step candidate) {
            const auto& node = nodes[candidate.node];
            return node.name == name && node.tests == step.tests && node.conditions == step.conditions;
        });
        if (known != nodes[from].next.end()) {
            return known->node;
        }
        const auto made = static_cast<std::uint16_t>(nodes.size());
        nodes.push_back({name, step.tests, step.conditions, {}, {}, {}});
        nodes[from].next.push_back({name, made});
        if (from == kAnywhere) {
            anywhere.resize(names.size());
            anywhere[name].push_back({name, made});
        }
        return made;
    }
};

namespace {

/// The attributes that the steps of a path ask for.
class ExampleAttributes final : public ElementAttributes {
  public:
    void set(const std::string& name, const std::string& value) { values_.try_emplace(name, value); }
    void askedBy(const CodedElementStep& step) {
        for (const auto& test : step.tests) {
            set(test.attribute, test.values.front());
        }
    }
    std::string_view value(std::string_view name) const override {
        const auto found = values_.find(name);
        return found == values_.end() ? std::string_view{} : std::string_view{found->second};
    }
    bool has(std::string_view name) const override { return values_.contains(name); }
    std::string_view type() const override { return value("xsi:type"); }
    std::string written() const {
        std::string text;
        for (const auto& [name, value] : values_) {
            text.append(1, ' ').append(name).append("=\"").append(value).append("\"");
        }
        return text;
    }

  private:
    std::map<std::string, std::string, std::less<>> values_;
};

ExampleAttributes conditionAttributes(const ChildCondition& condition) {
    ExampleAttributes attributes;
    attributes.set(condition.kind == ChildCondition::Kind::Template ? "root" : "code",
                   condition.values.front());
    return attributes;
}

std::string_view childName(const ChildCondition& condition) noexcept {
    return condition.kind == ChildCondition::Kind::Template ? "templateId" : "code";
}

ExampleAttributes stepAttributes(const CodedElementPath& path, std::size_t step) {
    ExampleAttributes attributes;
    attributes.askedBy(path.steps[step]);
    if (step + 1 == path.steps.size() && path.place == CodePlace::Attribute) {
        attributes.set(path.attribute, "X");
    }
    return attributes;
}

/// The rows that a document with nothing but this path matches at its end.
std::vector<const CodedElement*> matchesOfExample(const CodedElementPath& path, CodedElementWalk walk) {
    std::vector<const CodedElement*> found;
    for (std::size_t i = 0; i < path.steps.size(); ++i) {
        const auto matches = walk.enter(kNamespaces[0], path.steps[i].name, stepAttributes(path, i));
        found.assign(matches.begin(), matches.end());
        for (const auto& condition : path.steps[i].conditions) {
            walk.enter(kNamespaces[0], childName(condition), conditionAttributes(condition));
            walk.leave();
        }
    }
    return found;
}

/// Why the row never matches in this type; empty where it does.
std::string unreachable(const CodedElement& element, const CodedElementPath& path, DocumentType type,
                        const CodedElements& list) {
    const auto found = matchesOfExample(path, list.walk(type));
    if (std::ranges::find(found, &element) != found.end()) {
        return {};
    }
    const auto rival = std::ranges::find_if(found, [&](const CodedElement* other) {
        return (other->place == CodePlace::Attribute) == (element.place == CodePlace::Attribute) &&
               other->attribute == element.attribute;
    });
    return "never matches in " + std::string{name(type)} + ": " +
           (rival == found.end() ? "its conditions exclude each other"
                                 : "row " + (*rival)->id + " above takes it");
}

} // namespace

CodedElements::CodedElements(std::unique_ptr<const Automaton> automaton) noexcept
    : automaton_(std::move(automaton)) {}
CodedElements::CodedElements(CodedElements&&) noexcept = default;
CodedElements& CodedElements::operator=(CodedElements&&) noexcept = default;
CodedElements::~CodedElements() = default;

Result<CodedElements> CodedElements::load(const std::filesystem::path& directory) {
    const auto file = directory / "coded-elements.tsv";
    const auto list = readFile(file);
    const auto prefixes = readFile(directory / "oid-prefixes.tsv");
    if (!list || !prefixes) {
        return passOn(list ? prefixes : list);
    }
    return parse(*list, *prefixes, file.string());
}

Result<CodedElements> CodedElements::parse(std::string_view list, std::string_view prefixes,
                                           const std::string& source) {
    auto rows = readCodedElements(list, prefixes, source);
    if (!rows) {
        return passOn(rows);
    }
    auto automaton = std::make_unique<Automaton>();
    automaton->elements = std::move(rows->elements);
    automaton->paths = std::move(rows->paths);
    for (std::size_t row = 0; row < automaton->elements.size(); ++row) {
        automaton->add(static_cast<std::uint16_t>(row));
    }
    CodedElements made{std::move(automaton)};
    std::string faults;
    for (std::size_t row = 0; row < made.all().size(); ++row) {
        const auto& element = made.all()[row];
        for (std::size_t type = 0; type < kDocumentTypes; ++type) {
            const auto why = element.usage.at(type) == Usage::NotApplicable
                                 ? std::string{}
                                 : unreachable(element, made.automaton_->paths[row],
                                               static_cast<DocumentType>(type), made);
            faults += why.empty() ? "" : source + ":" + std::to_string(element.line) + ": " + why + "\n";
        }
    }
    if (!faults.empty()) {
        return fail(ErrorCode::ConfigurationInvalid, faults);
    }
    return made;
}

bool CodedElements::knowsNamespace(std::string_view uri) noexcept {
    return std::ranges::find(kNamespaces, uri) != kNamespaces.end();
}

ElementName CodedElements::nameOf(std::string_view namespaceUri, std::string_view name) const noexcept {
    return knowsNamespace(namespaceUri) ? automaton_->nameOf(name) : ElementName{};
}

std::span<const CodedElement> CodedElements::all() const noexcept {
    return automaton_->elements;
}

const CodedElement* CodedElements::find(std::string_view id) const noexcept {
    const auto found = std::ranges::find(automaton_->elements, id, &CodedElement::id);
    return found == automaton_->elements.end() ? nullptr : &*found;
}

std::string CodedElements::exampleOf(const CodedElement& element) const {
    const auto& path = automaton_->paths[static_cast<std::size_t>(&element - automaton_->elements.data())];
    const std::string root = "ClinicalDocument xmlns=\"urn:hl7-org:v3\" "
                             "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
    std::string text = path.anywhere ? "<" + root + ">" : "";
    std::string ending = path.anywhere ? "</ClinicalDocument>" : "";
    for (std::size_t i = 0; i < path.steps.size(); ++i) {
        auto attributes = stepAttributes(path, i);
        if (i + 1 == path.steps.size() && path.place == CodePlace::Element) {
            attributes.set("code", "X");
            attributes.set("codeSystem", "2.999.1");
        }
        const bool isRoot = i == 0 && !path.anywhere;
        text += "<" + (isRoot ? root : path.steps[i].name) + attributes.written() + ">";
        ending.insert(0, "</" + path.steps[i].name + ">");
        for (const auto& condition : path.steps[i].conditions) {
            text.append("<").append(childName(condition));
            text += conditionAttributes(condition).written() + "/>";
        }
    }
    return text + (path.place == CodePlace::Text ? "X" : "") + ending;
}

CodedElementWalk CodedElements::walk(DocumentType type) const {
    return CodedElementWalk{*automaton_, type};
}

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
            reach(automaton_->nodes[kDocument].next, name.index, attributes);
        }
        for (auto i = above; i < begin; ++i) {
            note(reached_[i], name.index);
            if (reached_[i].waiting == 0) {
                reach(automaton_->nodes[reached_[i].node].next, name.index, attributes);
            }
        }
        if (name.index < automaton_->anywhere.size()) {
            reach(automaton_->anywhere[name.index], name.index, attributes);
        }
    }
    frames_.push_back(begin);
    return matches_;
}

void CodedElementWalk::note(Reached& holder, std::uint16_t name) const noexcept {
    const auto& wanted = automaton_->nodes[holder.node].wanted;
    for (std::size_t k = 0; k < wanted.size(); ++k) {
        if (wanted[k].name == name) {
            holder.held = static_cast<std::uint16_t>(holder.held | 1U << k);
        }
    }
}

std::span<const CodedElement* const> CodedElementWalk::missing() {
    matches_.clear();
    for (auto i = frames_.back(); i < reached_.size(); ++i) {
        const auto& wanted = automaton_->nodes[reached_[i].node].wanted;
        for (std::size_t k = 0; reached_[i].waiting == 0 && k < wanted.size(); ++k) {
            const auto& element = automaton_->elements[wanted[k].row];
            if ((reached_[i].held & 1U << k) == 0 && element.usageIn(type_) >= Usage::RequiredNullFlavor) {
                matches_.push_back(&element);
            }
        }
    }
    return matches_;
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
                             const ElementAttributes& attributes) {
    for (const auto [nameOfStep, candidate] : next) {
        if (nameOfStep != name) {
            continue;
        }
        const auto& node = automaton_->nodes[candidate];
        if (!pass(node.tests, attributes)) {
            continue;
        }
        reached_.push_back({candidate, static_cast<std::uint16_t>((1U << node.conditions.size()) - 1U), 0});
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
