#include "base/table.hpp"
#include "certs/development_pki.hpp"
#include "ncp/app/country_b.hpp"
#include "ncp/app/node.hpp"
#include "ncp/store/store.hpp"
#include "tests/ncp/portal/browser.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <regex>
#include <string>

using namespace ncp;
using nlohmann::json;
using test::between;
using test::headerOf;

namespace {

const std::filesystem::path kConfig{std::string{NCP_SOURCE_DIR} + "/config"};

bool has(const http::Response& response, const std::string& text) {
    return response.body.find(text) != std::string::npos;
}

/// A Portuguese node with the demonstration's patients, and a portal of a Norwegian one that asks it.
class TwoCountries {
  public:
    TwoCountries() {
        const auto country = [](const char* code) { return CountryCode::parse(code).value(); };
        REQUIRE(certs::makeDevelopmentPki(directory_.path() / "pki",
                                          {{country("NO"), {"localhost"}}, {country("PT"), {"localhost"}}},
                                          clock_.now())
                    .has_value());
        auto pt = configuration("pt");
        pt.listen.ncp.port = 0;
        pt.listen.admin.port = 0;
        auto node = app::Node::start(std::move(pt), clock_, log_);
        INFO((node ? std::string{} : node.error().detail));
        REQUIRE(node.has_value());
        node_ = std::move(*node);
        startPortal(country("NO"));
    }

    test::Browser& browser() { return *browser_; }
    audit::Trail& trail() { return *store_; }

  private:
    app::NodeConfiguration configuration(const std::string& name) {
        auto text = readFile(kConfig / "nodes" / (name + ".yaml")).value();
        text = std::regex_replace(text, std::regex{R"(\.\./\.\./var/)"}, directory_.path().string() + "/");
        text = std::regex_replace(text, std::regex{R"(\.\./)"}, kConfig.string() + "/");
        auto loaded = app::loadConfiguration(directory_.write(name + ".yaml", text), kConfig);
        INFO((loaded ? std::string{} : loaded.error().detail));
        REQUIRE(loaded.has_value());
        return std::move(*loaded);
    }

    void startPortal(const CountryCode& own) {
        auto no = configuration("no");
        std::vector<portal::PortalCountry> countries;
        for (auto& country : no.countries) {
            if (country.endpoints && country.code.str() == "PT") {
                const auto port = ":" + std::to_string(node_->ncpPort()) + "/";
                const std::regex configured{":[0-9]+/"};
                auto& ends = *country.endpoints;
                ends.patientDiscovery = std::regex_replace(ends.patientDiscovery, configured, port);
                ends.queryRetrieve = std::regex_replace(ends.queryRetrieve, configured, port);
                ends.provide = std::regex_replace(ends.provide, configured, port);
            }
            auto mask = discovery::loadSearchMask(country.searchMask);
            REQUIRE(mask.has_value());
            countries.push_back({country.code, country.code.str(), country.code.str(), country.code.str(),
                                 country.enabled, std::move(*mask)});
        }
        auto store = store::Store::open(directory_.path() / "no.sqlite", clock_, log_);
        REQUIRE(store.has_value());
        store_ = std::move(*store);
        certs::KeyModules modules;
        const auto material = app::loadKeyMaterial(no, modules, nullptr);
        REQUIRE(material.has_value());
        auto countryB = app::CountryB::make(no, app::keysInForce(*material, clock_.now()), *store_, *store_,
                                            clock_, random_);
        REQUIRE(countryB.has_value());
        countryB_ = std::move(*countryB);
        texts_ = app::loadTexts(no).value();
        identities_ = portal::Identities::load(kConfig / "demo" / "identities.yaml").value();
        portal_.emplace(
            portal::Portal::Parts{countryB_->consultation(),
                                  countryB_->dispensing(),
                                  *identities_,
                                  std::move(countries),
                                  *texts_,
                                  random_,
                                  clock_,
                                  {TextLanguage::Bokmaal, TextLanguage::Nynorsk, TextLanguage::English},
                                  own,
                                  "0.0.0",
                                  kConfig / "portal"});
        browser_.emplace(*portal_);
    }

    test::TemporaryDirectory directory_;
    SystemClock clock_;
    Logger log_{clock_, LogLevel::Error, [](std::string_view) {}};
    SystemRandom random_;
    std::unique_ptr<app::Node> node_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<app::CountryB> countryB_;
    std::optional<Texts> texts_;
    std::optional<portal::Identities> identities_;
    std::optional<portal::Portal> portal_;
    std::optional<test::Browser> browser_;
};

/// Signs in, searches by number, and gives the address of the page that follows.
std::string search(test::Browser& browser, const std::string& number) {
    const auto response = browser.submit("/countries/PT/search", {{"patient.identifier.1", number}});
    REQUIRE(response.status == 303);
    return headerOf(response, "Location");
}

/// Confirms the treatment of the patient and gives the page with the lists.
http::Response confirm(test::Browser& browser, const std::string& patient) {
    const auto response = browser.submit(patient + "/confirm", {{"confirmed", "yes"}});
    REQUIRE(response.status == 303);
    return browser.get(headerOf(response, "Location"));
}

} // namespace

TEST_CASE("from the search to the document, on pages and through the API", "[portal][flow]") {
    TwoCountries world;
    auto& browser = world.browser();
    browser.signIn();

    SECTION("a patient is found, confirmed, listed and read in every form; no address names the patient") {
        const auto patient = search(browser, "900 000 001");
        CHECK(patient.find("900000001") == std::string::npos);
        const auto page = browser.get(patient);
        CHECK(has(page, "Maria Exemplo Inventada"));
        CHECK(has(page, "14.03.1988"));

        const auto unconfirmed = browser.submit(patient + "/confirm", {});
        CHECK(unconfirmed.status == 422);
        CHECK(has(unconfirmed, "href=\"#confirmed\""));
        CHECK(browser
                  .submit("/countries/PT/search",
                          {{"patient.identifier.1", "900000001"}, {"purpose", "curiosity"}})
                  .status == 400);

        const auto list = confirm(browser, patient);
        CHECK(list.status == 200);
        const auto document = between(list.body, "<a href=\"/documents/", "\"");
        REQUIRE(document.size() == 32);
        const auto translated = browser.get("/documents/" + document);
        CHECK(translated.status == 200);
        CHECK(has(translated, "class=\"clinical"));
        CHECK(has(translated, "kodede opplysninger vises på språket ditt"));
        CHECK_FALSE(has(translated, "<script"));
        CHECK(has(browser.get("/documents/" + document + "/original"), "Slik kom dokumentet"));
        const auto source = browser.get("/documents/" + document + "/source.xml");
        CHECK(source.contentType == "application/xml");
        CHECK(headerOf(source, "Content-Disposition").starts_with("attachment"));
        const auto pdfEnd = list.body.find("/file\"");
        REQUIRE(pdfEnd != std::string::npos);
        const auto pdf = browser.get("/documents/" + list.body.substr(pdfEnd - 32, 32) + "/file");
        CHECK(pdf.contentType == "application/pdf");
        CHECK(pdf.body.starts_with("%PDF"));

        const auto rows = world.trail().list({});
        REQUIRE(rows.has_value());
        // One search, two lists, two retrievals: what was read again came from the session.
        CHECK(rows->size() == 5);
        for (const auto& row : *rows) {
            CHECK(row.event.correlationId == rows->front().event.correlationId);
        }
    }

    SECTION("several patients are shown apart; nobody and too little are told") {
        const auto twins = browser.submit("/countries/PT/search", {{"patient.familyName", "Gémeo Protótipo"},
                                                                   {"patient.birthDate", "01.01.1990"},
                                                                   {"patient.gender", "M"}});
        if (twins.status == 303) {
            const auto page = browser.get(headerOf(twins, "Location"));
            CHECK(has(page, "Rui"));
            CHECK(has(page, "Tiago"));
        } else {
            CHECK(has(twins, "Landet trenger flere opplysninger"));
        }
        const auto nobody = browser.submit("/countries/PT/search", {{"patient.identifier.1", "999999999"}});
        CHECK(nobody.status == 404);
        CHECK(has(nobody, "Fant ingen pasient"));
    }

    SECTION("prescriptions show their product, and what a role may not see is told beside what it may") {
        CHECK(has(confirm(browser, search(browser, "900000004")), "apixaban"));
        browser.signIn("9900002", "1002");
        const auto pharmacist = confirm(browser, search(browser, "900000004"));
        CHECK(has(pharmacist, "apixaban"));
        CHECK(has(pharmacist, "does not give your role access"));
    }

    SECTION("one session's handles are nothing in another") {
        const auto patient = search(browser, "900000001");
        CHECK(browser.get(patient).status == 200);
        browser.signIn();
        CHECK(browser.get(patient).status == 404);
    }

    SECTION("the API gives the same") {
        const auto token = browser.apiToken();
        const auto found = json::parse(
            browser
                .call(
                    "POST", "/patients",
                    R"({"country":"PT","purpose":"emergency","values":{"patient.identifier.1":"900000001"}})",
                    token)
                .body);
        const auto handle = found.at("patients").at(0).at("id").get<std::string>();
        CHECK(found.at("patients").at(0).at("familyName") == "Exemplo Inventada");
        const auto refused = browser.call("POST", "/treatment-relations",
                                          R"({"patient":")" + handle + R"(","confirmed":false})", token);
        CHECK(refused.status == 400);
        const auto relation =
            json::parse(browser
                            .call("POST", "/treatment-relations",
                                  R"({"patient":")" + handle + R"(","confirmed":true})", token)
                            .body);
        CHECK(relation.at("reference") == found.at("reference"));
        const auto base =
            "/treatment-relations/" + relation.at("id").get<std::string>() + "/documents?class=";
        const auto list = json::parse(browser.call("GET", base + "60591-5", {}, token).body);
        const auto coded = "/documents/" + list.at("documents").at(0).at("coded").at("id").get<std::string>();
        const auto pdf = "/documents/" + list.at("documents").at(0).at("pdf").at("id").get<std::string>();
        const auto about = json::parse(browser.call("GET", coded, {}, token, "nb").body);
        CHECK(about.at("hasTranslation") == true);
        CHECK(about.at("translatedElements") > 100);
        CHECK(has(browser.call("GET", coded + "/translated", {}, token, "nb"), "ClinicalDocument"));
        CHECK(has(browser.call("GET", coded + "/original", {}, token), "ClinicalDocument"));
        CHECK(json::parse(browser.call("GET", coded + "/findings", {}, token, "nb").body)
                  .at("findings")
                  .is_array());
        CHECK(browser.call("GET", pdf + "/file", {}, token).body.starts_with("%PDF"));
        CHECK(browser.call("GET", coded + "/file", {}, token).status == 404);
        CHECK(browser.call("GET", base + "57833-6", {}, token).status != 500);
        CHECK(browser.call("GET", base + "1-8", {}, token).status == 422);
    }
}
