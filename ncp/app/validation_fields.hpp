#pragma once

#include "ncp/app/field_reader.hpp"
#include "transform/rules/policy.hpp"

namespace ncp::app {

/// The section `validation` of a node or of a country: what errors and warnings lead to (`refuse`, `warn` or
/// `log`) in documents that are `sent` and `received`, and in `received_dispensations`. What always refuses
/// can't be configured.
transform::rules::PolicyChanges readValidation(FieldReader& owner);

} // namespace ncp::app
