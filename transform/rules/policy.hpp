#pragma once

#include "transform/finding.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ncp::transform::rules {

/// What is done with a document that has findings.
enum class Reaction : std::uint8_t {
    Log,    ///< count them; the document goes on
    Warn,   ///< and tell whoever reads the document
    Refuse, ///< the document does not go on
};

/// Documents that we send, that we were sent to show, our translations of these, and reports of what was
/// handed out abroad. Translations are under the policy for what was received.
enum class Direction : std::uint8_t { Sent, Received, Translated, ReceivedDispensation };

/// What errors and warnings of one direction lead to. Notices are never more than counted.
struct Policy {
    Reaction errors = Reaction::Refuse;
    Reaction warnings = Reaction::Log;

    friend bool operator==(const Policy&, const Policy&) = default;
};

/// What is safe where nothing is configured: our own faulty documents stay here; a received one is shown with
/// a warning, since a clinician is better off with a faulty summary than with none; a faulty report of what
/// was handed out is taken, since the medicine is out, and a country that does not know of it would let it be
/// handed out again. What a record needs of a report is asked for by who keeps the record, not by the policy.
Policy defaultPolicy(Direction direction) noexcept;

/// One policy for each direction.
struct Policies {
    Policy sent = defaultPolicy(Direction::Sent);
    Policy received = defaultPolicy(Direction::Received);
    Policy receivedDispensations = defaultPolicy(Direction::ReceivedDispensation);

    const Policy& of(Direction direction) const noexcept;

    friend bool operator==(const Policies&, const Policies&) = default;
};

/// What is configured of a policy; what is left out stays as it was.
struct PolicyChange {
    std::optional<Reaction> errors;
    std::optional<Reaction> warnings;
};
struct PolicyChanges {
    PolicyChange sent;
    PolicyChange received;
    PolicyChange receivedDispensations;
};
Policies changed(const Policies& policies, const PolicyChanges& changes) noexcept;

/// `sent`, `received`, `received_dispensations`: as configuration, metrics and logs have it; `translated` in
/// the latter two.
std::string_view name(Direction direction) noexcept;
/// `refuse`, `warn`, `log`.
std::string_view name(Reaction reaction) noexcept;
std::optional<Reaction> parseReaction(std::string_view text) noexcept;

/// What a document's findings come to, without any of its content: for policies, metrics and logs.
struct Verdict {
    std::size_t errors = 0;
    std::size_t warnings = 0;
    std::size_t notices = 0;
    bool unsafe = false; ///< an error by a rule that always refuses
    /// Places by the id of the rule, of errors and warnings; no more than there are rules.
    std::map<std::string, std::size_t, std::less<>> rules = {};

    /// The same by class of rules.
    std::map<std::string, std::size_t, std::less<>> classes() const;
};
Verdict verdictOf(std::span<const Finding> findings);
Reaction reactionTo(const Verdict& verdict, const Policy& policy) noexcept;

/// True for rules whose breach makes a document dangerous to show, whatever is configured: about nobody or
/// several people, not readable, or a file that acts by itself.
bool isUnsafe(std::string_view rule) noexcept;

/// The strongest reaction that the findings call for.
Reaction reactionTo(std::span<const Finding> findings, const Policy& policy);

/// The part of a rule's name that metrics count: `ps`, `binding`, `structure`. Never a place or a value.
std::string_view ruleClass(std::string_view rule) noexcept;

} // namespace ncp::transform::rules
