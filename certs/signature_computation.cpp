#include "certs/signature_computation.hpp"

#include "base/base64.hpp"
#include "base/xml/edit.hpp"
#include "certs/signature_value.hpp"
#include "certs/xml_signature.hpp"

namespace ncp::certs {

Result<void> fillInSignature(xml::Node signature, xml::Node covered, const Canonicalization& ofCovered,
                             const Canonicalization& ofSignedInfo, const PrivateKey& key) {
    const auto info = signature.child(kSignatureNamespace, "SignedInfo");
    const auto reference = info->child(kSignatureNamespace, "Reference");
    const auto content = canonicalElement(covered, signature, ofCovered);
    if (!content) {
        return fail(ErrorCode::InputRefused, "the element to sign has no canonical form");
    }
    xml::setText(*reference->child(kSignatureNamespace, "DigestValue"),
                 base64Encode(digestBy(kComputedDigest, *content)));
    const auto signedInfo = canonicalElement(*info, std::nullopt, ofSignedInfo);
    const auto method = info->child(kSignatureNamespace, "SignatureMethod")->attribute("Algorithm");
    const auto value = signedInfo ? signatureBy(method, key, *signedInfo) : std::string{};
    if (value.empty()) {
        return fail(ErrorCode::Internal, "signing failed");
    }
    xml::setText(*signature.child(kSignatureNamespace, "SignatureValue"), base64Encode(value));
    return {};
}

} // namespace ncp::certs
