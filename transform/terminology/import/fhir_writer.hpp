#pragma once

#include "transform/terminology/content.hpp"
#include "transform/terminology/import/system_names.hpp"

#include <string>

namespace ncp::transform::terminology::import {

/// The content as one FHIR R4 Bundle (collection) of CodeSystem, ValueSet and ConceptMap in JSON; reading it
/// again gives the same content. Source and status of a designation, and what else R4 has no element for,
/// stand in extensions `urn:ncp:terminology:…`.
std::string toFhir(const Content& content, const SystemNames& names);

} // namespace ncp::transform::terminology::import
