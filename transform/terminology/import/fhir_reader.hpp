#pragma once

#include "transform/terminology/import/content_builder.hpp"

#include <string_view>

namespace ncp::transform::terminology::import {

/// CodeSystem, ValueSet and ConceptMap of FHIR R4 as JSON, alone or in a Bundle. A value set's members come
/// from an enumerated `compose`, else from a whole `expansion`; one that only has a rule is refused. A
/// supplement adds designations to the code system that it supplements. Mappings that are unmatched or
/// disjoint are odd and left out. Other resources are odd and left out.
void readFhir(std::string_view text, ContentBuilder& builder);

} // namespace ncp::transform::terminology::import
