#pragma once

#include "transform/terminology/import/content_builder.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace ncp::transform::terminology::import {

/// `Alias: $sct = http://snomed.info/sct`, name to URI; also for other files of the same package.
using FshAliases = std::map<std::string, std::string, std::less<>>;

FshAliases readFshAliases(std::string_view text);

/// Value sets and code systems in FHIR Shorthand, as the MyHealth@EU catalogue is written: enumerated
/// concepts with displays, designations by caret rules, version by `^version` or at the end of the id, OID by
/// `^identifier.value`. A set that takes its members from a whole code system or from another set is refused:
/// it can't be listed. Other definitions (profiles, instances) are odd and left out.
void readFsh(std::string_view text, const FshAliases& aliases, ContentBuilder& builder);

} // namespace ncp::transform::terminology::import
