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

    /// ITI-38: every asked class is authorised before the first is looked up. Each class that has no
    /// document, fails or is never listed leaves an error beside the documents of the others; so does a
    /// document that can't be sent.
    ihe::Answered query(const ihe::Call& call) const;
    /// ITI-39: a document is located, its class authorised, and only then read. Each document that can't be
    /// had leaves an error beside the others; one that is asked for in another community is missing here. The
    /// documents go as attachments.
    ihe::Answered retrieve(const ihe::Call& call) const;

  private:
    CountryCode country_;
    HomeCommunityId own_;
    national::Connector& national_;
    const saml::Policy& policy_;
    Random& random_;
};

} // namespace ncp::documents
