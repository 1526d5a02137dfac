#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/xml/document.hpp"
#include "certs/private_key.hpp"
#include "certs/trust_store.hpp"
#include "ncp/discovery/service_metadata.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace ncp::discovery {

inline constexpr std::size_t kMetadataLimit =
    std::size_t{4} * 1024 * 1024; ///< bytes; masks may hold pictures

/// Service metadata whose national signature covers all of them and is of that country's signer.
struct NationalMetadata {
    ServiceMetadata metadata;
    certs::Certificate signer;
};

/// The same in the answer of an SMP, whose signature covers everything, the national one too.
struct SignedMetadata {
    ServiceMetadata metadata;
    certs::Certificate nationalSigner;
    certs::Certificate smpSigner;
};

/// Verifies ServiceMetadata that stand alone, as a country publishes them (eHDSI SMP profile): one signature
/// in the last Extension of ServiceInformation or Redirect, over the whole document, by a signer whom
/// `national` trusts for signatures and whose C is the country. DiscoveryUntrusted with the rule: "national-"
/// and one of verifyDocumentSignature, of TrustStore::check, or "signature-missing", "signature-count",
/// "country". MalformedXml, XmlLimitExceeded and MalformedMessage for what can't be read.
Result<NationalMetadata> verifyNationalMetadata(std::string_view xml, const CountryCode& country,
                                                const certs::TrustStore& national, Instant now);

/// Verifies SignedServiceMetadata: exactly ServiceMetadata and one signature of an SMP whom `smp` trusts for
/// signatures (rules "smp-…" as above), then the ServiceMetadata as a document of their own. Both signatures
/// are always required.
Result<SignedMetadata> verifySignedMetadata(std::string_view xml, const CountryCode& country,
                                            const certs::TrustStore& smp, const certs::TrustStore& national,
                                            Instant now);

/// Puts the national signature into the last Extension. Gives the document as text.
Result<std::string> signNationally(xml::Document serviceMetadata, const certs::Credential& credential);

/// Wraps nationally signed ServiceMetadata, which stay as they are, and signs as the SMP. Gives the document
/// as text.
Result<std::string> signAsSmp(std::string_view nationallySigned, const certs::Credential& credential);

} // namespace ncp::discovery
