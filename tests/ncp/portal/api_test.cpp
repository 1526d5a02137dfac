#include "ncp/portal/api.hpp"

#include "tests/ncp/portal/portal_world.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <yaml-cpp/yaml.h>

using namespace ncp;
using namespace std::chrono_literals;
using nlohmann::json;
using test::headerOf;
using test::PortalWorld;

namespace {

void checkProblem(const http::Response& response, int status, const std::string& error) {
    CHECK(response.status == status);
    CHECK(response.contentType == "application/problem+json");
    const auto problem = json::parse(response.body);
    CHECK(problem.at("status") == status);
    CHECK(problem.at("error") == error);
    CHECK(problem.at("type") == "urn:ncp:error:" + error);
    CHECK_FALSE(problem.at("detail").get<std::string>().empty());
    CHECK(problem.at("detail").get<std::string>().find("error.") != 0);
    CHECK(CorrelationId::parse(problem.at("reference").get<std::string>()).has_value());
}

} // namespace

TEST_CASE("the OpenAPI description lists exactly the routes there are", "[portal]") {
    PortalWorld world;
    const auto response = world.browser().call("GET", "/openapi.yaml");
    REQUIRE(response.status == 200);
    const auto description = YAML::Load(response.body);
    CHECK(description["openapi"].as<std::string>() == "3.1.0");
    std::set<std::string> described;
    for (const auto& path : description["paths"]) {
        for (const auto& operation : path.second) {
            auto method = operation.first.as<std::string>();
            if (method == "parameters") {
                continue;
            }
            std::ranges::transform(method, method.begin(),
                                   [](char c) { return static_cast<char>(c - 'a' + 'A'); });
            described.insert(method + " " + path.first.as<std::string>());
        }
    }
    std::set<std::string> served;
    for (const auto& route : portal::Api::routeNames()) {
        served.insert(std::string{route.method} + " " + std::string{route.pattern});
    }
    CHECK(described == served);
}

TEST_CASE("all but the description and the sign-in wants a token", "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    for (const auto& route : portal::Api::routeNames()) {
        if (route.pattern == "/openapi.yaml" || route.pattern == "/sessions") {
            continue;
        }
        INFO(route.method << " " << route.pattern);
        const auto response = browser.call(std::string{route.method}, std::string{route.pattern}, "{}", "");
        checkProblem(response, 401, "session.required");
        CHECK(headerOf(response, "WWW-Authenticate") == "Bearer");
        checkProblem(
            browser.call(std::string{route.method}, std::string{route.pattern}, "{}", std::string(64, '0')),
            401, "session.required");
    }
}

TEST_CASE("the cookie of the pages opens nothing here, and a token nothing there", "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    browser.signIn();
    checkProblem(browser.call("GET", "/countries"), 401, "session.required");
    const auto value = browser.cookie().substr(browser.cookie().find('=') + 1);
    checkProblem(browser.call("GET", "/countries", {}, value), 401, "session.required");
    const auto token = browser.apiToken();
    browser.setCookie("ncp_portal=" + token);
    CHECK(browser.get("/countries").status == 401);
}

TEST_CASE("a token lasts until the sign-out or half an hour without use", "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    const auto first = browser.apiToken();
    CHECK(browser.call("GET", "/countries", {}, first).status == 200);
    CHECK(browser.call("POST", "/sessions/end", "{}", first).status == 200);
    CHECK(browser.call("GET", "/countries", {}, first).status == 401);
    const auto second = browser.apiToken();
    world.clock.advance(31min);
    CHECK(browser.call("GET", "/countries", {}, second).status == 401);
}

TEST_CASE("wrong PINs stop a clinician's sign-in for a minute, whoever tries", "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    const std::string wrong = R"({"identity":"9900001","pin":"0000"})";
    for (int i = 0; i < 5; ++i) {
        checkProblem(browser.call("POST", "/sessions", wrong), 403, "session.refused");
    }
    checkProblem(browser.call("POST", "/sessions", R"({"identity":"9900001","pin":"1001"})"), 429,
                 "session.locked");
    CHECK(browser.call("POST", "/sessions", R"({"identity":"9900002","pin":"1002"})").status == 201);
    world.clock.advance(61s);
    browser.apiToken();
    checkProblem(browser.call("POST", "/sessions", R"({"identity":"nobody","pin":"1001"})"), 403,
                 "session.refused");
    checkProblem(browser.call("POST", "/sessions", R"({"identity":9900001,"pin":1001})"), 403,
                 "session.refused");
}

TEST_CASE("countries and search masks are told in the language asked for", "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    const auto token = browser.apiToken();
    const auto countries = json::parse(browser.call("GET", "/countries", {}, token).body).at("countries");
    CHECK(countries.size() == 3);
    const auto mask =
        json::parse(browser.call("GET", "/countries/PT/search-mask", {}, token, "nn-NO, en;q=0.5").body);
    const auto field = mask.at("patient").at("identifiers").at(0).at("groups").at(0).at("fields").at(0);
    CHECK(field.at("name") == "patient.identifier.1");
    CHECK(field.at("format") == "[0-9]{9}");
    CHECK(mask.at("patient").at("traits").at(0).at("text") == "Etternamn");
    CHECK(mask.contains("nextOfKin"));
    checkProblem(browser.call("GET", "/countries/DK/search-mask", {}, token), 404, "country.not_connected");
}

TEST_CASE("a search with faults is told by field", "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    const auto token = browser.apiToken();
    const auto response =
        browser.call("POST", "/patients",
                     R"({"country":"PT","values":{"patient.identifier.1":"12","shoeSize":"43"}})", token);
    checkProblem(response, 422, "input.invalid");
    const auto faults = json::parse(response.body).at("faults");
    REQUIRE(faults.size() == 2);
    CHECK(faults.at(0).at("field") == "patient.identifier.1");
    CHECK(faults.at(0).at("fault") == "format");
    CHECK(faults.at(1).at("fault") == "unknown");
    checkProblem(
        browser.call("POST", "/patients", R"({"country":"PT","values":{"patient.identifier.1":12}})", token),
        400, "input.refused");
    CHECK(world.trail().list({})->empty());
}

TEST_CASE("a country that does not answer is a problem with the error's id and the audit trail's reference",
          "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    const auto token = browser.apiToken();
    const auto response =
        browser.call("POST", "/patients", R"({"country":"PT","values":{"patient.identifier.1":"123456789"}})",
                     token, "nb");
    checkProblem(response, 502, "peer.unreachable");
    CHECK(response.body.find("123456789") == std::string::npos);
    CHECK(json::parse(response.body).at("detail").get<std::string>().starts_with("Fikk ikke kontakt"));
    CHECK(world.trail().list({})->at(0).event.correlationId ==
          json::parse(response.body).at("reference").get<std::string>());
}

TEST_CASE("handles of nobody, wrong bodies, unknown routes and methods are problems", "[portal]") {
    PortalWorld world;
    auto& browser = world.browser();
    const auto token = browser.apiToken();
    checkProblem(browser.call("POST", "/treatment-relations", R"({"patient":"00","confirmed":true})", token),
                 404, "handle.unknown");
    checkProblem(browser.call("GET", "/treatment-relations/00/documents?class=60591-5", {}, token), 404,
                 "handle.unknown");
    for (const auto* path : {"", "/translated", "/original", "/file", "/findings"}) {
        checkProblem(browser.call("GET", std::string{"/documents/00"} + path, {}, token), 404,
                     "document.not_found");
    }
    checkProblem(browser.call("POST", "/patients", "[]", token), 400, "input.refused");
    checkProblem(browser.call("GET", "/nowhere", {}, token), 404, "route.unknown");
    checkProblem(browser.call("GET", "/patients", {}, token), 405, "method.not_allowed");
    http::Request form{
        "POST", "/api/v1/sessions", {}, {{"content-type", "application/x-www-form-urlencoded"}}, "{}", {}, {},
        {}};
    CHECK(browser.send(form).status == 415);
}
