#include "base/xml/document.hpp"
#include "ncp/identify/messages.hpp"
#include "tests/support/discovery.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/reference.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace ncp;
using identify::Answer;

namespace {

constexpr std::string_view kSchema = "xcpd/PRPA_IN201306UV02.xsd";

identify::ReceivedRequest received() {
    const auto document = xml::Document::parse(identify::writeRequest(test::inventedRequest()));
    return *identify::parseRequest(document->root());
}

Answer emptyAnswer() {
    return {{"9a9b9c9d-0000-4000-8000-000000000001", "42"},
            test::inventedTime(),
            *HomeCommunityId::parse("2.16.17.710.820.1000.990.1"),
            {},
            {}};
}

Answer matching(ihe::PatientMatch match = test::inventedMatch()) {
    auto answer = emptyAnswer();
    answer.matches.push_back(std::move(match));
    return answer;
}

Answer refusing(ErrorCode code) {
    auto answer = emptyAnswer();
    answer.refusal = identify::refusal(Error{code, "detail that stays here", {}});
    return answer;
}

std::string written(const Answer& answer) {
    const auto xml = identify::writeAnswer(answer, received());
    REQUIRE(xml);
    return *xml;
}

Result<identify::ReceivedAnswer> read(std::string_view xml) {
    const auto document = xml::Document::parse(xml);
    REQUIRE(document);
    return identify::parseAnswer(document->root());
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

} // namespace

TEST_CASE("a match is valid and reads back", "[identify]") {
    const auto xml = written(matching());
    test::checkGolden(xml, "identify/match.xml");
    CHECK(test::schemaFaults(xml, kSchema).empty());
    const auto answer = read(xml);
    REQUIRE(answer);
    REQUIRE(answer->matches.size() == 1);
    CHECK((answer->matches.front() == test::inventedMatch()));
    CHECK(answer->targetMessage == test::inventedRequest().id);
    CHECK(answer->reason.empty());
    CHECK(answer->errorCode.empty());
    CHECK(answer->tolerated.empty());
}

TEST_CASE("several matches stand in several subjects", "[identify]") {
    auto answer = matching();
    answer.matches.push_back(test::inventedMatch());
    const auto xml = written(answer);
    CHECK(test::schemaFaults(xml, kSchema).empty());
    CHECK(read(xml)->matches.size() == 2);
}

TEST_CASE("nobody found is an accepted request with NF", "[identify]") {
    const auto xml = written(refusing(ErrorCode::PatientNoMatch));
    test::checkGolden(xml, "identify/no-match.xml");
    CHECK(test::schemaFaults(xml, kSchema).empty());
    const auto answer = read(xml);
    REQUIRE(answer);
    CHECK(answer->reason == "AnswerNotAvailable");
    CHECK(answer->errorCode == "ERROR_PI_NO_MATCH");
    CHECK(xml.find("<typeCode code=\"AA\"/>") != std::string::npos);
    CHECK(xml.find("<queryResponseCode code=\"NF\"/>") != std::string::npos);
}

TEST_CASE("every refusal is valid, reads back with its reason and keeps its detail to itself", "[identify]") {
    const auto [code, reason, wire] = GENERATE(table<ErrorCode, std::string, std::string>({
        {ErrorCode::WrongReceiver, "AnswerNotAvailable", "ERROR_PI_GENERIC"},
        {ErrorCode::PatientQueryNotAllowed, "DemographicsQueryNotAllowed", "ERROR_PI_GENERIC"},
        {ErrorCode::PatientDemographicsRequested, "AdditionalDemographicsRequested", "ERROR_PI_GENERIC"},
        {ErrorCode::NoConsent, "InsufficientRights", "WARNING_PI_NO_CONSENT"},
        {ErrorCode::InsufficientRights, "InsufficientRights", "4703"},
        {ErrorCode::Internal, "InternalError", "ERROR_PI_GENERIC"},
        {ErrorCode::Overloaded, "ResponderBusy", "ERROR_PI_GENERIC"},
    }));
    const auto xml = written(refusing(code));
    CHECK(test::schemaFaults(xml, kSchema).empty());
    CHECK(xml.find("detail that stays here") == std::string::npos);
    CHECK(xml.find("<typeCode code=\"AE\"/>") != std::string::npos);
    const auto answer = read(xml);
    REQUIRE(answer);
    CHECK(answer->matches.empty());
    CHECK(answer->reason == reason);
    CHECK(answer->errorCode == wire);
}

TEST_CASE("what asks for more stands under triggerFor, the rest under mitigatedBy", "[identify]") {
    test::checkGolden(written(refusing(ErrorCode::PatientDemographicsRequested)), "identify/more-needed.xml");
    test::checkGolden(written(refusing(ErrorCode::SignatureNotValid)), "identify/refused.xml");
}

TEST_CASE("every reason has its wire code and is valid", "[identify]") {
    for (int i = 0; i <= static_cast<int>(identify::Reason::InternalError); ++i) {
        auto answer = refusing(ErrorCode::Internal);
        answer.refusal->reason = static_cast<identify::Reason>(i);
        const auto xml = written(answer);
        CHECK(test::schemaFaults(xml, kSchema).empty());
        CHECK(read(xml)->reason == identify::wireCode(answer.refusal->reason));
    }
}

TEST_CASE("an answer that would break the reference implementation's client is not written", "[identify]") {
    auto match = test::inventedMatch();
    SECTION("a birth date without day") {
        match.demographics.birthDate = "197001";
    }
    SECTION("a birth date that is none") {
        match.demographics.birthDate = "1970-01-02";
    }
    SECTION("a gender that its client does not know") {
        match.demographics.gender = "U";
    }
    SECTION("no gender") {
        match.demographics.gender.clear();
    }
    const auto xml = identify::writeAnswer(matching(match), received());
    REQUIRE_FALSE(xml);
    CHECK(xml.error().code == ErrorCode::Internal);
}

TEST_CASE("an answer with neither patients nor reason, or with both, is not written", "[identify]") {
    CHECK_FALSE(identify::writeAnswer(emptyAnswer(), received()));
    auto both = refusing(ErrorCode::Internal);
    both.matches.push_back(test::inventedMatch());
    CHECK_FALSE(identify::writeAnswer(both, received()));
}

TEST_CASE("an acknowledgementDetail never goes without text: the reference implementation's client needs it",
          "[identify]") {
    for (const auto& row : errorTable()) {
        const auto xml = written(refusing(row.code));
        INFO(row.id);
        CHECK(xml.find("<text>") != std::string::npos);
        CHECK(xml.find("<location>") != std::string::npos);
    }
}

TEST_CASE("AE beside a match is a peer's known defect: the match counts", "[identify]") {
    const auto answer =
        read(replaced(replaced(written(matching()), "deliveredResponse", "AE"),
                      "<queryResponseCode code=\"OK\"/>", "<queryResponseCode code=\"AE\"/>"));
    REQUIRE(answer);
    CHECK(answer->matches.size() == 1);
    CHECK(answer->tolerated == std::vector{std::string{identify::kErrorCodeBesideMatch}});
}

TEST_CASE("a reasonOf without code below is a refusal whose reason is not known", "[identify]") {
    auto xml = written(refusing(ErrorCode::Overloaded));
    const auto start = xml.find("<mitigatedBy");
    const auto end = xml.find("</mitigatedBy>") + std::string{"</mitigatedBy>"}.size();
    xml.erase(start, end - start);
    const auto answer = read(xml);
    REQUIRE(answer);
    CHECK(answer->reason.empty());
    CHECK(answer->errorCode == "ERROR_PI_GENERIC");
}

TEST_CASE("an answer with an empty acknowledgement has neither match nor reason", "[identify]") {
    const auto answer =
        read("<PRPA_IN201306UV02 xmlns=\"urn:hl7-org:v3\"><controlActProcess/></PRPA_IN201306UV02>");
    REQUIRE(answer);
    CHECK(answer->matches.empty());
    CHECK_FALSE(answer->targetMessage);
}

TEST_CASE("unknown genders and short birth dates of a peer are noted, times are cut to the day",
          "[identify]") {
    const auto gender = read(replaced(written(matching()), "administrativeGenderCode code=\"F\"",
                                      "administrativeGenderCode nullFlavor=\"UNK\""));
    REQUIRE(gender);
    CHECK(gender->matches.front().demographics.gender == "UN");
    CHECK(gender->tolerated == std::vector{std::string{identify::kUnknownGender}});
    const auto date =
        read(replaced(written(matching()), "birthTime value=\"19700102\"", "birthTime value=\"1970\""));
    REQUIRE(date);
    CHECK(date->matches.front().demographics.birthDate == "1970");
    CHECK(date->tolerated == std::vector{std::string{identify::kShortBirthDate}});
    const auto time = read(replaced(written(matching()), "birthTime value=\"19700102\"",
                                    "birthTime value=\"19700102240000.000+0000\""));
    CHECK(time->matches.front().demographics.birthDate == "19700102");
}

TEST_CASE("an answer that can't be read is the peer's fault", "[identify]") {
    const auto whole = written(matching());
    const auto [from, to] = GENERATE(table<std::string, std::string>({
        {"xmlns=\"urn:hl7-org:v3\"", "xmlns=\"urn:other\""},
        {"<family>", "<family><!-- x -->"},
        {"<patient classCode=\"PAT\"><id root=\"2.16.620.1.101.10.1.1\"",
         "<patient classCode=\"PAT\"><id root=\"PT\""},
        {"extension=\"TEST-0001\"/><statusCode", "/><statusCode"},
        {"birthTime value=\"19700102\"", "birthTime value=\"2. jan.\""},
        {"<controlActProcess ", "<controlActProcess/><controlActProcess "},
    }));
    INFO(from);
    const auto answer = read(replaced(whole, from, to));
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::PeerAnswerInvalid);
}

TEST_CASE("100 patients are read, 101 are refused", "[identify]") {
    auto answer = emptyAnswer();
    answer.matches.assign(100, test::inventedMatch());
    CHECK(read(written(answer))->matches.size() == 100);
    answer.matches.push_back(test::inventedMatch());
    CHECK_FALSE(read(written(answer)));
}

TEST_CASE("whatever traits a match has, it reads back equal", "[identify]") {
    std::mt19937 random{20260131};
    const std::vector<std::string> texts{"", "A", "Åse Ørn", "O'Neil & <Sons>", "\"quoted\"", "Żółć", "-"};
    const auto text = [&] { return texts[random() % texts.size()]; };
    for (int round = 0; round < 200; ++round) {
        auto match = test::inventedMatch();
        match.demographics = {text(),
                              text(),
                              "19991231",
                              std::vector<std::string>{"F", "M", "UN"}[random() % 3],
                              {text(), text(), text(), text()}};
        const auto answer = read(written(matching(match)));
        REQUIRE(answer);
        CHECK((answer->matches.front() == match));
    }
}

TEST_CASE("every code that ITI-55 can send is written and understood again, in both spellings",
          "[identify]") {
    for (const auto& row : errorTable()) {
        for (const auto style : {CodeStyle::Names, CodeStyle::Numbers}) {
            auto refused = refusing(row.code);
            refused.codeStyle = style;
            const auto answer = read(written(refused));
            REQUIRE(answer);
            INFO(row.id << " as " << answer->errorCode);
            CHECK(answer->errorCode == wireCode(row.code, {style, CodeFamily::Patient}));
            CHECK(errorFromWire(answer->errorCode, CodeUse::Discovery).has_value());
        }
    }
}
