#include "base/xml/stream.hpp"

#include "base/table.hpp"
#include "base/xml/document.hpp"
#include "base/xml/runtime.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ncp;

namespace {

const xml::Runtime runtime;

/// Notes what it sees: for each start the tag as it stands, for each end its end tag.
class Notes : public xml::StreamHandler {
  public:
    explicit Notes(std::string_view input) : input_(input) {}

    bool start(const xml::StartTag& tag) override {
        seen.emplace_back(input_.substr(tag.range().begin, tag.range().size()));
        names.push_back("{" + std::string{tag.namespaceUri()} + "}" + std::string{tag.name()});
        lines.push_back(tag.line());
        if (const auto wanted = tag.written("code")) {
            written.emplace_back(input_.substr(wanted->value.begin, wanted->value.size()));
            wholes.emplace_back(input_.substr(wanted->whole.begin, wanted->whole.size()));
        }
        if (const auto value = tag.attribute("code")) {
            values.emplace_back(*value);
        }
        if (const auto uri = tag.defaultNamespace()) {
            defaults.emplace_back(*uri);
        }
        tails.emplace_back(input_.substr(tag.endOfAttributes(), tag.range().end - tag.endOfAttributes()));
        return true;
    }
    bool end(xml::Range tag) override {
        seen.emplace_back(input_.substr(tag.begin, tag.size()));
        return true;
    }

    std::vector<std::string> seen, names, written, wholes, values, defaults, tails;
    std::vector<long> lines;

  private:
    std::string_view input_;
};

Notes notesOf(std::string_view text) {
    Notes notes{text};
    REQUIRE(xml::readStream(text, notes));
    return notes;
}

ErrorCode refused(std::string_view text) {
    Notes notes{text};
    const auto read = xml::readStream(text, notes);
    REQUIRE_FALSE(read);
    return read.error().code;
}

} // namespace

TEST_CASE("each tag is told with its place in the bytes", "[xml][stream]") {
    const auto notes = notesOf("\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- <x> -->"
                               "<a ><![CDATA[<no/>]]><b/>text > more<c\n d = '>' /></a\n><!-- </a> -->");
    const std::vector<std::string> expected{"<a >", "<b/>", "", "<c\n d = '>' />", "", "</a\n>"};
    CHECK(notes.seen == expected);
    const std::vector<std::string> tails{" >", "/>", " />"};
    CHECK(notes.tails == tails);
    const std::vector<long> lines{2, 2, 3};
    CHECK(notes.lines == lines);
}

TEST_CASE("attributes are read with entities, and found as they are written", "[xml][stream]") {
    const auto notes = notesOf("<a xmlns='urn:d' xmlns:p='urn:p' p:code='no' codes='x' code = '&lt;&#xE5;\"'>"
                               "<p:b q=\"code='1'\" code=\"\"/><c xmlns='' code=\"a\n b\"/></a>");
    const std::vector<std::string> names{"{urn:d}a", "{urn:p}b", "{}c"};
    CHECK(notes.names == names);
    const std::vector<std::string> values{"<å\"", "", "a  b"};
    CHECK(notes.values == values);
    const std::vector<std::string> written{"&lt;&#xE5;\"", "", "a\n b"};
    CHECK(notes.written == written);
    CHECK(notes.wholes.front() == "code = '&lt;&#xE5;\"'");
    const std::vector<std::string> defaults{"urn:d", ""};
    CHECK(notes.defaults == defaults);
}

TEST_CASE("a declared encoding of seven bits moves no offset", "[xml][stream]") {
    const auto notes = notesOf("<?xml version=\"1.0\" encoding=\"us-ascii\"?><a><b code=\"1\"/></a>");
    CHECK(notes.seen.at(1) == "<b code=\"1\"/>");
}

TEST_CASE("what a parser of trees refuses, the stream refuses", "[xml][stream]") {
    CHECK(refused("<a><b></a>") == ErrorCode::MalformedXml);
    CHECK(refused("<a>") == ErrorCode::MalformedXml);
    CHECK(refused("<a/><b/>") == ErrorCode::MalformedXml);
    CHECK(refused("<a b='1' b='2'/>") == ErrorCode::MalformedXml);
    CHECK(refused("<p:a/>") == ErrorCode::MalformedXml);
    CHECK(refused("<a>&other;</a>") == ErrorCode::MalformedXml);
    CHECK(refused("<a b='&other;'/>") == ErrorCode::MalformedXml);
    CHECK(refused("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>") == ErrorCode::MalformedXml);
    CHECK(refused("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>") == ErrorCode::MalformedXml);
    CHECK(refused("<a>\xC3</a>") == ErrorCode::MalformedXml);
    CHECK(refused("") == ErrorCode::MalformedXml);
    std::string deep;
    for (int i = 0; i < 201; ++i) {
        deep += "<a>";
    }
    CHECK(refused(deep) == ErrorCode::XmlLimitExceeded);
}

TEST_CASE("a handler ends the reading, and its exceptions pass", "[xml][stream]") {
    class Stop : public xml::StreamHandler {
      public:
        bool start(const xml::StartTag& /*tag*/) override { return ++seen < 2; }
        bool end(xml::Range /*tag*/) override { return true; }
        int seen = 0;
    };
    Stop stop;
    CHECK(xml::readStream("<a><b/><c/></a>", stop));
    CHECK(stop.seen == 2);

    class Throw : public xml::StreamHandler {
      public:
        bool start(const xml::StartTag& /*tag*/) override { throw std::logic_error{"a bug"}; }
        bool end(xml::Range /*tag*/) override { return true; }
    };
    Throw thrower;
    CHECK_THROWS_AS(xml::readStream("<a/>", thrower), std::logic_error);
}

TEST_CASE("a text of 15 MB between two tags is read", "[xml][stream]") {
    const auto text = "<a>" + std::string(std::size_t{15} * 1024 * 1024, 'x') + "<b code='1'/></a>";
    CHECK(notesOf(text).seen.at(1) == "<b code='1'/>");
}

TEST_CASE("the stream and the tree of every reference document tell the same elements", "[xml][stream]") {
    const auto* configured = std::getenv("NCP_REFERENCE_DIR");
    const std::filesystem::path folder =
        (configured != nullptr ? std::filesystem::path{configured}
                               : std::filesystem::path{NCP_SOURCE_DIR}.parent_path() / "shared/reference") /
        "cda";
    if (!std::filesystem::exists(folder)) {
        WARN("skipped: no reference documents");
        return;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
        if (entry.path().extension() != ".xml") {
            continue;
        }
        const auto text = readFile(entry.path()).value();
        const auto document = xml::Document::parse(text);
        Notes notes{text};
        INFO(entry.path().filename());
        REQUIRE(xml::readStream(text, notes).has_value() == document.has_value());
        std::size_t at = 0;
        std::size_t wrong = 0;
        xml::walk(document->root(), [&](xml::Node node) {
            const auto expected = "{" + std::string{node.namespaceUri()} + "}" + std::string{node.name()};
            wrong += at < notes.names.size() && notes.names[at] == expected ? 0U : 1U;
            ++at;
            return true;
        });
        CHECK(wrong == 0);
        CHECK(at == notes.names.size());
    }
}
