#pragma once

#include "transform/cda/medication.hpp"
#include "transform/cda/values.hpp"

namespace ncp::transform::render {

/// True where the period was over when the document was `written`: its end, or its start and length, lie on
/// an earlier day, month or year, as exactly as both are stated. A planned end is none, nor is a single point
/// of time, with which devices and treatments begin. A time without a zone is one of the country that wrote
/// the document; two times of different zones are compared in UTC.
bool hasEnded(const cda::TimeRange& period, const cda::TimeStamp& written);

/// Whether a medicine was in use when the document was written.
enum class Treatment {
    Current,
    EndPassed,    ///< the end has passed, but the status does not say that the treatment is over
    EndNotPassed, ///< the status says that it is over, but no end that has passed is stated
    Past,         ///< ended, broken off, cancelled, entered in error, or not taken at all
};

/// Many countries call every statement completed (IHE PCC of old), others call a treatment active years after
/// its end: where status and end contradict each other the reader has to know, and no alarm is lifted.
Treatment treatmentOf(const cda::Medication& medication, const cda::TimeStamp& written);

} // namespace ncp::transform::render
