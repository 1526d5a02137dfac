#include "certs/service_metadata_signature.hpp"

#include "base/base64.hpp"
#include "base/handle.hpp"
#include "base/xml/edit.hpp"
#include "base/xml/writer.hpp"
#include "certs/openssl_error.hpp"
#include "certs/signature_computation.hpp"
#include "certs/signature_key.hpp"
#include "certs/signature_profile.hpp"
#include "certs/signature_structure.hpp"
#include "certs/xml_signature.hpp"

#include <xmlsec/xmlsec.h> // before the others, which need it

#include <xmlsec/crypto.h>
#include <xmlsec/keyinfo.h>
#include <xmlsec/transforms.h>
#include <xmlsec/xmldsig.h>

#include <new>
#include <optional>
#include <string>
#include <utility>

namespace ncp::certs {
namespace {

using SignatureContext = Handle<xmlSecDSigCtx, &xmlSecDSigCtxDestroy>;

auto refuse(std::string rule, std::string detail,
            std::source_location where = std::source_location::current()) {
    return failRule(ErrorCode::SignatureNotValid, std::move(rule), std::move(detail), where);
}

bool isCanonicalization(xml::Node node) {
    const auto algorithm = node.attribute("Algorithm");
    return isLeaf(node) &&
           (algorithm == kInclusiveCanonicalization || algorithm == kExclusiveCanonicalization);
}

Result<void> checkTransforms(xml::Node transforms) {
    const auto steps = onlyElements(transforms);
    const bool plain = steps && (steps->size() == 1 || steps->size() == 2) &&
                       steps->front().is(kSignatureNamespace, "Transform") &&
                       steps->front().attribute("Algorithm") == kEnvelopedSignature && isLeaf(steps->front());
    if (!plain || (steps->size() == 2 && (!steps->back().is(kSignatureNamespace, "Transform") ||
                                          !isCanonicalization(steps->back())))) {
        return refuse("transforms", "the transforms are not enveloped signature, then at most one C14N");
    }
    return {};
}

Result<void> checkReference(xml::Node reference) {
    if (reference.attributeIfPresent("URI") != std::string{}) {
        return refuse("reference-uri", "the reference is not to the whole document");
    }
    const auto parts = exactly(reference, {"Transforms", "DigestMethod", "DigestValue"});
    if (!parts) {
        return refuse("signature-structure", "Reference is not Transforms, DigestMethod, DigestValue");
    }
    if (auto transforms = checkTransforms(parts->at(0)); !transforms) {
        return transforms;
    }
    if (!isDigestMethod(parts->at(1).attribute("Algorithm")) || !isLeaf(parts->at(1)) ||
        !isLeaf(parts->at(2))) {
        return refuse("digest-method", "the digest method is not SHA-256, 384 or 512");
    }
    return {};
}

Result<void> checkSignedInfo(xml::Node signedInfo) {
    if (signedInfo.children(kSignatureNamespace, "Reference").size() != 1) {
        return refuse("reference-count", "SignedInfo does not hold exactly one Reference");
    }
    const auto parts = exactly(signedInfo, {"CanonicalizationMethod", "SignatureMethod", "Reference"});
    if (!parts) {
        return refuse("signature-structure", "SignedInfo holds something else or in another order");
    }
    if (!isCanonicalization(parts->at(0))) {
        return refuse("canonicalization", "the canonicalization method is not allowed");
    }
    if (!isSignatureMethod(parts->at(1).attribute("Algorithm")) || !isLeaf(parts->at(1))) {
        return refuse("signature-method", "the signature method is not allowed");
    }
    return checkReference(parts->at(2));
}

/// The signer's certificate of a signature that keeps the profile; nothing is verified yet.
Result<Certificate> claimedSigner(xml::Node signature) {
    const auto parts = exactly(signature, {"SignedInfo", "SignatureValue", "KeyInfo"});
    if (!signature.is(kSignatureNamespace, "Signature") || !parts || !isLeaf(parts->at(1))) {
        return refuse("signature-structure", "Signature is not SignedInfo, SignatureValue, KeyInfo");
    }
    if (const auto info = checkSignedInfo(parts->at(0)); !info) {
        return passOn(info);
    }
    const auto text = certificateTextOf(parts->at(2));
    if (!text) {
        return passOn(text);
    }
    auto certificate = base64Decode(*text).and_then(&Certificate::fromDer);
    return certificate ? std::move(certificate) : refuse("certificate", "the certificate can't be read");
}

/// A context that can do what the profile allows and nothing else; see the verifier of assertions.
SignatureContext strictContext() {
    SignatureContext context{xmlSecDSigCtxCreate(nullptr)};
    if (!context || xmlSecPtrListAdd(&context->keyInfoReadCtx.enabledKeyData,
                                     const_cast<void*>(static_cast<const void*>(xmlSecKeyDataX509Id))) < 0) {
        throw std::bad_alloc{};
    }
    for (const auto transform :
         {xmlSecTransformEnvelopedId, xmlSecTransformInclC14NId, xmlSecTransformExclC14NId,
          xmlSecTransformSha256Id, xmlSecTransformSha384Id, xmlSecTransformSha512Id}) {
        if (xmlSecDSigCtxEnableReferenceTransform(context.get(), transform) < 0) {
            throw std::bad_alloc{};
        }
    }
    for (const auto transform :
         {xmlSecTransformInclC14NId, xmlSecTransformExclC14NId, xmlSecTransformRsaSha256Id,
          xmlSecTransformRsaSha384Id, xmlSecTransformRsaSha512Id, xmlSecTransformEcdsaSha256Id,
          xmlSecTransformEcdsaSha384Id}) {
        if (xmlSecDSigCtxEnableSignatureTransform(context.get(), transform) < 0) {
            throw std::bad_alloc{};
        }
    }
    context->enabledReferenceUris = xmlSecTransformUriTypeEmpty;
    return context;
}

std::string blankSignature(const Certificate& certificate, std::string_view method) {
    xml::Writer out;
    out.start("Signature").attribute("xmlns", kSignatureNamespace).start("SignedInfo");
    out.empty("CanonicalizationMethod", "Algorithm", kInclusiveCanonicalization);
    out.empty("SignatureMethod", "Algorithm", method);
    out.start("Reference").attribute("URI", "").start("Transforms");
    out.empty("Transform", "Algorithm", kEnvelopedSignature).end();
    out.empty("DigestMethod", "Algorithm", kComputedDigest);
    out.leaf("DigestValue", "").end().end();
    out.leaf("SignatureValue", "").start("KeyInfo").start("X509Data");
    out.leaf("X509SubjectName", certificate.subject());
    out.leaf("X509Certificate", base64Encode(certificate.der()));
    out.end().end().end();
    return out.take();
}

xml::Node documentElement(xml::Node element) {
    for (auto above = element.parent(); above; above = element.parent()) {
        element = *above;
    }
    return element;
}

} // namespace

Result<Certificate> verifyDocumentSignature(xml::Node signature) {
    auto certificate = claimedSigner(signature);
    if (!certificate) {
        return certificate;
    }
    auto key = publicSignatureKey(*certificate);
    if (!key) {
        takeOpensslError();
        return refuse("certificate-key", "the kind of key in the certificate is not supported");
    }
    const auto context = strictContext();
    context->signKey = key.release(); // the context owns it now
    const int outcome = xmlSecDSigCtxVerify(context.get(), signature.native());
    takeOpensslError();
    if (outcome < 0 || context->status != xmlSecDSigStatusSucceeded ||
        xmlSecPtrListGetSize(&context->signedInfoReferences) != 1) {
        return refuse("signature-value", "the signature does not verify with the certificate in it");
    }
    return certificate;
}

Result<void> signDocument(xml::Node place, const Credential& credential) {
    const auto method = signatureMethodFor(credential.key);
    if (!method) {
        return fail(ErrorCode::ConfigurationInvalid, "the signature key is neither RSA nor EC");
    }
    const auto blank = xml::Document::parse(blankSignature(credential.certificate(), *method));
    if (!blank) {
        return passOn(blank);
    }
    const auto signature = xml::appendCopy(place, blank->root());
    const Canonicalization inclusive{false, {}};
    return fillInSignature(signature, documentElement(signature), inclusive, inclusive, credential.key);
}

} // namespace ncp::certs
