#include "base/xml/document.hpp"

#include "base/xml/runtime.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace ncp;

namespace {
const xml::Runtime runtime;
constexpr std::string_view kNs = "urn:a";
} // namespace

TEST_CASE("elements are found by namespace and local name, never by prefix", "[xml]") {
    const auto document =
        xml::Document::parse(
            "<p:r xmlns:p=\"urn:a\" xmlns=\"urn:b\"><x/><p:x k=\"1\"/><x/><p:x k=\"2\"/></p:r>")
            .value();
    const auto root = document.root();
    CHECK(root.is(kNs, "r"));
    CHECK(root.child(kNs, "x")->attribute("k") == "1");
    CHECK(root.children(kNs, "x").size() == 2);
    CHECK(root.children("urn:b", "x").size() == 2);
    CHECK_FALSE(root.child("", "x"));
    CHECK_FALSE(root.path(kNs, {"x", "y"}));
}

TEST_CASE("attributes keep their values whatever characters they hold", "[xml]") {
    const auto document =
        xml::Document::parse("<r a=\"1 &amp; &lt;2&gt; &#233;\" xmlns:q=\"urn:q\" q:a=\"other\"/>").value();
    CHECK(document.root().attribute("a") == "1 & <2> \xc3\xa9");
    CHECK(document.root().attributeIfPresent("a", "urn:q") == "other");
    CHECK_FALSE(document.root().attributeIfPresent("b"));
    CHECK(document.root().attributes().size() == 2);
}

TEST_CASE("text joins across comments, but an identifier with a comment in it is refused", "[xml]") {
    const auto document =
        xml::Document::parse("<r><a>12<!-- x -->34</a><b> 12<![CDATA[34]]> </b><c>1<d/>2</c></r>").value();
    const auto a = document.root().firstChild().value();
    CHECK(a.text() == "1234");
    CHECK_FALSE(a.plainText());
    CHECK(a.next()->plainText().value() == "1234");
    CHECK_FALSE(a.next()->next()->plainText());
    CHECK(document.root().holdsCommentsOrInstructions());
}

TEST_CASE("a path for messages counts equal names only", "[xml]") {
    const auto document = xml::Document::parse("<r><a/><b/><a><c/></a></r>").value();
    std::vector<std::string> paths;
    xml::walk(document.root(), [&](xml::Node n) {
        paths.push_back(n.location());
        return true;
    });
    CHECK(paths == std::vector<std::string>{"/r", "/r/a[1]", "/r/b", "/r/a[2]", "/r/a[2]/c"});
}

TEST_CASE("an element taken out of its document keeps the prefixes that its values use", "[xml]") {
    const auto document =
        xml::Document::parse("<e:Envelope xmlns:e=\"urn:e\" xmlns:xs=\"urn:xs\" xmlns:unused=\"urn:u\" "
                             "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
                             "<a:A xmlns:a=\"urn:a\"><a:V xsi:type=\"xs:string\">1</a:V></a:A></e:Envelope>")
            .value();
    const auto text = document.root().firstChild()->serialize();
    const auto alone = xml::Document::parse(text).value();
    const auto value = alone.root().firstChild().value();
    CHECK(value.attributeIfPresent("type", "http://www.w3.org/2001/XMLSchema-instance") == "xs:string");
    CHECK(value.resolvePrefix("xs") == "urn:xs");
    CHECK(text.find("urn:u") == std::string::npos);
}

TEST_CASE("what is not one well-formed document of UTF-8 without declarations is refused", "[xml]") {
    const std::string deep = [] {
        std::string text;
        for (int i = 0; i < 10'000; ++i) {
            text += "<a>";
        }
        return text;
    }();
    std::vector<std::string> hostile{"",
                                     "   ",
                                     "<a>",
                                     "<a></b>",
                                     "<a/><b/>",
                                     "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
                                     "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
                                     "<a>&undefined;</a>",
                                     "<a b=\"1\" b=\"2\"/>",
                                     "<p:a/>",
                                     "<a>\xff\xfe</a>",
                                     "<a>\xed\xa0\x80</a>",
                                     std::string{"<a>\0</a>", 8},
                                     "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>",
                                     "\xff\xfe<\0a\0/\0>\0",
                                     deep};
    for (const auto& text : hostile) {
        INFO(text.substr(0, 60));
        CHECK_FALSE(xml::Document::parse(text));
    }
}

TEST_CASE("serializing gives back the same document", "[xml]") {
    const std::string text = "<r xmlns=\"urn:a\"><a k=\"&quot;&amp;\">\xc3\xa6 &lt; b</a></r>";
    const auto once = xml::Document::parse(text).value();
    const auto twice = xml::Document::parse(once.serialize()).value();
    CHECK(once.serialize() == twice.serialize());
    CHECK(once.copy().serialize() == once.serialize());
}

TEST_CASE("lines are counted beyond 65,535", "[xml]") {
    std::string text = "<r xmlns=\"urn:a\">\n";
    for (int i = 0; i < 70'000; ++i) {
        text += "<x/>\n";
    }
    const auto document = xml::Document::parse(text + "<last>1</last>\n</r>").value();
    CHECK(document.root().firstChild()->line() == 2);
    CHECK(document.root().child(kNs, "last")->line() == 70'002);
}
