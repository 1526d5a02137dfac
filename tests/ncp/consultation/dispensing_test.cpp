#include "ncp/consultation/dispensing.hpp"

#include "base/table.hpp"
#include "ncp/consultation/prescription_items.hpp"
#include "ncp/dispense/messages.hpp"
#include "ncp/soap/envelope.hpp"
#include "ncp/store/store.hpp"
#include "tests/ncp/http/http_world.hpp"
#include "tests/support/temporary_directory.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <optional>
#include <thread>
#include <vector>

using namespace ncp;
using consultation::Dispensing;
using store::SentKind;
using store::SentState;

namespace {

const std::string kPrescriptionFile =
    std::string{NCP_SOURCE_DIR} + "/config/demo/pt/documents/child-prescription.xml"; // four packages

/// One address for Portugal; empty: the country takes no dispensations.
class OneAddress final : public discovery::PeerDirectory {
  public:
    Result<discovery::Peer> find(const CountryCode& country) const override {
        return discovery::Peer{country, HomeCommunityId::parse("2.25.1").value(), "", "", provide};
    }
    std::string provide;
};

http::Response answer(const std::vector<std::string>& errorCodes) {
    SystemRandom random;
    std::string errors;
    for (const auto& code : errorCodes) {
        errors += "<rs:RegistryError codeContext=\"x\" errorCode=\"" + code +
                  "\" severity=\"urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error\"/>";
    }
    const auto body = "<rs:RegistryResponse xmlns:rs=\"urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0\" "
                      "status=\"urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:" +
                      std::string{errors.empty() ? "Success" : "Failure"} + "\">" +
                      (errors.empty() ? "" : "<rs:RegistryErrorList>" + errors + "</rs:RegistryErrorList>") +
                      "</rs:RegistryResponse>";
    const soap::ResponseHeader header{std::string{dispense::kProvideResponseAction},
                                      *MessageId::parse("urn:uuid:" + makeUuid(random)), std::nullopt};
    return {200, "application/soap+xml; charset=UTF-8", soap::writeResponse(header, body), {}};
}

/// What a country does that dies after it has taken a message in.
http::Response noAnswer() {
    return {504, "text/plain", "the gateway waited in vain", {}};
}

/// A pharmacist in Norway, a country that answers as it is told to, and the book in between.
struct World {
    World() {
        peers.provide = server.url("/XDR_Service");
        const auto document = readFile(kPrescriptionFile);
        REQUIRE(document.has_value());
        prescription.emplace(
            consultation::ReadDocument{{.uniqueId = "2.999.2^prescription-1",
                                        .homeCommunityId = HomeCommunityId::parse("2.25.1").value(),
                                        .classCode = std::string{ihe::kEPrescription}},
                                       *document,
                                       {},
                                       {},
                                       {},
                                       0,
                                       0,
                                       {},
                                       clock.now()});
    }

    std::unique_ptr<store::Store> openBook() {
        auto opened = store::Store::open(directory.path() / "no.sqlite", clock, log);
        REQUIRE(opened.has_value());
        return std::move(*opened);
    }

    http::Response take(const http::Request& request) {
        const auto envelope = soap::parseEnvelope(request.body, dispense::kProvideAction);
        auto parsed = envelope ? dispense::parseSubmission(*envelope->body, {})
                               : Result<dispense::ReceivedSubmission>{passOn(envelope)};
        if (parsed) {
            const auto rows = book->listSent({});
            underWay = rows && !rows->empty() && rows->back().state == SentState::Sending;
            received.push_back(std::move(*parsed));
        }
        return answers.empty() ? answer({}) : answers.at(std::min(received.size(), answers.size()) - 1);
    }

    consultation::TreatmentRelation relation(const std::string& patient = "2.999.1") {
        saml::Clinician clinician;
        clinician.id = "demo-pharmacist";
        clinician.name = "Ola Oppdiktet";
        clinician.role = {"2262", "2.16.840.1.113883.2.9.6.2.7", "Pharmacists", "ISCO"};
        clinician.organisation = "Eksempelapoteket";
        clinician.organisationId = "urn:hl7ii:2.999.101:1";
        clinician.locality = "Bergen, Norway";
        clinician.permissions = {"PRD-004", "PRD-006", "PRD-010", "PPD-046"};
        return {{clinician, saml::PurposeOfUse::Treatment, CorrelationId::parse(makeUuid(random)).value()},
                CountryCode::parse("PT").value(),
                PatientId::make(patient, "invented-1").value(),
                {},
                "_hcp",
                "_trc",
                {},
                clock.now() + std::chrono::hours{1}};
    }

    Result<consultation::Report> dispense(const std::string& key, std::uint32_t packages = 1) {
        return dispensing.dispense(relation(), *prescription, {0, packages, std::nullopt}, key);
    }

    std::size_t auditRows() { return book->list({}).value().size(); }

    std::uint32_t left() {
        return consultation::prescriptionItems(*prescription, dispensing.reports(relation()).value())
            .value()
            .front()
            .left();
    }

    test::TemporaryDirectory directory;
    SystemClock clock;
    SystemRandom random;
    Logger log{clock, LogLevel::Error, [](std::string_view) {}};
    std::unique_ptr<store::Store> book = openBook();
    std::vector<http::Response> answers; ///< by number of the message, the last for all others
    std::vector<dispense::ReceivedSubmission> received;
    bool underWay = false; ///< the report stood in the book when it arrived
    test::HttpPki pki;
    test::ServerUnderTest server{pki, [this](const http::Request& request) { return take(request); }};
    http::Client client{{pki.client(), pki.trust}};
    OneAddress peers;
    std::optional<consultation::ReadDocument> prescription;
    Dispensing dispensing{{CountryCode::parse("NO").value(), HomeCommunityId::parse("2.999.3").value(),
                           Language::parse("nb-NO").value(), peers, client, *book, *book, clock, random,
                           std::chrono::seconds{20}}};
};

} // namespace

TEST_CASE("a dispensation stands in the book before it arrives, and is accepted once", "[dispensing]") {
    World world;
    const auto report = world.dispense("click-1", 2);
    REQUIRE(report.has_value());
    CHECK(report->sent.state == SentState::Accepted);
    CHECK_FALSE(report->error);
    CHECK(world.underWay);
    REQUIRE(world.received.size() == 1);
    CHECK(world.received[0].kind == dispense::Kind::Dispensation);
    CHECK(world.received[0].documents[0].uniqueId == report->sent.documentId);
    CHECK(*world.received[0].documents[0].content ==
          *world.book->findSent(report->sent.id).value()->document);
    CHECK(world.left() == 2);
    const auto rows = world.book->list({}).value();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].event.transaction == "ITI-41");
    CHECK(rows[0].event.side == audit::Side::CountryB);
    CHECK(rows[0].event.outcome == audit::Outcome::Success);
    CHECK(rows[0].event.documents == std::vector<std::string>{report->sent.documentId});
}

TEST_CASE("the same click twice is one dispensation, another one under its key is refused", "[dispensing]") {
    World world;
    const auto first = world.dispense("click-1");
    const auto second = world.dispense("click-1");
    REQUIRE((first && second));
    CHECK(second->repeated);
    CHECK(second->sent.id == first->sent.id);
    CHECK(second->sent.state == SentState::Accepted);
    CHECK(world.received.size() == 1);
    CHECK(world.auditRows() == 1);
    const auto other = world.dispense("click-1", 2);
    REQUIRE_FALSE(other.has_value());
    CHECK(other.error().code == ErrorCode::InputRefused);
    CHECK(world.received.size() == 1);
}

TEST_CASE("a refusal is told with its reason, and the same may be dispensed anew", "[dispensing]") {
    World world;
    world.answers = {answer({"4106"}), answer({})};
    const auto refused = world.dispense("click-1");
    REQUIRE(refused.has_value());
    CHECK(refused->sent.state == SentState::Refused);
    CHECK(refused->error->code == ErrorCode::PrescriptionAlreadyDispensed);
    CHECK(world.left() == 4);
    const auto again = world.dispense("click-1");
    CHECK((again && again->repeated && again->error->code == ErrorCode::PrescriptionAlreadyDispensed));
    CHECK(world.dispense("click-2")->sent.state == SentState::Accepted);
    CHECK(world.received.size() == 2);
}

TEST_CASE("an unanswered dispensation is unknown, never repeated by itself, and the same when sent again",
          "[dispensing]") {
    World world;
    world.answers = {noAnswer(), answer({})};
    const auto report = world.dispense("click-1");
    REQUIRE(report.has_value());
    CHECK(report->sent.state == SentState::Unknown);
    CHECK(report->error->code == ErrorCode::DispensationUnknown);
    CHECK(world.received.size() == 1);
    CHECK(world.dispense("click-1")->repeated);
    CHECK(world.received.size() == 1);
    CHECK(world.left() == 3); // it may have arrived

    const auto again = world.dispensing.resend(world.relation(), report->sent.id, 2);
    REQUIRE(again.has_value());
    CHECK(again->sent.state == SentState::Accepted);
    CHECK(again->sent.attempt == 2);
    REQUIRE(world.received.size() == 2);
    CHECK(world.received[1].documents[0].uniqueId == world.received[0].documents[0].uniqueId);
    CHECK(world.received[1].submissionSetId == world.received[0].submissionSetId);
    CHECK(*world.received[1].documents[0].content == *world.received[0].documents[0].content);
    CHECK(world.auditRows() == 2);

    const auto third = world.dispensing.resend(world.relation(), report->sent.id, 3);
    CHECK(third.error().code == ErrorCode::InputRefused);
    CHECK(world.received.size() == 2);
}

TEST_CASE("a second click on sending again is no third message", "[dispensing]") {
    World world;
    world.answers = {noAnswer()};
    const auto report = world.dispense("click-1");
    REQUIRE(report.has_value());
    const auto& id = report->sent.id;
    CHECK(world.dispensing.resend(world.relation(), id, 2)->sent.state == SentState::Unknown);
    CHECK(world.dispensing.resend(world.relation(), id, 2).error().code == ErrorCode::InputRefused);
    CHECK(world.received.size() == 2);
}

TEST_CASE("a repetition that the country refuses leaves the outcome unknown", "[dispensing]") {
    World world;
    world.answers = {noAnswer(), answer({"4106"})};
    const auto report = world.dispense("click-1");
    REQUIRE(report.has_value());
    const auto again = world.dispensing.resend(world.relation(), report->sent.id, 2);
    REQUIRE(again.has_value());
    CHECK(again->sent.state == SentState::Unknown);
    CHECK(again->error->code == ErrorCode::PrescriptionAlreadyDispensed);
}

TEST_CASE("where nothing could be sent the report is refused, not unknown", "[dispensing]") {
    World world;
    world.peers.provide = "https://127.0.0.1:1/XDR_Service";
    const auto report = world.dispense("click-1");
    REQUIRE(report.has_value());
    CHECK(report->sent.state == SentState::Refused);
    CHECK(report->error->code == ErrorCode::ConnectionNotPossible);
    CHECK(world.auditRows() == 1);
}

TEST_CASE("without permission, relation or address nothing is entered and nothing is sent", "[dispensing]") {
    World world;
    const auto attempt = [&](const consultation::TreatmentRelation& relation) {
        return world.dispensing.dispense(relation, *world.prescription, {0, 1, std::nullopt}, "click")
            .error()
            .code;
    };
    auto doctor = world.relation();
    doctor.enquirer.clinician.permissions = {"PRD-004", "PRD-006", "PRD-010"};
    CHECK(attempt(doctor) == ErrorCode::InsufficientRights);
    auto ended = world.relation();
    ended.notOnOrAfter = world.clock.now();
    CHECK(attempt(ended) == ErrorCode::TreatmentRelationNotValid);
    CHECK(world.dispensing.dispense(world.relation(), *world.prescription, {7, 1, std::nullopt}, "click")
              .error()
              .code == ErrorCode::InputRefused);
    world.peers.provide.clear();
    CHECK(attempt(world.relation()) == ErrorCode::UnsupportedFeature);
    CHECK(world.received.empty());
    CHECK(world.book->listSent({}).value().empty());
    CHECK(world.auditRows() == 0);
}

TEST_CASE("an accepted dispensation is taken back once, and only for its own patient", "[dispensing]") {
    World world;
    const auto report = world.dispense("click-1", 3);
    REQUIRE(report.has_value());
    const auto& id = report->sent.id;
    CHECK(world.left() == 1);
    CHECK(world.dispensing.discard(world.relation("2.999.9"), id, "discard-1").error().code ==
          ErrorCode::InputRefused);

    const auto discard = world.dispensing.discard(world.relation(), id, "discard-1");
    REQUIRE(discard.has_value());
    CHECK(discard->sent.state == SentState::Accepted);
    CHECK(discard->sent.kind == SentKind::Discard);
    CHECK(discard->sent.takesBack == id);
    REQUIRE(world.received.size() == 2);
    CHECK(world.received[1].kind == dispense::Kind::Discard);
    CHECK(world.received[1].submissionSetId != world.received[0].submissionSetId);
    CHECK(world.left() == 4);

    const auto second = world.dispensing.discard(world.relation(), id, "discard-2");
    CHECK((second && second->repeated && second->sent.id == discard->sent.id));
    CHECK(world.dispensing.discard(world.relation(), discard->sent.id, "discard-3").error().code ==
          ErrorCode::InputRefused);
    CHECK(world.received.size() == 2);
}

TEST_CASE("what was on its way when its sender ended becomes unknown, with an audit row", "[dispensing]") {
    World world;
    const auto report = world.dispense("click-1");
    REQUIRE(report.has_value());
    auto left = *world.book->findSent(report->sent.id).value();
    left.id = makeUuid(world.random);
    left.requestKey = "demo-pharmacist:click-2";
    left.documentId = "2.25.7^1";
    REQUIRE(world.book->enter(left).value().fresh);

    CHECK(world.dispensing.settleInterrupted(world.clock.now() - std::chrono::hours{1}) == 0U);
    CHECK(world.dispensing.settleInterrupted(world.clock.now() + std::chrono::seconds{1}) == 1U);
    CHECK(world.book->findSent(left.id).value()->state == SentState::Unknown);
    CHECK(world.book->findSent(report->sent.id).value()->state == SentState::Accepted);
    const auto rows = world.book->list({}).value();
    REQUIRE(rows.size() == 2);
    CHECK(rows.back().event.errorId == "dispensation.unknown");
    CHECK(rows.back().event.documents == std::vector<std::string>{"2.25.7^1"});
    CHECK(world.dispensing.settleInterrupted(world.clock.now() + std::chrono::seconds{1}) == 0U);
}

TEST_CASE("a report of unknown outcome is closed by hand, with a reason in the audit trail", "[dispensing]") {
    World world;
    world.answers = {noAnswer()};
    const auto report = world.dispense("click-1");
    REQUIRE(report.has_value());
    REQUIRE(report->sent.state == SentState::Unknown);
    const auto& id = report->sent.id;
    const auto enquirer = world.relation().enquirer;
    const auto left = world.left();
    const auto refusedFor = [&](const consultation::Enquirer& who, const std::string& reason) {
        return world.dispensing.close(who, id, reason).error().code;
    };

    auto doctor = enquirer;
    doctor.clinician.permissions = {"PRD-004", "PRD-006"};
    CHECK(refusedFor(doctor, "not a pharmacist") == ErrorCode::InsufficientRights);
    CHECK(refusedFor(enquirer, "") == ErrorCode::InputRefused);
    CHECK(refusedFor(enquirer, std::string(501, 'x')) == ErrorCode::InputRefused);
    CHECK(world.auditRows() == 1);

    const auto closed = world.dispensing.close(enquirer, id, "the invented pharmacy was asked");
    REQUIRE(closed.has_value());
    CHECK(closed->closed == "the invented pharmacy was asked");
    CHECK(closed->state == SentState::Unknown);
    const auto rows = world.book->list({}).value();
    REQUIRE(rows.size() == 2);
    CHECK(rows[1].event.transaction == "report-closed");
    CHECK(rows[1].event.outcome == audit::Outcome::Success);
    CHECK(rows[1].event.reason == "the invented pharmacy was asked");
    CHECK(rows[1].event.clinicianId == "demo-pharmacist");
    CHECK(rows[1].event.documents == std::vector<std::string>{report->sent.documentId});

    CHECK(refusedFor(enquirer, "again") == ErrorCode::InputRefused);
    CHECK(world.dispensing.resend(world.relation(), id, 2).error().code == ErrorCode::InputRefused);
    CHECK(world.received.size() == 1);
    CHECK(world.left() == left); // it may have arrived
}

TEST_CASE("of several who close a report at once one does, and the trail names that one",
          "[dispensing][hostile]") {
    World world;
    world.answers = {noAnswer()};
    const auto report = world.dispense("click-1");
    REQUIRE(report.has_value());
    const auto enquirer = world.relation().enquirer;
    std::atomic<int> closed{0};
    std::vector<std::thread> people;
    for (int i = 0; i < 4; ++i) {
        people.emplace_back([&, i] {
            closed +=
                world.dispensing.close(enquirer, report->sent.id, "reason " + std::to_string(i)) ? 1 : 0;
        });
    }
    for (auto& person : people) {
        person.join();
    }
    CHECK(closed == 1);
    audit::Filter filter;
    filter.transaction = "report-closed";
    const auto rows = world.book->list(filter).value();
    REQUIRE(rows.size() == 1);
    CHECK(rows.front().event.reason == world.dispensing.report(report->sent.id).value().closed);
}

TEST_CASE("an outcome that is known is not closed", "[dispensing]") {
    World world;
    const auto report = world.dispense("click-1");
    REQUIRE(report.has_value());
    REQUIRE(report->sent.state == SentState::Accepted);
    CHECK(world.dispensing.close(world.relation().enquirer, report->sent.id, "a reason").error().code ==
          ErrorCode::InputRefused);
    CHECK(world.auditRows() == 1);
}
