#include "transform/cda/coded_element_tree.hpp"

#include "base/xml/attribute_cursor.hpp"

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

void descend(xml::Node element, CodedElementWalk& walk, const Visit& visit) {
    for (const auto* row : walk.enter(element.namespaceUri(), element.name(), TreeAttributes{element})) {
        visit(element, *row);
    }
    for (std::optional<xml::Node> child = element.firstChild(); child; child = child->next()) {
        descend(*child, walk, visit);
    }
    walk.leave();
}

} // namespace

void walkCodedElements(xml::Node root, const CodedElements& list, DocumentType type, const Visit& visit) {
    auto walk = list.walk(type);
    descend(root, walk, visit);
}

} // namespace ncp::transform::cda
