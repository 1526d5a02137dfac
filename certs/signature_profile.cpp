#include "certs/signature_profile.hpp"

#include "certs/element_digest.hpp"
#include "certs/signature_structure.hpp"
#include "certs/xml_signature.hpp"

#include <libxml/tree.h>

#include <algorithm>

namespace ncp::certs {
namespace {

auto refuse(std::string rule, std::string detail,
            std::source_location where = std::source_location::current()) {
    return failRule(ErrorCode::SignatureNotValid, std::move(rule), std::move(detail), where);
}

/// Exclusive C14N may hold an InclusiveNamespaces element; no other method takes parameters.
bool isCanonicalization(xml::Node node, bool inclusiveAllowed) {
    const auto algorithm = node.attribute("Algorithm");
    const auto parameters = onlyElements(node);
    if (!parameters) {
        return false;
    }
    if (inclusiveAllowed && algorithm == kInclusiveCanonicalization) {
        return parameters->empty();
    }
    return algorithm == kExclusiveCanonicalization &&
           (parameters->empty() ||
            (parameters->size() == 1 &&
             parameters->front().is(kExclusiveCanonicalization, "InclusiveNamespaces") &&
             isLeaf(parameters->front())));
}

/// How many attributes named ID, Id or id (also xml:id) of the whole document have that value.
std::size_t holdersOf(std::string_view id, xml::Node element) {
    std::size_t count = 0;
    xmlNode* const root = xmlDocGetRootElement(element.native()->doc);
    xmlNode* at = root;
    while (at != nullptr) {
        for (const auto* attribute = at->properties; attribute != nullptr; attribute = attribute->next) {
            const std::string_view name{reinterpret_cast<const char*>(attribute->name)};
            if (name.size() == 2 && (name == "ID" || name == "Id" || name == "id")) {
                const auto uri = attribute->ns == nullptr ? nullptr : attribute->ns->href;
                const auto value = xml::Node{at}.attributeIfPresent(
                    name, uri == nullptr ? std::string_view{} : reinterpret_cast<const char*>(uri));
                count += value && *value == id ? 1U : 0U;
            }
        }
        auto next = xml::Node{at}.firstChild();
        while (!next && at != root) {
            next = xml::Node{at}.next();
            at = next ? at : at->parent;
        }
        at = next ? next->native() : nullptr;
    }
    return count;
}

std::size_t signaturesBelow(xml::Node element) {
    std::size_t count = 0;
    for (const auto child : element.children()) {
        count += (child.is(kSignatureNamespace, "Signature") ? 1U : 0U) + signaturesBelow(child);
    }
    return count;
}

Result<xml::Node> theSignature(xml::Node element) {
    const auto own = element.children(kSignatureNamespace, "Signature");
    const auto all = signaturesBelow(element);
    if (own.empty()) {
        return all == 0 ? refuse("signature-missing", "the element is not signed")
                        : refuse("signature-nested", "a signature stands below the element, none is its own");
    }
    if (own.size() != 1) {
        return refuse("signature-count", "the element holds more than one signature");
    }
    if (all != 1) {
        return refuse("signature-nested", "another signature stands inside the signed element");
    }
    return own.front();
}

/// The exclusive C14N of the two transforms.
Result<xml::Node> checkTransforms(xml::Node transforms) {
    const auto both = exactly(transforms, {"Transform", "Transform"});
    if (!both || both->at(0).attribute("Algorithm") != kEnvelopedSignature || !isLeaf(both->at(0)) ||
        !isCanonicalization(both->at(1), false)) {
        return refuse("transforms", "the transforms are not enveloped signature, then exclusive C14N");
    }
    return both->at(1);
}

struct Reference {
    xml::Node transform;
    xml::Node digestMethod;
    xml::Node digestValue;
};

Result<Reference> checkReference(xml::Node reference, std::string_view id) {
    if (reference.attribute("URI") != "#" + std::string{id}) {
        return refuse("reference-uri", "the reference does not name the element that holds the signature");
    }
    const auto parts = exactly(reference, {"Transforms", "DigestMethod", "DigestValue"});
    if (!parts) {
        return refuse("signature-structure", "Reference is not Transforms, DigestMethod, DigestValue");
    }
    const auto transform = checkTransforms(parts->at(0));
    if (!transform) {
        return passOn(transform);
    }
    if (!isDigestMethod(parts->at(1).attribute("Algorithm")) || !isLeaf(parts->at(1)) ||
        !isLeaf(parts->at(2))) {
        return refuse("digest-method", "the digest method is not SHA-256, 384 or 512");
    }
    return Reference{*transform, parts->at(1), parts->at(2)};
}

struct SignedInfo {
    xml::Node canonicalization;
    xml::Node signatureMethod;
    Reference reference;
};

Result<SignedInfo> checkSignedInfo(xml::Node signedInfo, std::string_view id) {
    const auto references = signedInfo.children(kSignatureNamespace, "Reference");
    if (references.size() != 1) {
        return refuse("reference-count", "SignedInfo does not hold exactly one Reference");
    }
    const auto parts = exactly(signedInfo, {"CanonicalizationMethod", "SignatureMethod", "Reference"});
    if (!parts) {
        return refuse("signature-structure", "SignedInfo holds something else or in another order");
    }
    if (!isCanonicalization(parts->at(0), true)) {
        return refuse("canonicalization", "the canonicalization method is not allowed");
    }
    if (!isSignatureMethod(parts->at(1).attribute("Algorithm")) || !isLeaf(parts->at(1))) {
        return refuse("signature-method", "the signature method is not allowed");
    }
    return checkReference(parts->at(2), id).map([&](const Reference& reference) {
        return SignedInfo{parts->at(0), parts->at(1), reference};
    });
}

} // namespace

bool isSafeId(std::string_view id) noexcept {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    const auto more = [&](char c) {
        return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
    };
    return !id.empty() && id.size() <= 256 && letter(id.front()) && std::ranges::all_of(id, more);
}

Result<ProfiledSignature> checkSignatureProfile(xml::Node element) {
    const auto id = element.attribute("ID");
    if (!isSafeId(id)) {
        return refuse("id", "the element has no usable ID");
    }
    if (!holdsOnlyElementsAndText(element)) {
        return refuse("comment", "a comment or processing instruction stands inside the signed element");
    }
    const auto signature = theSignature(element);
    if (!signature) {
        return passOn(signature);
    }
    if (holdersOf(id, element) != 1) {
        return refuse("id-not-unique", "another element of the message has the same ID");
    }
    const auto parts = exactly(*signature, {"SignedInfo", "SignatureValue", "KeyInfo"});
    if (!parts || !isLeaf(parts->at(1))) {
        return refuse("signature-structure", "Signature is not SignedInfo, SignatureValue, KeyInfo");
    }
    const auto info = checkSignedInfo(parts->at(0), id);
    if (!info) {
        return passOn(info);
    }
    auto certificate = certificateTextOf(parts->at(2));
    if (!certificate) {
        return passOn(certificate);
    }
    return ProfiledSignature{.signature = *signature,
                             .signedInfo = parts->at(0),
                             .canonicalization = info->canonicalization,
                             .signatureMethod = info->signatureMethod,
                             .transform = info->reference.transform,
                             .digestMethod = info->reference.digestMethod,
                             .digestValue = info->reference.digestValue,
                             .signatureValue = parts->at(1),
                             .keyInfo = parts->at(2),
                             .certificateText = *std::move(certificate)};
}

} // namespace ncp::certs
