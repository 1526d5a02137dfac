#include "base/xml/edit.hpp"

#include "base/xml/runtime.hpp"

#include <catch2/catch.hpp>

using namespace ncp;

namespace {
const xml::Runtime runtime;
}

TEST_CASE("elements are put where they belong, in their parent's namespace", "[xml]") {
    const auto document = xml::Document::parse("<p:r xmlns:p=\"urn:a\"><p:b/></p:r>").value();
    const auto b = document.root().firstChild().value();
    xml::insertBefore(b, "a");
    xml::insertAfter(b, "c");
    const auto d = xml::appendChild(document.root(), "d");
    xml::setText(d, "1 < 2 & 3");
    xml::setAttribute(d, "k", "\"&");
    CHECK(document.root().serialize() ==
          "<p:r xmlns:p=\"urn:a\"><p:a/><p:b/><p:c/><p:d k=\"&quot;&amp;\">1 &lt; 2 &amp; 3</p:d></p:r>");
}

TEST_CASE("a copy from another document stands on its own", "[xml]") {
    const auto target = xml::Document::create("urn:a", "r");
    {
        const auto source = xml::Document::parse("<q:x xmlns:q=\"urn:q\"><q:y>1</q:y></q:x>").value();
        xml::appendCopy(target.root(), source.root());
    }
    CHECK(target.root().firstChild()->is("urn:q", "x"));
    CHECK(target.root().text() == "1");
    xml::remove(target.root().firstChild().value());
    CHECK_FALSE(target.root().firstChild());
}

TEST_CASE("an attribute can be changed and taken away", "[xml]") {
    const auto document = xml::Document::parse("<r a=\"1\"/>").value();
    xml::setAttribute(document.root(), "a", "2");
    CHECK(document.root().attribute("a") == "2");
    xml::removeAttribute(document.root(), "a");
    CHECK_FALSE(document.root().hasAttribute("a"));
}
