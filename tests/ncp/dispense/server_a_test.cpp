#include "ncp/dispense/server_a.hpp"

#include "ncp/dispense/messages.hpp"
#include "ncp/national/document_folder.hpp"
#include "ncp/soap/envelope.hpp"
#include "tests/ncp/saml/workshop.hpp"
#include "tests/support/policies.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/transform/dispensation/material.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

using namespace ncp;

namespace {

const std::filesystem::path kConfiguration = std::filesystem::path{NCP_SOURCE_DIR} / "config";
/// Loaded before the tests, since they start the signature library.
const auto kValidator = std::make_shared<const transform::rules::Validator>(
    transform::rules::Validator::load(kConfiguration).value());
const PatientId kPatient = PatientId::make("2.16.17.710.820.1000.990.1", "900000004").value();

/// The document that a Norwegian pharmacy makes of the demonstration's prescription.
std::string dispensation() {
    return transform::dispensation::compose(test::demoPrescription("anticoagulant"), test::pharmacist(),
                                            {0, 1, {}}, test::issue())
        .value();
}

std::string withoutBirth() {
    auto text = dispensation();
    const auto begin = text.find("<birthTime");
    return text.erase(begin, text.find('>', begin) + 1 - begin);
}

/// Portugal, which judges what Norway's pharmacies report.
class Gateway {
  public:
    explicit Gateway(const transform::rules::PolicyChanges& ofNorway = {})
        : judge_({kValidator, terminology_, CountryCode::parse("PT").value(),
                  test::policies({{}, {{"NO", changed({}, ofNorway)}}}),
                  [this](const validation::Judged& one) { judged.push_back(one); }}) {}

    ihe::Answered provide(const std::string& document) {
        const dispense::Submission submission{
            dispense::Kind::Dispensation,
            kPatient,
            {"Inventada", "Pessoa", "19500301", "F", {}},
            "2.25.9001",
            "2.25.9^invented-1",
            "nb-NO",
            clock_.now(),
            {"Invented Pharmacist", "Invented Pharmacy", "urn:oid:2.16.578.1.12.4.1.2.1"},
            CountryCode::parse("NO").value(),
            HomeCommunityId::parse("2.16.578.1.12.4.5.10.1").value(),
            std::make_shared<const std::string>(document)};
        const auto envelope =
            soap::parseEnvelope("<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\"><e:Body>" +
                                    dispense::writeSubmission(submission, random_) + "</e:Body></e:Envelope>",
                                "urn:test");
        REQUIRE(envelope);
        const dispense::ServerA server{*folder_, policy_, {}, &judge_};
        return server.provide({*envelope, assertions(), clock_.now(),
                               std::chrono::steady_clock::now() + std::chrono::hours{1}});
    }

    std::vector<validation::Judged> judged;

  private:
    static std::shared_ptr<const saml::VerifiedAssertions> assertions() {
        static test::Workshop workshop;
        auto scene = workshop.scene();
        scene.transaction = saml::Transaction::Provide;
        scene.trc.replace("PAT-1^^^&amp;2.16.620.1.101.10.3.29&amp;ISO",
                          kPatient.revealExtension() + "^^^&amp;" + kPatient.root().str() + "&amp;ISO");
        const std::string prefix = "urn:oasis:names:tc:xspa:1.0:subject:hl7:permission:";
        scene.hcp.replace(prefix + "PRD-006</saml2:AttributeValue>",
                          prefix + "PRD-006</saml2:AttributeValue><saml2:AttributeValue>" + prefix +
                              "PRD-004</saml2:AttributeValue><saml2:AttributeValue>" + prefix +
                              "PPD-046</saml2:AttributeValue>");
        return std::make_shared<const saml::VerifiedAssertions>(workshop.verify(scene).value());
    }

    test::TemporaryDirectory directory_;
    SystemClock clock_;
    Logger log_{clock_, LogLevel::Error, [](std::string_view) {}};
    SystemRandom random_;
    saml::Policy policy_ = saml::Policy::load(kConfiguration / "policies/permissions.tsv").value();
    Current<transform::terminology::Catalogue> terminology_{
        std::make_shared<const transform::terminology::Catalogue>(
            transform::terminology::Catalogue::load(kConfiguration / "terminology").value())};
    validation::Judge judge_;
    std::unique_ptr<national::DocumentFolder> folder_ =
        national::DocumentFolder::open(
            {kConfiguration / "demo/pt/documents",
             HomeCommunityId::parse("2.16.17.710.820.1000.990.1").value(),
             Oid::parse("2.16.17.710.820.1000.990.1").value(), Language::parse("pt-PT").value(), false,
             std::chrono::milliseconds{0}, std::size_t{1} << 24,
             national::DocumentFolder::Dispensations{directory_.path() / "book", clock_}},
            log_)
            .value();
};

} // namespace

TEST_CASE("a report that keeps the rules reaches the national side", "[dispense]") {
    Gateway gateway;
    const auto answered = gateway.provide(dispensation());
    INFO((answered.error ? answered.error->detail : std::string{}));
    CHECK_FALSE(answered.error.has_value());
    REQUIRE(gateway.judged.size() == 1);
    CHECK(gateway.judged.front().country == "NO");
}

TEST_CASE("where the policy refuses, the national side never gets a report that breaks a rule",
          "[dispense][hostile]") {
    transform::rules::PolicyChanges strict;
    strict.receivedDispensations.errors = transform::rules::Reaction::Refuse;
    Gateway gateway{strict};
    const auto answered = gateway.provide(withoutBirth());
    REQUIRE(answered.error.has_value());
    CHECK(answered.error->code == ErrorCode::DispensationFormatNotValid);
    CHECK(answered.error->rule == "document-validation");
    CHECK(answered.body.find("ERROR_ED_INCORRECT_FORMATTING") != std::string::npos);
    CHECK_FALSE(gateway.provide(dispensation()).error.has_value());
}

TEST_CASE("a report that breaks a rule is taken with a warning where nothing is configured", "[dispense]") {
    Gateway gateway;
    CHECK_FALSE(gateway.provide(withoutBirth()).error.has_value());
    CHECK(gateway.judged.front().reaction == transform::rules::Reaction::Warn);
}
