#include "ncp/portal/list_filter.hpp"

#include "ncp/portal/norwegian_time.hpp"

#include <charconv>
#include <chrono>
#include <optional>
#include <string>

namespace ncp::portal {
namespace {

/// A date; one of the Norwegian form is turned round first.
Result<std::optional<std::chrono::sys_days>> dateOf(std::string_view text) {
    if (text.empty()) {
        return std::optional<std::chrono::sys_days>{};
    }
    std::string iso{text};
    if (text.size() == 10 && text[2] == '.' && text[5] == '.') {
        iso = std::string{text.substr(6)} + "-" + std::string{text.substr(3, 2)} + "-" +
              std::string{text.substr(0, 2)};
    }
    const auto instant = iso.size() == 10 ? parseXmlDateTime(iso + "T00:00:00Z")
                                          : Result<Instant>{fail(ErrorCode::FilterNotValid, "no date")};
    if (!instant) {
        return fail(ErrorCode::FilterNotValid, "a date is not valid");
    }
    return std::optional{std::chrono::floor<std::chrono::days>(*instant)};
}

Result<std::optional<std::uint64_t>> bytesOf(std::string_view megabytes) {
    constexpr std::uint64_t kMegabyte = 1'000'000;
    constexpr std::uint64_t kMost = 100'000;
    if (megabytes.empty()) {
        return std::optional<std::uint64_t>{};
    }
    std::uint64_t number = 0;
    const auto [end, fault] = std::from_chars(megabytes.data(), megabytes.data() + megabytes.size(), number);
    if (fault != std::errc{} || end != megabytes.data() + megabytes.size() || number == 0 || number > kMost) {
        return fail(ErrorCode::FilterNotValid, "the size is not a number of megabytes");
    }
    return std::optional{number * kMegabyte};
}

} // namespace

Result<ListFilter> readFilter(const Form& form) {
    const auto after = dateOf(fieldOf(form, "created_after"));
    const auto before = dateOf(fieldOf(form, "created_before"));
    const auto size = bytesOf(fieldOf(form, "max_megabytes"));
    if (!after || !before || !size) {
        return !after ? passOn(after) : !before ? passOn(before) : passOn(size);
    }
    ListFilter filter{*size, {}, {}};
    if (*after) {
        filter.createdAfter = norwegianMidnight(**after);
    }
    if (*before) {
        filter.createdBefore = norwegianMidnight(**before + std::chrono::days{1}) - std::chrono::seconds{1};
    }
    return filter;
}

} // namespace ncp::portal
