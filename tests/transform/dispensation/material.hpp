#pragma once

#include "base/xml/document.hpp"
#include "transform/dispensation/dispensation.hpp"

#include <string>
#include <string_view>

namespace ncp::test {

/// A prescription of the demonstration: `anticoagulant` (3 packages, substitution allowed), `eye-drops`
/// (6 packages, forbidden), `child`, `free-text-dose`, `three-ingredients`.
xml::Document demoPrescription(std::string_view name);

/// An invented pharmacist.
transform::dispensation::Dispenser pharmacist();
/// Ids of one document, the same each time.
transform::dispensation::Issue issue(std::string extension = "ED-1");
/// A product of another name.
transform::dispensation::Substitute substitute();

xml::Document parsed(std::string_view text);
std::string replaced(std::string text, std::string_view find, std::string_view replacement);

} // namespace ncp::test
