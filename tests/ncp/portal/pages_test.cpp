#include "tests/ncp/portal/portal_world.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <string>

using namespace ncp;
using namespace std::chrono_literals;
using test::headerOf;
using test::PortalWorld;

namespace {

bool has(const http::Response& response, const std::string& text) {
    return response.body.find(text) != std::string::npos;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++found;
    }
    return found;
}

void checkIsPage(const http::Response& response, const std::string& language) {
    CHECK(response.contentType == "text/html; charset=utf-8");
    CHECK(has(response, "<html lang=\"" + language + "\">"));
    CHECK(count(response.body, "<h1") == 1);
    CHECK(count(response.body, "<main ") == 1);
    CHECK(has(response, "href=\"#content\""));
    CHECK_FALSE(has(response, "<script"));
    CHECK_FALSE(has(response, " style=\""));
}

} // namespace

TEST_CASE("every answer carries the content policy, and none may be kept", "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    for (const auto* path :
         {"/", "/countries", "/nowhere", "/assets/style.css", "/api/v1/openapi.yaml", "/api/v1/x"}) {
        INFO(path);
        const auto response = browser.get(path);
        const auto policy = headerOf(response, "Content-Security-Policy");
        CHECK(policy.starts_with("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
                                 "frame-ancestors 'none'"));
        CHECK(policy.find("unsafe") == std::string::npos);
        CHECK(headerOf(response, "X-Content-Type-Options") == "nosniff");
        CHECK(headerOf(response, "Referrer-Policy") == "no-referrer");
        CHECK(headerOf(response, "Cache-Control") == "no-store");
    }
}

TEST_CASE("a request under a foreign host name is not served", "[portal]") {
    PortalWorld world;
    for (const auto* host : {"evil.example", "localhost.evil.example", ""}) {
        const auto response = world.browser().get("/", {{"host", host}});
        CHECK(response.status == 421);
        CHECK(headerOf(response, "Set-Cookie").empty());
        CHECK_FALSE(has(response, "<form"));
    }
    CHECK(world.browser().get("/", {{"host", "127.0.0.1:18080"}}).status == 200);
}

TEST_CASE("a clinician signs in and out", "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    const auto start = browser.get("/");
    CHECK(start.status == 200);
    checkIsPage(start, "nb");
    const auto cookie = headerOf(start, "Set-Cookie");
    CHECK(cookie.find("; HttpOnly") != std::string::npos);
    CHECK(cookie.find("; SameSite=Strict") != std::string::npos);
    const auto before = browser.cookie();

    browser.signIn();
    CHECK(browser.cookie() != before); // a planted token is worth nothing
    const auto inside = browser.cookie();
    const auto countries = browser.get("/countries");
    checkIsPage(countries, "nb");
    CHECK(has(countries, "Kari Demolege Oppdiktet"));
    CHECK(headerOf(browser.get("/"), "Location") == "/countries");

    CHECK(browser.submit("/sign-out", {}).status == 303);
    browser.setCookie(inside);
    CHECK(browser.get("/countries").status == 401);
    browser.setCookie(before);
    CHECK(browser.get("/countries").status == 401);
}

TEST_CASE("a wrong PIN is refused, and the sixth attempt waits", "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    browser.get("/");
    for (int i = 0; i < 4; ++i) {
        const auto response = browser.submit("/sign-in", {{"identity", "9900001"}, {"pin", "0000"}});
        CHECK(response.status == 403);
        CHECK(has(response, "PIN-koden stemmer ikke"));
    }
    CHECK(has(browser.submit("/sign-in", {{"identity", "9900001"}, {"pin", "0000"}}), "Vent ett minutt"));
    CHECK(browser.submit("/sign-in", {{"identity", "9900001"}, {"pin", "1001"}}).status == 429);
    world.clock.advance(61s);
    CHECK(browser.submit("/sign-in", {{"identity", "9900001"}, {"pin", "1001"}}).status == 303);
}

TEST_CASE("wrong PINs of one person count in whatever session they are tried", "[portal][hostile]") {
    PortalWorld world;
    auto& browser = world.browser();
    for (int i = 0; i < 5; ++i) {
        browser.setCookie({});
        browser.get("/");
        CHECK(browser.submit("/sign-in", {{"identity", "9900001"}, {"pin", "0000"}}).status == 403);
    }
    browser.setCookie({});
    browser.get("/");
    CHECK(browser.submit("/sign-in", {{"identity", "9900001"}, {"pin", "1001"}}).status == 429);
    CHECK(browser.submit("/sign-in", {{"identity", "9900003"}, {"pin", "1003"}}).status == 303);
}

TEST_CASE("the language that was chosen before the sign-in stays after it", "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    browser.get("/");
    SECTION("chosen") {
        browser.submit("/language", {{"language", "nn"}, {"return", "/"}});
        CHECK(browser.submit("/sign-in", {{"identity", "9900002"}, {"pin", "1002"}}).status == 303);
        checkIsPage(browser.get("/countries"), "nn");
    }
    SECTION("not chosen: that of the identities file") {
        CHECK(browser.submit("/sign-in", {{"identity", "9900002"}, {"pin", "1002"}}).status == 303);
        checkIsPage(browser.get("/countries"), "en");
    }
}

TEST_CASE("a form without the session's token does nothing", "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    browser.signIn();
    const auto without = browser.post("/sign-out", {});
    CHECK(without.status == 403);
    checkIsPage(without, "nb");
    CHECK(browser.post("/sign-out", {{"csrf", std::string(64, '0')}}).status == 403);
    CHECK(browser.post("/countries/PT/search", {{"patient.identifier.1", "123456789"}}).status == 403);
    CHECK(browser.get("/countries").status == 200);
    CHECK(world.trail().list({})->empty());
}

TEST_CASE("a form of another type than a browser's is refused", "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    browser.signIn();
    http::Request request{"POST", "/sign-out", {}, {{"content-type", "text/plain"}}, "csrf=x", {}, {}, {}};
    CHECK(browser.send(request).status == 415);
}

TEST_CASE("pages for clinicians ask for the sign-in, and say when a session is over", "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    for (const auto* path : {"/countries", "/countries/PT", "/results/x", "/patients/x", "/relations/x",
                             "/documents/x", "/documents/x/file", "/documents/x/source.xml"}) {
        browser.setCookie({});
        const auto response = browser.get(path);
        INFO(path);
        CHECK(response.status == 401);
        CHECK(has(response, "Du må logge inn først"));
    }
    browser.signIn();
    world.clock.advance(31min);
    const auto over = browser.get("/countries");
    CHECK(over.status == 401);
    checkIsPage(over, "nb");
    CHECK(has(over, "Økten er avsluttet"));
}

TEST_CASE("the page's language changes where one is, and never leads elsewhere", "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    browser.signIn();
    const auto changed = browser.submit("/language", {{"language", "nn"}, {"return", "/countries/PT"}});
    CHECK(changed.status == 303);
    CHECK(headerOf(changed, "Location") == "/countries/PT");
    checkIsPage(browser.get("/countries"), "nn");
    for (const auto* path : {"//evil.example", "https://evil.example", "/\\evil.example", "", "/a\r\nX: y"}) {
        CHECK(headerOf(browser.submit("/language", {{"language", "en"}, {"return", path}}), "Location") ==
              "/");
    }
    CHECK(browser.submit("/language", {{"language", "xx"}, {"return", "/"}}).status == 400);
}

TEST_CASE("connected countries can be chosen, others are named as not connected, ours is not there",
          "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    browser.signIn();
    const auto page = browser.get("/countries");
    CHECK(has(page, "href=\"/countries/PT\""));
    CHECK_FALSE(has(page, "href=\"/countries/DK\""));
    CHECK(has(page, "ikke tilkoblet"));
    CHECK_FALSE(has(page, "Norge"));
    CHECK(browser.get("/countries/DK").status == 404);
    CHECK(browser.get("/countries/XX").status == 404);
    CHECK(browser.submit("/countries/DK/search", {{"patient.identifier.1", "1"}}).status == 404);
}

TEST_CASE("a country's form has a label and the explanation bound to each input", "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    browser.signIn();
    for (const auto* country : {"PT", "ES"}) {
        const auto page = browser.get(std::string{"/countries/"} + country);
        checkIsPage(page, "nb");
        const auto inputs = count(page.body, "<input type=\"text\"");
        CHECK(inputs > 0);
        CHECK(count(page.body, "autocomplete=\"off\"") >= inputs);
        CHECK(count(page.body, "<label for=\"field-") == inputs + count(page.body, "<select"));
        CHECK(count(page.body, "aria-describedby=\"field-") == inputs);
    }
    CHECK(has(browser.get("/countries/PT"), "Pårørende handler for pasienten"));
    CHECK(has(browser.get("/countries/ES"), "Fyll ut ett av alternativene"));
}

TEST_CASE("what is wrong in a form stands beside its field and in a summary that links to it", "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    browser.signIn();
    const auto page = browser.submit("/countries/PT/search",
                                     {{"patient.identifier.1", "12"}, {"patient.birthDate", "31.02.1980"}});
    CHECK(page.status == 422);
    checkIsPage(page, "nb");
    CHECK(has(page, "<title>Feil: "));
    CHECK(has(page, "href=\"#field-patient.identifier.1\""));
    CHECK(has(page, "href=\"#field-patient.birthDate\""));
    CHECK(has(page, "id=\"field-patient.identifier.1-fault\""));
    CHECK(has(page, "aria-invalid=\"true\""));
    CHECK(has(page, "value=\"12\""));
    CHECK(has(page, "Fødselsdato er ikke en dato"));
    CHECK(world.trail().list({})->empty());
}

TEST_CASE("what was entered is shown as text, whatever it is", "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    browser.signIn();
    const std::string hostile = "\"><script>alert(1)</script><input value='";
    const auto page =
        browser.submit("/countries/PT/search",
                       {{"patient.identifier.1", "x"}, {"patient.familyName", hostile}, {hostile, "1"}});
    checkIsPage(page, "nb");
    CHECK_FALSE(has(page, "alert(1)</script>"));
    CHECK(has(page, "&lt;script&gt;alert(1)"));
    CHECK_FALSE(has(browser.get("/<script>alert(1)</script>"), "<script>"));
    const auto wrong = browser.submit("/sign-in", {{"identity", hostile}, {"pin", hostile}});
    CHECK_FALSE(has(wrong, "<script>"));
}

TEST_CASE("a country that does not answer is told with what to do and a reference that the audit trail knows",
          "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    browser.signIn();
    const auto page = browser.submit("/countries/PT/search", {{"patient.identifier.1", "123456789"}});
    CHECK(page.status == 502);
    checkIsPage(page, "nb");
    CHECK(has(page, "Landet svarer ikke"));
    CHECK(has(page, "Fikk ikke kontakt med landet"));
    CHECK(has(page, "value=\"123456789\"")); // to search again without writing it again
    const auto rows = world.trail().list({});
    REQUIRE(rows.has_value());
    REQUIRE(rows->size() == 1);
    CHECK(rows->front().event.errorId == "peer.unreachable");
    CHECK(test::between(page.body, "<code>", "</code>") == rows->front().event.correlationId);
}

TEST_CASE("handles of nobody are told, not guessed", "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    browser.signIn();
    for (const auto* path : {"/results/00", "/patients/00", "/relations/00", "/documents/00",
                             "/documents/00/original", "/documents/00/file", "/documents/00/source.xml"}) {
        INFO(path);
        const auto response = browser.get(path);
        CHECK(response.status == 404);
        checkIsPage(response, "nb");
    }
    CHECK(browser.submit("/patients/00/confirm", {{"confirmed", "yes"}}).status == 404);
    CHECK(browser.submit("/relations/00/refresh", {}).status == 404);
}

TEST_CASE("unknown addresses and methods are told", "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    const auto unknown = browser.get("/nowhere");
    CHECK(unknown.status == 404);
    checkIsPage(unknown, "nb");
    CHECK(browser.get("/sign-in").status == 405);
    CHECK(browser.post("/", {}).status == 405);
    http::Request head{"HEAD", "/", {}, {}, {}, {}, {}, {}};
    const auto response = browser.send(head);
    CHECK(response.status == 200);
    CHECK(response.body.empty());
}
