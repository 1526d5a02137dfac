#include "tests/ncp/saml/workshop.hpp"

#include <stdexcept>

namespace ncp::test {
namespace {

constexpr std::string_view kHeaderStart =
    R"(<wsse:Security xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">)";

/// The text of an issued assertion without its signature.
std::string withoutSignature(const std::string& text) {
    const auto start = text.find("<ds:Signature");
    constexpr std::string_view end = "</ds:Signature>";
    const auto stop = text.find(end);
    if (start == std::string::npos || stop == std::string::npos) {
        throw std::logic_error("an issued assertion without signature");
    }
    return text.substr(0, start) + text.substr(stop + end.size());
}

std::string signedText(const Draft& draft) {
    auto text =
        draft.signer == nullptr ? draft.text : certs::signEnveloped(draft.text, *draft.signer, "xs").value();
    return draft.afterSigning ? draft.afterSigning(std::move(text)) : text;
}

saml::NextOfKin kin() {
    return {PatientId::make("2.16.620.1.101.10.3.29", "KIN-1").value(),
            "Kari",
            "Oppdiktet",
            "F",
            "1970-01-31",
            "",
            "",
            "",
            "PT"};
}

} // namespace

std::array<std::uint8_t, 16> CountingRandom::sixteenBytes() {
    std::array<std::uint8_t, 16> bytes{};
    bytes.back() = ++next_;
    return bytes;
}

void Draft::replace(std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    if (at == std::string::npos || text.find(from, at + 1) != std::string::npos) {
        throw std::invalid_argument("not exactly one occurrence: " + std::string{from});
    }
    text.replace(at, from.size(), to);
}

Workshop::Workshop()
    : clock_(pki_.now()),
      issuer_(CountryCode::parse("NO").value(), HomeCommunityId::parse("2.16.578.1.12.4.5.10.1").value(),
              pki_.signer("NO"), clock_, random_),
      verifier_(std::make_shared<const certs::TrustStore>(pki_.trustStore()), signatures_, vocabulary()) {
    const auto hcp = issuer_.issueHcp(clinician(), saml::PurposeOfUse::Treatment).value();
    const auto trc =
        issuer_.issueTrc(hcp, clinician(), patient(), saml::PurposeOfUse::Treatment, {"RX-1", "1234"})
            .value();
    const auto nok = issuer_.issueNextOfKin(hcp, clinician(), kin()).value();
    issued_ = {hcp, trc, nok};
}

saml::Clinician Workshop::clinician() {
    return {"invented.doctor",
            "Dikta Lege",
            {"221", "2.16.840.1.113883.2.9.6.2.7", "Medical Doctors", "ISCO"},
            "Oppdiktet sykehus",
            "urn:oid:2.16.578.1.12.4.1.4.101.1",
            "Hospital",
            "Oppdiktet poliklinikk",
            "SmartcardPKI",
            {"PRD-003", "PRD-005", "PRD-006", "PRD-010", "PRD-016"},
            std::nullopt};
}

PatientId Workshop::patient() {
    return PatientId::make("2.16.620.1.101.10.3.29", "PAT-1").value();
}

std::shared_ptr<const saml::Vocabulary> Workshop::vocabulary() {
    return std::make_shared<const saml::Vocabulary>(
        saml::Vocabulary::load(std::filesystem::path{NCP_SOURCE_DIR} / "config/policies").value());
}

const certs::Credential& Workshop::strangerOf(const std::string& country) {
    if (!stranger_) {
        stranger_ = std::make_unique<TestPki>(pki_.now());
    }
    return stranger_->signer(country);
}

Scene Workshop::scene() {
    const auto* signer = &pki_.signer("NO");
    Scene scene{{withoutSignature(issued_[0].xml), signer},
                {withoutSignature(issued_[1].xml), signer},
                {withoutSignature(issued_[2].xml), signer}};
    scene.tlsCountry = CountryCode::parse("NO").value();
    scene.now = pki_.now();
    return scene;
}

std::string Workshop::header(const Scene& scene) const {
    std::string text{kHeaderStart};
    for (const auto& which : scene.order) {
        text += signedText(which == "hcp" ? scene.hcp : which == "trc" ? scene.trc : scene.nok);
    }
    return text + "</wsse:Security>";
}

Result<saml::VerifiedAssertions> Workshop::verify(const Scene& scene) {
    const auto document = xml::Document::parse(header(scene)).value();
    std::vector<xml::Node> elements;
    for (const auto element : document.root().children()) {
        elements.push_back(element);
    }
    return verifier_.verify({scene.securityHeader, elements, scene.transaction, scene.tlsCountry, scene.now});
}

} // namespace ncp::test
