#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/uuid.hpp"
#include "ncp/ihe/call.hpp"
#include "ncp/national/connector.hpp"
#include "ncp/saml/policy.hpp"

namespace ncp::identify {

/// Cross Gateway Patient Discovery at NCP-A (IHE ITI-55, responding gateway). Keeps no request's data.
class ServerA {
  public:
    ServerA(HomeCommunityId own, national::Connector& national, const saml::Policy& policy, Random& random);

    /// Order: assertions, body, receiver, authorisation, then the national search. A request that can't be
    /// read at all becomes a SOAP fault; every other refusal an acknowledgement AE with its reason.
    ihe::Answered answer(const ihe::Call& call) const;

  private:
    HomeCommunityId own_;
    national::Connector& national_;
    const saml::Policy& policy_;
    Random& random_;
};

} // namespace ncp::identify
