#pragma once

#include "ncp/app/discovery_configuration.hpp"
#include "ncp/app/field_reader.hpp"

#include <optional>

namespace ncp::app {

/// The sections `discovery` and `smp` of a node's configuration; nothing where they are missing.
std::optional<DiscoveryConfiguration> readDiscovery(FieldReader& root);
std::optional<SmpConfiguration> readSmp(FieldReader& root);

} // namespace ncp::app
