#pragma once

#include "base/xml/document.hpp"

#include <string_view>
#include <vector>

namespace ncp::transform::cda {

/// The statements in an act or organizer that only holds them together, such as the act round the batteries
/// of a laboratory report (IHE XD-LAB) or a cluster of concerns: entries of their own. Empty for any other
/// act, and for an organizer of observations, which is one entry.
std::vector<xml::Node> wrappedActs(xml::Node act, std::string_view sectionCode);

/// True for an observation or a group of them.
bool isObserved(xml::Node act);
/// True for a concern about allergies or problems (IHE PCC).
bool isConcern(xml::Node act);

} // namespace ncp::transform::cda
