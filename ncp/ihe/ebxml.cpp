#include "ncp/ihe/ebxml.hpp"

#include <utility>

namespace ncp::ihe {

void writeSlot(xml::Writer& writer, std::string_view name, const std::vector<std::string>& values) {
    writer.start("Slot").attribute("name", name).start("ValueList");
    for (const auto& value : values) {
        writer.leaf("Value", value);
    }
    writer.end().end();
}

Result<std::optional<std::vector<std::string>>> slotValues(xml::Node owner, std::string_view name) {
    std::optional<std::vector<std::string>> values;
    for (const auto slot : owner.children()) {
        if (!slot.is(kRimNamespace, "Slot") || slot.attribute("name") != name) {
            continue;
        }
        if (values) {
            return fail(ErrorCode::MalformedMessage, "slot " + std::string{name} + " stands twice");
        }
        values.emplace();
        const auto list = slot.child(kRimNamespace, "ValueList");
        if (!list) {
            continue;
        }
        for (const auto value : list->children(kRimNamespace, "Value")) {
            auto text = value.plainText();
            if (!text) {
                return passOn(text);
            }
            values->push_back(std::move(*text));
        }
    }
    return values;
}

Result<std::string> slotValue(xml::Node owner, std::string_view name) {
    const auto values = slotValues(owner, name);
    if (!values) {
        return passOn(values);
    }
    return *values && !(*values)->empty() ? (*values)->front() : std::string{};
}

std::string localizedText(xml::Node owner, std::string_view element) {
    const auto text = owner.path(kRimNamespace, {element, "LocalizedString"});
    return text ? text->attribute("value") : std::string{};
}

} // namespace ncp::ihe
