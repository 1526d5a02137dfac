#pragma once

#include "transform/cda/values.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ncp::transform::cda {

/// The data types in which HL7 says when a dose is taken (eHDSI ePrescription, "posology").
enum class TimingKind {
    Missing,   ///< nullFlavor only
    Point,     ///< TS
    Interval,  ///< IVL_TS
    Periodic,  ///< PIVL_TS
    Event,     ///< EIVL_TS
    Composite, ///< SXPR_TS
};

struct Timing {
    TimingKind kind = TimingKind::Missing;
    TimeRange interval;                    ///< of Point (as exact) and Interval
    Quantity period;                       ///< of Periodic; the shortest where it is a range
    std::optional<Quantity> longestPeriod; ///< of Periodic, where it is a range
    bool institutionSpecified = false;     ///< of Periodic: only the number per period is prescribed
    TimeRange phase;                       ///< of Periodic: first time and length
    CodedValue event;                      ///< of Event (HL7 TimingEvent: HS, ACM, PCV …)
    QuantityRange offset;                  ///< of Event: distance from the event
    std::optional<Quantity> offsetWidth;   ///< of Event: how long
    std::vector<Timing> parts;             ///< of Composite
    std::string setOperator;               ///< operator attribute: A, I, E …
    std::string nullFlavor;
};

} // namespace ncp::transform::cda
