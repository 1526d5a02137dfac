#pragma once

#include "base/result.hpp"
#include "ncp/consultation/consultation.hpp"
#include "ncp/store/sent_dispensations.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace ncp::consultation {

/// One item of an ePrescription, as a pharmacist chooses it.
struct PrescriptionItem {
    std::string product;         ///< name, strength and package, in the language of the translation
    std::uint32_t packages = 1;  ///< prescribed
    std::uint32_t dispensed = 0; ///< by us, as far as we know: accepted, under way or unknown, not taken back
    bool substitutable = true;
    bool active = true;

    /// What we know to be left; the country may know of more.
    std::uint32_t left() const noexcept { return dispensed < packages ? packages - dispensed : 0; }
};

/// The items of a prescription in their order, measured by what was sent for it. MalformedMessage when the
/// document is no coded ePrescription.
Result<std::vector<PrescriptionItem>> prescriptionItems(const ReadDocument& prescription,
                                                        const std::vector<store::SentDispensation>& sent);

/// Whether a dispensation of ours stands: it has arrived or may have, and was not taken back.
bool stands(const store::SentDispensation& dispensation, const std::vector<store::SentDispensation>& sent);

} // namespace ncp::consultation
