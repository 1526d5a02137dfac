#include "tests/support/documents/hostile.hpp"
#include "tests/support/html_safety.hpp"
#include "transform/cda/clinical_document.hpp"
#include "transform/cda/coded_elements.hpp"
#include "transform/cda/element.hpp"
#include "transform/cda/embedded_file.hpp"
#include "transform/dispensation/dispensation.hpp"
#include "transform/dispensation/prescription.hpp"
#include "transform/inventory/account.hpp"
#include "transform/pivot/from_pivot.hpp"
#include "transform/pivot/to_pivot.hpp"
#include "transform/render/render.hpp"
#include "transform/rules/validate.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

using namespace ncp;
using namespace ncp::transform;

namespace {

const std::filesystem::path kConfiguration = std::filesystem::path{NCP_SOURCE_DIR} / "config";

const Texts& texts() {
    static const auto loaded = Texts::load({kConfiguration / "texts/clinical.tsv"});
    REQUIRE(loaded);
    return *loaded;
}

const terminology::Catalogue& catalogue() {
    static const auto loaded = terminology::Catalogue::load(kConfiguration / "terminology");
    REQUIRE(loaded);
    return *loaded;
}

const cda::CodedElements& list() {
    static const auto loaded = cda::CodedElements::load(kConfiguration / "pivot");
    REQUIRE(loaded);
    return *loaded;
}

const rules::RuleSet& ruleSet() {
    static const auto loaded = rules::RuleSet::load(kConfiguration / "rules");
    REQUIRE(loaded);
    return *loaded;
}

/// A page says what the document says, and nothing in it can act.
void checkPages(const xml::Document& document) {
    const auto html = render::renderHtml(document, texts(), TextLanguage::Bokmaal, {});
    const auto text = render::renderText(document, texts(), TextLanguage::Bokmaal, {});
    CHECK(html.has_value() == text.has_value());
    if (html) {
        CHECK(test::unsafeMarkup(*html) == std::vector<std::string>{});
    }
}

/// Both transformations lose nothing; the translation is shown.
void checkTransformations(const std::string& bytes) {
    const auto before = inventory::takeInventory(std::string_view{bytes});
    REQUIRE(before);
    for (const bool back : {true, false}) {
        const auto transformed = back ? pivot::toPivot(bytes, list(), catalogue())
                                      : pivot::fromPivot(bytes, list(), catalogue(), TextLanguage::Bokmaal);
        if (!transformed) {
            CHECK(transformed.error().code == ErrorCode::MalformedMessage);
            continue;
        }
        const auto after = xml::Document::parse(transformed->bytes, {.bytes = 64 * 1024 * 1024});
        REQUIRE(after);
        CHECK(inventory::account(*before, inventory::takeInventory(*after)).complete());
        if (!back) {
            checkPages(*after);
        }
    }
}

/// Everything that reads documents of other countries.
void checkReaders(const xml::Document& document) {
    CHECK(cda::readClinicalDocument(document).has_value() ==
          (document.root().name() == "ClinicalDocument" && document.root().namespaceUri() == cda::kHl7));
    CHECK_FALSE(dispensation::read(document).has_value());
    CHECK_FALSE(dispensation::prescriptionOf(document).has_value());
    CHECK_FALSE(cda::extractPdf(document).has_value());
    CHECK_FALSE(rules::validate(document, ruleSet(), {.origin = rules::Origin::Received}).empty());
}

void drive(const std::vector<test::HostileDocument>& documents) {
    for (const auto& hostile : documents) {
        INFO(hostile.name);
        const auto document = xml::Document::parse(hostile.bytes);
        CHECK(document.has_value() == !hostile.refused);
        if (document) {
            checkReaders(*document);
            checkTransformations(hostile.bytes);
        }
    }
}

} // namespace

TEST_CASE("documents that mean harm are refused, or read, translated and shown safely", "[hostile]") {
    drive(test::hostileDocuments());
}

TEST_CASE("documents at the limits are refused, or read, translated and shown safely", "[hostile]") {
    drive(test::hugeDocuments());
}

TEST_CASE("a long text that many statements refer to doesn't make a page without end", "[hostile]") {
    const auto bytes = test::amplifyingDocument();
    const auto document = xml::Document::parse(bytes);
    REQUIRE(document);
    const auto html = render::renderHtml(*document, texts(), TextLanguage::Bokmaal, {});
    REQUIRE(html);
    CHECK(html->size() < 64 * bytes.size());
}

TEST_CASE("a file that could act is not put into a page", "[hostile]") {
    for (const auto* type :
         {"text/html", "image/svg+xml", "application/pdf", "image/png", "text/plain", ""}) {
        INFO(type);
        const auto document = xml::Document::parse(test::scriptedFile(type, "http://127.0.0.1:9/beacon"));
        REQUIRE(document);
        checkPages(*document);
    }
}

TEST_CASE("what could act in a page is noticed", "[hostile]") {
    for (const auto* page : {"<script>x</script>", "<p onclick=\"x\">", "<a href=\"javascript:x\">",
                             "<img src='http://a/b'>", "<IFRAME srcdoc=x>", "<a href=data:text/html,x>",
                             "<p style=\"x\">", "<meta http-equiv=refresh>", "<svg/onload=x>", "<p><b"}) {
        INFO(page);
        CHECK_FALSE(test::unsafeMarkup(page).empty());
    }
    CHECK(test::unsafeMarkup("<style>a{}</style><p class=\"x\"><a href=\"https://a\" rel=\"noopener\">b</a>")
              .empty());
}
