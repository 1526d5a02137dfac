#pragma once

#include "transform/rules/rule.hpp"

namespace ncp::transform::rules {

// Checks that look at more than one value. Each gives the places at or below `context` where it does not
// hold.

/// Every `reference/@value` that starts with # names an ID of the document (CDA R2 4.3.5.1).
std::vector<Violation> unresolvedReferences(const Rule& rule, Place context, const DocumentIndex& document);
/// The values that the target finds differ from each other.
std::vector<Violation> repeatedValues(const Rule& rule, Place context, const DocumentIndex& document);
/// Below the target there are only HL7 elements of the names in the list.
std::vector<Violation> foreignElements(const Rule& rule, Place context, const DocumentIndex& document);
/// Children of the target with names of the list stand in the list's order.
std::vector<Violation> childrenOutOfOrder(const Rule& rule, Place context, const DocumentIndex& document);
/// The target holds base64 of a file that begins as a PDF does (ISO 32000-1 7.5.2).
std::vector<Violation> brokenPdf(const Rule& rule, Place context, const DocumentIndex& document);
/// The target holds base64 of a PDF in which nothing acts by itself (cda::isActivePdf).
std::vector<Violation> activePdf(const Rule& rule, Place context, const DocumentIndex& document);
/// The target holds base64 of a PDF that says to be PDF/A (ISO 19005-1 6.7.11).
std::vector<Violation> unarchivedPdf(const Rule& rule, Place context, const DocumentIndex& document);
/// low and high of each target have the same unit.
std::vector<Violation> differentUnits(const Rule& rule, Place context, const DocumentIndex& document);
/// Each time that the target finds is of the day of the context's effectiveTime.
std::vector<Violation> otherDate(const Rule& rule, Place context, const DocumentIndex& document);
/// low is not above high in each target: numbers of one unit, or times.
std::vector<Violation> reversedRange(const Rule& rule, Place context, const DocumentIndex& document);
/// No time that the target finds is later than the document itself.
std::vector<Violation> laterThanDocument(const Rule& rule, Place context, const DocumentIndex& document);
/// No time that the target finds is of a day before that of the document.
std::vector<Violation> earlierThanDocument(const Rule& rule, Place context, const DocumentIndex& document);
/// The identifiers that the target finds (root and extension) differ from each other.
std::vector<Violation> repeatedIdentifiers(const Rule& rule, Place context, const DocumentIndex& document);
/// The text of the target has none of the phrases of the list, which are written in lower case.
std::vector<Violation> phrases(const Rule& rule, Place context, const DocumentIndex& document);
/// No target has the root and extension of the document's own id.
std::vector<Violation> ownIdentifier(const Rule& rule, Place context, const DocumentIndex& document);

} // namespace ncp::transform::rules
