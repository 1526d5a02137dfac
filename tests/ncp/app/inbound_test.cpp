#include "ncp/app/inbound.hpp"

#include "ncp/national/document_folder.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/test_pki.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

using namespace ncp;
using namespace ncp::test;

namespace {

constexpr const char* kService = "/openncp-ws-server/services/XCA_Service";
constexpr const char* kMessage = R"(<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"
    xmlns:a="http://www.w3.org/2005/08/addressing"><e:Header><a:Action>urn:ihe:iti:2007:CrossGatewayQuery</a:Action>
    <a:MessageID>urn:uuid:11111111-2222-4333-8444-555555555555</a:MessageID></e:Header><e:Body><x/></e:Body>
    </e:Envelope>)";

/// A defect where nobody expects one.
class DefectiveMemory final : public store::AnsweredMessages {
  public:
    Result<bool> wasAnswered(const std::string&, const std::string&) const override {
        throw std::logic_error("Ovington");
    }
};

/// The SOAP side of a node of an invented Portugal that has no documents.
class Gateway {
  public:
    explicit Gateway(const store::AnsweredMessages* answered = nullptr)
        : log_(clock_, LogLevel::Debug, [this](std::string_view line) { logged_.append(line); }),
          store_(store::Store::open(directory_.path() / "store.sqlite", clock_, log_).value()),
          metrics_({"NO"}, "test"), recorder_(*store_, metrics_, log_),
          policy_(
              saml::Policy::load(std::filesystem::path{NCP_SOURCE_DIR} / "config/policies/permissions.tsv")
                  .value()),
          verifier_(std::make_shared<const certs::TrustStore>(certs::TrustStore::load({}).value()),
                    signatures_, policy_.vocabulary()),
          folder_(national::DocumentFolder::open(
                      {directory_.path(), community_, Oid::parse("2.999.1").value(),
                       Language::parse("pt").value(), false, std::chrono::milliseconds{0}},
                      log_)
                      .value()),
          identify_(community_, *folder_, policy_, random_),
          documents_(CountryCode::parse("PT").value(), community_, *folder_, policy_, random_),
          dispense_(*folder_, policy_),
          inbound_({verifier_, identify_, documents_, dispense_, answered == nullptr ? *store_ : *answered,
                    *store_, recorder_, clock_, random_, log_, countries_}) {}

    const app::Inbound& operator*() const { return inbound_; }
    const app::Inbound* operator->() const { return &inbound_; }
    std::vector<audit::Record> records() const { return store_->list({}).value(); }
    const std::string& logged() const { return logged_; }

    static http::Request request(std::string path, std::string method) {
        http::Request made;
        made.method = std::move(method);
        made.path = std::move(path);
        made.headers = {{"content-type", "application/soap+xml; charset=UTF-8"}};
        made.body = kMessage;
        made.clientAddress = "192.0.2.7";
        made.deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
        return made;
    }

  private:
    static std::shared_ptr<const app::CountryTables> norwayMayAsk() {
        app::CountryTables tables;
        tables.partners.insert("NO");
        return std::make_shared<const app::CountryTables>(std::move(tables));
    }

    TemporaryDirectory directory_;
    SystemClock clock_;
    SystemRandom random_;
    std::string logged_;
    Logger log_;
    HomeCommunityId community_ = HomeCommunityId::parse("2.999.1").value();
    std::unique_ptr<store::Store> store_;
    admin::Metrics metrics_;
    app::Recorder recorder_;
    certs::SignatureVerifier signatures_;
    saml::Policy policy_;
    saml::Verifier verifier_;
    std::unique_ptr<national::DocumentFolder> folder_;
    identify::ServerA identify_;
    documents::ServerA documents_;
    dispense::ServerA dispense_;
    Current<app::CountryTables> countries_{norwayMayAsk()};
    app::Inbound inbound_;
};

} // namespace

TEST_CASE("a defect in the middle of a transaction leaves one record and a fault, and no word of its cause",
          "[app][hostile]") {
    const DefectiveMemory defective;
    const Gateway gateway{&defective};
    const auto response = gateway->handle(Gateway::request(kService, "POST"));
    CHECK(response.status == 500);
    CHECK(response.body.find("Fault") != std::string::npos);
    CHECK((response.body + gateway.logged()).find("Ovington") == std::string::npos);
    const auto records = gateway.records();
    REQUIRE(records.size() == 1);
    CHECK(records.front().event.outcome == audit::Outcome::Failed);
    CHECK(records.front().event.errorId == "service.internal");
    CHECK(records.front().event.messageId == "urn:uuid:11111111-2222-4333-8444-555555555555");
}

TEST_CASE("a request to another address or by another method leaves a record", "[app]") {
    const Gateway gateway;
    CHECK(gateway->handle(Gateway::request("/elsewhere", "POST")).status == 404);
    CHECK(gateway->handle(Gateway::request(kService, "GET")).status == 405);
    CHECK(gateway.records().size() == 2);
}

TEST_CASE("a stranger's certificate puts no country into the audit trail", "[app][hostile]") {
    const Gateway gateway;
    TestPki pki;
    const auto certificate = pki.tlsClient("NO").certificate();
    SECTION("not verified") {
        gateway->refused({"192.0.2.7", "client-certificate-untrusted", certificate, false});
        CHECK(gateway.records().front().event.peerCountry.empty());
    }
    SECTION("verified") {
        gateway->refused({"192.0.2.7", "body-limit", certificate, true});
        CHECK(gateway.records().front().event.peerCountry == "NO");
    }
    CHECK(gateway.records().front().event.peerCertificate == certificate.subject());
}
