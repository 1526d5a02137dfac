#include "base/xml/grammar/value_check.hpp"

#include <libxml/xmlschemastypes.h>

#include <algorithm>
#include <array>

// The types of XML Schema part 2 that our schema uses. The values that documents really have are judged by
// their letters; whatever else stands there is left to libxml2's own function for the type.
namespace ncp::xml::grammar {
namespace {

/// More digits than the arithmetic of any schema processor has to bear (XML Schema part 2, 5.4).
constexpr std::size_t kMostDigits = 18;

constexpr bool isDigit(char c) noexcept {
    return c >= '0' && c <= '9';
}

constexpr bool isLetter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr bool isOfName(char c) noexcept {
    return isLetter(c) || isDigit(c) || c == '_' || c == '-' || c == '.';
}

/// True where collapsing white space would change nothing.
bool isCollapsed(std::string_view value) noexcept {
    char before = ' ';
    for (const auto c : value) {
        if (c == '\t' || c == '\n' || c == '\r' || (c == ' ' && before == ' ')) {
            return false;
        }
        before = c;
    }
    return value.empty() || before != ' ';
}

bool isPlainName(std::string_view value) noexcept {
    return !value.empty() && (isLetter(value.front()) || value.front() == '_') &&
           std::ranges::all_of(value, isOfName);
}

bool isPlainNameToken(std::string_view value) noexcept {
    return !value.empty() && std::ranges::all_of(value, isOfName);
}

bool isPlainInteger(std::string_view value) noexcept {
    value.remove_prefix(value.starts_with('-') ? 1 : 0);
    return !value.empty() && value.size() <= kMostDigits && std::ranges::all_of(value, isDigit);
}

bool isPlainDecimal(std::string_view value) noexcept {
    const auto point = value.find('.');
    if (point == std::string_view::npos) {
        return isPlainInteger(value);
    }
    const auto fraction = value.substr(point + 1);
    return value.size() <= kMostDigits && isPlainInteger(value.substr(0, point)) && !fraction.empty() &&
           std::ranges::all_of(fraction, isDigit);
}

bool isTruth(std::string_view value) noexcept {
    return value == "true" || value == "false" || value == "1" || value == "0";
}

bool isNone(std::string_view /*value*/) noexcept {
    return false;
}

class AnyText final : public ValueCheck {
  public:
    bool accepts(std::string_view /*value*/) const override { return true; }
};

class Token final : public ValueCheck {
  public:
    bool accepts(std::string_view value) const override { return isCollapsed(value); }
};

using Letters = bool (*)(std::string_view value) noexcept;

class BuiltIn final : public ValueCheck {
  public:
    BuiltIn(Letters plain, xmlSchemaTypePtr type) : plain_(plain), type_(type) {}

    bool accepts(std::string_view value) const override {
        if (plain_(value)) {
            return true;
        }
        const std::string terminated{value};
        return isCollapsed(value) && type_ != nullptr &&
               xmlSchemaValidatePredefinedType(type_, reinterpret_cast<const xmlChar*>(terminated.c_str()),
                                               nullptr) == 0;
    }

  private:
    Letters plain_;
    xmlSchemaTypePtr type_; ///< lives as long as libxml2
};

struct Known {
    std::string_view name;
    Letters plain;
    xmlSchemaValType type;
};

constexpr std::array<Known, 9> kKnown{{{"anyURI", &isNone, XML_SCHEMAS_ANYURI},
                                       {"base64Binary", &isNone, XML_SCHEMAS_BASE64BINARY},
                                       {"boolean", &isTruth, XML_SCHEMAS_BOOLEAN},
                                       {"decimal", &isPlainDecimal, XML_SCHEMAS_DECIMAL},
                                       {"double", &isPlainDecimal, XML_SCHEMAS_DOUBLE},
                                       {"ID", &isPlainName, XML_SCHEMAS_ID},
                                       {"IDREF", &isPlainName, XML_SCHEMAS_IDREF},
                                       {"integer", &isPlainInteger, XML_SCHEMAS_INTEGER},
                                       {"NMTOKEN", &isPlainNameToken, XML_SCHEMAS_NMTOKEN}}};

} // namespace

ValueCheckPointer builtIn(std::string_view name) {
    if (name == "string") {
        return std::make_shared<AnyText>();
    }
    if (name == "token") {
        return std::make_shared<Token>();
    }
    if (name == "IDREFS") {
        return listOf(builtIn("IDREF"));
    }
    if (name == "NMTOKENS") {
        return listOf(builtIn("NMTOKEN"));
    }
    const auto known = std::ranges::find(kKnown, name, &Known::name);
    return known == kKnown.end()
               ? nullptr
               : std::make_shared<BuiltIn>(known->plain, xmlSchemaGetBuiltInType(known->type));
}

} // namespace ncp::xml::grammar
