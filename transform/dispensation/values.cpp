#include "transform/dispensation/values.hpp"

#include "transform/cda/act_status.hpp"
#include "transform/cda/element.hpp"

#include <charconv>

namespace ncp::transform::dispensation {
std::optional<std::uint32_t> packageCount(std::string_view text) {
    std::uint32_t count = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, count);
    if (read.ec != std::errc{} || count == 0 || count > kMostPackages) {
        return std::nullopt;
    }
    const std::string_view rest{read.ptr, static_cast<std::size_t>(end - read.ptr)};
    const bool whole = rest.empty() || (rest.size() > 1 && rest.front() == '.' &&
                                        rest.find_first_not_of('0', 1) == std::string_view::npos);
    return whole ? std::optional{count} : std::nullopt;
}

std::vector<cda::Identifier> identifiers(xml::Node parent) {
    std::vector<cda::Identifier> found;
    for (const auto id : cda::children(parent, "id")) {
        auto root = cda::collapse(id.attribute("root"));
        if (!root.empty() && !id.hasAttribute("nullFlavor")) {
            found.push_back({std::move(root),
                             cda::collapse(id.attribute("extension")),
                             {},
                             id.attribute("assigningAuthorityName")});
        }
    }
    return found;
}

std::optional<cda::Identifier> firstIdentifier(xml::Node parent) {
    auto all = identifiers(parent);
    return all.empty() ? std::nullopt : std::optional{std::move(all.front())};
}

bool isInForce(xml::Node act) {
    const auto status = cda::child(act, "statusCode");
    const auto code = status ? cda::collapse(status->attribute("code")) : std::string{};
    return !cda::isSet(act, "negationInd") && cda::isInForce(code);
}

} // namespace ncp::transform::dispensation
