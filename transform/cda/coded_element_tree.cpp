#include "transform/cda/coded_element_tree.hpp"

#include <string>

namespace ncp::transform::cda {
namespace {

constexpr std::string_view kSchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

class TreeAttributes final : public ElementAttributes {
  public:
    explicit TreeAttributes(xml::Node element) : element_(element) {}

    std::string_view value(std::string_view name) const override {
        value_ = element_.attribute(name);
        return value_;
    }
    bool has(std::string_view name) const override { return element_.hasAttribute(name); }
    std::string_view type() const override {
        value_ = element_.attributeIfPresent("type", kSchemaInstance).value_or(std::string{});
        return std::string_view{value_}.substr(value_.find(':') + 1);
    }

  private:
    xml::Node element_;
    mutable std::string value_;
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
