#include "ncp/soap/envelope.hpp"

#include <utility>

namespace ncp::soap {
namespace {

constexpr std::string_view kSoap11Namespace = "http://schemas.xmlsoap.org/soap/envelope/";
constexpr std::string_view kMistakenNamespace = "http://www.w3.org/2005/08/addressing/anonymous";
constexpr std::string_view kSamlNamespace = "urn:oasis:names:tc:SAML:2.0:assertion";

tl::unexpected<Error> malformed(std::string detail) {
    return fail(ErrorCode::MalformedMessage, std::move(detail));
}

tl::unexpected<Error> repeated(std::string_view what) {
    return failRule(ErrorCode::MalformedMessage, std::string{kSingleBlockRule},
                    std::string{what} + " stands more than once");
}

/// True for a block that the ultimate receiver must process (SOAP 1.2 part 1, 2.2).
bool isForUs(xml::Node block) {
    const auto role = block.attributeIfPresent("role", kEnvelopeNamespace).value_or("");
    constexpr std::string_view base = "http://www.w3.org/2003/05/soap-envelope/role/";
    return role.empty() || role == std::string{base} + "ultimateReceiver" ||
           role == std::string{base} + "next";
}

bool mustBeUnderstood(xml::Node block) {
    const auto value = block.attributeIfPresent("mustUnderstand", kEnvelopeNamespace).value_or("");
    return (value == "1" || value == "true") && isForUs(block);
}

/// Header, if any, and Body, which is the last child.
struct Frame {
    std::optional<xml::Node> header;
    std::optional<xml::Node> body;
};

Result<Frame> readFrame(xml::Node root) {
    if (root.is(kSoap11Namespace, "Envelope")) {
        return failRule(ErrorCode::MalformedMessage, std::string{kVersionRule}, "a SOAP 1.1 envelope");
    }
    if (!root.is(kEnvelopeNamespace, "Envelope")) {
        return malformed("the root is not a SOAP 1.2 Envelope");
    }
    Frame frame;
    for (const auto child : root.children()) {
        const bool isHeader = child.is(kEnvelopeNamespace, "Header");
        if (!isHeader && !child.is(kEnvelopeNamespace, "Body")) {
            return malformed("something else than Header and Body in the Envelope");
        }
        auto& slot = isHeader ? frame.header : frame.body;
        if (slot) {
            return repeated(isHeader ? "Header" : "Body");
        }
        if (isHeader && frame.body) {
            return malformed("Header after Body");
        }
        slot = child;
    }
    if (!frame.body) {
        return malformed("Body is missing");
    }
    return frame;
}

/// The addressing blocks and the security block, as found.
struct Blocks {
    std::optional<xml::Node> to;
    std::optional<xml::Node> action;
    std::optional<xml::Node> messageId;
    std::optional<xml::Node> mistakenMessageId;
    std::optional<xml::Node> relatesTo;
    std::optional<xml::Node> security;
    std::optional<xml::Node> correlation;
    bool unknown = false; ///< a block that is of none of these kinds
};

Result<void> placeOnce(std::optional<xml::Node>& slot, xml::Node block) {
    if (slot) {
        return repeated(block.name());
    }
    slot = block;
    return {};
}

Result<void> placeAddressing(Blocks& blocks, xml::Node block) {
    if (block.name() == "Action") {
        return placeOnce(blocks.action, block);
    }
    if (block.name() == "MessageID") {
        return placeOnce(blocks.messageId, block);
    }
    if (block.name() == "To") {
        return placeOnce(blocks.to, block);
    }
    if (block.name() == "RelatesTo" && !blocks.relatesTo) {
        blocks.relatesTo = block; // WS-Addressing allows several; the first is the request
    }
    return {};
}

Result<Blocks> readBlocks(std::optional<xml::Node> header) {
    Blocks blocks;
    if (!header) {
        return blocks;
    }
    for (const auto block : header->children()) {
        Result<void> placed;
        if (block.namespaceUri() == kAddressingNamespace) {
            placed = placeAddressing(blocks, block);
        } else if (block.is(kSecurityNamespace, "Security")) {
            placed = placeOnce(blocks.security, block);
        } else if (block.is(kCorrelationNamespace, "CorrelationId")) {
            placed = placeOnce(blocks.correlation, block);
        } else if (block.namespaceUri() == kMistakenNamespace) {
            if (block.name() == "MessageID" && !blocks.mistakenMessageId) {
                blocks.mistakenMessageId = block;
            }
        } else if (mustBeUnderstood(block)) {
            placed = failRule(ErrorCode::NotUnderstood, std::string{kUnderstoodRule},
                              "header block " + std::string{block.name()});
        } else {
            blocks.unknown = true;
        }
        if (!placed) {
            return passOn(placed);
        }
    }
    return blocks;
}

std::string_view unquoted(std::string_view action) {
    return action.size() >= 2 && action.front() == '"' && action.back() == '"'
               ? action.substr(1, action.size() - 2)
               : action;
}

Result<std::string> agreedAction(const Blocks& blocks, std::string_view httpAction) {
    const auto named = unquoted(httpAction);
    if (!blocks.action) {
        return std::string{named};
    }
    auto action = blocks.action->plainText();
    if (action && !named.empty() && *action != named) {
        return failRule(ErrorCode::MalformedMessage, std::string{kActionRule},
                        "wsa:Action is not the action that HTTP names");
    }
    return action;
}

Result<void> readAddressing(Envelope& envelope, const Blocks& blocks, std::string_view httpAction) {
    auto action = agreedAction(blocks, httpAction);
    if (!action) {
        return passOn(action);
    }
    envelope.action = std::move(*action);
    if (const auto block = blocks.messageId ? blocks.messageId : blocks.mistakenMessageId) {
        const auto text = block->plainText();
        auto id = text ? MessageId::parse(*text) : Result<MessageId>{passOn(text)};
        if (!id) {
            return passOn(id);
        }
        envelope.messageId = std::move(*id);
        if (!blocks.messageId) {
            envelope.tolerated.emplace_back(kMessageIdTolerance);
        }
    }
    if (blocks.unknown) {
        envelope.tolerated.emplace_back(kUnknownHeaderTolerance);
    }
    if (blocks.relatesTo) {
        auto related = blocks.relatesTo->plainText();
        if (!related) {
            return passOn(related);
        }
        envelope.relatesTo = std::move(*related);
    }
    if (blocks.correlation) {
        const auto text = blocks.correlation->plainText();
        if (auto id = CorrelationId::parse(text.value_or("")); id) {
            envelope.correlation = std::move(*id);
        } else {
            envelope.tolerated.emplace_back(kCorrelationTolerance);
        }
    }
    return {};
}

Fault readFault(xml::Node fault) {
    const auto value = fault.path(kEnvelopeNamespace, {"Code", "Value"});
    const auto reason = fault.path(kEnvelopeNamespace, {"Reason", "Text"});
    auto code = value ? value->plainText().value_or("") : std::string{};
    code.erase(0, code.find(':') + 1);
    return {std::move(code), reason ? reason->text() : std::string{}};
}

Result<void> readBody(Envelope& envelope, xml::Node body) {
    const auto content = body.firstChild();
    if (!content) {
        return malformed("Body is empty");
    }
    if (content->next()) {
        return malformed("Body holds more than one element");
    }
    if (content->is(kEnvelopeNamespace, "Fault")) {
        envelope.fault = readFault(*content);
    } else {
        envelope.body = content;
    }
    return {};
}

} // namespace

Result<Envelope> parseEnvelope(std::string_view xml, std::string_view httpAction, const xml::Limits& limits) {
    auto document = xml::Document::parse(xml, limits);
    if (!document) {
        return passOn(document);
    }
    const auto frame = readFrame(document->root());
    if (!frame) {
        return passOn(frame);
    }
    const auto blocks = readBlocks(frame->header);
    if (!blocks) {
        return passOn(blocks);
    }
    Envelope envelope{std::move(*document), {}, {}, {}, {}, blocks->security, {}, {}, {}, {}};
    if (auto addressing = readAddressing(envelope, *blocks, httpAction); !addressing) {
        return passOn(addressing);
    }
    if (envelope.security) {
        for (const auto child : envelope.security->children()) {
            if (child.namespaceUri() == kSamlNamespace) {
                envelope.assertions.push_back(child);
            }
        }
    }
    if (auto body = readBody(envelope, *frame->body); !body) {
        return passOn(body);
    }
    return envelope;
}

} // namespace ncp::soap
