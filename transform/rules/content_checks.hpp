#pragma once

#include "transform/rules/rule.hpp"

namespace ncp::transform::rules {

// Checks that look at more than one value. Each gives the places at or below `context` where it does not
// hold.

/// Every `reference/@value` that starts with # names an ID of the document (CDA R2 4.3.5.1).
std::vector<Violation> unresolvedReferences(const Rule& rule, xml::Node context, xml::Node root);
/// The values that the target finds differ from each other.
std::vector<Violation> repeatedValues(const Rule& rule, xml::Node context, xml::Node root);
/// Below the target there are only HL7 elements of the names in the list.
std::vector<Violation> foreignElements(const Rule& rule, xml::Node context, xml::Node root);
/// Children of the target with names of the list stand in the list's order.
std::vector<Violation> childrenOutOfOrder(const Rule& rule, xml::Node context, xml::Node root);
/// The target holds base64 of a file that begins as a PDF does (ISO 32000-1 7.5.2).
std::vector<Violation> brokenPdf(const Rule& rule, xml::Node context, xml::Node root);
/// low is not above high in each target: numbers of one unit, or times.
std::vector<Violation> reversedRange(const Rule& rule, xml::Node context, xml::Node root);
/// No time that the target finds is later than the document itself.
std::vector<Violation> laterThanDocument(const Rule& rule, xml::Node context, xml::Node root);
/// No target has the root and extension of the document's own id.
std::vector<Violation> ownIdentifier(const Rule& rule, xml::Node context, xml::Node root);

} // namespace ncp::transform::rules
