#include "certs/canonical_element.hpp"

#include "base/xml/document.hpp"

#include <catch2/catch.hpp>

using namespace ncp;

namespace {

/// The canonical form of the first element below the root.
std::string canonicalChild(std::string_view text, const certs::Canonicalization& canonicalization = {}) {
    const auto document = xml::Document::parse(text).value();
    return certs::canonicalElement(document.root().firstChild().value(), std::nullopt, canonicalization)
        .value();
}

} // namespace

TEST_CASE("an element brings the namespaces that its names use, and no others", "[canonical]") {
    CHECK(canonicalChild(R"(<a:x xmlns:a="urn:a" xmlns:b="urn:b" xmlns:c="urn:c"><a:y b:k="1"/></a:x>)") ==
          R"(<a:y xmlns:a="urn:a" xmlns:b="urn:b" b:k="1"></a:y>)");
    CHECK(canonicalChild(R"(<x xmlns="urn:a"><y><z xmlns=""/></y></x>)") ==
          R"(<y xmlns="urn:a"><z xmlns=""></z></y>)");
}

TEST_CASE("a prefix that is declared anew inside keeps both meanings", "[canonical]") {
    CHECK(canonicalChild(
              R"(<p:x xmlns:p="urn:outer"><p:y><p:z xmlns:p="urn:inner" p:k="1"/><p:w/></p:y></p:x>)") ==
          R"(<p:y xmlns:p="urn:outer"><p:z xmlns:p="urn:inner" p:k="1"></p:z><p:w></p:w></p:y>)");
    CHECK(
        canonicalChild(
            R"(<q:x xmlns:q="urn:a" xmlns:p="urn:p"><q:y><q:z xmlns:q="urn:b" p:k="1"/><q:w p:k="2"/></q:y></q:x>)") ==
        R"(<q:y xmlns:q="urn:a"><q:z xmlns:p="urn:p" xmlns:q="urn:b" p:k="1"></q:z><q:w xmlns:p="urn:p" p:k="2"></q:w></q:y>)");
}

TEST_CASE("only inclusive forms take what is inherited", "[canonical]") {
    const std::string_view text =
        R"(<x xmlns="urn:a" xmlns:s="urn:s" xml:lang="nb"><y><!-- no --> &amp; </y></x>)";
    CHECK(canonicalChild(text) == R"(<y xmlns="urn:a"> &amp; </y>)");
    CHECK(canonicalChild(text, {true, {"s"}}) == R"(<y xmlns="urn:a" xmlns:s="urn:s"> &amp; </y>)");
    CHECK(canonicalChild(text, {false, {}}) ==
          R"(<y xmlns="urn:a" xmlns:s="urn:s" xml:lang="nb"> &amp; </y>)");
}

TEST_CASE("a prefix list is its words", "[canonical]") {
    CHECK(certs::prefixList(" xs\t#default\n") == std::vector<std::string>{"xs", "#default"});
    CHECK(certs::prefixList("").empty());
}
