#pragma once

#include "ncp/validation/judge.hpp"

#include <memory>
#include <utility>

namespace ncp::test {

/// Policies that stay as they are.
inline validation::PoliciesInForce policies(validation::PolicyTable table) {
    return [kept = std::make_shared<const validation::PolicyTable>(std::move(table))] { return kept; };
}

} // namespace ncp::test
