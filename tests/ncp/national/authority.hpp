#pragma once

#include "ncp/national/connector.hpp"
#include "ncp/saml/policy.hpp"
#include "tests/ncp/saml/workshop.hpp"

#include <string>
#include <string_view>

namespace ncp::test {

/// Authorised queries as the real verifier and policy make them.
class Authority {
  public:
    saml::Authorized<national::PatientQuery> discovery(national::PatientQuery query);
    saml::Authorized<national::DocumentQuery> list(const PatientId& patient, std::string_view classCode,
                                                   const national::DocumentFilter& filter = {});
    saml::Authorized<national::DocumentLocation> location(national::DocumentLocation location);
    saml::Authorized<national::LocatedDocument> retrieval(national::LocatedDocument located);
    saml::Authorized<national::Dispensation> dispensation(national::Dispensation dispensation);
    saml::Authorized<national::DispensationDiscard> discard(national::DispensationDiscard discard);

    /// A deadline that no test reaches.
    static Deadline later();

  private:
    std::shared_ptr<const saml::VerifiedAssertions> assertions(saml::Transaction transaction,
                                                               const PatientId& patient);

    Workshop workshop_;
    saml::Policy policy_ =
        saml::Policy::load(std::filesystem::path{NCP_SOURCE_DIR} / "config/policies/permissions.tsv").value();
};

} // namespace ncp::test
