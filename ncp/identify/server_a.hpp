#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/uuid.hpp"
#include "ncp/identify/messages.hpp"
#include "ncp/ihe/call.hpp"
#include "ncp/national/connector.hpp"
#include "ncp/saml/policy.hpp"

namespace ncp::identify {

/// Cross Gateway Patient Discovery at NCP-A (IHE ITI-55, responding gateway). Keeps no request's data.
class ServerA {
  public:
    ServerA(HomeCommunityId own, national::Connector& national, const saml::Policy& policy, Random& random);

    /// Order: assertions, body, sender and receiver, authorisation, then the national search. The sender's
    /// home community has to be one of the country that signed the assertions. A request that can't be read
    /// at all becomes a SOAP fault; every other refusal an acknowledgement AE with its reason, and so does a
    /// national answer that can't be sent (PatientServiceFailed, rule sendable-match).
    ihe::Answered answer(const ihe::Call& call) const;

  private:
    Result<std::vector<ihe::PatientMatch>> search(const ihe::Call& call,
                                                  const ReceivedRequest& received) const;

    HomeCommunityId own_;
    national::Connector& national_;
    const saml::Policy& policy_;
    Random& random_;
};

} // namespace ncp::identify
