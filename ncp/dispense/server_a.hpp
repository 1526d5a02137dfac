#pragma once

#include "ncp/ihe/call.hpp"
#include "ncp/national/connector.hpp"
#include "ncp/saml/policy.hpp"
#include "ncp/validation/judge.hpp"

#include <functional>
#include <string_view>
#include <utility>

namespace ncp::dispense {

/// Provide and Register Document Set at NCP-A (IHE ITI-41). Keeps no request's data.
class ServerA {
  public:
    /// Gives a dispensation that came with a request in the country's language; null where it can't.
    using Translator =
        std::function<national::DocumentBytes(std::string_view document, const ihe::Call& request)>;

    /// `translate` may be empty: the national side gets what came, and nothing beside it. `judge` may be
    /// null: the documents' rules are not looked at; it outlives the server.
    ServerA(national::Connector& national, const saml::Policy& policy, Translator translate = {},
            const validation::Judge* judge = nullptr)
        : national_(national), policy_(policy), translate_(std::move(translate)), judge_(judge) {}

    /// Takes dispensations, or takes one back. In this order: assertions, kind of submission, rights and
    /// patient, the CDA, its patient and its rules (a discard's are not judged: refused, it would leave a
    /// wrong dispensation standing); the national side is asked only when all of them hold, and for none
    /// of several documents when one of them doesn't. Success means that the national side has it durably.
    ihe::Answered provide(const ihe::Call& call) const;

  private:
    national::Connector& national_;
    const saml::Policy& policy_;
    Translator translate_;
    const validation::Judge* judge_;
};

} // namespace ncp::dispense
