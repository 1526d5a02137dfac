#include "ncp/audit/listing.hpp"

#include "tests/ncp/store/sample_event.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <filesystem>

using namespace ncp;

namespace {

Texts texts() {
    return Texts::load({std::filesystem::path{NCP_SOURCE_DIR} / "config/texts/audit.tsv"}).value();
}

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> out;
    std::size_t start = 0;
    while (start < text.size()) {
        const auto end = text.find('\n', start);
        out.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    return out;
}

/// Characters in front of the part.
std::size_t columnOf(const std::string& line, const std::string& part) {
    const auto at = line.find(part);
    REQUIRE(at != std::string::npos);
    return static_cast<std::size_t>(std::count_if(line.begin(),
                                                  line.begin() + static_cast<std::ptrdiff_t>(at),
                                                  [](char c) { return (c & 0xC0) != 0x80; }));
}

} // namespace

TEST_CASE("the table has a heading and a line for each record, in the reader's language", "[audit]") {
    const std::vector<audit::Record> records{{1, test::sampleEvent("a")}, {12, test::sampleEvent("b")}};
    const auto english = lines(audit::toTable(records, texts(), TextLanguage::English));
    REQUIRE(english.size() == 3);
    CHECK(english[0].starts_with("No."));
    CHECK(english[1].find("List documents (ITI-38)") != std::string::npos);
    CHECK(english[1].find("Refused") != std::string::npos);
    CHECK(english[1].find("trust.insufficient_rights (permission-missing)") != std::string::npos);
    CHECK(english[2].starts_with("12"));
    CHECK(english[2].ends_with("correlation-b"));
    CHECK(audit::toTable(records, texts(), TextLanguage::Bokmaal).find("Avvist") != std::string::npos);
    CHECK(audit::toTable(records, texts(), TextLanguage::Nynorsk).find("List dokument ") !=
          std::string::npos);
}

TEST_CASE("nothing that came from outside commands the operator's terminal", "[audit][hostile]") {
    auto event = test::sampleEvent("a");
    event.rule = "\x1b[2J\x7f\xC2\x9b"
                 "31m\xC2\x80\xC3\xA6\xC2\xA0\n";
    const auto table = audit::toTable({{1, event}}, texts(), TextLanguage::English);
    CHECK(table.find('\x1b') == std::string::npos);
    CHECK(table.find("\xC2\x9b") == std::string::npos);
    CHECK(table.find("\xC2\x80") == std::string::npos);
    CHECK(table.find("?[2J"
                     "?"
                     "?31m"
                     "?\xC3\xA6\xC2\xA0?") != std::string::npos);
    CHECK(lines(table).size() == 2);
}

TEST_CASE("columns line up also where letters take two bytes", "[audit]") {
    const std::vector<audit::Record> records{{1, test::sampleEvent("a")}};
    const auto table = lines(audit::toTable(records, texts(), TextLanguage::Bokmaal));
    REQUIRE(table.size() == 2);
    CHECK(columnOf(table[0], "Varighet") == columnOf(table[1], "1 ms"));
}

TEST_CASE("the table names neither patient nor clinician, the detail both", "[audit]") {
    const audit::Record record{1, test::sampleEvent("a")};
    const auto table = audit::toTable({record}, texts(), TextLanguage::English);
    const auto detail = audit::toDetail(record, texts(), TextLanguage::English);
    for (const auto* personal : {"demo-patient-1", "Clara Invented", "demo-clinician-1", "demo-kin-1"}) {
        INFO(personal);
        CHECK(table.find(personal) == std::string::npos);
        CHECK(detail.find(personal) != std::string::npos);
    }
}

TEST_CASE("text from outside can't move the cursor or forge a line", "[audit]") {
    auto event = test::sampleEvent("a");
    event.correlationId = "x\n2  2026 forged\x1B[2J";
    event.transaction = "ITI\r-99";
    event.clinicianName = "Clara\nInvented";
    const audit::Record record{1, event};
    const auto table = audit::toTable({record}, texts(), TextLanguage::English);
    CHECK(lines(table).size() == 2);
    CHECK(table.find('\x1B') == std::string::npos);
    CHECK(table.find('\r') == std::string::npos);
    CHECK(audit::toDetail(record, texts(), TextLanguage::English).find("Clara?Invented\n") !=
          std::string::npos);
}

TEST_CASE("every label of the listing has a text", "[audit]") {
    const auto all = texts();
    const auto detail = audit::toDetail({1, test::sampleEvent("a")}, all, TextLanguage::Nynorsk);
    CHECK(detail.find("audit.") == std::string::npos);
    CHECK(audit::toTable({}, all, TextLanguage::Nynorsk).find("audit.") == std::string::npos);
    CHECK(lines(detail).size() == 30);
}
