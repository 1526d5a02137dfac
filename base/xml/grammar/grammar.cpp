#include "base/xml/grammar/grammar.hpp"

#include "base/xml/grammar/compiler.hpp"
#include "base/xml/grammar/schema_reader.hpp"
#include "base/xml/known_names.hpp"

#include <libxml/tree.h>

#include <algorithm>
#include <cstring>

namespace ncp::xml::grammar {
namespace {

constexpr std::string_view kSchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

std::string_view view(const xmlChar* text) noexcept {
    return text == nullptr ? std::string_view{} : std::string_view{reinterpret_cast<const char*>(text)};
}

/// Half of a document is indentation: the C library looks at sixteen characters at once.
bool isBlank(const xmlChar* text) noexcept {
    const auto* characters = reinterpret_cast<const char*>(text);
    return text == nullptr || characters[std::strspn(characters, " \t\r\n")] == '\0';
}

/// The value of an attribute; absent where it is in several pieces.
std::optional<std::string_view> valueOf(const xmlAttr& attribute) noexcept {
    const auto* only = attribute.children;
    if (only == nullptr) {
        return std::string_view{};
    }
    return only->next == nullptr && only->type == XML_TEXT_NODE ? std::optional{view(only->content)}
                                                                : std::nullopt;
}

/// One walk through a document, without recursion: its depth is somebody else's choice.
class Walk {
  public:
    Walk(const Tables& tables, xmlDoc* document) : tables_(tables), document_(document) {}

    bool accepts(xmlNode* root) {
        const auto declared = tables_.roots.find(elementName(*root));
        if (declared == tables_.roots.end() || !opens(root, declared->second)) {
            return false;
        }
        auto* node = root->children;
        while (!open_.empty()) {
            if (node == nullptr) {
                node = open_.back().element->next;
                if (!closes()) {
                    return false;
                }
            } else if (node->type == XML_ELEMENT_NODE) {
                if (!holds(node)) {
                    return false;
                }
                node = node->children;
            } else {
                if (!mayHold(*node)) {
                    return false;
                }
                node = node->next;
            }
        }
        return idsAreUnique();
    }

  private:
    struct Open {
        const xmlNode* element;
        const ElementRule* rule;
        Automaton::State state;
    };
    struct AttributeName {
        enum class Kind : std::uint8_t { Own, Type, Location, Other };
        Kind kind = Kind::Other;
        NameId number = kNoName;
    };

    static const char* key(const xmlNs* space) noexcept {
        return space == nullptr ? nullptr : reinterpret_cast<const char*>(space->href);
    }

    NameId elementName(const xmlNode& element) {
        return elements_.get(key(element.ns), reinterpret_cast<const char*>(element.name), [&] {
            const auto space = element.ns == nullptr ? std::string_view{} : view(element.ns->href);
            const auto found = tables_.elements.find(expanded(space, view(element.name)));
            return found == tables_.elements.end() ? kNoName : found->second;
        });
    }

    const AttributeName& attributeName(const xmlAttr& attribute) {
        return attributes_.get(key(attribute.ns), reinterpret_cast<const char*>(attribute.name), [&] {
            const auto name = view(attribute.name);
            if (attribute.ns == nullptr) {
                const auto found = tables_.attributes.find(name);
                return AttributeName{AttributeName::Kind::Own,
                                     found == tables_.attributes.end() ? kNoName : found->second};
            }
            const bool ofInstance = view(attribute.ns->href) == kSchemaInstance;
            if (ofInstance && name == "type") {
                return AttributeName{AttributeName::Kind::Type};
            }
            // Where schemas lie is told and never followed.
            return AttributeName{ofInstance &&
                                         (name == "schemaLocation" || name == "noNamespaceSchemaLocation")
                                     ? AttributeName::Kind::Location
                                     : AttributeName::Kind::Other};
        });
    }

    /// A child of the element that was opened last.
    bool holds(xmlNode* element) {
        auto& parent = open_.back();
        const auto number = parent.rule->childNumber[elementName(*element)];
        if (number == 0) {
            return false;
        }
        const auto symbol = static_cast<Symbol>(number - 1);
        parent.state = parent.rule->content.next(parent.state, symbol);
        return parent.state != Automaton::kRefused && opens(element, parent.rule->children[symbol].type);
    }

    bool mayHold(const xmlNode& node) const {
        const auto& rule = *open_.back().rule;
        switch (static_cast<int>(node.type)) {
        case XML_COMMENT_NODE:
        case XML_PI_NODE:
            return true;
        case XML_TEXT_NODE:
            return rule.isMixed || (!rule.children.empty() && isBlank(node.content));
        case XML_CDATA_SECTION_NODE:
            return rule.isMixed;
        default:
            return false;
        }
    }

    bool opens(xmlNode* element, TypeId declared) {
        const auto type = typeOf(element, declared);
        if (!type || tables_.rules[*type].isAbstract) {
            return false;
        }
        const auto& rule = tables_.rules[*type];
        open_.push_back({element, &rule, Automaton::kStart});
        return attributesHold(*element, rule);
    }

    bool closes() {
        const auto closed = open_.back();
        open_.pop_back();
        return closed.rule->content.mayEnd(closed.state);
    }

    /// The type that an element has: the declared one, or the one that xsi:type puts in its place.
    std::optional<TypeId> typeOf(xmlNode* element, TypeId declared) {
        for (const auto* attribute = element->properties; attribute != nullptr; attribute = attribute->next) {
            if (attribute->ns != nullptr && attributeName(*attribute).kind == AttributeName::Kind::Type) {
                const auto named = namedType(element, valueOf(*attribute).value_or(std::string_view{}));
                return named && isDerived(*named, declared) ? named : std::nullopt;
            }
        }
        return declared;
    }

    std::optional<TypeId> namedType(xmlNode* element, std::string_view name) const {
        const auto colon = name.find(':');
        const auto prefix =
            colon == std::string_view::npos ? std::string{} : std::string{name.substr(0, colon)};
        const auto local = colon == std::string_view::npos ? name : name.substr(colon + 1);
        const auto* space = xmlSearchNs(
            document_, element,
            colon == std::string_view::npos ? nullptr : reinterpret_cast<const xmlChar*>(prefix.c_str()));
        if (space == nullptr) {
            return std::nullopt;
        }
        const auto found = tables_.types.find(expanded(view(space->href), local));
        return found == tables_.types.end() ? std::nullopt : std::optional{found->second};
    }

    bool isDerived(TypeId type, TypeId base) const {
        for (auto at = std::optional{type}; at; at = tables_.rules[*at].base) {
            if (*at == base) {
                return true;
            }
        }
        return false;
    }

    bool attributesHold(const xmlNode& element, const ElementRule& rule) {
        std::uint32_t missing = rule.requirements;
        for (const auto* attribute = element.properties; attribute != nullptr; attribute = attribute->next) {
            const auto& name = attributeName(*attribute);
            if (name.kind == AttributeName::Kind::Type || name.kind == AttributeName::Kind::Location) {
                continue;
            }
            const auto number = rule.attributeNumber[name.number];
            if (number == 0 || !valueHolds(*attribute, rule.attributes[number - 1U])) {
                return false;
            }
            missing &= ~rule.attributes[number - 1U].requirement;
        }
        return missing == 0;
    }

    bool valueHolds(const xmlAttr& attribute, const AttributeRule& rule) {
        const auto value = valueOf(attribute);
        if (!value || (rule.fixed && *value != *rule.fixed) || !rule.value->accepts(*value)) {
            return false;
        }
        if (rule.isId) {
            ids_.push_back(*value);
        }
        return true;
    }

    bool idsAreUnique() {
        std::ranges::sort(ids_);
        return std::ranges::adjacent_find(ids_) == ids_.end();
    }

    const Tables& tables_;
    xmlDoc* document_;
    KnownNames<NameId> elements_;
    KnownNames<AttributeName> attributes_;
    std::vector<Open> open_;
    std::vector<std::string_view> ids_;
};

} // namespace

Result<Grammar> Grammar::load(const std::filesystem::path& file) {
    const auto components = readComponents(file);
    if (!components) {
        return passOn(components);
    }
    auto tables = compile(*components);
    if (!tables) {
        return passOn(tables);
    }
    return Grammar{std::move(*tables)};
}

bool Grammar::accepts(const Document& document) const {
    auto* tree = document.native();
    // Attributes that were marked before may stand in the way of those that are to be marked.
    return tree->ids == nullptr && Walk{tables_, tree}.accepts(document.root().native());
}

} // namespace ncp::xml::grammar
