#pragma once

#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "base/xml/document.hpp"
#include "base/xml/writer.hpp"
#include "ncp/ihe/document_entry.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ncp::ihe {

/// Association from the PDF form to the coded form of a document, and of an original clinical document to
/// itself.
inline constexpr std::string_view kTransformation = "urn:ihe:iti:2007:AssociationType:XFRM";

/// Refuses (Internal) metadata that the reference implementation's client breaks on: an event without code or
/// coding scheme, a class that is never listed, an identifier, time or language that is not there.
Result<void> checkSendable(const DocumentEntry& entry);

/// Writes a document's metadata as ExtrinsicObject (IHE ITI TF-3 4.2, eHDSI XCA profile), default namespace
/// rim. Title and format code that the entry leaves empty follow from its class. Every Classification gets
/// its codingScheme slot first and a Name, every ExternalIdentifier a Name: the reference implementation's
/// client reads them unconditionally. `entry.entryUuid` must be set; `country` is that of the documents.
void writeExtrinsicObject(xml::Writer& writer, const DocumentEntry& entry, const PatientId& patient,
                          const CountryCode& country, Random& random);

/// Metadata as received, and what had to be tolerated to read it.
struct ReceivedEntry {
    DocumentEntry entry;
    std::vector<std::string> tolerated;
};
/// MalformedMessage where what a retrieve needs is missing (id, home, unique id, repository), or where a
/// slot, a single-valued Classification or an ExternalIdentifier stands twice.
Result<ReceivedEntry> readExtrinsicObject(xml::Node object);

} // namespace ncp::ihe
