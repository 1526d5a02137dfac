#pragma once

#include <span>
#include <string_view>

namespace ncp::test {

struct Concept {
    std::string_view system;
    std::string_view code;
    std::string_view display;
};

/// Codes that may stand in one kind of element: those of the exchange, and national ones. Of the national
/// ones some have a mapping in the catalogue and some have none.
struct Concepts {
    std::span<const Concept> exchanged;
    std::span<const Concept> national;
};

namespace concepts {
extern const Concepts problem, reaction, allergen, substance, procedure, device, vaccine, route, doseForm,
    package, role, bodySite, severity, status, certainty, social, bloodPressure, laboratory, bloodGroup,
    eventType, problemType, function, pregnancy, pregnancyDate;
} // namespace concepts

} // namespace ncp::test
