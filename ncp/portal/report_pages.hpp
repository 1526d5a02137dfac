#pragma once

#include "ncp/portal/layout.hpp"
#include "ncp/portal/portal.hpp"
#include "ncp/portal/visit.hpp"
#include "ncp/store/sent_dispensations.hpp"

#include <string>
#include <vector>

namespace ncp::portal {

/// One report to a country, in its treatment relation.
struct ShownReport {
    const PortalCountry& country;
    const OpenRelation& relation;
    std::string relationHandle;
    const store::SentDispensation& report;
    std::vector<store::SentDispensation> all; ///< of the patient
};

/// What became of it, and what can be done now.
std::string reportPage(const View& view, const ShownReport& shown);

/// Asks whether a dispensation is to be taken back; `requestKey` makes the form one request.
std::string discardPage(const View& view, const ShownReport& shown, const std::string& requestKey);

/// Asks whether the same is to be sent again, and says the risk. `unconfirmed`: sent without the tick.
std::string resendPage(const View& view, const ShownReport& shown, bool unconfirmed);

/// Asks why a report of unknown outcome is to be closed. `unexplained`: sent without a reason.
std::string closePage(const View& view, const ShownReport& shown, bool unexplained);

/// The reports of a patient, each with a link; nothing where there are none.
void writeReports(Html& html, const View& view, const std::vector<store::SentDispensation>& reports,
                  const std::string& relation);

} // namespace ncp::portal
