#pragma once

#include "ncp/app/commands/commands.hpp"
#include "ncp/app/commands/exchange.hpp"
#include "ncp/app/commands/steps.hpp"

#include <optional>

namespace ncp::app::commands {

/// Who asks for whom, made from the options. InputRefused names the option.
struct PatientInquiry {
    CountryCode country;
    consultation::Enquirer enquirer;
    ihe::PatientSearch search;
    std::optional<saml::NextOfKin> nextOfKin;
    saml::DocumentKeys keys;
};
Result<PatientInquiry> inquiryFrom(Desk& desk, const PatientOptions& options);

/// The clinician, the purpose and the role that is acted for. InputRefused.
Result<consultation::Enquirer> enquirerFrom(Desk& desk, const PatientOptions& options);

/// Finds the one patient and confirms the treatment; what was found goes into `exchange`, an error too.
std::optional<consultation::TreatmentRelation> openRelation(const Desk& desk, const PatientInquiry& inquiry,
                                                            Steps& steps, Exchange& exchange);

} // namespace ncp::app::commands
