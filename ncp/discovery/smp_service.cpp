#include "ncp/discovery/smp_service.hpp"

#include "base/table.hpp"
#include "base/xml/writer.hpp"
#include "certs/digest.hpp"
#include "ncp/discovery/signed_metadata.hpp"

#include <algorithm>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

namespace ncp::discovery {
namespace {

constexpr std::string_view kXml = "application/xml; charset=UTF-8";
constexpr std::string_view kErrorNamespace = "ec:services:SMP:1.0";
constexpr std::string_view kServicesSegment = "/services/";

http::Response refusal(int status, std::string_view businessCode, std::string_view description) {
    xml::Writer out;
    out.start("ErrorResponse").attribute("xmlns", kErrorNamespace);
    out.leaf("BusinessCode", businessCode).leaf("ErrorDescription", description).end();
    return {status, std::string{kXml}, out.take(), {}};
}

http::Response notFound() {
    return refusal(404, "NOT_FOUND", "There are no such metadata here.");
}

http::Response plain(int status) {
    return {status, std::string{kXml}, {}, {}};
}

/// The value of `scheme::value`.
std::optional<std::string> valueOf(std::string_view segment, std::string_view scheme) {
    const auto start = std::string{scheme} + "::";
    if (!segment.starts_with(start) || segment.size() == start.size()) {
        return std::nullopt;
    }
    return std::string{segment.substr(start.size())};
}

/// Whether the metadata say themselves that they are of this participant and document; a Redirect says
/// neither.
bool areOf(const ServiceMetadata& metadata, const CountryCode& country, std::string_view document) {
    const auto* information = std::get_if<ServiceInformation>(&metadata);
    return information == nullptr ||
           (information->participant ==
                SchemedIdentifier{std::string{kParticipantScheme}, participantIdentifier(country)} &&
            information->document == SchemedIdentifier{std::string{kDocumentScheme}, std::string{document}});
}

std::string_view businessCodeOf(const Error& error) {
    const bool unreadable = error.code == ErrorCode::MalformedXml ||
                            error.code == ErrorCode::XmlLimitExceeded ||
                            error.code == ErrorCode::MalformedMessage;
    return unreadable ? "XSD_INVALID" : "OTHER_ERROR";
}

} // namespace

std::optional<SmpService::Address> SmpService::addressOf(std::string_view path) {
    if (!path.starts_with('/')) {
        return std::nullopt;
    }
    path.remove_prefix(1);
    const auto services = path.find(kServicesSegment);
    const auto participant = valueOf(path.substr(0, services), kParticipantScheme);
    auto country = participant ? countryOf(*participant) : std::nullopt;
    if (!country) {
        return std::nullopt;
    }
    if (services == std::string_view::npos) {
        return Address{*std::move(country), std::nullopt};
    }
    auto document = valueOf(path.substr(services + kServicesSegment.size()), kDocumentScheme);
    return document ? std::optional{Address{*std::move(country), std::move(document)}} : std::nullopt;
}

/// Named by a digest: what stands in a URL never becomes part of a path.
std::filesystem::path SmpService::fileOf(const Address& address) const {
    return parts_.folder / address.country.str() /
           (certs::hex(certs::sha256(address.document.value_or(""))) + ".xml");
}

http::Response SmpService::handle(const http::Request& request) const {
    const auto address = addressOf(request.path);
    if (!address) {
        return notFound();
    }
    if (request.method == "GET" || request.method == "HEAD") {
        return address->document ? metadata(*address) : serviceGroup(request, *address);
    }
    if (request.method != "PUT" && request.method != "DELETE") {
        return plain(405);
    }
    if (!request.clientCertificate) {
        return refusal(401, "UNAUTHORIZED", "Publishing needs a connection with a client certificate.");
    }
    if (request.clientCertificate->country() != address->country.str()) {
        return refusal(401, "UNAUTHORIZED", "The client certificate is not of the participant's country.");
    }
    if (!address->document) {
        return notFound();
    }
    return request.method == "PUT" ? put(request, *address) : remove(*address);
}

http::Response SmpService::serviceGroup(const http::Request& request, const Address& address) const {
    std::vector<std::string> documents;
    std::error_code absent;
    for (const auto& entry :
         std::filesystem::directory_iterator{parts_.folder / address.country.str(), absent}) {
        const auto text = readFile(entry.path());
        const auto document = text ? xml::Document::parse(*text) : fail(ErrorCode::PeerNotFound, {});
        const auto metadata = document ? readServiceMetadata(document->root())
                                       : Result<ServiceMetadata>{tl::unexpected{document.error()}};
        if (metadata && std::holds_alternative<ServiceInformation>(*metadata)) {
            documents.push_back(std::get<ServiceInformation>(*metadata).document.value);
        }
    }
    if (documents.empty()) {
        return notFound();
    }
    std::ranges::sort(documents);
    const auto participant = participantIdentifier(address.country);
    const auto base =
        (request.clientCertificate ? "https://" : "http://") + std::string{request.header("host")} + "/";
    xml::Writer out;
    out.start("ServiceGroup").attribute("xmlns", kSmpNamespace);
    out.start("ParticipantIdentifier").attribute("scheme", kParticipantScheme).text(participant).end();
    out.start("ServiceMetadataReferenceCollection");
    for (const auto& document : documents) {
        out.empty("ServiceMetadataReference", "href", base + metadataPath(participant, document));
    }
    out.end().end();
    return {200, std::string{kXml}, out.take(), {}};
}

http::Response SmpService::metadata(const Address& address) const {
    const auto national = readFile(fileOf(address));
    if (!national) {
        return notFound();
    }
    auto signedOne = signAsSmp(*national, parts_.signer);
    return signedOne ? http::Response{200, std::string{kXml}, *std::move(signedOne), {}}
                     : refusal(500, "TECHNICAL", "The metadata can't be signed.");
}

http::Response SmpService::put(const http::Request& request, const Address& address) const {
    const auto verified =
        verifyNationalMetadata(request.body, address.country, *parts_.national(), parts_.clock.now());
    if (!verified) {
        const auto& error = verified.error();
        return refusal(400, businessCodeOf(error),
                       error.rule.empty() ? error.detail : error.rule + ": " + error.detail);
    }
    if (!areOf(verified->metadata, address.country, *address.document)) {
        return refusal(400, "WRONG_FIELD", "The metadata are of another participant or document.");
    }
    const auto file = fileOf(address);
    std::error_code fault;
    std::filesystem::create_directories(file.parent_path(), fault);
    const bool known = std::filesystem::exists(file, fault);
    if (const auto written = writeFile(file, request.body); !written) {
        return refusal(500, "TECHNICAL", "The metadata can't be stored.");
    }
    return plain(known ? 200 : 201);
}

http::Response SmpService::remove(const Address& address) const {
    std::error_code fault;
    return std::filesystem::remove(fileOf(address), fault) ? plain(200) : notFound();
}

PublishAnswer readPublishAnswer(int status, std::string_view body) {
    PublishAnswer answer{status, {}, {}};
    const auto document = xml::Document::parse(body);
    if (!document) {
        return answer;
    }
    for (const auto child : document->root().children()) {
        const auto text = child.plainText().value_or("");
        if (child.name() == "BusinessCode") {
            answer.businessCode = text;
        } else if (child.name() == "ErrorDescription") {
            answer.description = text;
        }
    }
    return answer;
}

} // namespace ncp::discovery
