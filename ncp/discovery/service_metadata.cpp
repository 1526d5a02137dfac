#include "ncp/discovery/service_metadata.hpp"

#include "base/base64.hpp"
#include "base/xml/writer.hpp"

#include <utility>

namespace ncp::discovery {
namespace {

tl::unexpected<Error> fault(xml::Node at, const std::string& what) {
    return fail(ErrorCode::MalformedMessage,
                "line " + std::to_string(at.line()) + ": " + std::string{at.name()} + " " + what);
}

/// Takes the children of an element front to back.
class Children {
  public:
    explicit Children(xml::Node parent) : parent_(parent), at_(parent.firstChild()) {}

    /// The next child where it has that name.
    std::optional<xml::Node> take(std::string_view name) {
        if (!at_ || !at_->is(kSmpNamespace, name)) {
            return std::nullopt;
        }
        const auto taken = at_;
        at_ = at_->next();
        return taken;
    }
    Result<xml::Node> require(std::string_view name) {
        if (const auto taken = take(name)) {
            return *taken;
        }
        return fault(at_.value_or(parent_), "stands where " + std::string{name} + " has to");
    }
    /// The text of the next child where it has that name, empty for an absent one.
    Result<std::string> takeText(std::string_view name) {
        const auto taken = take(name);
        return taken ? taken->plainText() : Result<std::string>{std::string{}};
    }
    Result<std::string> requireText(std::string_view name) {
        return require(name).and_then([](xml::Node node) { return node.plainText(); });
    }
    Result<void> finish() const { return at_ ? fault(*at_, "is not expected here") : Result<void>{}; }

  private:
    xml::Node parent_;
    std::optional<xml::Node> at_;
};

Result<SchemedIdentifier> readIdentifier(Children& children, std::string_view name) {
    const auto element = children.require(name);
    if (!element) {
        return passOn(element);
    }
    auto value = element->plainText();
    if (!value) {
        return passOn(value);
    }
    if (value->empty()) {
        return fault(*element, "is empty");
    }
    return SchemedIdentifier{element->attribute("scheme"), *std::move(value)};
}

Result<std::optional<Instant>> readDate(Children& children, std::string_view name) {
    const auto text = children.takeText(name);
    if (!text) {
        return passOn(text);
    }
    if (text->empty()) {
        return std::optional<Instant>{};
    }
    const auto instant = parseXmlDateTime(*text);
    if (!instant) {
        return fail(ErrorCode::MalformedMessage, std::string{name} + " is no date and time");
    }
    return std::optional{*instant};
}

Result<std::optional<certs::Certificate>> readCertificate(Children& children) {
    const auto text = children.requireText("Certificate");
    if (!text) {
        return passOn(text);
    }
    if (text->empty()) {
        return std::optional<certs::Certificate>{};
    }
    auto certificate = base64Decode(*text).and_then(&certs::Certificate::fromDer);
    if (!certificate) {
        return fail(ErrorCode::MalformedMessage, "Certificate can't be read");
    }
    return std::optional{*std::move(certificate)};
}

/// The foreign element of an Extension; its describing elements come before it.
std::optional<xml::Node> contentOf(xml::Node extension) {
    for (const auto child : extension.children()) {
        if (child.namespaceUri() != kSmpNamespace) {
            return child;
        }
    }
    return std::nullopt;
}

/// The content of the first Extension, as text; the others are read over.
std::string readExtensions(Children& children) {
    std::string first;
    while (const auto extension = children.take("Extension")) {
        const auto content = contentOf(*extension);
        if (first.empty() && content) {
            first = content->serialize();
        }
    }
    return first;
}

Result<ServiceEndpoint> readEndpoint(xml::Node element) {
    Children children{element};
    auto uri = children.requireText("EndpointURI");
    auto signature = children.takeText("RequireBusinessLevelSignature");
    auto level = children.takeText("MinimumAuthenticationLevel");
    for (const auto* text : {&uri, &signature, &level}) {
        if (!*text) {
            return passOn(*text);
        }
    }
    const auto activation = readDate(children, "ServiceActivationDate");
    const auto expiration = readDate(children, "ServiceExpirationDate");
    if (!activation || !expiration) {
        return activation ? passOn(expiration) : passOn(activation);
    }
    auto certificate = readCertificate(children);
    if (!certificate) {
        return passOn(certificate);
    }
    auto description = children.requireText("ServiceDescription");
    auto contact = children.requireText("TechnicalContactUrl");
    auto information = children.takeText("TechnicalInformationUrl");
    for (const auto* text : {&description, &contact, &information}) {
        if (!*text) {
            return passOn(*text);
        }
    }
    auto extension = readExtensions(children);
    if (const auto end = children.finish(); !end) {
        return passOn(end);
    }
    return ServiceEndpoint{element.attribute("transportProfile"),
                           *std::move(uri),
                           *signature == "true" || *signature == "1",
                           *std::move(level),
                           *activation,
                           *expiration,
                           *std::move(certificate),
                           *std::move(description),
                           *std::move(contact),
                           *std::move(information),
                           std::move(extension)};
}

Result<ServiceProcess> readProcess(xml::Node element) {
    Children children{element};
    auto identifier = readIdentifier(children, "ProcessIdentifier");
    if (!identifier) {
        return passOn(identifier);
    }
    const auto list = children.require("ServiceEndpointList");
    if (!list) {
        return passOn(list);
    }
    ServiceProcess process{*std::move(identifier), {}};
    Children endpoints{*list};
    while (const auto one = endpoints.take("Endpoint")) {
        auto endpoint = readEndpoint(*one);
        if (!endpoint) {
            return passOn(endpoint);
        }
        process.endpoints.push_back(*std::move(endpoint));
    }
    static_cast<void>(readExtensions(children));
    for (const auto* at : {&endpoints, &children}) {
        if (const auto end = at->finish(); !end) {
            return passOn(end);
        }
    }
    if (process.endpoints.empty()) {
        return fault(*list, "holds no Endpoint");
    }
    return process;
}

Result<ServiceMetadata> readInformation(xml::Node element) {
    Children children{element};
    auto participant = readIdentifier(children, "ParticipantIdentifier");
    if (!participant) {
        return passOn(participant);
    }
    auto document = readIdentifier(children, "DocumentIdentifier");
    if (!document) {
        return passOn(document);
    }
    const auto list = children.require("ProcessList");
    if (!list) {
        return passOn(list);
    }
    ServiceInformation information{*std::move(participant), *std::move(document), {}};
    Children processes{*list};
    while (const auto one = processes.take("Process")) {
        auto process = readProcess(*one);
        if (!process) {
            return passOn(process);
        }
        information.processes.push_back(*std::move(process));
    }
    static_cast<void>(readExtensions(children));
    for (const auto* at : {&processes, &children}) {
        if (const auto end = at->finish(); !end) {
            return passOn(end);
        }
    }
    if (information.processes.empty()) {
        return fault(*list, "holds no Process");
    }
    return information;
}

Result<ServiceMetadata> readRedirect(xml::Node element) {
    Children children{element};
    auto uid = children.requireText("CertificateUID");
    if (!uid) {
        return passOn(uid);
    }
    static_cast<void>(readExtensions(children));
    if (const auto end = children.finish(); !end) {
        return passOn(end);
    }
    ServiceRedirect redirect{element.attribute("href"), *std::move(uid)};
    if (redirect.href.empty() || redirect.certificateUid.empty()) {
        return fault(element, "lacks href or CertificateUID");
    }
    return redirect;
}

void writeIdentifier(xml::Writer& out, std::string_view name, const SchemedIdentifier& identifier) {
    out.start(name).attribute("scheme", identifier.scheme).text(identifier.value).end();
}

void writeEndpoint(xml::Writer& out, const ServiceEndpoint& endpoint) {
    out.start("Endpoint").attribute("transportProfile", endpoint.transportProfile);
    out.leaf("EndpointURI", endpoint.uri);
    if (!endpoint.minimumAuthenticationLevel.empty()) {
        out.leaf("RequireBusinessLevelSignature", endpoint.businessLevelSignature ? "true" : "false");
        out.leaf("MinimumAuthenticationLevel", endpoint.minimumAuthenticationLevel);
    }
    if (endpoint.activation) {
        out.leaf("ServiceActivationDate", formatXmlDateTime(*endpoint.activation));
    }
    if (endpoint.expiration) {
        out.leaf("ServiceExpirationDate", formatXmlDateTime(*endpoint.expiration));
    }
    out.leaf("Certificate", endpoint.certificate ? base64Encode(endpoint.certificate->der()) : "");
    out.leaf("ServiceDescription", endpoint.description);
    out.leaf("TechnicalContactUrl", endpoint.technicalContact);
    if (!endpoint.technicalInformation.empty()) {
        out.leaf("TechnicalInformationUrl", endpoint.technicalInformation);
    }
    if (!endpoint.extension.empty()) {
        out.start("Extension").fragment(endpoint.extension).end();
    }
    out.end();
}

} // namespace

Result<ServiceMetadata> readServiceMetadata(xml::Node element) {
    if (!element.is(kSmpNamespace, "ServiceMetadata")) {
        return fault(element, "is not ServiceMetadata");
    }
    Children children{element};
    const auto information = children.take("ServiceInformation");
    const auto redirect = information ? std::nullopt : children.take("Redirect");
    if (const auto end = children.finish(); !end) {
        return passOn(end);
    }
    if (!information && !redirect) {
        return fault(element, "holds neither ServiceInformation nor Redirect");
    }
    return information ? readInformation(*information) : readRedirect(*redirect);
}

xml::Document writeServiceMetadata(const ServiceInformation& information) {
    xml::Writer out;
    out.start("ServiceMetadata").attribute("xmlns", kSmpNamespace).start("ServiceInformation");
    writeIdentifier(out, "ParticipantIdentifier", information.participant);
    writeIdentifier(out, "DocumentIdentifier", information.document);
    out.start("ProcessList");
    for (const auto& process : information.processes) {
        out.start("Process");
        writeIdentifier(out, "ProcessIdentifier", process.identifier);
        out.start("ServiceEndpointList");
        for (const auto& endpoint : process.endpoints) {
            writeEndpoint(out, endpoint);
        }
        out.end().end();
    }
    out.end().start("Extension").end().end().end();
    return xml::Document::parse(out.take()).value();
}

std::optional<xml::Node> signatureExtension(xml::Node serviceMetadata) {
    const auto inner = serviceMetadata.firstChild();
    if (!inner) {
        return std::nullopt;
    }
    const auto extensions = inner->children(kSmpNamespace, "Extension");
    return extensions.empty() ? std::nullopt : std::optional{extensions.back()};
}

} // namespace ncp::discovery
