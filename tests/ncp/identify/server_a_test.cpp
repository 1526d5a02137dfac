#include "ncp/identify/server_a.hpp"

#include "ncp/identify/messages.hpp"
#include "ncp/soap/envelope.hpp"
#include "tests/ncp/saml/workshop.hpp"
#include "tests/support/discovery.hpp"

#include <catch2/catch.hpp>

using namespace ncp;

namespace {

/// A national side that answers as it is told, and counts how often it was asked.
class ToldConnector final : public national::Connector {
  public:
    Result<std::vector<ihe::PatientMatch>> findPatients(const saml::Authorized<national::PatientQuery>& query,
                                                        Deadline /*deadline*/) override {
        ++asked;
        query_ = query.query();
        return patients;
    }
    Result<std::vector<ihe::DocumentPair>> listDocuments(const saml::Authorized<national::DocumentQuery>&,
                                                         Deadline) override {
        return fail(ErrorCode::UnsupportedFeature, "not asked here");
    }
    Result<national::LocatedDocument> locate(const saml::Authorized<national::DocumentLocation>&,
                                             Deadline) override {
        return fail(ErrorCode::UnsupportedFeature, "not asked here");
    }
    Result<national::DocumentBytes> retrieve(const saml::Authorized<national::LocatedDocument>&,
                                             Deadline) override {
        return fail(ErrorCode::UnsupportedFeature, "not asked here");
    }
    bool available() const override { return true; }
    std::vector<std::string> faults() const override { return {}; }

    const national::PatientQuery& query() const { return query_.value(); }

    Result<std::vector<ihe::PatientMatch>> patients = std::vector{test::inventedMatch()};
    int asked = 0;

  private:
    std::optional<national::PatientQuery> query_;
};

constexpr const char* kPortugal = "2.16.17.710.820.1000.990.1";
constexpr const char* kNorway = "2.16.578.1.12.4.5.10.1";
constexpr const char* kNorwayFormerly = "2.16.17.710.899.1000.990.1";
constexpr const char* kElsewhere = "1.2.208";

/// Portugal's patient discovery, asked by a Norwegian whose assertions are in order.
class Gateway {
  public:
    identify::ServerA server() { return {community(kPortugal), connector, policy_, random_}; }

    ihe::Answered ask(const identify::DiscoveryRequest& request) {
        const auto envelope =
            soap::parseEnvelope("<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\"><e:Body>" +
                                    identify::writeRequest(request) + "</e:Body></e:Envelope>",
                                identify::kRequestAction);
        REQUIRE(envelope);
        auto scene = workshop().scene();
        scene.transaction = saml::Transaction::PatientDiscovery;
        auto verified = workshop().verify(scene);
        REQUIRE(verified);
        ihe::Call call{*envelope, std::make_shared<const saml::VerifiedAssertions>(std::move(*verified)),
                       test::inventedTime(), std::chrono::steady_clock::now() + std::chrono::hours{1}};
        call.communities = communities ? &*communities : nullptr;
        return server().answer(call);
    }

    identify::ReceivedAnswer read(const ihe::Answered& answered) {
        REQUIRE_FALSE(answered.fault);
        const auto document = xml::Document::parse(answered.body);
        REQUIRE(document);
        auto answer = identify::parseAnswer(document->root());
        REQUIRE(answer);
        return std::move(*answer);
    }

    static HomeCommunityId community(std::string_view id) { return HomeCommunityId::parse(id).value(); }
    static CountryCode country(std::string_view code) { return CountryCode::parse(code).value(); }

    ToldConnector connector;
    /// Of those who may ask.
    std::optional<ihe::Communities> communities =
        ihe::Communities{{country("NO"), {community(kNorway), community(kNorwayFormerly)}},
                         {country("DK"), {community(kElsewhere)}}};

  private:
    static test::Workshop& workshop() {
        static test::Workshop only;
        return only;
    }

    SystemRandom random_;
    saml::Policy policy_ =
        saml::Policy::load(std::filesystem::path{NCP_SOURCE_DIR} / "config/policies/permissions.tsv").value();
};

identify::DiscoveryRequest from(std::string_view sender) {
    auto request = test::inventedRequest();
    request.sender = Gateway::community(sender);
    return request;
}

ihe::PatientMatch patient(std::string_view extension) {
    auto match = test::inventedMatch();
    match.id = PatientId::make("2.16.620.1.101.10.1.1", extension).value();
    return match;
}

} // namespace

TEST_CASE("every parameter of a search reaches the national side", "[identify]") {
    Gateway gateway;
    const auto request = test::inventedRequest();
    const auto answered = gateway.ask(request);
    CHECK_FALSE(answered.error);
    CHECK((gateway.connector.query().identifiers == request.identifiers));
    CHECK((gateway.connector.query().traits == request.demographics));
    CHECK((gateway.read(answered).matches == std::vector{test::inventedMatch()}));
}

TEST_CASE("each outcome of the national side has its reason, its place and its code", "[identify]") {
    const auto [code, reason, triggers] = GENERATE(table<ErrorCode, std::string, bool>({
        {ErrorCode::PatientNoMatch, "AnswerNotAvailable", false},
        {ErrorCode::PatientQueryNotAllowed, "DemographicsQueryNotAllowed", true},
        {ErrorCode::PatientDemographicsRequested, "AdditionalDemographicsRequested", true},
        {ErrorCode::PatientSeveralMatches, "AdditionalDemographicsRequested", true},
        {ErrorCode::PatientCardRequested, "EHICDataRequested", true},
        {ErrorCode::PatientAuthenticationRequired, "PatientAuthenticationRequired", true},
        {ErrorCode::PatientPrivacy, "PrivacyViolation", false},
        {ErrorCode::PolicyViolation, "PolicyViolation", false},
        {ErrorCode::WeakAuthentication, "PolicyViolation", false},
        {ErrorCode::NoConsent, "InsufficientRights", false},
        {ErrorCode::PeerBusy, "ResponderBusy", false},
        {ErrorCode::Overloaded, "ResponderBusy", false},
        {ErrorCode::DeadlineExceeded, "ResponderBusy", false},
        {ErrorCode::PatientServiceFailed, "InternalError", false},
        {ErrorCode::Internal, "InternalError", false},
    }));
    Gateway gateway;
    gateway.connector.patients = fail(code, "told");
    const auto answered = gateway.ask(test::inventedRequest());
    REQUIRE(answered.error);
    CHECK(answered.error->code == code);
    const auto answer = gateway.read(answered);
    CHECK(answer.reason == reason);
    CHECK_FALSE(answer.errorCode.empty());
    CHECK(answer.matches.empty());
    CHECK((answered.body.find("<triggerFor ") != std::string::npos) == triggers);
    CHECK((answered.body.find("<mitigatedBy ") != std::string::npos) != triggers);
}

TEST_CASE("nobody is told as nobody, by whatever the national side says it", "[identify]") {
    Gateway gateway;
    gateway.connector.patients = std::vector<ihe::PatientMatch>{};
    const auto answer = gateway.read(gateway.ask(test::inventedRequest()));
    CHECK(answer.errorCode == "ERROR_PI_NO_MATCH");
    CHECK(answer.reason == "AnswerNotAvailable");
}

TEST_CASE("an answer with several patients names them all to the audit trail, with all their traits",
          "[identify]") {
    Gateway gateway;
    gateway.connector.patients =
        std::vector{patient("TEST-0001"), patient("TEST-0002"), patient("TEST-0003")};
    const auto answered = gateway.ask(test::inventedRequest());
    CHECK((gateway.read(answered).matches == *gateway.connector.patients));
    CHECK(answered.touched.patientId == patient("TEST-0001").id.revealCx());
    REQUIRE(answered.touched.patients.size() == 3);
    CHECK(answered.touched.patients.back() == patient("TEST-0003").id.revealCx());
}

TEST_CASE("an answer with one patient names that one", "[identify]") {
    Gateway gateway;
    gateway.connector.patients = std::vector{patient("TEST-0009")};
    const auto answered = gateway.ask(test::inventedRequest());
    CHECK(answered.touched.patientId == patient("TEST-0009").id.revealCx());
    CHECK(answered.touched.patients.empty());
}

TEST_CASE("a sender's community has to be one of the signer's country", "[identify]") {
    Gateway gateway;
    CHECK_FALSE(gateway.ask(from(kNorway)).error);
    CHECK_FALSE(gateway.ask(from(kNorwayFormerly)).error);
    CHECK(gateway.connector.asked == 2);
}

TEST_CASE("a sender with another country's community is refused before anybody is looked for",
          "[identify][hostile]") {
    const auto sender = GENERATE(as<std::string>{}, kElsewhere, kPortugal, "2.999");
    Gateway gateway;
    const auto answered = gateway.ask(from(sender));
    REQUIRE(answered.error);
    CHECK(answered.error->rule == "sender-home-community");
    CHECK(gateway.read(answered).reason == "InsufficientRights");
    CHECK(gateway.connector.asked == 0);
}

TEST_CASE("a request for another receiver finds nobody", "[identify][hostile]") {
    auto request = test::inventedRequest();
    request.receiver = Gateway::community(kElsewhere);
    Gateway gateway;
    const auto answered = gateway.ask(request);
    REQUIRE(answered.error);
    CHECK(answered.error->rule == "receiver-home-community");
    CHECK(gateway.read(answered).reason == "AnswerNotAvailable");
    CHECK(gateway.connector.asked == 0);
}

TEST_CASE("a patient who can't be sent becomes a refusal, and nobody beside leaves", "[identify]") {
    auto yearOnly = patient("TEST-0002");
    yearOnly.demographics.birthDate = "1970";
    Gateway gateway;
    gateway.connector.patients = std::vector{patient("TEST-0001"), yearOnly};
    const auto answered = gateway.ask(test::inventedRequest());
    REQUIRE(answered.error);
    CHECK(answered.error->code == ErrorCode::PatientServiceFailed);
    CHECK(answered.error->rule == "sendable-match");
    const auto answer = gateway.read(answered);
    CHECK(answer.matches.empty());
    CHECK(answer.reason == "InternalError");
    CHECK(answered.body.find("TEST-0002") == std::string::npos);
    CHECK(answered.touched.patients.empty());
}
