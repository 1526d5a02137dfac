#include "transform/cda/coded_elements.hpp"

#include "base/table.hpp"
#include "transform/cda/coded_element_automaton.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace ncp::transform::cda {
namespace {

constexpr std::array<std::string_view, 4> kNamespaces{"urn:hl7-org:v3", "urn:hl7-org:pharm",
                                                      "urn:epsos-org:ep:medication", "urn:hl7-org:sdtc"};
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
    automaton->exchangeRoots = std::move(rows->exchangeRoots);
    std::string faults;
    for (std::size_t row = 0; row < automaton->elements.size(); ++row) {
        if (!automaton->add(static_cast<std::uint16_t>(row))) {
            faults += source + ":" + std::to_string(automaton->elements[row].line) +
                      ": an element of its path asks for more than 16 things\n";
        }
    }
    if (!faults.empty()) {
        return fail(ErrorCode::ConfigurationInvalid, faults);
    }
    CodedElements made{std::move(automaton)};
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

bool CodedElements::isOfExchange(std::string_view system) const noexcept {
    return std::ranges::any_of(automaton_->exchangeRoots, [&](const std::string& root) {
        return system.starts_with(root) && (system.size() == root.size() || system[root.size()] == '.');
    });
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

} // namespace ncp::transform::cda
