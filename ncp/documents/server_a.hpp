#pragma once

#include "base/identifiers.hpp"
#include "base/uuid.hpp"
#include "ncp/ihe/call.hpp"
#include "ncp/national/connector.hpp"
#include "ncp/saml/policy.hpp"

namespace ncp::documents {

/// Cross Gateway Query and Retrieve at NCP-A (IHE ITI-38, ITI-39). Keeps no request's data.
class ServerA {
  public:
    ServerA(CountryCode country, HomeCommunityId own, national::Connector& national,
            const saml::Policy& policy, Random& random);

    /// ITI-38: every asked class is authorised before the first is looked up.
    ihe::Answered query(const ihe::Call& call) const;
    /// ITI-39: a document is located, its class authorised, and only then read.
    ihe::Answered retrieve(const ihe::Call& call) const;

  private:
    CountryCode country_;
    HomeCommunityId own_;
    national::Connector& national_;
    const saml::Policy& policy_;
    Random& random_;
};

} // namespace ncp::documents
