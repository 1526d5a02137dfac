#include "certs/element_digest.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace ncp;

namespace {

/// Digest of the first element named `a`, which is the root or its first child.
std::string digestOf(std::string_view text, std::string_view context = {}) {
    const auto document = xml::Document::parse(text).value();
    const auto root = document.root();
    return certs::elementDigest(root.name() == "a" ? root : root.firstChild().value(), context);
}

} // namespace

TEST_CASE("the digest of an element is the same wherever it is parsed", "[certs]") {
    CHECK(digestOf("<a b='1'>x</a>") == digestOf("<a b=\"&#49;\">x</a>"));
    CHECK(digestOf("<e><a b='1'>x</a><f/></e>") == digestOf("<e><a b='1'>x</a></e>"));
    CHECK(digestOf("<a/>").size() == 32);
}

TEST_CASE("no two elements that could mean different things have the same digest", "[certs]") {
    std::set<std::string> digests;
    const auto texts = {"<a/>",
                        "<a>x</a>",
                        "<a>xx</a>",
                        "<a><x/></a>",
                        "<a><x/><x/></a>",
                        "<a><x><x/></x></a>",
                        "<a b=''/>",
                        "<a b='c'/>",
                        "<a c='b'/>",
                        "<a b='c' d='e'/>",
                        "<a b='cd' e=''/>",
                        "<a><b/>c</a>",
                        "<a><b>c</b></a>",
                        "<a>c<b/></a>",
                        "<a xmlns='u'/>",
                        "<a xmlns:p='u'/>",
                        "<p:a xmlns:p='u'/>",
                        "<q:a xmlns:q='u'/>",
                        "<a xmlns:p='u' p:b=''/>",
                        "<a xmlns:q='u' q:b=''/>",
                        "<a xmlns:p='v' p:b=''/>",
                        "<a xml:lang='nb'/>",
                        "<e xml:lang='nb'><a/></e>",
                        "<e xml:lang='nn'><a/></e>",
                        "<e xmlns:p='u'><a/></e>",
                        "<e xmlns:p='v'><a/></e>",
                        "<e xmlns:q='u'><a/></e>"};
    for (const auto* text : texts) {
        CHECK(digests.insert(digestOf(text)).second);
    }
    CHECK(digests.insert(digestOf("<a/>", "context")).second);
}

TEST_CASE("comments and instructions are seen at any depth", "[certs]") {
    const auto only = [](std::string_view text) {
        return certs::holdsOnlyElementsAndText(xml::Document::parse(text).value().root());
    };
    CHECK(only("<a>x<b><![CDATA[y]]></b></a>"));
    CHECK_FALSE(only("<a><b><c/><!-- --></b></a>"));
    CHECK_FALSE(only("<a><b><?p i?></b></a>"));
}

TEST_CASE("what is left out of a digest is its content, not that it is there", "[certs]") {
    const auto without = [](std::string_view text) {
        const auto document = xml::Document::parse(text).value();
        const auto root = document.root();
        return certs::elementDigest(root, "context", root.child("", "out"));
    };
    CHECK(without("<a><out>one</out><b/></a>") == without("<a><out><c>two</c></out><b/></a>"));
    CHECK(without("<a><out/><b/></a>") != without("<a><b/></a>"));
    CHECK(without("<a><out/><b/></a>") != without("<a><out/><b>x</b></a>"));
}
