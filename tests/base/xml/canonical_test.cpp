#include "base/xml/canonical.hpp"

#include "base/xml/runtime.hpp"

#include <catch2/catch.hpp>

using namespace ncp;

namespace {
const xml::Runtime runtime;
}

TEST_CASE("documents that mean the same have the same canonical form", "[xml]") {
    const auto a = xml::Document::parse("<a  y='2' x=\"1\"><!-- c --><b/></a>").value();
    const auto b = xml::Document::parse("<?xml version=\"1.0\"?><a x='1' y='2'><b></b></a>").value();
    CHECK(xml::exclusiveCanonical(a) == xml::exclusiveCanonical(b));
}
