#include "tests/support/reference.hpp"
#include "tests/transform/dispensation/material.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::transform;
using namespace ncp::transform::dispensation;
using test::replaced;

namespace {

std::string composed(const Handout& handout = {0, 2, {}}, const Issue& ids = test::issue()) {
    return compose(test::demoPrescription("anticoagulant"), test::pharmacist(), handout, ids).value();
}

Statement statementOf(const std::string& text) {
    const auto statement = read(test::parsed(text));
    REQUIRE(statement);
    return *statement;
}

ErrorCode refusalOf(const std::string& text) {
    const auto statement = read(test::parsed(text));
    REQUIRE_FALSE(statement);
    return statement.error().code;
}

} // namespace

TEST_CASE("what was composed is read as it was meant", "[dispensation]") {
    const auto plain = statementOf(composed());
    CHECK(plain.id.root == "2.999.1");
    CHECK(plain.id.extension == "ED-1");
    CHECK(plain.patients.front().extension == "900000004");
    CHECK(plain.prescriptions.front().extension == "1001000000000000002");
    REQUIRE(plain.items.size() == 1);
    CHECK(plain.items.front().packages == 2);
    CHECK(plain.items.front().prescriptionItem->extension == "1001000000000000002-1");
    CHECK_FALSE(plain.items.front().substituted);
    CHECK_FALSE(plain.discard);
    CHECK(plain.timed);
    CHECK(statementOf(composed({0, 1, test::substitute()})).items.front().substituted);
}

TEST_CASE("what a prescription allows is no substitution", "[dispensation]") {
    const auto text = replaced(
        composed(), "</consumable></substanceAdministration>",
        "</consumable><entryRelationship typeCode=\"SUBJ\" inversionInd=\"true\"><observation "
        "classCode=\"OBS\" moodCode=\"EVN\"><code code=\"SUBST\" codeSystem=\"2.16.840.1.113883.5.6\"/>"
        "</observation></entryRelationship></substanceAdministration>");
    CHECK_FALSE(statementOf(text).items.front().substituted);
}

TEST_CASE("a supply that did not take place hands nothing out", "[dispensation]") {
    const auto text = composed({0, 2, test::substitute()});
    const std::string supply = "<supply classCode=\"SPLY\" moodCode=\"EVN\"";
    REQUIRE(text.find(supply) != std::string::npos);
    for (const std::string denied : {"true", "1"}) {
        CHECK(refusalOf(replaced(text, supply, supply + " negationInd=\"" + denied + "\"")) ==
              ErrorCode::DispensationFormatNotValid);
    }
    CHECK(statementOf(replaced(text, supply, supply + " negationInd=\"false\"")).items.size() == 1);
    for (const std::string status : {"aborted", "cancelled", "nullified", "held"}) {
        CHECK(refusalOf(replaced(text, "<quantity value=\"2\"",
                                 "<statusCode code=\"" + status + "\"/><quantity value=\"2\"")) ==
              ErrorCode::DispensationFormatNotValid);
    }
}

TEST_CASE("a substitution that is denied is none", "[dispensation]") {
    const auto text = composed({0, 1, test::substitute()});
    REQUIRE(statementOf(text).items.front().substituted);
    const auto denied = replaced(text, "<act classCode=\"ACT\" moodCode=\"EVN\"",
                                 "<act classCode=\"ACT\" moodCode=\"EVN\" negationInd=\"true\"");
    CHECK_FALSE(statementOf(denied).items.front().substituted);
}

TEST_CASE("prefixes and foreign default namespaces change nothing", "[dispensation]") {
    const auto text = composed();
    auto odd = replaced(text, "<quantity value=\"2\" unit=\"1\"/>",
                        "<q:quantity xmlns:q=\"urn:hl7-org:v3\" value=\"2\" unit=\"1\"/>");
    odd = replaced(odd, "<inFulfillmentOf", "<h:inFulfillmentOf xmlns:h=\"urn:hl7-org:v3\"");
    odd = replaced(odd, "</inFulfillmentOf", "</h:inFulfillmentOf");
    CHECK(statementOf(odd).act == statementOf(text).act);
}

TEST_CASE("the same act is told alike by two documents, another act is not", "[dispensation]") {
    const auto first = statementOf(composed());
    auto retold = composed();
    retold = replaced(retold, "extension=\"ED-1\"", "extension=\"ED-9\"");
    retold =
        replaced(retold, "<effectiveTime value=\"20261122101530", "<effectiveTime value=\"20261122111530");
    retold = replaced(retold, "<title>eDispensation</title>", "<title>Utlevering</title>");
    retold = replaced(retold, "displayName=\"apixaban\"", "displayName=\"Apixabanum\"");
    CHECK(statementOf(retold).act == first.act);

    CHECK(statementOf(composed({0, 1, {}})).act != first.act);
    CHECK(statementOf(composed({0, 2, test::substitute()})).act != first.act);
    auto later = test::issue();
    later.time += std::chrono::minutes{5};
    CHECK(statementOf(composed({0, 2, {}}, later)).act != first.act);
    CHECK(statementOf(replaced(composed(), "extension=\"900000004\"", "extension=\"900000005\"")).act !=
          first.act);
}

TEST_CASE("a time of handing over without minutes can't tell acts apart", "[dispensation]") {
    const auto performed = std::string{"<performer typeCode=\"PRF\"><time value=\"20261122101530+0000\"/>"};
    CHECK_FALSE(
        statementOf(replaced(composed(), performed, "<performer typeCode=\"PRF\"><time value=\"20261122\"/>"))
            .timed);
    CHECK_FALSE(
        statementOf(replaced(composed(), performed, "<performer typeCode=\"PRF\"><time nullFlavor=\"UNK\"/>"))
            .timed);
}

TEST_CASE("a dispensation that lacks what counts is refused", "[dispensation]") {
    const auto text = composed();
    constexpr auto refused = ErrorCode::DispensationFormatNotValid;
    CHECK(refusalOf("<ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>") == refused);
    CHECK(refusalOf("<x/>") == refused);
    CHECK(refusalOf(replaced(text, "<code code=\"60593-1\"", "<code code=\"60591-5\"")) == refused);
    CHECK(refusalOf(replaced(text, "<id root=\"2.999.1\" extension=\"ED-1\"/>", "<id nullFlavor=\"NI\"/>")) ==
          refused);
    CHECK(refusalOf(replaced(text, "<order ", "<ordered ")
                        .replace(replaced(text, "<order ", "<ordered ").find("</order>"), 8, "</ordered>")) ==
          refused);
    CHECK(refusalOf(replaced(text, "<quantity value=\"2\"", "<quantity value=\"1.5\"")) == refused);
    CHECK(refusalOf(replaced(text, "<quantity value=\"2\"", "<quantity value=\"-1\"")) == refused);
    CHECK(refusalOf(replaced(text, "<supply classCode=\"SPLY\" moodCode=\"EVN\"",
                             "<supply classCode=\"SPLY\" moodCode=\"RQO\"")) == refused);
    CHECK(refusalOf(replaced(text, "<recordTarget",
                             "<recordTarget><patientRole><id root=\"2.999\" "
                             "extension=\"1\"/></patientRole></recordTarget>"
                             "<recordTarget")) == refused);
}

TEST_CASE("dispensations of other countries are read with their facts", "[dispensation]") {
    struct Known {
        const char* file;
        const char* id;
        const char* patient;
        const char* prescription;
        const char* item;
        std::uint32_t packages;
        bool substituted;
        bool timed;
    };
    const auto known = GENERATE(
        Known{"cda-edisp.xml", "5.207420676", "190210019816", "5.207420676", "5.207420676", 2, false, false},
        Known{"cz-1.xml", "e39f4f42-97f2-4468-a57f-d5607b4d95e5", "0201909309", "469854419288102",
              "469854419288102", 1, false, true},
        Known{"gr-1.xml", "Gg3mvbrjL6HchHc1", "0201909309", "465668632384101", "465668632384101", 1, true,
              true});
    const auto file = test::referencePath(std::string{"cda/ed/"} + known.file);
    if (!file) {
        return;
    }
    CAPTURE(known.file);
    const auto text = test::readFile(*file);
    const auto statement = statementOf(text);
    CHECK(statement.id.extension == known.id);
    CHECK(statement.patients.front().extension == known.patient);
    CHECK(statement.prescriptions.front().extension == known.prescription);
    REQUIRE(statement.items.size() == 1);
    REQUIRE(statement.items.front().prescriptionItem);
    CHECK(statement.items.front().prescriptionItem->extension == known.item);
    CHECK(statement.items.front().packages == known.packages);
    CHECK(statement.items.front().substituted == known.substituted);
    CHECK(statement.timed == known.timed);

    const auto discard = discardOf(text);
    REQUIRE(discard);
    const auto back = statementOf(*discard);
    CHECK(back.discard);
    CHECK(back.id.extension == known.id);
}
