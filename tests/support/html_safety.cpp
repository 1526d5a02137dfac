#include "tests/support/html_safety.hpp"

#include <algorithm>
#include <array>
#include <regex>

namespace ncp::test {
namespace {

constexpr std::array<std::string_view, 14> kActing{"script", "iframe", "object",   "embed",   "svg",
                                                   "math",   "link",   "base",     "form",    "input",
                                                   "button", "video",  "noscript", "template"};

std::string lowerCase(std::string_view text) {
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return lower;
}

bool isSafeAddress(const std::string& address) {
    static constexpr std::array<std::string_view, 7> kBeginnings{"#",
                                                                 "https://",
                                                                 "http://",
                                                                 "data:image/png;",
                                                                 "data:image/jpeg;",
                                                                 "data:image/gif;",
                                                                 "data:application/pdf;"};
    return std::ranges::any_of(kBeginnings,
                               [&](std::string_view beginning) { return address.starts_with(beginning); });
}

void checkAttribute(const std::string& element, const std::string& name, const std::string& value,
                    std::vector<std::string>& unsafe) {
    const bool address = name == "href" || name == "src" || name == "action" || name == "srcset";
    const bool loadsByItself = element != "a" && address && value.starts_with("http");
    const bool refreshes = element == "meta" && name == "http-equiv" && value == "refresh";
    if (name.starts_with("on") || name == "style" || name == "srcdoc" || loadsByItself || refreshes ||
        (address && !isSafeAddress(value))) {
        unsafe.push_back(element + " " + name + "=" + value.substr(0, 60));
    }
}

} // namespace

std::vector<std::string> unsafeMarkup(std::string_view html) {
    static const std::regex attribute{R"re(([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?)re"};
    std::vector<std::string> unsafe;
    for (auto at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
        if (html.substr(at).starts_with("<style")) {
            at = html.find("</style", at);
        }
        const auto end = html.find('>', at);
        if (end == std::string_view::npos) {
            unsafe.emplace_back("a tag that does not end");
            break;
        }
        const auto tag = std::string{html.substr(at + 1, end - at - 1)};
        const auto name = lowerCase(tag.substr(0, tag.find_first_of(" \t\r\n/", 1)));
        if (std::ranges::find(kActing, name) != kActing.end()) {
            unsafe.push_back(name);
        }
        const auto rest = tag.size() > name.size() ? tag.substr(name.size()) : std::string{};
        // A file inside the page is long, and known by how it begins.
        const auto searched = rest.substr(0, 4096);
        for (std::sregex_iterator found{searched.begin(), searched.end(), attribute}, none; found != none;
             ++found) {
            checkAttribute(name, lowerCase((*found)[1].str()),
                           lowerCase((*found)[2].str() + (*found)[3].str() + (*found)[4].str()), unsafe);
        }
    }
    return unsafe;
}

} // namespace ncp::test
