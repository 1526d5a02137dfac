#include "ncp/app/commands/document_class.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ncp::app::commands {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kClasses{{
    {"ps", "60591-5"},
    {"ep", "57833-6"},
    {"overview", "56445-0"},
    {"discharge", "34105-7"},
    {"laboratory", "11502-2"},
    {"imaging", "18748-4"},
    {"images", "x-clinical-image"},
}};

} // namespace

Result<std::string> documentClass(std::string_view name) {
    const auto found = std::ranges::find_if(
        kClasses, [&](const auto& known) { return known.first == name || known.second == name; });
    if (found == kClasses.end()) {
        return fail(ErrorCode::InputRefused,
                    std::string{name} +
                        " is no document class; one of ps, ep, overview, discharge, laboratory, imaging, "
                        "images, or its LOINC code");
    }
    return std::string{found->second};
}

Result<std::vector<std::string>> documentClasses(const std::vector<std::string>& names) {
    std::vector<std::string> codes;
    for (const auto& name : names) {
        auto code = documentClass(name);
        if (!code) {
            return passOn(code);
        }
        if (std::ranges::find(codes, *code) == codes.end()) {
            codes.push_back(std::move(*code));
        }
    }
    return codes;
}

} // namespace ncp::app::commands
