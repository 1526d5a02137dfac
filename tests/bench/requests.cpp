#include "tests/bench/requests.hpp"

#include "base/base64.hpp"
#include "base/table.hpp"
#include "base/uuid.hpp"
#include "certs/private_key.hpp"
#include "ncp/dispense/messages.hpp"
#include "ncp/documents/messages.hpp"
#include "ncp/identify/messages.hpp"
#include "ncp/saml/issue.hpp"
#include "ncp/soap/envelope.hpp"
#include "ncp/soap/mtom.hpp"
#include "transform/dispensation/dispensation.hpp"

namespace ncp::bench {
namespace {

constexpr std::string_view kPatient = "900000001";
constexpr std::string_view kPortugal = "2.16.17.710.820.1000.990.1";
constexpr std::string_view kNorway = "2.16.578.1.12.4.5.10.1";
constexpr std::string_view kMessageId = "urn:uuid:6e636262-0000-4000-8000-b0b0b0b0b0b0";
constexpr std::string_view kNumber = "b0b0b0b0b0b0"; ///< of each request its own
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

saml::Clinician pharmacist() {
    auto made = clinician();
    made.id = "9900002";
    made.role = {"2262", "2.16.840.1.113883.2.9.6.2.7", "Pharmacists", {}};
    made.facilityType = "Pharmacy";
    made.permissions = {"PRD-004", "PRD-006", "PRD-010", "PPD-046"};
    return made;
}

PatientId patient() {
    return PatientId::make(kPortugal, kPatient).value();
}

/// The assertions of one clinician who treats one patient.
struct Assertions {
    std::string hcp;
    std::string trc;
};

Assertions issue(const std::filesystem::path& pki, const saml::Clinician& who, const PatientId& whom) {
    const SystemClock clock;
    SystemRandom random;
    auto credential = certs::loadCredential(pki / "no/signature.key", pki / "no/signature.pem");
    const saml::Issuer issuer{CountryCode::parse("NO").value(), HomeCommunityId::parse(kNorway).value(),
                              std::move(credential.value()), clock, random};
    const auto hcp = issuer.issueHcp(who, saml::PurposeOfUse::Treatment).value();
    return {hcp.xml, issuer.issueTrc(hcp, who, whom, saml::PurposeOfUse::Treatment).value().xml};
}

std::string postOf(const std::string& path, std::string_view contentType, std::string_view body) {
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + std::string{contentType} +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
}

std::string post(const std::string& path, std::string_view action, const std::string& body) {
    return postOf(path, "application/soap+xml; charset=UTF-8; action=\"" + std::string{action} + "\"", body);
}

std::vector<std::size_t> slotsIn(std::string_view bytes) {
    std::vector<std::size_t> found;
    for (auto at = bytes.find(kNumber); at != std::string_view::npos; at = bytes.find(kNumber, at + 1)) {
        found.push_back(at);
    }
    return found;
}

std::string envelope(const std::string& path, std::string_view action, std::vector<std::string> assertions,
                     const std::string& body) {
    SystemRandom random;
    const soap::RequestHeader header{"https://localhost" + path, std::string{action},
                                     MessageId::parse(kMessageId).value(),
                                     CorrelationId::parse(makeUuid(random)).value(), std::move(assertions)};
    return soap::writeRequest(header, body);
}

RequestTemplate soapRequest(const std::string& name, const std::string& service, std::string_view action,
                            std::vector<std::string> assertions, const std::string& body, std::string sign) {
    const auto path = std::string{kServices} + service;
    RequestTemplate made{name,
                         post(path, action, envelope(path, action, std::move(assertions), body)),
                         {},
                         200,
                         std::move(sign)};
    made.slots = slotsIn(made.bytes);
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
    number(bytes, list.slots, (std::uint64_t{1} << 40U) - 1);
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

std::string eDispensation(const xml::Document& prescription) {
    const transform::dispensation::Dispenser dispenser{
        "1",
        "2.999.41.1",
        "Frida Demoapoteker Oppdiktet",
        {"2262", "2.16.840.1.113883.2.9.6.2.7", "Pharmacists", "ISCO"},
        "Eksempelapoteket Bergen",
        "2",
        CountryCode::parse("NO").value(),
        "Bergen"};
    auto composed = transform::dispensation::compose(
        prescription, dispenser, {}, {"2.999.41.2", std::string{kNumber}, SystemClock{}.now(), "nb-NO"});
    if (!composed) {
        stop("no dispensation of the demonstration's prescription: " + composed.error().detail);
    }
    return *std::move(composed);
}

/// A dispensation of one package that is another one each time: the number stands in the ids of the document,
/// too, which travels as an attachment for that reason.
RequestTemplate dispensation(const NodeUnderLoad& node) {
    const auto prescription = xml::Document::parse(readFile(node.prescription()).value()).value();
    const auto document = eDispensation(prescription);
    const auto whom = PatientId::make(kPortugal, "900000004").value();
    SystemRandom random;
    auto body = dispense::writeSubmission(
        {dispense::Kind::Dispensation,
         whom,
         {},
         "2.999.41.3",
         "2.999.41.2^" + std::string{kNumber},
         "nb-NO",
         SystemClock{}.now(),
         {"Frida Demoapoteker Oppdiktet", "Eksempelapoteket Bergen", "urn:hl7ii:2.999.41.1:2"},
         CountryCode::parse("NO").value(),
         HomeCommunityId::parse(kNorway).value(),
         std::make_shared<const std::string>(document)},
        random);
    const auto inlined = base64Encode(document);
    body.replace(
        body.find(inlined), inlined.size(),
        R"(<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:document@bench"/>)");
    const auto path = std::string{kServices} + "XDR_Service";
    const auto assertions = issue(node.pki(), pharmacist(), whom);
    const auto packed =
        soap::pack(envelope(path, dispense::kProvideAction, {assertions.hcp, assertions.trc}, body),
                   "document@bench", document, "ncp-bench", dispense::kProvideAction);
    RequestTemplate made{"dispensation (ITI-41)",
                         postOf(path, packed.contentType, packed.body),
                         {},
                         200,
                         "ResponseStatusType:Success"};
    made.slots = slotsIn(made.bytes);
    return made;
}

} // namespace

void number(std::string& bytes, const std::vector<std::size_t>& slots, std::uint64_t value) noexcept {
    constexpr std::string_view digits = "0123456789abcdef";
    for (const auto slot : slots) {
        auto rest = value;
        for (std::size_t i = kNumber.size(); i-- > 0; rest >>= 4U) {
            bytes[slot + i] = digits[rest & 0xFU];
        }
    }
}

std::vector<RequestTemplate> requestTemplates(const NodeUnderLoad& node, const TlsClient& client) {
    const auto assertions = issue(node.pki(), clinician(), patient());
    std::vector<RequestTemplate> made;
    made.push_back({"another address (404)",
                    post("/nothing", "urn:none", std::string(12'000, ' ')),
                    {},
                    404,
                    "no such address"});
    made.push_back(soapRequest("XCPD (ITI-55)", "XCPD_Service", identify::kRequestAction, {assertions.hcp},
                               discovery(), "registrationEvent"));
    made.push_back(soapRequest(
        "list (ITI-38)", "XCA_Service", documents::kQueryAction, {assertions.hcp, assertions.trc},
        documents::writeQuery({patient(), {"60591-5"}, {}, {}, {}}), "ResponseStatusType:Success"));
    made.push_back(soapRequest(
        "retrieve (ITI-39)", "XCA_Service", documents::kRetrieveAction, {assertions.hcp, assertions.trc},
        documents::writeRetrieve({listedSummary(node, client, made.back())}), "ResponseStatusType:Success"));
    made.push_back(dispensation(node));
    return made;
}

} // namespace ncp::bench
