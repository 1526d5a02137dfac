#include "ncp/discovery/signed_metadata.hpp"

#include "base/xml/writer.hpp"
#include "certs/service_metadata_signature.hpp"
#include "certs/xml_signature.hpp"

#include <utility>

namespace ncp::discovery {
namespace {

const xml::Limits kLimits{.bytes = kMetadataLimit, .depth = 32, .elements = 5000};

tl::unexpected<Error> untrusted(const std::string& party, const std::string& rule, std::string detail) {
    return failRule(ErrorCode::DiscoveryUntrusted, party + "-" + rule, std::move(detail));
}

template <class T>
tl::unexpected<Error> untrusted(const std::string& party, const Result<T>& failed) {
    return untrusted(party, failed.error().rule, failed.error().detail);
}

/// The signer of the whole document by that signature, when the trust list knows him.
Result<certs::Certificate> trustedSigner(const std::string& party, xml::Node signature,
                                         const certs::TrustStore& trust, Instant now) {
    auto signer = certs::verifyDocumentSignature(signature);
    if (!signer) {
        return untrusted(party, signer);
    }
    if (const auto trusted = trust.check(*signer, {}, certs::Purpose::Signature, now); !trusted) {
        return untrusted(party, trusted);
    }
    return signer;
}

std::size_t signaturesBelow(xml::Node element) {
    std::size_t count = 0;
    xml::walk(element, [&](xml::Node node) {
        count += node.is(certs::kSignatureNamespace, "Signature") ? 1U : 0U;
        return true;
    });
    return count;
}

Result<xml::Node> nationalSignature(xml::Node serviceMetadata) {
    const auto extension = signatureExtension(serviceMetadata);
    const auto signature =
        extension ? extension->child(certs::kSignatureNamespace, "Signature") : std::optional<xml::Node>{};
    if (!signature) {
        return untrusted("national", "signature-missing", "the country has not signed the metadata");
    }
    if (signaturesBelow(serviceMetadata) != 1) {
        return untrusted("national", "signature-count", "the metadata hold more than one signature");
    }
    return *signature;
}

Result<xml::Node> smpSignature(xml::Node root) {
    const auto first = root.firstChild();
    const auto second = first ? first->next() : std::nullopt;
    if (!root.is(kSmpNamespace, "SignedServiceMetadata") || !first ||
        !first->is(kSmpNamespace, "ServiceMetadata")) {
        return fail(ErrorCode::MalformedMessage, "the SMP's answer is not SignedServiceMetadata");
    }
    if (!second || !second->is(certs::kSignatureNamespace, "Signature")) {
        return untrusted("smp", "signature-missing", "the SMP has not signed the metadata");
    }
    if (second->next()) {
        return untrusted("smp", "signature-count", "something stands behind the SMP's signature");
    }
    return *second;
}

} // namespace

Result<NationalMetadata> verifyNationalMetadata(std::string_view xml, const CountryCode& country,
                                                const certs::TrustStore& national, Instant now) {
    const auto document = xml::Document::parse(xml, kLimits);
    if (!document) {
        return passOn(document);
    }
    auto metadata = readServiceMetadata(document->root());
    if (!metadata) {
        return passOn(metadata);
    }
    const auto signature = nationalSignature(document->root());
    if (!signature) {
        return passOn(signature);
    }
    auto signer = trustedSigner("national", *signature, national, now);
    if (!signer) {
        return passOn(signer);
    }
    if (signer->country() != country.str()) {
        return untrusted("national", "country", "the signer of the metadata is not of that country");
    }
    return NationalMetadata{*std::move(metadata), *std::move(signer)};
}

Result<SignedMetadata> verifySignedMetadata(std::string_view xml, const CountryCode& country,
                                            const certs::TrustStore& smp, const certs::TrustStore& national,
                                            Instant now) {
    const auto document = xml::Document::parse(xml, kLimits);
    if (!document) {
        return passOn(document);
    }
    const auto signature = smpSignature(document->root());
    if (!signature) {
        return passOn(signature);
    }
    auto smpSigner = trustedSigner("smp", *signature, smp, now);
    if (!smpSigner) {
        return passOn(smpSigner);
    }
    auto inner = verifyNationalMetadata(document->root().firstChild()->serialize(), country, national, now);
    if (!inner) {
        return passOn(inner);
    }
    return SignedMetadata{std::move(inner->metadata), std::move(inner->signer), *std::move(smpSigner)};
}

Result<std::string> signNationally(xml::Document serviceMetadata, const certs::Credential& credential) {
    const auto place = signatureExtension(serviceMetadata.root());
    if (!place) {
        return fail(ErrorCode::InputRefused, "the service metadata have no Extension for the signature");
    }
    if (const auto signedOne = certs::signDocument(*place, credential); !signedOne) {
        return passOn(signedOne);
    }
    return serviceMetadata.serialize();
}

Result<std::string> signAsSmp(std::string_view nationallySigned, const certs::Credential& credential) {
    const auto inner = xml::Document::parse(nationallySigned, kLimits);
    if (!inner) {
        return passOn(inner);
    }
    xml::Writer out;
    out.start("SignedServiceMetadata").attribute("xmlns", kSmpNamespace);
    out.fragment(inner->root().serialize()).end();
    const auto document = xml::Document::parse(out.take(), kLimits);
    if (!document) {
        return passOn(document);
    }
    if (const auto signedOne = certs::signDocument(document->root(), credential); !signedOne) {
        return passOn(signedOne);
    }
    return document->serialize();
}

} // namespace ncp::discovery
