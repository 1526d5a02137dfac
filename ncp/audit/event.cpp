#include "ncp/audit/event.hpp"

namespace ncp::audit {

std::string_view name(Side side) noexcept {
    switch (side) {
    case Side::CountryA:
        return "A";
    case Side::CountryB:
        return "B";
    }
    return "A";
}

std::string_view name(Outcome outcome) noexcept {
    switch (outcome) {
    case Outcome::Success:
        return "success";
    case Outcome::Negative:
        return "negative";
    case Outcome::Refused:
        return "refused";
    case Outcome::Failed:
        return "failed";
    }
    return "failed";
}

} // namespace ncp::audit
