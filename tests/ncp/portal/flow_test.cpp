#include "base/table.hpp"
#include "certs/development_pki.hpp"
#include "ncp/app/country_b.hpp"
#include "ncp/app/document_transformer.hpp"
#include "ncp/app/node.hpp"
#include "ncp/app/terminology_in_force.hpp"
#include "ncp/store/store.hpp"
#include "tests/ncp/portal/browser.hpp"
#include "tests/ncp/store/sample_dispensation.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <regex>
#include <string>

using namespace ncp;
using nlohmann::json;
using test::between;
using test::headerOf;
using transform::terminology::Catalogue;

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
        pt.discovery.reset();
        pt.smp.reset();
        auto node = app::Node::start(std::move(pt), clock_, log_);
        INFO((node ? std::string{} : node.error().detail));
        REQUIRE(node.has_value());
        node_ = std::move(*node);
        startPortal(country("NO"));
    }

    test::Browser& browser() { return *browser_; }
    audit::Trail& trail() { return *store_; }
    Current<Catalogue>& terminology() { return *terminology_; }
    store::SentDispensations& book() { return *store_; }

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
        for (auto& country : no.countries) {
            if (country.endpoints && country.code.str() == "PT") {
                const auto port = ":" + std::to_string(node_->ncpPort()) + "/";
                const std::regex configured{":[0-9]+/"};
                auto& ends = *country.endpoints;
                ends.patientDiscovery = std::regex_replace(ends.patientDiscovery, configured, port);
                ends.queryRetrieve = std::regex_replace(ends.queryRetrieve, configured, port);
                ends.provide = std::regex_replace(ends.provide, configured, port);
            }
        }
        countries_.emplace(std::make_shared<const app::CountryTables>(app::countryTables(no).value()));
        auto store = store::Store::open(directory_.path() / "no.sqlite", clock_, log_);
        REQUIRE(store.has_value());
        store_ = std::move(*store);
        certs::KeyModules modules;
        const auto material = app::loadKeyMaterial(no, modules, nullptr);
        REQUIRE(material.has_value());
        auto terminology =
            app::TerminologyInForce::open({no.data.terminology, no.terminologyReleases, no.watchFiles}, log_);
        REQUIRE(terminology.has_value());
        terminology_.emplace((*terminology)->current().get());
        auto transformer = app::DocumentTransformer::make(no, {*store_, metrics_, log_, clock_, random_});
        REQUIRE(transformer.has_value());
        transformer_ = std::move(*transformer);
        auto countryB =
            app::CountryB::make(no, *countries_, app::keysInForce(*material, clock_.now()), *terminology_,
                                transformer_->transformer(), *store_, *store_, clock_, random_);
        REQUIRE(countryB.has_value());
        countryB_ = std::move(*countryB);
        texts_ = app::loadTexts(no).value();
        identities_ = portal::Identities::load(kConfig / "demo" / "identities.yaml").value();
        portal_.emplace(portal::Portal::Parts{
            countryB_->consultation(),
            countryB_->dispensing(),
            *identities_,
            [this] {
                const auto tables = countries_->get();
                return std::shared_ptr<const std::vector<portal::PortalCountry>>{tables, &tables->portal};
            },
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
    std::optional<Current<app::CountryTables>> countries_;
    std::optional<Current<Catalogue>> terminology_;
    admin::Metrics metrics_{{}, "0.0.0"};
    std::unique_ptr<app::DocumentTransformer> transformer_;
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

/// The terminology that ships, but for the names of some concepts: a concept that the first part of its row
/// (system and code) tells has the given names in bokmål, nynorsk and English.
std::shared_ptr<const Catalogue> terminologyWith(const std::map<std::string, std::string>& names) {
    const test::TemporaryDirectory folder;
    for (const auto& file : std::filesystem::directory_iterator{kConfig / "terminology"}) {
        std::string text = readFile(file.path()).value();
        for (const auto& [row, replaced] : names) {
            const auto at = text.find("\n" + row + "\t");
            if (at != std::string::npos) {
                const auto begin = at + row.size() + 2;
                const auto end = text.find("\town\t", begin);
                REQUIRE(end != std::string::npos);
                text.replace(begin, end - begin, replaced);
            }
        }
        folder.write(file.path().filename().string(), text);
    }
    auto loaded = Catalogue::load(folder.path());
    INFO((loaded ? std::string{} : loaded.error().detail));
    REQUIRE(loaded.has_value());
    return std::make_shared<const Catalogue>(std::move(*loaded));
}

/// The page of the first document of a patient's list.
std::string firstDocument(test::Browser& browser, const std::string& number) {
    const auto list = confirm(browser, search(browser, number));
    const auto document = between(list.body, "<a href=\"/documents/", "\"");
    REQUIRE(document.size() == 32);
    return "/documents/" + document;
}

/// Each retrieval (ITI-39) is followed by the row of the document's translation: the same message and
/// document, nobody's name.
void checkTransformations(const std::vector<audit::Record>& rows) {
    std::size_t seen = 0;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const auto& told = rows[i].event;
        if (told.transaction != "EHDSI-94") {
            continue;
        }
        const auto& retrieval = rows[i - 1].event;
        ++seen;
        CHECK(retrieval.transaction == "ITI-39");
        CHECK(told.messageId == retrieval.messageId);
        CHECK(told.side == audit::Side::CountryB);
        CHECK(told.outcome == audit::Outcome::Success);
        CHECK(told.peerCountry == "PT");
        CHECK(told.documentClass == "60591-5");
        CHECK(std::vector<std::string>{told.sourceDocument} == retrieval.documents);
        CHECK(told.targetDocument == told.sourceDocument);
        CHECK(told.patientId.empty());
        CHECK(told.clinicianId.empty());
        CHECK(told.clinicianName.empty());
    }
    CHECK(seen == 2);
}

} // namespace

TEST_CASE("names of a fall-back language are marked, also after another release came into force",
          "[portal][flow]") {
    TwoCountries world;
    auto& browser = world.browser();
    const std::string anaphylaxis = "2.16.840.1.113883.6.96\t39579001";
    const std::string peanut = "2.16.840.1.113883.6.96\t762952008";
    world.terminology().replace(
        terminologyWith({{anaphylaxis, "Anafylaksi\t\tAnaphylaxis"}, {peanut, "\t\tPeanut"}}));
    browser.signIn();
    browser.submit("/language", {{"language", "nn"}, {"return", "/countries"}});
    const auto address = firstDocument(browser, "900000001");
    const std::string sibling =
        "<span lang=\"nb-NO\">Anafylaksi</span> <span class=\"mark\">på bokmål</span>";
    const std::string english = "<span class=\"mark\">på engelsk</span>";
    const auto page = browser.get(address);
    CHECK(has(page, sibling));
    CHECK(has(page, english));

    // The page is the same: it tells what its own release said.
    world.terminology().replace(terminologyWith({}));
    CHECK(has(browser.get(address), sibling));
    browser.signIn();
    browser.submit("/language", {{"language", "nn"}, {"return", "/countries"}});
    const auto renewed = browser.get(firstDocument(browser, "900000001"));
    CHECK(has(renewed, "Anafylaksi"));
    CHECK_FALSE(has(renewed, english));
    CHECK_FALSE(has(renewed, "på bokmål"));
}

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
        const auto level1 = "/documents/" + list.body.substr(pdfEnd - 32, 32);
        const auto pdf = browser.get(level1 + "/file");
        CHECK(pdf.contentType == "application/pdf");
        CHECK(pdf.body.starts_with("%PDF"));
        const auto header = browser.get(level1);
        CHECK(header.status == 200);
        CHECK(has(header, "Kvinne"));
        CHECK(has(header, "href=\"" + level1 + "/file\""));
        CHECK_FALSE(has(header, "data:application/pdf"));
        CHECK(has(browser.get(level1 + "/original"), "Slik kom dokumentet"));

        const auto rows = world.trail().list({});
        REQUIRE(rows.has_value());
        // One search, two lists, two retrievals with a translation each: what was read again came from the
        // session.
        CHECK(rows->size() == 7);
        for (const auto& row : *rows) {
            CHECK(row.event.correlationId == rows->front().event.correlationId);
        }
        checkTransformations(*rows);
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
        CHECK(has(confirm(browser, search(browser, "900000004")), "Apiksaban"));
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
        CHECK(has(browser.call("GET", pdf + "/translated", {}, token, "nb"), "displayName=\"Kvinne\""));
        CHECK_FALSE(has(browser.call("GET", pdf + "/original", {}, token, "nb"), "displayName=\"Kvinne\""));
        CHECK(browser.call("GET", coded + "/file", {}, token).status == 404);
        CHECK(browser.call("GET", base + "57833-6", {}, token).status != 500);
        CHECK(browser.call("GET", base + "1-8", {}, token).status == 422);
    }
}

namespace {

/// A pharmacist's browser at the list of a patient's documents; the page.
http::Response atTheCounter(test::Browser& browser, const std::string& number) {
    browser.signIn("9900002", "1002");
    return confirm(browser, search(browser, number));
}

/// The address of the form for handing out the first prescription of a page.
std::string handoutPath(const http::Response& list) {
    const auto end = list.body.find("/handout\"");
    REQUIRE(end != std::string::npos);
    return "/documents/" + list.body.substr(end - 32, 32) + "/handout";
}

/// Goes through form and summary; gives the address that sends.
std::string prepared(test::Browser& browser, const std::string& form, const std::string& packages) {
    REQUIRE(browser.get(form).status == 200);
    const auto summary = browser.submit(form, {{"item", "0"}, {"packages", packages}});
    REQUIRE(summary.status == 303);
    const auto path = headerOf(summary, "Location");
    REQUIRE(browser.get(path).status == 200);
    return path + "/send";
}

std::size_t submissions(audit::Trail& trail) {
    audit::Filter filter;
    filter.transaction = "ITI-41";
    return trail.list(filter).value().size();
}

} // namespace

TEST_CASE("a prescription is dispensed and taken back on pages, each once", "[portal][flow]") {
    TwoCountries world;
    auto& browser = world.browser();
    const auto list = atTheCounter(browser, "900000004");
    CHECK(has(list, "open, can be dispensed"));
    CHECK(has(list, "B01AF02"));
    const auto form = handoutPath(list);
    const auto page = browser.get(form);
    CHECK(has(page, "3 packages prescribed, 0 dispensed here, 3 left"));

    SECTION("a handout that can't be is told by its fields, and nothing is sent") {
        CHECK(has(browser.submit(form, {{"item", "0"}, {"packages", "4"}}), "href=\"#packages\""));
        CHECK(browser.submit(form, {{"item", "0"}, {"packages", "0"}}).status == 422);
        CHECK(browser.submit(form, {{"item", "7"}, {"packages", "1"}}).status == 422);
        CHECK(browser.submit(form, {{"item", "0"}, {"packages", "1"}, {"substitute", "yes"}}).status == 422);
        CHECK(submissions(world.trail()) == 0);
    }

    SECTION("a report that nobody answered is closed by hand, once, and says why") {
        auto lost = test::sampleDispensation(1);
        lost.patient = "900000004^^^&2.16.17.710.820.1000.990.1&ISO";
        REQUIRE(world.book().enter(lost).value().fresh);
        REQUIRE(world.book().settle(lost.id, 1, store::SentState::Unknown, "dispensation.unknown") == true);
        const auto link = between(list.body, "action=\"/relations/", "/");
        const auto report = "/relations/" + link + "/reports/" + lost.id;
        CHECK(has(browser.get(report), "Close by hand"));
        CHECK(browser.get(report + "/close").status == 200);
        CHECK(browser.submit(report + "/close", {{"reason", "  "}}).status == 422);
        CHECK(has(browser.get(report), "Close by hand"));
        const std::string reason = "asked by telephone <b>";
        CHECK(browser.submit(report + "/close", {{"reason", reason}}).status == 303);
        CHECK(browser.submit(report + "/close", {{"reason", "again"}}).status == 303);
        const auto closed = browser.get(report);
        CHECK(has(closed, "closed by hand"));
        CHECK(has(closed, "asked by telephone &lt;b&gt;"));
        CHECK_FALSE(has(closed, report + "/resend"));
        CHECK(browser.get(report + "/resend").status == 303);
        audit::Filter filter;
        filter.transaction = "report-closed";
        const auto rows = world.trail().list(filter).value();
        REQUIRE(rows.size() == 1);
        CHECK(rows.front().event.reason == reason);
        CHECK(submissions(world.trail()) == 0);
    }

    SECTION("what was confirmed twice is sent once, and can be taken back once") {
        const auto send = prepared(browser, form, "2");
        CHECK(submissions(world.trail()) == 0);
        const auto sent = browser.submit(send, {});
        REQUIRE(sent.status == 303);
        const auto report = headerOf(sent, "Location");
        CHECK(headerOf(browser.submit(send, {}), "Location") == report);
        CHECK(submissions(world.trail()) == 1);
        const auto outcome = browser.get(report);
        CHECK(has(outcome, "has recorded the dispensation"));
        CHECK(has(browser.get(form), "3 packages prescribed, 2 dispensed here, 1 left"));
        CHECK(browser.submit(form, {{"item", "0"}, {"packages", "2"}}).status == 422);
        CHECK(browser.get(report + "/resend").status == 303); // nothing to send again

        const auto question = browser.get(report + "/discard");
        const auto key = between(question.body, "name=\"request\" value=\"", "\"");
        REQUIRE(key.size() == 32);
        CHECK(browser.submit(report + "/discard", {{"request", "x"}}).status == 400);
        const auto discarded = browser.submit(report + "/discard", {{"request", key}});
        REQUIRE(discarded.status == 303);
        CHECK(has(browser.get(headerOf(discarded, "Location")), "has taken the dispensation back"));
        CHECK(headerOf(browser.submit(report + "/discard", {{"request", key}}), "Location") ==
              headerOf(discarded, "Location"));
        CHECK(submissions(world.trail()) == 2);
        CHECK(has(browser.get(report), "has been taken back"));
        CHECK(has(browser.get(form), "0 dispensed here, 3 left"));
    }

    SECTION("another session, or a clinician without the permission, dispenses nothing") {
        const auto send = prepared(browser, form, "1");
        browser.signIn("9900001", "1001");
        CHECK(browser.get(form).status == 404);
        CHECK(browser.submit(send, {}).status == 404);
        const auto doctors = confirm(browser, search(browser, "900000004"));
        CHECK_FALSE(has(doctors, "/handout\""));
        CHECK(submissions(world.trail()) == 0);
    }
}

TEST_CASE("an emergency and who is acted for are in every assertion's audit row", "[portal][flow]") {
    TwoCountries world;
    auto& browser = world.browser();
    browser.signIn();
    const auto found = browser.submit("/countries/PT/search",
                                      {{"patient.identifier.1", "900000001"}, {"purpose", "emergency"}});
    REQUIRE(found.status == 303);
    CHECK(has(confirm(browser, headerOf(found, "Location")), "Øyeblikkelig hjelp"));
    const auto rows = world.trail().list({}).value();
    CHECK(rows.size() == 3);
    for (const auto& row : rows) {
        CHECK(row.event.purposeOfUse == "EMERGENCY");
    }
    CHECK(
        browser
            .submit("/countries/PT/search", {{"patient.identifier.1", "900000001"}, {"on_behalf_of", "221"}})
            .status == 400); // a doctor acts for nobody
    browser.signIn("9900004", "1004");
    CHECK(has(browser.get("/countries/PT"), "name=\"on_behalf_of\""));
    CHECK(
        browser
            .submit("/countries/PT/search", {{"patient.identifier.1", "900000001"}, {"on_behalf_of", "2221"}})
            .status == 303);
}

TEST_CASE("every class of documents is asked for by its form, and original documents are shown as they are",
          "[portal][flow]") {
    TwoCountries world;
    auto& browser = world.browser();
    browser.signIn();
    const auto list = confirm(browser, search(browser, "900000001"));
    const auto action = "/relations/" + between(list.body, "action=\"/relations/", "/more\"") + "/more";
    const auto more = browser.submit(action, {{"class-56445-0", "yes"},
                                              {"class-34105-7", "yes"},
                                              {"class-11502-2", "yes"},
                                              {"class-18748-4", "yes"},
                                              {"class-x-clinical-image", "yes"}});
    REQUIRE(more.status == 303);
    const auto page = browser.get(headerOf(more, "Location"));
    for (const auto* heading : {"Legemiddeloversikt", "Epikriser", "Laboratoriesvar",
                                "Radiologiske undersøkelser", "Kliniske bilder"}) {
        CHECK(has(page, ">" + std::string{heading} + "</h2>"));
    }
    CHECK(browser.submit(action, {{"class-34105-7", "yes"}, {"created_after", "yesterday"}}).status == 422);
    CHECK(browser.submit(action, {{"class-34105-7", "yes"}, {"max_megabytes", "-1"}}).status == 422);
    CHECK(browser
              .submit(action, {{"class-34105-7", "yes"},
                               {"created_after", "2026-01-01"},
                               {"created_before", "31.12.2026"},
                               {"max_megabytes", "5"}})
              .status == 303);
}

TEST_CASE("the API dispenses once for a key, and says what became of it", "[portal][flow]") {
    TwoCountries world;
    auto& browser = world.browser();
    const auto opened =
        json::parse(browser.call("POST", "/sessions", R"({"identity":"9900002","pin":"1002"})").body);
    const auto token = opened.at("token").get<std::string>();
    const auto call = [&](const std::string& method, const std::string& path, const std::string& body,
                          const std::string& key) {
        http::Request request;
        request.method = method;
        request.path = "/api/v1" + path;
        request.body = body;
        request.headers = {{"host", "localhost"},
                           {"authorization", "Bearer " + token},
                           {"content-type", "application/json"},
                           {"idempotency-key", key}};
        return browser.send(std::move(request));
    };
    const auto found = json::parse(
        call("POST", "/patients", R"({"country":"PT","values":{"patient.identifier.1":"900000004"}})", "")
            .body);
    const auto patient = found.at("patients").at(0).at("id").get<std::string>();
    const auto relation = json::parse(call("POST", "/treatment-relations",
                                           R"({"patient":")" + patient + R"(","confirmed":true})", "")
                                          .body)
                              .at("id")
                              .get<std::string>();
    const auto base = "/treatment-relations/" + relation;
    const auto list = json::parse(browser.call("GET", base + "/documents?class=57833-6", {}, token).body);
    const auto& coded = list.at("documents").at(0).at("coded");
    CHECK(coded.at("dispensable") == true);
    const auto document = "/documents/" + coded.at("id").get<std::string>();
    const auto items = json::parse(browser.call("GET", document + "/prescription", {}, token).body);
    CHECK(items.at("items").at(0).at("left") == 3);

    const auto path = document + "/dispensations";
    CHECK(call("POST", path, R"({"item":0,"packages":1})", "").status == 400);
    CHECK(call("POST", path, R"({"item":0,"packages":0})", "k").status == 400);
    const auto first = call("POST", path, R"({"item":0,"packages":1})", "key-1");
    REQUIRE(first.status == 201);
    const auto report = json::parse(first.body);
    CHECK(report.at("state") == "accepted");
    const auto again = call("POST", path, R"({"item":0,"packages":1})", "key-1");
    CHECK(again.status == 200);
    CHECK(json::parse(again.body).at("id") == report.at("id"));
    CHECK(call("POST", path, R"({"item":0,"packages":2})", "key-1").status == 400);
    CHECK(submissions(world.trail()) == 1);

    const auto reported = base + "/reports/" + report.at("id").get<std::string>();
    CHECK(call("POST", reported + "/resend", R"({"attempt":2,"confirmed":true})", "").status == 400);
    CHECK(call("POST", reported + "/discard", "{}", "key-2").status == 201);
    CHECK(json::parse(browser.call("GET", base + "/reports", {}, token).body).at("reports").size() == 2);
    CHECK(submissions(world.trail()) == 2);
    CHECK(call("POST", reported + "/close", R"({"reason":"it has an outcome"})", "").status == 400);

    auto lost = test::sampleDispensation(1);
    lost.patient = "900000004^^^&2.16.17.710.820.1000.990.1&ISO";
    REQUIRE(world.book().enter(lost).value().fresh);
    REQUIRE(world.book().settle(lost.id, 1, store::SentState::Unknown, "dispensation.unknown") == true);
    const auto closing = base + "/reports/" + lost.id + "/close";
    for (const auto* reason : {R"({})", R"({"reason":" \n"})", R"({"reason":7})"}) {
        CHECK(call("POST", closing, reason, "").status == 400);
    }
    CHECK(call("POST", closing, R"({"reason":")" + std::string(501, 'x') + R"("})", "").status == 400);
    CHECK(call("POST", base + "/reports/nobody-s/close", R"({"reason":"x"})", "").status == 400);
    const auto closed = call("POST", closing, R"({"reason":" asked by telephone "})", "");
    REQUIRE(closed.status == 200);
    CHECK(json::parse(closed.body).at("closed") == "asked by telephone");
    CHECK(json::parse(closed.body).at("state") == "unknown");
    CHECK(call("POST", closing, R"({"reason":"again"})", "").status == 400);
    audit::Filter filter;
    filter.transaction = "report-closed";
    const auto rows = world.trail().list(filter).value();
    REQUIRE(rows.size() == 1);
    CHECK(rows.front().event.reason == "asked by telephone");
    CHECK(rows.front().event.clinicianId == "9900002");
}
