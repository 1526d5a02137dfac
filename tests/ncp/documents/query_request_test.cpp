#include "base/xml/document.hpp"
#include "ncp/documents/messages.hpp"
#include "tests/support/document_entries.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/reference.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace ncp;
using documents::QueryRequest;

namespace {

constexpr std::string_view kSchema = "ebrim/query.xsd";

QueryRequest summaryQuery() {
    return {test::inventedPatient(), {"60591-5"}, {}, {}, {}};
}

Result<QueryRequest> read(std::string_view xml) {
    const auto document = xml::Document::parse(xml);
    REQUIRE(document);
    return documents::parseQuery(document->root()).map([](const documents::ReceivedQuery& received) {
        return received.request;
    });
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

/// The query for summaries with another content of the class code slot.
std::string withClassCodes(const std::string& values) {
    return replaced(documents::writeQuery(summaryQuery()),
                    "<Value>('60591-5^^2.16.840.1.113883.6.1')</Value>", values);
}

} // namespace

TEST_CASE("the query is the reference implementation's, valid and reads back", "[documents]") {
    const auto xml = documents::writeQuery(summaryQuery());
    test::checkGolden(xml, "documents/query-summary.xml");
    CHECK(test::schemaFaults(xml, kSchema).empty());
    CHECK((read(xml).value() == summaryQuery()));
}

TEST_CASE("a query with several classes and every filter is valid and reads back", "[documents]") {
    const QueryRequest request{test::inventedPatient(),
                               {"34105-7", "11502-2", "x-clinical-image"},
                               5'000'000,
                               *parseXmlDateTime("2026-01-31T00:00:00Z"),
                               *parseXmlDateTime("2025-01-31T12:00:00.500Z")};
    const auto xml = documents::writeQuery(request);
    test::checkGolden(xml, "documents/query-filters.xml");
    CHECK(test::schemaFaults(xml, kSchema).empty());
    CHECK((read(xml).value() == request));
}

TEST_CASE("the reference's queries parse", "[documents]") {
    const auto [name, code] =
        GENERATE(table<std::string, std::string>({{"query-ep", "57833-6"}, {"query-mro", "56445-0"}}));
    const auto file = test::referencePath("messages/xca/" + name + ".xml");
    if (file) {
        const auto request = read(test::readFile(*file));
        REQUIRE(request);
        CHECK(request->classCodes == std::vector{code});
    }
}

TEST_CASE("class codes are read from one quoted list, from quoted codes and from several values",
          "[documents]") {
    const auto* values = GENERATE(
        "<Value>('60591-5^^2.16.840.1.113883.6.1,57833-6^^2.16.840.1.113883.6.1')</Value>",
        "<Value>('60591-5^^2.16.840.1.113883.6.1','57833-6^^2.16.840.1.113883.6.1')</Value>",
        "<Value> ( '60591-5^^2.16.840.1.113883.6.1' , '57833-6^^2.16.840.1.113883.6.1' ) </Value>",
        "<Value>('60591-5^^2.16.840.1.113883.6.1')</Value><Value>('57833-6^^2.16.840.1.113883.6.1')</Value>",
        "<Value>60591-5^^2.16.840.1.113883.6.1,57833-6^^2.16.840.1.113883.6.1</Value>",
        "<Value>('60591-5^^2.16.840.1.113883.6.1,57833-6^^2.16.840.1.113883.6.1,60591-5^^2.16.840.1.113883.6."
        "1')</Value>");
    const auto request = read(withClassCodes(values));
    REQUIRE(request);
    CHECK(request->classCodes == std::vector<std::string>{"60591-5", "57833-6"});
}

TEST_CASE("class codes of another form are refused", "[documents]") {
    const auto* values = GENERATE("", "<Value/>", "<Value>()</Value>", "<Value>('')</Value>",
                                  "<Value>('60591-5')</Value>", "<Value>('^^2.16.840.1.113883.6.1')</Value>",
                                  "<Value>('60591-5^2.16.840.1.113883.6.1')</Value>",
                                  "<Value>('60&lt;91-5^^2.16.840.1.113883.6.1')</Value>",
                                  "<Value>('6059<!-- x -->1-5^^2.16.840.1.113883.6.1')</Value>");
    const auto request = read(withClassCodes(values));
    REQUIRE_FALSE(request);
    CHECK(request.error().code == ErrorCode::MalformedMessage);
}

TEST_CASE("a class code of another code system is unknown", "[documents]") {
    const auto request = read(withClassCodes("<Value>('60591-5^^2.16.840.1.113883.6.96')</Value>"));
    REQUIRE_FALSE(request);
    CHECK(request.error().code == ErrorCode::ClassCodeUnknown);
}

TEST_CASE("64 class codes are read, 65 are refused, in one list or in many", "[documents]") {
    const auto codes = [](int count, const std::string& between) {
        std::string list;
        for (int i = 0; i < count; ++i) {
            list += (i == 0 ? "" : between) + "c" + std::to_string(i) + "^^2.16.840.1.113883.6.1";
        }
        return "<Value>('" + list + "')</Value>";
    };
    const std::string between = GENERATE(",", "')</Value><Value>('");
    CHECK(read(withClassCodes(codes(64, between))));
    CHECK_FALSE(read(withClassCodes(codes(65, between))));
}

TEST_CASE("missing and repeated slots are refused", "[documents]") {
    const auto whole = documents::writeQuery(summaryQuery());
    const std::string patient = "<Slot "
                                "name=\"$XDSDocumentEntryPatientId\"><ValueList><Value>'OTHER^^^&amp;2.25.1&"
                                "amp;ISO'</Value></ValueList></Slot>";
    const auto [from, to] = GENERATE_COPY(table<std::string, std::string>({
        {"$XDSDocumentEntryPatientId", "$XDSDocumentEntryOther"},
        {"$XDSDocumentEntryClassCode", "$XDSDocumentEntryOther"},
        {"</AdhocQuery>", patient + "</AdhocQuery>"},
        {"ISO'</Value>", "ISO'</Value><Value>'OTHER^^^&amp;2.25.1&amp;ISO'</Value>"},
        {"'TEST-0001^^^", "'TEST<!-- x -->-0001^^^"},
        {"&amp;ISO'", "'"},
        {"14d4debf-8f97-4251-9a74-a90016b0af0d", "5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4"},
        {"xmlns=\"urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0\"", "xmlns=\"urn:other\""},
        {"xmlns:query=\"urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0\"", "xmlns:query=\"urn:other\""},
    }));
    INFO(from << " -> " << to);
    const auto request = read(replaced(whole, from, to));
    REQUIRE_FALSE(request);
    CHECK(request.error().code == ErrorCode::MalformedMessage);
}

TEST_CASE("filters that can't be read are not valid", "[documents]") {
    auto filtered = summaryQuery();
    filtered.maximumSize = 5;
    filtered.createdBefore = *parseXmlDateTime("2026-01-31T00:00:00Z");
    const auto whole = documents::writeQuery(filtered);
    CHECK(read(replaced(whole, "<Value>5</Value>", "<Value>'5'</Value>"))->maximumSize == 5);
    const auto [from, to] = GENERATE(table<std::string, std::string>({
        {"<Value>5</Value>", "<Value>-5</Value>"},
        {"<Value>5</Value>", "<Value>5 MB</Value>"},
        {"<Value>5</Value>", "<Value>99999999999999999999999</Value>"},
        {"2026-01-31T", "31.1.2026 "},
    }));
    const auto request = read(replaced(whole, from, to));
    REQUIRE_FALSE(request);
    CHECK(request.error().code == ErrorCode::FilterNotValid);
}

TEST_CASE("whatever identifier and classes a query has, it reads back equal", "[documents]") {
    std::mt19937 random{20260131};
    const std::vector<std::string> extensions{"1", "A-1/2", "<x>", "æøå", "a b", "(1)", "1,2", "{}"};
    for (int round = 0; round < 200; ++round) {
        QueryRequest request{
            *PatientId::make("2.25." + std::to_string(random()), extensions[random() % extensions.size()]),
            {},
            {},
            {},
            {}};
        for (unsigned i = 0; i <= random() % 5; ++i) {
            request.classCodes.push_back("c-" + std::to_string(round) + "." + std::to_string(i));
        }
        if (random() % 2 == 0) {
            request.maximumSize = random();
        }
        if (random() % 2 == 0) {
            request.createdAfter = Instant{std::chrono::milliseconds{random()} * 1000};
        }
        CHECK((read(documents::writeQuery(request)).value() == request));
    }
}
