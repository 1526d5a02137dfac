#include "ncp/app/validation_fields.hpp"

#include <optional>
#include <string_view>

namespace ncp::app {
namespace {

using transform::rules::Direction;
using transform::rules::PolicyChange;
using transform::rules::Reaction;

std::optional<Reaction> readReaction(FieldReader& fields, std::string_view key) {
    if (!fields.has(key)) {
        fields.allow(key);
        return std::nullopt;
    }
    return static_cast<Reaction>(fields.choice(
        key, {name(Reaction::Log), name(Reaction::Warn), name(Reaction::Refuse)}, name(Reaction::Log)));
}

PolicyChange readPolicy(FieldReader& validation, Direction direction) {
    auto fields = validation.optionalSection(name(direction));
    if (!fields) {
        return {};
    }
    const PolicyChange change{readReaction(*fields, "errors"), readReaction(*fields, "warnings")};
    fields->finish();
    return change;
}

} // namespace

transform::rules::PolicyChanges readValidation(FieldReader& owner) {
    auto fields = owner.optionalSection("validation");
    if (!fields) {
        return {};
    }
    const transform::rules::PolicyChanges changes{readPolicy(*fields, Direction::Sent),
                                                  readPolicy(*fields, Direction::Received),
                                                  readPolicy(*fields, Direction::ReceivedDispensation)};
    fields->finish();
    return changes;
}

} // namespace ncp::app
