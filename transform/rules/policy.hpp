#pragma once

#include "transform/finding.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace ncp::transform::rules {

/// What is done with a document that has findings.
enum class Reaction : std::uint8_t {
    Log,    ///< count them; the document goes on
    Warn,   ///< and tell whoever reads the document
    Refuse, ///< the document does not go on
};

/// Documents that we send, that we show, and reports of what was handed out abroad.
enum class Direction : std::uint8_t { Sent, Received, ReceivedDispensation };

/// What errors and warnings of one direction lead to. Notices are never more than counted.
struct Policy {
    Reaction errors = Reaction::Refuse;
    Reaction warnings = Reaction::Log;

    friend bool operator==(const Policy&, const Policy&) = default;
};

/// What is safe where nothing is configured: our own faulty documents stay here; a received one is shown with
/// a warning, since a clinician is better off with a faulty summary than with none; a report that a national
/// record would be built on has to be right.
Policy defaultPolicy(Direction direction) noexcept;

/// `refuse`, `warn`, `log`.
std::optional<Reaction> parseReaction(std::string_view text) noexcept;

/// True for rules whose breach makes a document dangerous to show, whatever is configured: about nobody or
/// several people, not readable, or a file that acts by itself.
bool isUnsafe(std::string_view rule) noexcept;

/// The strongest reaction that the findings call for.
Reaction reactionTo(std::span<const Finding> findings, const Policy& policy) noexcept;

/// The part of a rule's name that metrics count: `ps`, `binding`, `structure`. Never a place or a value.
std::string_view ruleClass(std::string_view rule) noexcept;

} // namespace ncp::transform::rules
