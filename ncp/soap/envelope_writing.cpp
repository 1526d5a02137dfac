#include "base/xml/writer.hpp"
#include "ncp/soap/envelope.hpp"
#include "ncp/soap/error_phrase.hpp"

namespace ncp::soap {
namespace {

constexpr std::string_view kAnonymous = "http://www.w3.org/2005/08/addressing/anonymous";

void startEnvelope(xml::Writer& writer) {
    writer.start("env:Envelope")
        .attribute("xmlns:env", kEnvelopeNamespace)
        .attribute("xmlns:wsa", kAddressingNamespace)
        .start("env:Header");
}

void writeResponseHeader(xml::Writer& writer, const ResponseHeader& header) {
    writer.leaf("wsa:Action", header.action).leaf("wsa:MessageID", header.messageId.str());
    if (header.relatesTo) {
        writer.leaf("wsa:RelatesTo", *header.relatesTo);
    }
    writer.end();
}

std::string_view faultCode(const Error& error) {
    if (error.rule == kVersionRule) {
        return "env:VersionMismatch";
    }
    if (error.code == ErrorCode::NotUnderstood) {
        return "env:MustUnderstand";
    }
    const auto status = spec(error.code).httpStatus;
    return status >= 400 && status < 500 ? "env:Sender" : "env:Receiver";
}

std::string faultReason(const Error& error, const CorrelationId& correlation) {
    const auto phrase =
        error.rule == kVersionRule ? std::string_view{"SOAP 1.2 is required."} : errorPhrase(error.code);
    return std::string{phrase} + " Reference " + correlation.str();
}

} // namespace

std::string writeRequest(const RequestHeader& header, std::string_view bodyXml) {
    xml::Writer writer;
    startEnvelope(writer);
    writer.start("wsa:To").attribute("env:mustUnderstand", "1").text(header.to).end();
    writer.start("wsa:Action").attribute("env:mustUnderstand", "1").text(header.action).end();
    writer.leaf("wsa:MessageID", header.messageId.str());
    writer.start("wsa:ReplyTo").leaf("wsa:Address", kAnonymous).end();
    // Without mustUnderstand: no module of the reference implementation claims this block.
    writer.start("wsse:Security").attribute("xmlns:wsse", kSecurityNamespace);
    for (const auto& assertion : header.assertions) {
        writer.fragment(assertion);
    }
    writer.end();
    writer.start("ncp:CorrelationId")
        .attribute("xmlns:ncp", kCorrelationNamespace)
        .text(header.correlation.str())
        .end();
    writer.end().start("env:Body").fragment(bodyXml).end().end();
    return writer.take();
}

std::string writeResponse(const ResponseHeader& header, std::string_view bodyXml) {
    xml::Writer writer;
    startEnvelope(writer);
    writeResponseHeader(writer, header);
    writer.start("env:Body").fragment(bodyXml).end().end();
    return writer.take();
}

std::string writeFault(const Error& error, const ResponseHeader& header, const CorrelationId& correlation) {
    xml::Writer writer;
    startEnvelope(writer);
    writeResponseHeader(writer, header);
    writer.start("env:Body").start("env:Fault");
    writer.start("env:Code").leaf("env:Value", faultCode(error)).end();
    writer.start("env:Reason")
        .start("env:Text")
        .attribute("xml:lang", "en")
        .text(faultReason(error, correlation))
        .end()
        .end();
    writer.end().end().end();
    return writer.take();
}

} // namespace ncp::soap
