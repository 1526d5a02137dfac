#include "ncp/discovery/naptr.hpp"

#include "ncp/discovery/mask_format.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

namespace ncp::discovery {
namespace {

constexpr std::string_view kService{"meta:smp"};

std::string lowerCase(std::string_view text) {
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower;
}

/// The replacement of `!expression!replacement!` for a name that the expression covers whole.
std::optional<std::string> replacementOf(std::string_view substitution, std::string_view name) {
    if (substitution.size() < 3) {
        return std::nullopt;
    }
    const char delimiter = substitution.front();
    const auto second = substitution.find(delimiter, 1);
    const auto third = second == std::string_view::npos ? second : substitution.find(delimiter, second + 1);
    if (third == std::string_view::npos) {
        return std::nullopt;
    }
    const auto expression = substitution.substr(1, second - 1);
    const auto options = substitution.substr(third + 1);
    if (expression.empty() || (!options.empty() && options != "i") || !matchesFormat(name, expression)) {
        return std::nullopt;
    }
    return std::string{substitution.substr(second + 1, third - second - 1)};
}

} // namespace

bool isSmpUrl(std::string_view url) noexcept {
    const bool https = url.starts_with("https://");
    if (!https && !url.starts_with("http://")) {
        return false;
    }
    url.remove_prefix(https ? 8 : 7);
    const auto forbidden = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= 0x20U || byte >= 0x7FU ||
               std::string_view{"@?#\"<>\\^`{|}"}.find(c) != std::string_view::npos;
    };
    return !url.empty() && url.front() != '/' && url.front() != ':' && std::ranges::none_of(url, forbidden);
}

Result<std::string> smpUrl(std::vector<NaptrRecord> records, std::string_view name) {
    std::erase_if(records, [](const NaptrRecord& record) {
        return lowerCase(record.flags) != "u" || lowerCase(record.service) != kService;
    });
    if (records.empty()) {
        return fail(ErrorCode::PeerNotFound, "the SML has no record of the service Meta:SMP for it");
    }
    std::ranges::sort(records, {},
                      [](const NaptrRecord& record) { return std::tuple{record.order, record.preference}; });
    for (const auto& record : records) {
        if (auto url = replacementOf(record.regexp, name); url && isSmpUrl(*url)) {
            return *std::move(url);
        }
    }
    return fail(ErrorCode::DiscoveryNotPossible, "the SML's records can't be used");
}

} // namespace ncp::discovery
