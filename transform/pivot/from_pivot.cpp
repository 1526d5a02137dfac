#include "transform/pivot/from_pivot.hpp"

#include "base/xml/edit.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ncp::transform::pivot {
namespace {

constexpr std::string_view kSchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";
/// Data types whose schema has a `translation`; an element without xsi:type has its type from the schema.
constexpr std::array<std::string_view, 4> kTranslatable{"CD", "CE", "CV", "CO"};
constexpr std::string_view kAdviceMissing = "add the concept's designation to the terminology catalogue";
constexpr std::string_view kAdviceFallback =
    "add the designation in this language to the terminology catalogue";
constexpr std::string_view kAdviceSystem =
    "check the code system's OID, or add the code system to the catalogue";

bool mayHoldTranslation(xml::Node element) {
    const auto type = element.attributeIfPresent("type", kSchemaInstance);
    if (!type) {
        return true;
    }
    const std::string_view local = std::string_view{*type}.substr(type->find(':') + 1);
    return std::ranges::find(kTranslatable, local) != kTranslatable.end();
}

/// The first child that has to stand after a translation: the first translation there is, else the first
/// child behind originalText and qualifiers.
std::optional<xml::Node> successorOfTranslation(xml::Node element) {
    for (const auto child : element.children()) {
        if (child.name() != "originalText" && child.name() != "qualifier") {
            return child;
        }
    }
    return std::nullopt;
}

void keepOriginal(xml::Node element, std::string_view code, std::string_view system,
                  std::string_view display) {
    const auto successor = successorOfTranslation(element);
    const auto original =
        successor ? xml::insertBefore(*successor, "translation") : xml::appendChild(element, "translation");
    xml::setAttribute(original, "code", code);
    xml::setAttribute(original, "codeSystem", system);
    for (const std::string_view name : {"codeSystemName", "codeSystemVersion"}) {
        if (const auto value = element.attributeIfPresent(name)) {
            xml::setAttribute(original, name, *value);
        }
    }
    if (!display.empty()) {
        xml::setAttribute(original, "displayName", display);
    }
}

/// True where an earlier pass has put the original beside the translated name.
bool keepsOriginal(xml::Node element, std::string_view code, std::string_view system) {
    for (const auto child : element.children()) {
        if (child.name() == "translation") {
            return child.attribute("code") == code && child.attribute("codeSystem") == system;
        }
    }
    return false;
}

/// One pass over the coded elements of a document.
class Pass {
  public:
    Pass(const terminology::Catalogue& catalogue, TextLanguage language, Translated& result)
        : catalogue_(catalogue), language_(language), result_(result) {}

    void run(xml::Node element) {
        if (element.name() == "translation") {
            return;
        }
        if (element.hasAttribute("code") && !element.hasAttribute("nullFlavor")) {
            if (element.hasAttribute("codeSystem")) {
                translate(element);
            } else if (element.hasAttribute("displayName")) {
                ++result_.codedElements;
                ++result_.missing;
                note(element, "translation.unknown_system",
                     "code " + element.attribute("code") + " without a code system", kAdviceSystem);
            }
        }
        for (std::optional<xml::Node> child = element.firstChild(); child; child = child->next()) {
            run(*child);
        }
    }

  private:
    void translate(xml::Node element) {
        ++result_.codedElements;
        const auto code = element.attribute("code");
        const auto system = element.attribute("codeSystem");
        const auto found = catalogue_.designation(system, code, language_);
        if (!found) {
            ++result_.missing;
            const bool known = catalogue_.knowsSystem(system);
            note(element, known ? "translation.missing" : "translation.unknown_system",
                 "code " + code + " of " + system, known ? kAdviceMissing : kAdviceSystem);
            return;
        }
        if (!terminology::isFallback(found->step)) {
            ++result_.translated;
        } else {
            ++result_.fallback;
            note(element, "translation.fallback", "code " + code + " of " + system, kAdviceFallback);
        }
        setDesignation(element, code, system, *found);
    }

    void setDesignation(xml::Node element, const std::string& code, const std::string& system,
                        const terminology::Designation& designation) {
        const auto original = element.attribute("displayName");
        const bool same = original == designation.text;
        if (same && keepsOriginal(element, code, system)) {
            return;
        }
        if (mayHoldTranslation(element)) {
            // Also where the name stays the same or came empty: the copy tells readers that it is translated.
            keepOriginal(element, code, system, original);
        } else if (!original.empty() && !same) {
            note(element, "translation.not_possible", "code " + code + " of " + system,
                 "the element's data type has no place for a translation");
            return;
        }
        xml::setAttribute(element, "displayName", designation.text);
    }

    void note(xml::Node element, std::string_view code, std::string what, std::string_view advice) {
        result_.findings.push_back({std::string{code}, Severity::Warning, element.location(), std::move(what),
                                    std::string{advice}, element.line()});
    }

    const terminology::Catalogue& catalogue_;
    TextLanguage language_;
    Translated& result_;
};

} // namespace

Translated fromPivot(xml::Document pivot, const terminology::Catalogue& catalogue, TextLanguage language) {
    Translated result{std::move(pivot), {}, 0, 0, 0, 0};
    Pass{catalogue, language, result}.run(result.document.root());
    return result;
}

} // namespace ncp::transform::pivot
