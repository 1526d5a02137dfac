#include "base/table.hpp"
#include "ncp/portal/multipart.hpp"
#include "tests/ncp/portal/portal_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

using namespace ncp;
using test::headerOf;
using test::PortalWorld;

namespace {

bool has(const http::Response& response, const std::string& text) {
    return response.body.find(text) != std::string::npos;
}

std::string demoSummary() {
    return readFile(std::filesystem::path{NCP_SOURCE_DIR} / "config/demo/pt/documents/cardiac-summary.xml")
        .value();
}

std::string without(std::string text, const std::string& part) {
    const auto at = text.find(part);
    REQUIRE(at != std::string::npos);
    return text.erase(at, part.size());
}

/// Drops a document and gives the address of its report.
std::string dropped(test::Browser& browser, const std::string& document) {
    const auto response = browser.drop("/inspections", document);
    REQUIRE(response.status == 303);
    const auto path = headerOf(response, "Location");
    REQUIRE(path.starts_with("/inspections/"));
    return path;
}

} // namespace

TEST_CASE("an operator drops a document and reads its report beside it", "[portal][inspection]") {
    PortalWorld world;
    auto& browser = world.browser();
    browser.signInOperator();
    const auto title = test::between(demoSummary(), "<title>", "</title>");
    const auto path = dropped(browser, without(demoSummary(), "<title>" + title + "</title>"));
    const auto page = browser.get(path);
    CHECK(page.status == 200);
    CHECK(has(page, "header.title"));
    CHECK(has(page, "Dokumentet mangler tittel"));
    CHECK(has(page, "class=\"clinical\""));
    CHECK_FALSE(has(page, "<script"));
    CHECK_FALSE(has(page, "Hemmelig"));
    CHECK(headerOf(page, "Cache-Control") == "no-store");

    browser.submit("/language", {{"language", "en"}, {"return", path}});
    CHECK(has(browser.get(path), "The document has no title"));
    browser.submit("/language", {{"language", "nn"}, {"return", path}});
    CHECK(has(browser.get(path), "Kontroll av dokument"));
    CHECK(world.trail().list({})->empty());
}

TEST_CASE("the report is saved as JSON and SARIF under names that say nothing", "[portal][inspection]") {
    PortalWorld world;
    auto& browser = world.browser();
    browser.signInOperator();
    const auto path = dropped(browser, "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"/>");
    const auto json = browser.get(path + "/report.json");
    CHECK(json.contentType == "application/json");
    CHECK(headerOf(json, "Content-Disposition") == "attachment; filename=\"report.json\"");
    const auto report = nlohmann::json::parse(json.body).at("documents").at(0);
    CHECK(report.at("errors").get<int>() > 3);
    CHECK(report.at("findings").at(0).contains("rule"));
    const auto sarif = browser.get(path + "/report.sarif");
    CHECK(headerOf(sarif, "Content-Disposition") == "attachment; filename=\"report.sarif\"");
    CHECK(nlohmann::json::parse(sarif.body).at("version") == "2.1.0");
    for (const auto& download : {json, sarif}) {
        CHECK_FALSE(has(download, "Hemmelig"));
        CHECK(headerOf(download, "Cache-Control") == "no-store");
    }
}

TEST_CASE("what is no XML is told as a finding", "[portal][inspection]") {
    PortalWorld world;
    auto& browser = world.browser();
    browser.signInOperator();
    for (const std::string& document :
         {std::string{"%PDF-1.4 not a document"}, std::string{"<a><b></a>"}, std::string{"\xff\xfe\x00", 3},
          std::string{"<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"}}) {
        const auto page = browser.get(dropped(browser, document));
        CHECK(page.status == 200);
        CHECK(has(page, "document.unreadable"));
        CHECK_FALSE(has(page, "root:"));
    }
}

TEST_CASE("script in a dropped document stays text or goes away", "[portal][inspection]") {
    PortalWorld world;
    auto& browser = world.browser();
    browser.signInOperator();
    const std::string attack = "<script>alert(1)</script>";
    const std::string escaped = "&lt;script&gt;alert(2)&lt;/script&gt;";
    const auto page = browser.get(dropped(
        browser, "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><code code=\"" + escaped + "\"/><title>" +
                     escaped + "</title><component><structuredBody><component><section><title>" + escaped +
                     "</title><text>" + attack + escaped +
                     "<linkHtml href=\"javascript:alert(3)\">x</linkHtml></text></section></component>"
                     "</structuredBody></component></ClinicalDocument>"));
    CHECK(page.status == 200);
    CHECK_FALSE(has(page, "<script"));
    CHECK_FALSE(has(page, "href=\"javascript"));
    CHECK(has(page, "&lt;script&gt;"));
    CHECK(headerOf(page, "Content-Security-Policy").starts_with("default-src 'none'"));
}

TEST_CASE("a document that is too large, or none, is refused with a sentence", "[portal][inspection]") {
    PortalWorld world;
    auto& browser = world.browser();
    browser.signInOperator();
    const auto large = browser.drop("/inspections", std::string(portal::kDroppedFileLimit + 1, ' '));
    CHECK(large.status == 413);
    CHECK(has(large, "role=\"alert\""));
    const auto none = browser.drop("/inspections", "");
    CHECK(none.status == 422);
    CHECK(has(none, "Velg en fil"));
    CHECK(browser.submit("/inspections", {{"form", "pivot"}}).status == 415);
}

TEST_CASE("a dropped document with a wrong token is not looked at", "[portal][inspection]") {
    PortalWorld world;
    auto& browser = world.browser();
    browser.signInOperator();
    const auto refused = browser.drop("/inspections", demoSummary(), {}, std::string(64, '0'));
    CHECK(refused.status == 403);
    CHECK(headerOf(refused, "Location").empty());
}

TEST_CASE("nobody but an operator drops documents", "[portal][inspection]") {
    PortalWorld world;
    auto& browser = world.browser();
    browser.get("/");
    CHECK(browser.get("/inspections").status == 401);
    CHECK(browser.drop("/inspections", demoSummary()).status == 401);
    browser.signIn();
    for (const auto* path : {"/inspections", "/inspections/0", "/inspections/0/report.json"}) {
        CHECK(browser.get(path).status == 403);
    }
    const auto refused = browser.drop("/inspections", demoSummary());
    CHECK(refused.status == 403);
    CHECK_FALSE(has(refused, "class=\"clinical\""));
}

TEST_CASE("an operator looks up nobody, in the pages or by the JSON API", "[portal][inspection]") {
    PortalWorld world;
    auto& browser = world.browser();
    browser.signInOperator();
    for (const auto* path :
         {"/countries", "/countries/PT", "/patients/0", "/documents/0", "/documents/0/paper.pdf"}) {
        INFO(path);
        CHECK(browser.get(path).status == 403);
    }
    CHECK(browser.submit("/countries/PT/search", {{"patient.identifier.1", "123456789"}}).status == 403);
    CHECK(browser.call("POST", "/sessions", R"({"identity":"9900005","pin":"1005"})").status == 403);
    CHECK(world.trail().list({})->empty());
}

TEST_CASE("another session does not see what an operator dropped, and only the last is kept",
          "[portal][inspection]") {
    PortalWorld world;
    auto& browser = world.browser();
    browser.signInOperator();
    const auto first = dropped(browser, demoSummary());
    const auto second = dropped(browser, demoSummary());
    CHECK(browser.get(first).status == 404);
    CHECK(browser.get(second).status == 200);
    const auto cookie = browser.cookie();
    browser.setCookie({});
    browser.signInOperator();
    REQUIRE(browser.cookie() != cookie);
    CHECK(browser.get(second).status == 404);
    CHECK(browser.get(second + "/report.json").status == 404);
}
