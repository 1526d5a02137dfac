#include "transform/render/treatment.hpp"

#include "base/xml/document.hpp"
#include "transform/render/render.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <string_view>

using namespace ncp;
using namespace ncp::transform;
using render::Treatment;

namespace {

const cda::TimeStamp kWritten{"20260510120000+0200", {}};

cda::TimeRange until(std::string end) {
    cda::TimeRange period;
    period.low = cda::TimeStamp{"2026", {}};
    period.high = cda::TimeStamp{std::move(end), {}};
    return period;
}

Treatment treatment(const std::string& status, cda::TimeRange period) {
    cda::Medication medication;
    medication.status = status;
    medication.period = std::move(period);
    return render::treatmentOf(medication, kWritten);
}

std::string medicine(const std::string& name, const std::string& status, const std::string& end) {
    return "<entry><substanceAdministration classCode=\"SBADM\"><statusCode code=\"" + status +
           "\"/><effectiveTime xsi:type=\"IVL_TS\"><low value=\"20260101\"/>" +
           (end.empty() ? "" : "<high value=\"" + end + "\"/>") +
           "</effectiveTime><consumable><manufacturedProduct><manufacturedMaterial><name>" + name +
           "</name></manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration>"
           "</entry>";
}

xml::Document summary(const std::string& entries) {
    auto document = xml::Document::parse(
        "<ClinicalDocument xmlns=\"urn:hl7-org:v3\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
        "<code code=\"60591-5\"/><effectiveTime value=\"20260510\"/><component><structuredBody><component>"
        "<section><code code=\"10160-0\"/>" +
        entries + "</section></component></structuredBody></component></ClinicalDocument>");
    REQUIRE(document);
    return std::move(*document);
}

const Texts& texts() {
    static const Texts loaded =
        Texts::load({std::filesystem::path{NCP_SOURCE_DIR} / "config/texts/clinical.tsv"}).value();
    return loaded;
}

/// The parts stand in `text`, one behind the other.
void checkOrder(std::string_view text, std::initializer_list<std::string_view> parts) {
    std::size_t at = 0;
    for (const std::string_view part : parts) {
        INFO(part);
        at = text.find(part, at);
        REQUIRE(at != std::string_view::npos);
        at += part.size();
    }
}

} // namespace

TEST_CASE("status and end together tell whether a medicine is in use", "[render][treatment]") {
    const std::string yesterday = "20260509";
    const std::string tomorrow = "20260511";
    CHECK(treatment("active", until(tomorrow)) == Treatment::Current);
    CHECK(treatment("active", until(yesterday)) == Treatment::EndPassed);
    CHECK(treatment("suspended", until(yesterday)) == Treatment::EndPassed);
    CHECK(treatment("completed", until(yesterday)) == Treatment::Past);
    CHECK(treatment("completed", until(tomorrow)) == Treatment::EndNotPassed);
    CHECK(treatment("completed", {}) == Treatment::EndNotPassed);
    for (const char* over : {"aborted", "cancelled", "nullified", "obsolete"}) {
        CHECK(treatment(over, {}) == Treatment::Past);
    }
    // Without a status, or with one that nobody knows, the end alone tells.
    for (const char* unknown : {"", "on-hold"}) {
        CHECK(treatment(unknown, {}) == Treatment::Current);
        CHECK(treatment(unknown, until(tomorrow)) == Treatment::Current);
        CHECK(treatment(unknown, until(yesterday)) == Treatment::Past);
    }
    cda::TimeRange unknownEnd = until("");
    unknownEnd.high->nullFlavor = "UNK";
    CHECK(treatment("active", unknownEnd) == Treatment::Current);
    CHECK(treatment("completed", unknownEnd) == Treatment::EndNotPassed);
}

TEST_CASE("one point of time ends a treatment only where the status says so", "[render][treatment]") {
    cda::TimeRange point;
    point.exact = cda::TimeStamp{"20260101", {}};
    CHECK(treatment("active", point) == Treatment::Current);
    CHECK(treatment("", point) == Treatment::Current);
    CHECK(treatment("completed", point) == Treatment::Past);

    // What is taken again and again began then, and an implant was put in.
    cda::Medication daily;
    daily.status = "completed";
    daily.period = point;
    daily.timings.emplace_back().kind = cda::TimingKind::Periodic;
    CHECK(render::treatmentOf(daily, kWritten) == Treatment::EndNotPassed);
    daily.timings.front().kind = cda::TimingKind::Point;
    CHECK(render::treatmentOf(daily, kWritten) == Treatment::Past);
    CHECK_FALSE(render::hasEnded(point, kWritten));
}

TEST_CASE("a length counts as an end once it has run out for certain", "[render][treatment]") {
    cda::TimeRange course;
    course.low = cda::TimeStamp{"20260501", {}};
    course.width = cda::Quantity{};
    course.width->value = "5";
    course.width->unit = "d";
    CHECK(treatment("active", course) == Treatment::EndPassed);
    course.width->value = "9";
    CHECK(treatment("active", course) == Treatment::Current);
    course.width->unit = "wk";
    CHECK(treatment("active", course) == Treatment::Current);
    course.width->unit = "{course}";
    CHECK(treatment("active", course) == Treatment::Current);
}

TEST_CASE("an end is compared as exactly as it is stated, and zones are minded", "[render][treatment]") {
    const auto ended = [](const std::string& end, const std::string& written) {
        return render::hasEnded(until(end), {written, {}});
    };
    CHECK(ended("2025", "20260510"));
    CHECK_FALSE(ended("2026", "20260510"));
    CHECK(ended("202604", "20260510"));
    CHECK_FALSE(ended("202605", "20260510"));
    CHECK_FALSE(ended("20260510", "20260510235959"));
    CHECK(ended("20260509", "20260510000000+0200"));
    CHECK(ended("20260509+0200", "20260510000000+0200"));
    // 23:30 in New York is 05:30 of the next day in Oslo.
    CHECK_FALSE(ended("202605092330-0400", "202605100200+0200"));
    CHECK(ended("202605092330-0400", "202605100600+0200"));
    CHECK(ended("20260509233000.000-0400", "20260510060000.123+0200"));
    CHECK_FALSE(ended("", "20260510"));
    CHECK_FALSE(ended("20260509", ""));
}

TEST_CASE("finished treatments stand below a heading of their own, and none vanishes",
          "[render][treatment]") {
    const auto document =
        summary(medicine("Fullført", "completed", "20260301") +
                medicine("Likevel aktiv", "active", "20260301") + medicine("Uten ende", "completed", "") +
                medicine("I bruk", "active", "") + medicine("Planlagt slutt", "active", "20270101"));
    const auto text = render::renderText(document, texts(), TextLanguage::Bokmaal, {});
    const auto html = render::renderHtml(document, texts(), TextLanguage::Bokmaal, {});
    REQUIRE(text);
    REQUIRE(html);
    for (const std::string& page : {*text, *html}) {
        checkOrder(page, {"Legemidler i bruk", "I bruk", "Planlagt slutt", "Usikkert om fortsatt i bruk",
                          "Likevel aktiv", "Sluttdatoen er passert.", "Uten ende",
                          "Ingen sluttdato er passert.", "Tidligere legemidler, ikke i bruk", "Fullført"});
    }
}

TEST_CASE("a page of medicines in use has no further headings", "[render][treatment]") {
    const auto text =
        render::renderText(summary(medicine("I bruk", "active", "")), texts(), TextLanguage::Bokmaal, {});
    REQUIRE(text);
    CHECK(text->find("Usikkert") == std::string::npos);
    CHECK(text->find("Tidligere legemidler") == std::string::npos);
}
