#include "ncp/identify/person_reading.hpp"

#include "ncp/identify/messages.hpp"

#include <algorithm>
#include <utility>

namespace ncp::identify {

Result<xml::Node> onlyChild(xml::Node parent, std::string_view name) {
    const auto found = parent.children(kHl7Namespace, name);
    if (found.size() != 1) {
        return fail(ErrorCode::MalformedMessage,
                    std::string{parent.name()} + ": not exactly one " + std::string{name});
    }
    return found.front();
}

Result<std::string> joinedTexts(xml::Node parent, std::string_view name) {
    std::string joined;
    for (const auto child : parent.children(kHl7Namespace, name)) {
        const auto text = child.plainText();
        if (!text) {
            return passOn(text);
        }
        joined.append(joined.empty() || text->empty() ? "" : " ").append(*text);
    }
    return joined;
}

Result<PersonName> readName(xml::Node name) {
    auto family = joinedTexts(name, "family");
    if (!family) {
        return passOn(family);
    }
    auto given = joinedTexts(name, "given");
    if (!given) {
        return passOn(given);
    }
    return PersonName{std::move(*family), std::move(*given)};
}

Result<ihe::Address> readAddress(xml::Node address) {
    auto street = joinedTexts(address, "streetName");
    auto line = joinedTexts(address, "streetAddressLine");
    auto city = joinedTexts(address, "city");
    auto postalCode = joinedTexts(address, "postalCode");
    auto country = joinedTexts(address, "country");
    for (const auto* part : {&street, &line, &city, &postalCode, &country}) {
        if (!*part) {
            return passOn(*part);
        }
    }
    return ihe::Address{street->empty() ? std::move(*line) : std::move(*street), std::move(*city),
                        std::move(*postalCode), std::move(*country)};
}

std::optional<std::string> readGender(std::string_view code) {
    if (code == "F" || code == "FEMALE") {
        return "F";
    }
    if (code == "M" || code == "MALE") {
        return "M";
    }
    return code == "UN" || code == "UNDIFFERENTIATED" ? std::optional<std::string>{"UN"} : std::nullopt;
}

Result<std::string> readBirthDate(std::string_view time) {
    const auto date = time.substr(0, 8);
    if (!std::ranges::all_of(date, [](char c) { return c >= '0' && c <= '9'; })) {
        return fail(ErrorCode::MalformedMessage, "birthTime is not an HL7 time");
    }
    return std::string{date};
}

} // namespace ncp::identify
