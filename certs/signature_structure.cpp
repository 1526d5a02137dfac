#include "certs/signature_structure.hpp"

#include "certs/xml_signature.hpp"

#include <libxml/tree.h>

#include <algorithm>
#include <array>
#include <utility>

namespace ncp::certs {
namespace {

constexpr std::array<std::string_view, 5> kSignatureMethods{
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384"};

constexpr std::array<std::string_view, 3> kDigestMethods{"http://www.w3.org/2001/04/xmlenc#sha256",
                                                         "http://www.w3.org/2001/04/xmldsig-more#sha384",
                                                         "http://www.w3.org/2001/04/xmlenc#sha512"};

/// Other descriptions of the same certificate: read over, never used to find a key.
constexpr std::array<std::string_view, 3> kUnusedX509Data{"X509IssuerSerial", "X509SKI", "X509SubjectName"};

template <class List>
bool holds(const List& list, std::string_view value) noexcept {
    return std::ranges::find(list, value) != list.end();
}

auto refuse(std::string rule, std::string detail,
            std::source_location where = std::source_location::current()) {
    return failRule(ErrorCode::SignatureNotValid, std::move(rule), std::move(detail), where);
}

} // namespace

bool isSignatureMethod(std::string_view algorithm) noexcept {
    return holds(kSignatureMethods, algorithm);
}

bool isDigestMethod(std::string_view algorithm) noexcept {
    return holds(kDigestMethods, algorithm);
}

std::optional<std::vector<xml::Node>> onlyElements(xml::Node parent) {
    std::vector<xml::Node> found;
    for (auto* at = parent.native()->children; at != nullptr; at = at->next) {
        if (at->type == XML_ELEMENT_NODE) {
            found.emplace_back(at);
        } else if (at->type != XML_TEXT_NODE || xmlIsBlankNode(at) == 0) {
            return std::nullopt;
        }
    }
    return found;
}

std::optional<std::vector<xml::Node>> exactly(xml::Node parent,
                                              std::initializer_list<std::string_view> names) {
    auto found = onlyElements(parent);
    const auto same = [](xml::Node node, std::string_view name) {
        return node.is(kSignatureNamespace, name);
    };
    if (!found || !std::ranges::equal(*found, names, same)) {
        return std::nullopt;
    }
    return found;
}

bool isLeaf(xml::Node node) noexcept {
    return node.native()->children == nullptr || !node.firstChild();
}

Result<std::string> certificateTextOf(xml::Node keyInfo) {
    const auto data = exactly(keyInfo, {"X509Data"});
    const auto parts = data ? onlyElements(data->front()) : std::nullopt;
    if (!parts) {
        return refuse("key-info", "KeyInfo is not exactly one X509Data");
    }
    std::optional<std::string> text;
    for (const auto part : *parts) {
        if (part.is(kSignatureNamespace, "X509Certificate")) {
            auto content = part.plainText();
            if (text || !content) {
                return refuse("certificate-count", "X509Data does not hold exactly one certificate");
            }
            text = *std::move(content);
        } else if (part.namespaceUri() != kSignatureNamespace || !holds(kUnusedX509Data, part.name())) {
            return refuse("key-info", "X509Data holds something that is not allowed");
        }
    }
    if (!text || text->empty()) {
        return refuse("certificate-count", "X509Data does not hold exactly one certificate");
    }
    return *std::move(text);
}

} // namespace ncp::certs
