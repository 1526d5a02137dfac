#pragma once

#include "base/current.hpp"
#include "base/identifiers.hpp"
#include "base/xml/document.hpp"
#include "transform/rules/policy.hpp"
#include "transform/rules/validator.hpp"
#include "transform/terminology/catalogue.hpp"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::validation {

/// The policies of a node: the usual ones, and those of countries that have others.
struct PolicyTable {
    transform::rules::Policies usual = {};
    std::map<std::string, transform::rules::Policies, std::less<>> ofCountries = {}; ///< by code, upper case

    const transform::rules::Policies& of(const CountryCode& country) const noexcept;
};

/// One document that was judged, for metrics and logs: nothing of its content.
struct Judged {
    transform::rules::Direction direction;
    std::string country; ///< whose document it is
    transform::rules::Verdict verdict;
    transform::rules::Reaction reaction;
};

/// What is to be done with a document, and because of which rules.
struct Judgement {
    transform::rules::Reaction reaction = transform::rules::Reaction::Log;
    std::set<std::string, std::less<>> rules = {}; ///< those that call for more than the log
    transform::rules::Verdict verdict = {};        ///< of all rules
};

/// What is known of a document that was asked for, before it is read; empty: nothing is asked of it.
struct Expected {
    std::string code = {};   ///< LOINC
    std::string id = {};     ///< `root^extension`, as the list of documents has it
    std::string latest = {}; ///< when it can have been made at the latest (HL7 v3 TS)
};

/// The policies that are in force.
using PoliciesInForce = std::function<std::shared_ptr<const PolicyTable>()>;

/// Judges the documents of the exchange by structure, rules, value sets and policies. Immutable; shared by
/// threads.
class Judge {
  public:
    struct Parts {
        std::shared_ptr<const transform::rules::Validator> validator;
        const Current<transform::terminology::Catalogue>& terminology; ///< outlives the judge
        CountryCode own;
        PoliciesInForce policies = {};                ///< empty: the usual ones
        std::function<void(const Judged&)> tell = {}; ///< gets each document that was judged; may be empty
    };
    explicit Judge(Parts parts) : parts_(std::move(parts)) {}

    /// A document that a country sent us.
    Judgement received(const xml::Document& document, const CountryCode& from,
                       const Expected& expected = {}) const;
    /// Our translation of what a country sent: which rules it breaks that the document itself keeps, or in
    /// more places than that did. Under the policy for what is received. `before`: of the document as it
    /// came.
    Judgement translated(std::string_view bytes, const CountryCode& from,
                         const transform::rules::Verdict& before) const;
    /// A country's report of what it handed out.
    Judgement receivedDispensation(const xml::Document& document, const CountryCode& from) const;
    /// A document of ours as it leaves, by the release that it was made with. Told with the usual reaction.
    transform::rules::Verdict own(std::string_view bytes,
                                  const transform::terminology::Catalogue& release) const;

    /// What the findings of our own document lead to where it is sent.
    transform::rules::Reaction reactionTo(const transform::rules::Verdict& verdict,
                                          const CountryCode& to) const;
    /// The same for countries without policies of their own.
    transform::rules::Reaction usualReactionTo(const transform::rules::Verdict& verdict) const;

    const transform::rules::Validator& validator() const noexcept { return *parts_.validator; }

  private:
    Judgement judge(const xml::Document& document, const CountryCode& from,
                    transform::rules::Direction direction, const Expected& expected) const;
    Judgement judgementOf(const std::vector<transform::Finding>& findings, const CountryCode& from,
                          transform::rules::Direction direction) const;
    std::shared_ptr<const PolicyTable> policies() const;
    void tell(const Judged& judged) const;

    Parts parts_;
};

} // namespace ncp::validation
