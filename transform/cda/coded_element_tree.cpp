#include "transform/cda/coded_element_tree.hpp"

#include "base/xml/attribute_cursor.hpp"
#include "base/xml/known_names.hpp"

#include <optional>
#include <string_view>

namespace ncp::transform::cda {
namespace {

constexpr std::string_view kSchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

class TreeAttributes final : public ElementAttributes {
  public:
    explicit TreeAttributes(xml::Node element) : first_(element) {}

    std::string_view value(std::string_view name) const override {
        return find(name, {}).value_or(std::string_view{});
    }
    bool has(std::string_view name) const override { return find(name, {}).has_value(); }
    std::string_view type() const override {
        const auto type = find("type", kSchemaInstance).value_or(std::string_view{});
        return type.substr(type.find(':') + 1);
    }

  private:
    std::optional<std::string_view> find(std::string_view name, std::string_view namespaceUri) const {
        for (auto cursor = first_; !cursor.atEnd(); cursor.advance()) {
            if (cursor.name() == name && cursor.namespaceUri() == namespaceUri) {
                return cursor.value();
            }
        }
        return std::nullopt;
    }

    xml::AttributeCursor first_;
};

using Visit = std::function<void(xml::Node, const CodedElement&)>;

class Descent {
  public:
    Descent(const CodedElements& list, DocumentType type, const Visit& visit)
        : list_(list), walk_(list.walk(type)), visit_(visit) {}

    void descend(xml::Node element) {
        for (const auto* row : walk_.enter(nameOf(element), TreeAttributes{element})) {
            visit_(element, *row);
        }
        for (std::optional<xml::Node> child = element.firstChild(); child; child = child->next()) {
            descend(*child);
        }
        walk_.leave();
    }

  private:
    ElementName nameOf(xml::Node element) {
        const auto space = element.namespaceUri();
        const auto name = element.name();
        return names_.get(space.data(), name.data(), [&] { return list_.nameOf(space, name); });
    }

    const CodedElements& list_;
    CodedElementWalk walk_;
    const Visit& visit_;
    xml::KnownNames<ElementName> names_;
};

} // namespace

void walkCodedElements(xml::Node root, const CodedElements& list, DocumentType type, const Visit& visit) {
    Descent{list, type, visit}.descend(root);
}

} // namespace ncp::transform::cda
