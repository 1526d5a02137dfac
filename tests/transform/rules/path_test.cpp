#include "transform/rules/path.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::transform::rules;

namespace {

constexpr std::string_view kSample = R"(<a xmlns="urn:hl7-org:v3" xmlns:p="urn:hl7-org:pharm"
  xmlns:e="urn:epsos-org:ep:medication" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:v="urn:hl7-org:v3">
  <b root="1"><c code="X"/><d>first</d></b>
  <b root="2" nullFlavor="NI"><c code="Y"/><c code="Z"/></b>
  <v:f xsi:type="v:CD"/><p:f/><e:f/>
  <g><h><b root="3"/></h></g>
</a>)";

/// What a path finds in the sample: values, or names of elements, with blanks between.
std::string found(std::string_view path) {
    const auto document = xml::Document::parse(kSample).value();
    Names names;
    const auto parsed = Path::parse(path, names).value();
    const DocumentIndex index{document.root(), names};
    std::string out;
    for (const auto& match : parsed.select(index, DocumentIndex::kRoot)) {
        out += out.empty() ? "" : " ";
        out += match.value.value_or(index.node(match.element).name());
    }
    return out;
}

} // namespace

TEST_CASE("a path finds children, attributes and deeper elements in document order", "[rules]") {
    CHECK(found("b/@root") == "1 2");
    CHECK(found("hl7:b/c/@code") == "X Y Z");
    CHECK(found("//b/@root") == "1 2 3");
    CHECK(found("g//b/@root") == "3");
    CHECK(found(".") == "a");
    CHECK(found("b/*") == "c d c c");
    CHECK(found("x/y").empty());
    CHECK(found("b/@extension").empty());
}

TEST_CASE("a path tells the namespaces apart, whatever the prefixes are", "[rules]") {
    CHECK(found("f/@xsi:type") == "CD");
    CHECK(found("pharm:f") == "f");
    CHECK(found("epsos:f | pharm:f") == "f f");
    CHECK(found("f | pharm:f | epsos:f") == "f f f");
}

TEST_CASE("predicates choose by value, presence, absence and position", "[rules]") {
    CHECK(found("b[@root=1]/c/@code") == "X");
    CHECK(found("b[@root=2|3]/c/@code") == "Y Z");
    CHECK(found("b[c/@code=Z]/@root") == "2");
    CHECK(found("b[@nullFlavor]/@root") == "2");
    CHECK(found("b[!@nullFlavor]/@root") == "1");
    CHECK(found("b[d=first]/@root") == "1");
    CHECK(found("b[2]/c[1]/@code") == "Y");
    CHECK(found("*[//b]") == "g");
    CHECK(found("b[@root=1][c/@code=Z]").empty());
    CHECK(found("//*[@root]/@root") == "1 2 3");
    CHECK(found("//*/@code") == "X Y Z");
    CHECK(found("//c[2]/@code") == "Z");
    CHECK(found(".[b/@root=2]") == "a");
    CHECK(found(".[!b]").empty());
}

TEST_CASE("a loosened path finds what stands there instead", "[rules]") {
    const auto document = xml::Document::parse(kSample).value();
    Names names;
    const auto path = Path::parse("b[@root=2][c/@code=X]", names).value();
    const DocumentIndex index{document.root(), names};
    CHECK(path.select(index, DocumentIndex::kRoot).empty());
    CHECK(path.loosened().select(index, DocumentIndex::kRoot).size() == 1);
    CHECK(path.loosened().loosened().select(index, DocumentIndex::kRoot).size() == 2);
}

TEST_CASE("a path that is not understood is refused", "[rules]") {
    const auto* text =
        GENERATE("", "/", "b/", "b[", "b[@root=1", "x:b", "b/@", "b c", "b[]", "@", "b]", "b | ");
    CAPTURE(text);
    Names names;
    const auto path = Path::parse(text, names);
    REQUIRE_FALSE(path);
    CHECK(path.error().code == ErrorCode::ConfigurationInvalid);
}
