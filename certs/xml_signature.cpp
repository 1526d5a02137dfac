#include "certs/xml_signature.hpp"

#include "base/base64.hpp"
#include "base/handle.hpp"
#include "certs/bounded_cache.hpp"
#include "certs/element_digest.hpp"
#include "certs/lent_id.hpp"
#include "certs/openssl_error.hpp"
#include "certs/signature_key.hpp"
#include "certs/signature_profile.hpp"

#include <xmlsec/xmlsec.h> // before the others, which need it

#include <xmlsec/crypto.h>
#include <xmlsec/keyinfo.h>
#include <xmlsec/keys.h>
#include <xmlsec/transforms.h>
#include <xmlsec/xmldsig.h>

#include <new>
#include <utility>

namespace ncp::certs {
namespace {

using SignatureContext = Handle<xmlSecDSigCtx, &xmlSecDSigCtxDestroy>;

constexpr std::size_t kVerifiedKept = 4096;
constexpr std::size_t kCertificatesKept = 256;
constexpr std::size_t kCertificateTextLimit = std::size_t{16} * 1024;

auto refuse(std::string rule, std::string detail,
            std::source_location where = std::source_location::current()) {
    return failRule(ErrorCode::SignatureNotValid, std::move(rule), std::move(detail), where);
}

bool allowReferenceTransforms(xmlSecDSigCtx* context) {
    for (const auto transform : {xmlSecTransformEnvelopedId, xmlSecTransformExclC14NId,
                                 xmlSecTransformSha256Id, xmlSecTransformSha384Id, xmlSecTransformSha512Id}) {
        if (xmlSecDSigCtxEnableReferenceTransform(context, transform) < 0) {
            return false;
        }
    }
    return true;
}

bool allowSignatureTransforms(xmlSecDSigCtx* context) {
    for (const auto transform :
         {xmlSecTransformExclC14NId, xmlSecTransformInclC14NId, xmlSecTransformRsaSha256Id,
          xmlSecTransformRsaSha384Id, xmlSecTransformRsaSha512Id, xmlSecTransformEcdsaSha256Id,
          xmlSecTransformEcdsaSha384Id}) {
        if (xmlSecDSigCtxEnableSignatureTransform(context, transform) < 0) {
            return false;
        }
    }
    return true;
}

/// A context that can do what the profile allows and nothing else. The key is given, so KeyInfo is not
/// searched; were it searched, only X509Data would be looked at (a stranger's KeyValue would verify).
SignatureContext strictContext() {
    SignatureContext context{xmlSecDSigCtxCreate(nullptr)};
    if (!context || !allowReferenceTransforms(context.get()) || !allowSignatureTransforms(context.get()) ||
        xmlSecPtrListAdd(&context->keyInfoReadCtx.enabledKeyData,
                         const_cast<void*>(static_cast<const void*>(xmlSecKeyDataX509Id))) < 0) {
        throw std::bad_alloc{};
    }
    context->enabledReferenceUris = xmlSecTransformUriTypeSameDocument;
    return context;
}

Result<void> verifyWith(const Certificate& certificate, const ProfiledSignature& profiled,
                        xml::Node element) {
    auto key = publicSignatureKey(certificate);
    if (!key) {
        takeOpensslError();
        return refuse("certificate-key", "the kind of key in the certificate is not supported");
    }
    const LentId id{element.native(), profiled.id};
    if (!id.resolves()) {
        return refuse("id-not-unique", "another element of the message has the same ID");
    }
    const auto context = strictContext();
    context->signKey = key.release(); // the context owns it now
    const int outcome = xmlSecDSigCtxVerify(context.get(), profiled.signature.native());
    takeOpensslError();
    if (outcome < 0 || context->status != xmlSecDSigStatusSucceeded ||
        xmlSecPtrListGetSize(&context->signedInfoReferences) != 1) {
        return refuse("signature-value", "the signature does not verify with the certificate in it");
    }
    return {};
}

} // namespace

struct SignatureVerifier::State {
    BoundedCache<Certificate> certificates{kCertificatesKept}; ///< by the base64 text
    BoundedCache<bool> verified{kVerifiedKept};                ///< by the proof's digest

    Result<Certificate> certificateFrom(const std::string& text);
};

Result<Certificate> SignatureVerifier::State::certificateFrom(const std::string& text) {
    if (text.size() > kCertificateTextLimit) {
        return refuse("certificate", "the certificate is too large");
    }
    if (auto known = certificates.find(text)) {
        return *std::move(known);
    }
    const auto der = base64Decode(text);
    if (!der) {
        return refuse("certificate", "the certificate is not base64");
    }
    auto certificate = Certificate::fromDer(*der);
    if (!certificate) {
        return refuse("certificate", certificate.error().detail);
    }
    certificates.put(text, *certificate);
    return certificate;
}

SignatureVerifier::SignatureVerifier() : state_(std::make_unique<State>()) {}

SignatureVerifier::~SignatureVerifier() = default;

Result<SignatureProof> SignatureVerifier::verify(xml::Node element) {
    const auto profiled = checkSignatureProfile(element);
    if (!profiled) {
        return passOn(profiled);
    }
    auto certificate = state_->certificateFrom(profiled->certificateText);
    if (!certificate) {
        return passOn(certificate);
    }
    auto digest = elementDigest(element, certificate->sha256());
    if (!state_->verified.find(digest)) {
        if (const auto verified = verifyWith(*certificate, *profiled, element); !verified) {
            return passOn(verified);
        }
        state_->verified.put(digest, true);
    }
    return SignatureProof{*std::move(certificate), std::move(digest)};
}

} // namespace ncp::certs
