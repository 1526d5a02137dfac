#include "tests/ncp/discovery/network.hpp"

#include "ncp/discovery/signed_metadata.hpp"

namespace ncp::test {

using namespace discovery;

OwnServices servicesOf(TestPki& pki, const std::string& country) {
    return {CountryCode::parse(country).value(),      "https://localhost:1/XCPD_Service",
            "https://localhost:1/XCA_Service",        "https://localhost:1/XDR_Service",
            pki.tlsServer(country).certificate(),     pki.now() - std::chrono::hours{1},
            pki.now() + std::chrono::hours{24 * 365}, "https://localhost/contact",
            "https://localhost/information",          maskOf(country)};
}

SearchMask maskOf(const std::string& country) {
    return parseSearchMask(
               R"(<ism:searchFields xmlns:ism="http://ec.europa.eu/sante/ehncp/ism"><ism:country code=")" +
               country +
               R"(" label="label.ism.addressCountry"><ism:patientSearch friendlyName="Test" scope="ALL">)"
               R"(<ism:identifier type="NORMAL"><ism:id label="label.ism.passportNumber" domain="1.2.3" format="[0-9]{4}")"
               R"( contextualDescription="Passport" originalContextualDescription="Pass &amp; &#230;" mandatory="true"/>)"
               R"(</ism:identifier></ism:patientSearch></ism:country></ism:searchFields>)")
        .value();
}

std::string nationalMetadata(const OwnServices& own, Service service, const certs::Credential& signer) {
    return signNationally(writeServiceMetadata(describe(own, service).value()), signer).value();
}

SmpUnderTest::SmpUnderTest()
    : clock(testNow()), national_(std::make_shared<const certs::TrustStore>(countries.trustStore())),
      smpTrust_(std::make_shared<const certs::TrustStore>(smps.trustStore())),
      log_(clock, LogLevel::Error, [](std::string_view) {}) {
    service_.emplace(SmpService::Parts{folder(), smpSigner(), [this] { return national_; }, clock});
    server_ = http::Server::start(
                  {}, [this](const http::Request& request) { return handle(request); },
                  [](const http::ConnectionRefusal&) {}, log_)
                  .value();
    port_ = server_->port();
}

std::string SmpUnderTest::url() const {
    return "http://127.0.0.1:" + std::to_string(port_);
}

http::Response SmpUnderTest::handle(const http::Request& request) {
    ++requests_;
    const auto other = other_.with([](const auto& set) { return set; });
    return other ? other(request) : service_->handle(request);
}

void SmpUnderTest::answerWith(std::function<http::Response(const http::Request&)> other) {
    other_.with([&](auto& set) { set = std::move(other); });
}

void SmpUnderTest::publish(const std::string& country) {
    publish(servicesOf(countries, country), countries.signer(country));
}

void SmpUnderTest::publish(const OwnServices& own, const certs::Credential& signer) {
    for (const auto one : kServices) {
        http::Request request;
        request.method = "PUT";
        request.path = "/" + std::string{kParticipantScheme} + "::" + participantIdentifier(own.country) +
                       "/services/" + std::string{kDocumentScheme} +
                       "::" + std::string{documentIdentifier(one)};
        request.body = nationalMetadata(own, one, signer);
        request.clientCertificate = countries.tlsClient(own.country.str()).certificate();
        const auto answer = service_->handle(request);
        if (answer.status > 201) {
            throw std::runtime_error{"not published: " + answer.body};
        }
    }
}

SmpClient SmpUnderTest::client() {
    return {[this] { return http::ResourceClient::Settings{countries.tlsClient("NO"), national_}; },
            MetadataTrust{[this] { return smpTrust_; }, [this] { return national_; }}, clock};
}

Directory::Parts SmpUnderTest::parts(const std::filesystem::path& kept) {
    Locator::Settings locator;
    locator.smpUrl = url() + "/";
    return {Locator{locator}, client(), MetadataFolder{kept}, clock, {}};
}

std::unique_ptr<Directory> SmpUnderTest::directory(const std::filesystem::path& kept,
                                                   Directory::Settings settings) {
    return std::make_unique<Directory>(
        std::map<CountryCode, HomeCommunityId>{
            {CountryCode::parse("PT").value(), HomeCommunityId::parse("2.16.17.710.820.1000.990.1").value()},
            {CountryCode::parse("SE").value(), HomeCommunityId::parse("1.2.752.221.3.1.1").value()}},
        parts(kept), settings);
}

} // namespace ncp::test
