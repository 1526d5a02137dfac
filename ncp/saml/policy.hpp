#pragma once

#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "ncp/saml/verify.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ncp::saml {

/// A query that the policy allowed for these verified assertions. Only the policy makes one, and the national
/// connector takes nothing less: fetching before authorising does not compile.
template <class Query>
class Authorized {
  public:
    const Query& query() const noexcept { return query_; }
    const VerifiedAssertions& assertions() const noexcept { return *assertions_; }

  private:
    friend class Policy;
    Authorized(Query query, std::shared_ptr<const VerifiedAssertions> assertions)
        : query_(std::move(query)), assertions_(std::move(assertions)) {}

    Query query_;
    std::shared_ptr<const VerifiedAssertions> assertions_;
};

/// What a query needs to be allowed.
struct Demand {
    std::optional<std::string> classCode; ///< LOINC of the document class; absent for ITI-55 and for locating
    std::optional<PatientId> patient;     ///< must equal the TRC's patient; absent for ITI-55 only
};

/// Which permissions each transaction and document class needs (config/policies/permissions.tsv, columns
/// transaction, class_code, permissions; permissions separated by commas; class_code - where there is none).
/// Locating a document, whose class nobody knows yet, needs what one class of that transaction needs.
class Policy {
  public:
    /// Reads the table, and the vocabulary (roles.tsv and its siblings) from the same directory.
    /// ConfigurationInvalid names file and line.
    static Result<Policy> load(const std::filesystem::path& permissions);

    /// InsufficientRights (missing permission; role code and display name for ITI-55),
    /// UnknownPatientIdentifier (the query's patient is not the TRC's), ClassCodeUnknown,
    /// AssertionFieldsMissing (a discard by a clinician without organisation id).
    template <class Query>
    Result<Authorized<Query>> authorize(std::shared_ptr<const VerifiedAssertions> assertions, Query query,
                                        const Demand& demand) const {
        return check(*assertions, demand).map([&] {
            return Authorized<Query>{std::move(query), std::move(assertions)};
        });
    }

    bool knowsClass(std::string_view classCode) const;
    /// The vocabulary that was loaded beside the table; the verifier takes the same.
    const std::shared_ptr<const Vocabulary>& vocabulary() const noexcept { return vocabulary_; }

  private:
    Result<void> check(const VerifiedAssertions& assertions, const Demand& demand) const;

    Result<void> checkPermissions(const Assertion& hcp, Transaction transaction, const Demand& demand) const;

    std::map<std::pair<Transaction, std::string>, std::vector<std::string>> required_;
    std::shared_ptr<const Vocabulary> vocabulary_;
};

} // namespace ncp::saml
