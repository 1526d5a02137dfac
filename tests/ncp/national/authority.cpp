#include "tests/ncp/national/authority.hpp"

#include <chrono>

namespace ncp::test {

std::shared_ptr<const saml::VerifiedAssertions> Authority::assertions(saml::Transaction transaction,
                                                                      const PatientId& patient) {
    auto scene = workshop_.scene();
    scene.transaction = transaction;
    scene.trc.replace("PAT-1^^^&amp;2.16.620.1.101.10.3.29&amp;ISO",
                      patient.revealExtension() + "^^^&amp;" + patient.root().str() + "&amp;ISO");
    const std::string prefix = "urn:oasis:names:tc:xspa:1.0:subject:hl7:permission:";
    scene.hcp.replace(prefix + "PRD-006</saml2:AttributeValue>",
                      prefix + "PRD-006</saml2:AttributeValue><saml2:AttributeValue>" + prefix +
                          "PRD-004</saml2:AttributeValue><saml2:AttributeValue>" + prefix +
                          "PPD-046</saml2:AttributeValue>");
    return std::make_shared<const saml::VerifiedAssertions>(workshop_.verify(scene).value());
}

saml::Authorized<national::PatientQuery> Authority::discovery(national::PatientQuery query) {
    return policy_
        .authorize(assertions(saml::Transaction::PatientDiscovery, Workshop::patient()), std::move(query), {})
        .value();
}

saml::Authorized<national::DocumentQuery> Authority::list(const PatientId& patient,
                                                          std::string_view classCode,
                                                          const national::DocumentFilter& filter) {
    const std::string code{classCode};
    return policy_
        .authorize(assertions(saml::Transaction::Query, patient),
                   national::DocumentQuery{patient, code, filter}, {code, patient})
        .value();
}

saml::Authorized<national::DocumentLocation> Authority::location(national::DocumentLocation location) {
    const auto patient = location.patient;
    return policy_
        .authorize(assertions(saml::Transaction::Retrieve, patient), std::move(location),
                   {std::nullopt, patient})
        .value();
}

saml::Authorized<national::LocatedDocument> Authority::retrieval(national::LocatedDocument located) {
    const auto patient = located.location.patient;
    const auto code = located.entry.classCode;
    return policy_
        .authorize(assertions(saml::Transaction::Retrieve, patient), std::move(located), {code, patient})
        .value();
}

saml::Authorized<national::Dispensation> Authority::dispensation(national::Dispensation dispensation) {
    const auto patient = dispensation.patient;
    return policy_
        .authorize(assertions(saml::Transaction::Provide, patient), std::move(dispensation),
                   {"60593-1", patient})
        .value();
}

saml::Authorized<national::DispensationDiscard> Authority::discard(national::DispensationDiscard discard) {
    const auto patient = discard.patient;
    return policy_
        .authorize(assertions(saml::Transaction::Provide, patient), std::move(discard),
                   {"DISCARD-60593-1", patient})
        .value();
}

Deadline Authority::later() {
    return std::chrono::steady_clock::now() + std::chrono::hours{1};
}

} // namespace ncp::test
