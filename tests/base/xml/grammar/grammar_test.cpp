#include "base/xml/grammar/grammar.hpp"
#include "base/xml/runtime.hpp"
#include "base/xml/schema.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

using namespace ncp;

namespace {

const xml::Runtime runtime;

std::string schemaText(std::string_view declarations) {
    return std::string{R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t"
               targetNamespace="urn:t" elementFormDefault="qualified">)"}
        .append(declarations)
        .append("</xs:schema>");
}

/// A case with a number, notes, and values of several types.
constexpr std::string_view kCase = R"(
    <xs:element name="case" type="t:Case"/>
    <xs:complexType name="Case">
      <xs:sequence>
        <xs:element name="number" type="t:Number"/>
        <xs:element name="note" type="t:Note" minOccurs="0" maxOccurs="unbounded"/>
        <xs:element name="value" type="t:Value" minOccurs="0" maxOccurs="2"/>
        <xs:element name="part" type="t:Case" minOccurs="0"/>
      </xs:sequence>
      <xs:attribute name="ID" type="xs:ID"/>
      <xs:attributeGroup ref="t:kinds"/>
    </xs:complexType>
    <xs:attributeGroup name="kinds">
      <xs:attribute name="kind" type="t:Kind" fixed="open"/>
    </xs:attributeGroup>
    <xs:simpleType name="Kind">
      <xs:restriction base="xs:token"><xs:enumeration value="open"/><xs:enumeration value="shut"/></xs:restriction>
    </xs:simpleType>
    <xs:simpleType name="code">
      <xs:restriction base="xs:token"><xs:pattern value="\S+"/></xs:restriction>
    </xs:simpleType>
    <xs:complexType name="Number"><xs:attribute name="value" type="xs:integer" use="required"/></xs:complexType>
    <xs:complexType name="Note" mixed="true">
      <xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="b" type="t:Note"/></xs:choice>
    </xs:complexType>
    <xs:complexType name="Value" abstract="true"><xs:attribute name="code" type="t:code"/></xs:complexType>
    <xs:complexType name="Coded">
      <xs:complexContent>
        <xs:extension base="t:Value">
          <xs:sequence><xs:element name="again" type="t:Coded" minOccurs="0"/></xs:sequence>
          <xs:attribute name="system" type="xs:string"/>
        </xs:extension>
      </xs:complexContent>
    </xs:complexType>
    <xs:complexType name="Plain">
      <xs:complexContent>
        <xs:restriction base="t:Coded"><xs:attribute name="system" type="xs:string" use="prohibited"/></xs:restriction>
      </xs:complexContent>
    </xs:complexType>)";

class Case {
  public:
    Case() : file_(directory_.write("case.xsd", schemaText(kCase))) {}

    /// Whether the tables accept a document with this root; what they accept, libxml2 has to find valid.
    bool accepts(const std::string& content, const std::string& attributes = "") const {
        const auto document = parsed(content, attributes);
        const bool accepted = grammar_.accepts(document);
        CHECK((!accepted || schema_.faults(document).empty()));
        return accepted;
    }
    bool isValid(const std::string& content, const std::string& attributes = "") const {
        return schema_.faults(parsed(content, attributes)).empty();
    }
    static xml::Document parsed(const std::string& content, const std::string& attributes) {
        return xml::Document::parse(
                   R"(<case xmlns="urn:t" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" )" +
                   attributes + ">" + content + "</case>")
            .value();
    }
    const xml::Schema& schema() const { return schema_; }
    const xml::grammar::Grammar& grammar() const { return grammar_; }

  private:
    test::TemporaryDirectory directory_;
    std::filesystem::path file_;
    xml::Schema schema_ = xml::Schema::load(file_).value();
    xml::grammar::Grammar grammar_ = xml::grammar::Grammar::load(file_).value();
};

const std::string kNumber = R"(<number value="1"/>)";

} // namespace

TEST_CASE("tables accept elements in their order and number", "[grammar]") {
    const Case tables;
    const std::string value = R"(<value xsi:type="Coded"/>)";
    CHECK(tables.accepts(kNumber));
    CHECK(tables.accepts("\n  " + kNumber + "<!-- c --><?p i?><note>a<b>c</b><![CDATA[<]]></note>\n" + value +
                         value));
    CHECK(tables.accepts(kNumber + "<part>" + kNumber + "</part>"));
    CHECK_FALSE(tables.accepts(""));
    CHECK_FALSE(tables.accepts(kNumber + kNumber));
    CHECK_FALSE(tables.accepts("<note/>" + kNumber));
    CHECK_FALSE(tables.accepts(kNumber + value + value + value));
    CHECK_FALSE(tables.accepts(kNumber + "<part/>"));
    CHECK_FALSE(tables.accepts(kNumber + "<foreign/>"));
    CHECK_FALSE(tables.accepts(kNumber + R"(<note xmlns="urn:other"/>)"));
    CHECK_FALSE(tables.accepts(kNumber + R"(<note xmlns=""/>)"));
}

TEST_CASE("tables accept text only where it may stand", "[grammar]") {
    const Case tables;
    CHECK_FALSE(tables.accepts(kNumber + "text"));
    CHECK_FALSE(tables.accepts(kNumber + "&#160;"));
    CHECK_FALSE(tables.accepts(kNumber + "<![CDATA[ ]]>"));
    CHECK_FALSE(tables.accepts(R"(<number value="1">text</number>)"));
}

TEST_CASE("tables accept attributes that have their place and value", "[grammar]") {
    const Case tables;
    CHECK(tables.accepts(kNumber, R"(kind="open" ID="a")"));
    CHECK(tables.accepts(kNumber, R"(xsi:schemaLocation="urn:t nowhere.xsd")"));
    for (const std::string attributes :
         {R"(kind="shut")", R"(kind=" open")", R"(kind="")", R"(ID="1")", R"(ID="")", R"(other="x")",
          R"(xml:lang="no")", R"(xml:id="a")", R"(xsi:nil="true")", R"(xsi:other="x")",
          R"(xmlns:t="urn:t" t:kind="open")"}) {
        CAPTURE(attributes);
        CHECK_FALSE(tables.accepts(kNumber, attributes));
    }
    CHECK_FALSE(tables.accepts("<number/>"));
    CHECK_FALSE(tables.accepts(R"(<number value="1.0"/>)"));
}

TEST_CASE("tables follow xsi:type to what is derived, and nowhere else", "[grammar]") {
    const Case tables;
    const auto accepts = [&](const std::string& value) { return tables.accepts(kNumber + value); };
    CHECK(accepts(R"(<value xsi:type="Coded" code="A" system="s"><again code="B"/></value>)"));
    CHECK(accepts(R"(<p:value xmlns:p="urn:t" xsi:type="p:Plain" code="A"/>)"));
    CHECK(accepts(R"(<value xsi:type="Coded"><again xsi:type="Plain"/></value>)"));
    CHECK_FALSE(accepts(R"(<value code="A"/>)"));
    CHECK_FALSE(accepts(R"(<value xsi:type="Value"/>)"));
    CHECK_FALSE(accepts(R"(<value xsi:type="Note"/>)"));
    CHECK_FALSE(accepts(R"(<value xsi:type="Unknown"/>)"));
    CHECK_FALSE(accepts(R"(<value xsi:type=""/>)"));
    CHECK_FALSE(accepts(R"(<value xsi:type="q:Coded"/>)"));
    CHECK_FALSE(accepts(R"(<value xsi:type="xsi:Coded"/>)"));
    CHECK_FALSE(accepts(R"(<value xsi:type="Plain" system="s"/>)"));
    CHECK_FALSE(accepts(R"(<value xsi:type="Plain"><again/></value>)"));
    CHECK_FALSE(accepts(R"(<p:value xmlns:p="urn:t" xmlns="" xsi:type="Coded"/>)"));
}

TEST_CASE("an ID that stands twice is no ID", "[grammar]") {
    const Case tables;
    CHECK(tables.accepts(kNumber + R"(<part ID="b">)" + kNumber + "</part>", R"(ID="a")"));
    CHECK_FALSE(tables.accepts(kNumber + R"(<part ID="a">)" + kNumber + "</part>", R"(ID="a")"));
}

TEST_CASE("a tree that libxml2 has marked is left to libxml2", "[grammar]") {
    const Case tables;
    const auto document = Case::parsed(kNumber, R"(ID="a")");
    CHECK(tables.grammar().accepts(document));
    CHECK(tables.schema().faults(document).empty());
    CHECK_FALSE(tables.grammar().accepts(document));
    CHECK(tables.schema().validate(document).empty());
}

TEST_CASE("what the tables leave open, libxml2 decides", "[grammar]") {
    const Case tables;
    const std::vector<std::string> valid{kNumber + R"(<value xsi:type="Coded" code="é"/>)",
                                         kNumber + R"(<value xsi:type="Coded" code=" A "/>)",
                                         R"(<number value="+1234567890123456789012"/>)"};
    for (const auto& content : valid) {
        CAPTURE(content);
        CHECK(tables.isValid(content));
        CHECK(tables.schema().validate(Case::parsed(content, "")).empty());
    }
    CHECK_FALSE(tables.schema().validate(Case::parsed(kNumber + kNumber, "")).empty());
}

TEST_CASE("another root than the schema's global elements is not accepted", "[grammar]") {
    const Case tables;
    for (const std::string document :
         {R"(<number xmlns="urn:t" value="1"/>)", "<case/>", R"(<case xmlns="urn:u"/>)"}) {
        CAPTURE(document);
        CHECK_FALSE(tables.grammar().accepts(xml::Document::parse(document).value()));
    }
}

TEST_CASE("a schema that is not understood in every part has no tables", "[grammar]") {
    const std::string inside = R"(<xs:element name="a" type="t:A"/><xs:complexType name="A")";
    const std::vector<std::string> declarations{
        inside + "><xs:sequence><xs:any/></xs:sequence></xs:complexType>",
        inside + R"(><xs:all><xs:element name="b" type="t:A" minOccurs="0"/></xs:all></xs:complexType>)",
        inside + R"(><xs:sequence><xs:element name="b" type="xs:string"/></xs:sequence></xs:complexType>)",
        inside +
            R"(><xs:sequence><xs:element name="b" type="t:A" nillable="true"/></xs:sequence></xs:complexType>)",
        inside +
            R"(><xs:sequence><xs:element name="b" type="t:A" minOccurs="0" maxOccurs="0"/></xs:sequence></xs:complexType>)",
        inside +
            R"(><xs:sequence><xs:element name="b"><xs:complexType/></xs:element></xs:sequence></xs:complexType>)",
        inside + R"( block="#all"/>)",
        inside + "><xs:anyAttribute/></xs:complexType>",
        inside + R"(><xs:attribute name="d" type="xs:date"/></xs:complexType>)",
        inside +
            R"(><xs:attribute name="d"><xs:simpleType><xs:restriction base="xs:string"/></xs:simpleType></xs:attribute></xs:complexType>)",
        inside + R"(/><xs:element name="c" type="t:A" substitutionGroup="t:a"/>)",
        inside +
            R"(><xs:attribute name="d" type="t:D"/></xs:complexType><xs:simpleType name="D"><xs:restriction base="xs:string"><xs:maxLength value="2"/></xs:restriction></xs:simpleType>)",
        inside +
            R"(><xs:attribute name="d" type="t:D"/></xs:complexType><xs:simpleType name="D"><xs:restriction base="xs:token"><xs:pattern value="\p{L}"/></xs:restriction></xs:simpleType>)",
        inside +
            R"(><xs:attribute name="d" type="t:D"/></xs:complexType><xs:simpleType name="D"><xs:restriction base="xs:ID"/></xs:simpleType>)",
        inside +
            R"(><xs:attribute name="d" type="t:D"/></xs:complexType><xs:simpleType name="D"><xs:restriction base="xs:IDREFS"><xs:minLength value="1"/></xs:restriction></xs:simpleType>)",
        R"(<xs:element name="a" type="t:A"><xs:key name="k"><xs:selector xpath="t:b"/><xs:field xpath="@c"/></xs:key></xs:element><xs:complexType name="A"/>)"};
    for (const auto& declaration : declarations) {
        const test::TemporaryDirectory directory;
        const auto file = directory.write("schema.xsd", schemaText(declaration));
        CAPTURE(declaration);
        const auto schema = xml::Schema::load(file);
        REQUIRE(schema);
        CHECK_FALSE(xml::grammar::Grammar::load(file));
        const auto document = xml::Document::parse(R"(<a xmlns="urn:t" wrong=""/>)").value();
        CHECK_FALSE(schema->accepts(document));
        CHECK_FALSE(schema->validate(document).empty());
    }
}

TEST_CASE("a document as deep as may be read is walked without recursion", "[grammar]") {
    const Case tables;
    std::string open;
    std::string close;
    for (std::size_t depth = 2; depth < xml::Limits{}.depth; ++depth) {
        open += "<b>";
        close += "</b>";
    }
    CHECK(tables.accepts(kNumber + "<note>" + open + close + "</note>"));
}
