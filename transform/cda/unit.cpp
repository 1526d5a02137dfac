#include "transform/cda/unit.hpp"

namespace ncp::transform::cda {

std::string exchangeSpelling(std::string_view unit) {
    constexpr std::string_view kUcum = "[iU]";
    std::string text{unit};
    for (auto at = text.find(kUcum); at != std::string::npos; at = text.find(kUcum, at)) {
        text.replace(at, kUcum.size(), "[IU]");
    }
    return text;
}

} // namespace ncp::transform::cda
