#include "tests/bench/requests.hpp"

#include "base/uuid.hpp"
#include "certs/private_key.hpp"
#include "ncp/documents/messages.hpp"
#include "ncp/identify/messages.hpp"
#include "ncp/saml/issue.hpp"
#include "ncp/soap/envelope.hpp"

namespace ncp::bench {
namespace {

constexpr std::string_view kPatient = "900000001";
constexpr std::string_view kPortugal = "2.16.17.710.820.1000.990.1";
constexpr std::string_view kNorway = "2.16.578.1.12.4.5.10.1";
constexpr std::string_view kMessageId = "urn:uuid:6e636262-0000-4000-8000-000000000000";
constexpr std::size_t kDigits = 12;
constexpr std::string_view kServices = "/openncp-ws-server/services/";

saml::Clinician clinician() {
    return {"9900001",
            "Kari Demolege Oppdiktet",
            {"221", "2.16.840.1.113883.2.9.6.2.7", "Medical Doctors", {}},
            "Demonstrasjonssykehuset Oslo",
            "urn:hl7ii:2.16.578.1.12.4.1.4.101:000000001",
            "Hospital",
            "Oslo, Norway",
            "SmartcardPKI",
            {"PRD-003", "PRD-004", "PRD-005", "PRD-006", "PRD-010", "PRD-016"},
            std::nullopt};
}

PatientId patient() {
    return PatientId::make(kPortugal, kPatient).value();
}

/// The assertions of one clinician who treats one patient.
struct Assertions {
    std::string hcp;
    std::string trc;
};

Assertions issue(const std::filesystem::path& pki) {
    const SystemClock clock;
    SystemRandom random;
    auto credential = certs::loadCredential(pki / "no/signature.key", pki / "no/signature.pem");
    const saml::Issuer issuer{CountryCode::parse("NO").value(), HomeCommunityId::parse(kNorway).value(),
                              std::move(credential.value()), clock, random};
    const auto hcp = issuer.issueHcp(clinician(), saml::PurposeOfUse::Treatment).value();
    return {hcp.xml, issuer.issueTrc(hcp, clinician(), patient(), saml::PurposeOfUse::Treatment).value().xml};
}

std::string post(const std::string& path, std::string_view action, const std::string& body) {
    return "POST " + path +
           " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/soap+xml; charset=UTF-8; action=\"" +
           std::string{action} + "\"\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

RequestTemplate soapRequest(const std::string& name, const std::string& service, std::string_view action,
                            std::vector<std::string> assertions, const std::string& body, std::string sign) {
    SystemRandom random;
    const auto path = std::string{kServices} + service;
    const soap::RequestHeader header{"https://localhost" + path, std::string{action},
                                     MessageId::parse(kMessageId).value(),
                                     CorrelationId::parse(makeUuid(random)).value(), std::move(assertions)};
    RequestTemplate made{name, post(path, action, soap::writeRequest(header, body)), 0, 200, std::move(sign)};
    made.slot = made.bytes.find(kMessageId) + kMessageId.size() - kDigits;
    return made;
}

std::string discovery() {
    SystemRandom random;
    const identify::DiscoveryRequest request{{makeUuid(random), {}},
                                             SystemClock{}.now(),
                                             HomeCommunityId::parse(kPortugal).value(),
                                             HomeCommunityId::parse(kNorway).value(),
                                             {makeUuid(random), {}},
                                             {patient()},
                                             {}};
    return identify::writeRequest(request);
}

/// The node's list, asked for once: ids of documents are the node's own.
documents::RetrieveRequest listedSummary(const NodeUnderLoad& node, const TlsClient& client,
                                         const RequestTemplate& list) {
    auto bytes = list.bytes;
    number(bytes, list.slot, (std::uint64_t{1} << 40U) - 1);
    TlsConnection connection{client, node.port(), nullptr};
    Answer answer;
    connection.exchange(bytes, answer);
    const auto start = answer.body.find("\r\n\r\n") + 4;
    const auto envelope = soap::parseEnvelope(std::string_view{answer.body}.substr(start), {});
    if (!envelope || !envelope->body) {
        stop("the node does not list its documents");
    }
    const auto listed = documents::parseQueryAnswer(*envelope->body);
    if (!listed || listed->documents.empty() || !listed->documents.front().coded) {
        stop("the demonstration's patient has no summary");
    }
    const auto& entry = *listed->documents.front().coded;
    return {entry.homeCommunityId, entry.repositoryUniqueId, entry.uniqueId};
}

} // namespace

void number(std::string& bytes, std::size_t slot, std::uint64_t value) noexcept {
    constexpr std::string_view digits = "0123456789abcdef";
    for (std::size_t i = kDigits; i-- > 0; value >>= 4U) {
        bytes[slot + i] = digits[value & 0xFU];
    }
}

std::vector<RequestTemplate> requestTemplates(const NodeUnderLoad& node, const TlsClient& client) {
    const auto assertions = issue(node.pki());
    std::vector<RequestTemplate> made;
    made.push_back({"another address (404)", post("/nothing", "urn:none", std::string(12'000, ' ')),
                    std::string::npos, 404, "no such address"});
    made.push_back(soapRequest("XCPD (ITI-55)", "XCPD_Service", identify::kRequestAction, {assertions.hcp},
                               discovery(), "registrationEvent"));
    made.push_back(soapRequest(
        "list (ITI-38)", "XCA_Service", documents::kQueryAction, {assertions.hcp, assertions.trc},
        documents::writeQuery({patient(), {"60591-5"}, {}, {}, {}}), "ResponseStatusType:Success"));
    made.push_back(soapRequest(
        "retrieve (ITI-39)", "XCA_Service", documents::kRetrieveAction, {assertions.hcp, assertions.trc},
        documents::writeRetrieve(listedSummary(node, client, made.back())), "ResponseStatusType:Success"));
    return made;
}

} // namespace ncp::bench
