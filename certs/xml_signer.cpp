#include "certs/xml_signature.hpp"

#include "base/base64.hpp"
#include "base/xml/edit.hpp"
#include "base/xml/writer.hpp"
#include "certs/lent_id.hpp"
#include "certs/signature_computation.hpp"
#include "certs/signature_key.hpp"
#include "certs/signature_profile.hpp"

#include <libxml/tree.h>

#include <new>
#include <optional>
#include <string>
#include <vector>

namespace ncp::certs {
namespace {

void writeSignedInfo(xml::Writer& out, std::string_view method, std::string_view id,
                     std::string_view prefixes) {
    out.start("ds:SignedInfo");
    out.empty("ds:CanonicalizationMethod", "Algorithm", kExclusiveCanonicalization);
    out.empty("ds:SignatureMethod", "Algorithm", method);
    out.start("ds:Reference").attribute("URI", "#" + std::string{id}).start("ds:Transforms");
    out.empty("ds:Transform", "Algorithm", kEnvelopedSignature);
    out.start("ds:Transform").attribute("Algorithm", kExclusiveCanonicalization);
    if (!prefixes.empty()) {
        out.start("ec:InclusiveNamespaces").attribute("xmlns:ec", kExclusiveCanonicalization);
        out.attribute("PrefixList", prefixes).end();
    }
    out.end().end();
    out.empty("ds:DigestMethod", "Algorithm", kComputedDigest);
    out.leaf("ds:DigestValue", "").end().end();
}

/// The signature with empty values. SignedInfo does not cover KeyInfo, so it can stand there from the start.
std::string signatureTemplate(const Credential& credential, std::string_view method, std::string_view id,
                              std::string_view prefixes) {
    xml::Writer out;
    out.start("ds:Signature").attribute("xmlns:ds", kSignatureNamespace);
    writeSignedInfo(out, method, id, prefixes);
    out.leaf("ds:SignatureValue", "");
    out.start("ds:KeyInfo").start("ds:X509Data");
    out.leaf("ds:X509Certificate", base64Encode(credential.certificate().der()));
    out.end().end().end();
    return out.take();
}

/// Copies the root of `from` into the element: right after its Issuer, else as its first child.
xmlNode* insertAfterIssuer(xml::Node element, const xml::Document& from) {
    auto* copy = xmlDocCopyNode(from.root().native(), element.native()->doc, 1);
    if (copy == nullptr) {
        throw std::bad_alloc{};
    }
    if (const auto issuer = element.child(element.namespaceUri(), "Issuer")) {
        return xmlAddNextSibling(issuer->native(), copy);
    }
    auto* first = element.native()->children;
    return first == nullptr ? xmlAddChild(element.native(), copy) : xmlAddPrevSibling(first, copy);
}

} // namespace

Result<std::string> signEnveloped(std::string_view unsignedXml, const Credential& credential,
                                  std::string_view inclusivePrefixes) {
    const auto method = signatureMethodFor(credential.key);
    if (!method) {
        return fail(ErrorCode::ConfigurationInvalid, "the signature key is neither RSA nor EC");
    }
    const auto document = xml::Document::parse(unsignedXml);
    if (!document) {
        return passOn(document);
    }
    const auto element = document->root();
    const auto id = element.attribute("ID");
    if (!isSafeId(id)) {
        return fail(ErrorCode::InputRefused, "the element to sign has no usable ID");
    }
    const auto blank = xml::Document::parse(signatureTemplate(credential, *method, id, inclusivePrefixes));
    if (!blank) {
        return passOn(blank);
    }
    auto* signature = insertAfterIssuer(element, *blank);
    const LentId lent{element.native(), id};
    if (!lent.resolves()) {
        return fail(ErrorCode::InputRefused, "the ID of the element to sign is not unique");
    }
    if (const auto filled = fillInSignature(xml::Node{signature}, element,
                                            {true, prefixList(inclusivePrefixes)}, {}, credential.key);
        !filled) {
        return passOn(filled);
    }
    return element.serialize();
}

} // namespace ncp::certs
