#include "tests/support/chromium.hpp"
#include "tests/support/documents/hostile.hpp"
#include "tests/support/temporary_directory.hpp"
#include "transform/render/render.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

using namespace ncp;
using namespace ncp::transform;

namespace {

/// The page of a document: whole, or the fragment inside a page that forbids nothing.
std::string page(const std::string& document, bool embedded) {
    const auto texts = Texts::load({std::filesystem::path{NCP_SOURCE_DIR} / "config/texts/clinical.tsv"});
    REQUIRE(texts);
    const auto parsed = xml::Document::parse(document);
    REQUIRE(parsed);
    auto html = render::renderHtml(*parsed, *texts, TextLanguage::Bokmaal, {.embedded = embedded});
    REQUIRE(html);
    return embedded
               ? "<!DOCTYPE html><html><head><title>frame</title></head><body>" + *html + "</body></html>"
               : std::move(*html);
}

bool isOwned(const std::string& shown) {
    return shown.find("<title>owned") != std::string::npos;
}

} // namespace

TEST_CASE("a browser would run a script and visit an address, were they in the page", "[browser]") {
    const auto chromium = test::Chromium::find();
    if (!chromium) {
        return;
    }
    const test::Beacon beacon;
    const test::TemporaryDirectory directory;
    const auto shown = chromium->open(directory.write(
        "page.html", "<!DOCTYPE html><title>frame</title><script>document.title='owned';fetch('" +
                         beacon.address() + "')</script>"));
    CHECK(isOwned(shown));
    CHECK(beacon.visited());
}

TEST_CASE("no script of a document runs in a browser, and nothing is loaded from elsewhere", "[browser]") {
    const auto chromium = test::Chromium::find();
    if (!chromium) {
        return;
    }
    const test::Beacon beacon;
    const test::TemporaryDirectory directory;
    for (const bool embedded : {false, true}) {
        const auto shown = chromium->open(
            directory.write("page.html", page(test::scriptedDocument(beacon.address()), embedded)));
        INFO((embedded ? "fragment" : "page"));
        CHECK(shown.find("owned") != std::string::npos); // it stands there, as text
        CHECK_FALSE(isOwned(shown));
        CHECK_FALSE(beacon.visited());
    }
}

TEST_CASE("no script of an embedded file runs in a browser", "[browser]") {
    const auto chromium = test::Chromium::find();
    if (!chromium) {
        return;
    }
    const test::Beacon beacon;
    const test::TemporaryDirectory directory;
    for (const auto* type : {"image/svg+xml", "text/html"}) {
        const auto shown = chromium->open(
            directory.write("page.html", page(test::scriptedFile(type, beacon.address()), true)));
        INFO(type);
        CHECK_FALSE(isOwned(shown));
        CHECK_FALSE(beacon.visited());
    }
}
