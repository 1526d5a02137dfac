#include "tests/support/documents/hostile.hpp"

#include "base/base64.hpp"
#include "base/xml/writer.hpp"
#include "tests/support/documents/random_document.hpp"

#include <array>
#include <string_view>

namespace ncp::test {
namespace {

constexpr std::string_view kRoot =
    "<ClinicalDocument xmlns=\"urn:hl7-org:v3\" xmlns:pharm=\"urn:hl7-org:pharm\" "
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">";
constexpr std::string_view kHeader =
    "<templateId root=\"1.3.6.1.4.1.12559.11.10.1.3.1.1.3\"/><id root=\"2.999.1\" extension=\"H\"/>"
    "<code code=\"60591-5\" codeSystem=\"2.16.840.1.113883.6.1\"/><title>Hostile</title>"
    "<effectiveTime value=\"20260101\"/><languageCode code=\"nb-NO\"/>";

std::string join(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const auto part : parts) {
        text += part;
    }
    return text;
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    all.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

std::string document(std::string_view body) {
    return join({kRoot, kHeader, "<component>", body, "</component></ClinicalDocument>"});
}

/// A summary with one section of problems.
std::string summary(std::string_view narrative, std::string_view entries) {
    return document(join({"<structuredBody><component><section><code code=\"11450-4\" "
                          "codeSystem=\"2.16.840.1.113883.6.1\"/><title>Problems</title><text>",
                          narrative, "</text>", entries, "</section></component></structuredBody>"}));
}

std::string observation(std::string_view content, std::string_view attributes = {}) {
    return join({"<entry><act classCode=\"ACT\" moodCode=\"EVN\"><entryRelationship typeCode=\"SUBJ\">"
                 "<observation classCode=\"OBS\" moodCode=\"EVN\" ",
                 attributes, ">", content, "</observation></entryRelationship></act></entry>"});
}

std::string value(std::string_view attributes) {
    return observation(join({"<value ", attributes, "/>"}));
}

void addNulls(std::vector<HostileDocument>& all) {
    all.push_back({"a nullFlavor beside a code", summary("", value("xsi:type=\"CD\" nullFlavor=\"UNK\" "
                                                                   "code=\"J45\" codeSystem=\"2.999\""))});
    all.push_back({"a nullFlavor beside a number",
                   summary("", value("xsi:type=\"PQ\" nullFlavor=\"NA\" value=\"5\" unit=\"mg\""))});
    all.push_back(
        {"a nullFlavor that does not exist", summary("", value("xsi:type=\"CD\" nullFlavor=\"???\""))});
    all.push_back({"a nullFlavor on the body", document("<structuredBody nullFlavor=\"NI\"/>")});
    all.push_back({"a nullFlavor on everything of a statement",
                   summary("", observation("<code nullFlavor=\"UNK\"/><effectiveTime nullFlavor=\"NA\">"
                                           "<low value=\"2020\"/></effectiveTime><value nullFlavor=\"OTH\"/>",
                                           "nullFlavor=\"NI\" negationInd=\"true\""))});
}

void addTypes(std::vector<HostileDocument>& all) {
    const std::array<std::string_view, 7> types{"PQ", "NOSUCH", "ghost:CD", "", ":", "a:b:c", "SXPR_TS"};
    for (const auto type : types) {
        all.push_back({join({"a value of type '", type, "'"}),
                       summary("", value(join({"xsi:type=\"", type,
                                               "\" code=\"J45\" codeSystem=\"2.999\" "
                                               "value=\"1\" unit=\"mg\""})))});
    }
    const std::array<std::string_view, 8> numbers{"1e999999", "-0", "NaN", "1,5", "--5", " ", "0x7f", "٣"};
    for (const auto number : numbers) {
        all.push_back({join({"the number '", number, "'"}),
                       summary("", value(join({"xsi:type=\"PQ\" value=\"", number, "\" unit=\"mg\""})))});
    }
    const std::array<std::string_view, 6> times{"99999999999999", "20260230", "-1",
                                                "2026013110150",  "x",        "20260101+9999"};
    for (const auto time : times) {
        all.push_back(
            {join({"the time '", time, "'"}),
             summary("", observation(join({"<effectiveTime><low value=\"", time, "\"/></effectiveTime>"})))});
    }
}

void addNamespaces(std::vector<HostileDocument>& all) {
    all.push_back({"a document without namespace", "<ClinicalDocument><component/></ClinicalDocument>"});
    all.push_back({"a document of another standard", "<html xmlns=\"http://www.w3.org/1999/xhtml\"/>"});
    all.push_back({"an empty document", join({kRoot, "</ClinicalDocument>"})});
    all.push_back(
        {"elements of other namespaces everywhere",
         summary("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x()\"><text>svg</text></svg>",
                 "<x:entry xmlns:x=\"urn:x\"><x:act/></x:entry><entry><y xmlns=\"urn:y\"/></entry>")});
    all.push_back({"a prefix for the same namespace in every element",
                   join({"<a:ClinicalDocument xmlns:a=\"urn:hl7-org:v3\"><b:component "
                         "xmlns:b=\"urn:hl7-org:v3\"><c:structuredBody xmlns:c=\"urn:hl7-org:v3\"/>"
                         "</b:component></a:ClinicalDocument>"})});
    all.push_back({"the pharmacy prefix bound to something else",
                   summary("", "<entry xmlns:pharm=\"urn:other\"><pharm:act/></entry>")});
    all.push_back(
        {"a namespace taken away", summary("", "<entry xmlns=\"\"><act><code code=\"1\"/></act></entry>")});
    all.push_back({"an unbound prefix", summary("", "<ghost:entry/>"), true});
    all.push_back({"the same attribute twice", summary("", "<entry a=\"1\" a=\"2\"/>"), true});
}

void addBytes(std::vector<HostileDocument>& all) {
    const std::array<std::string_view, 5> invalid{"\xC0\xAF", "\xED\xA0\x80", "\xFF", "\xE2\x82",
                                                  "\xF5\x80\x80\x80"};
    for (const auto bytes : invalid) {
        all.push_back({"bytes that are no UTF-8", summary(bytes, ""), true});
    }
    all.push_back({"NUL", summary(std::string_view{"a\0b", 3}, ""), true});
    for (const auto control : {"\x01", "\x08", "\x0B", "\x1B"}) {
        all.push_back({"a control character", summary(control, ""), true});
    }
    for (const auto reference : {"&#0;", "&#1;", "&#xD800;", "&#x110000;", "&nbsp;", "&", "&#xFFFE;"}) {
        all.push_back({join({"the reference ", reference}), summary(reference, ""), true});
    }
    all.push_back({"an entity of its own", "<!DOCTYPE a [<!ENTITY e \"x\">]>" + summary("&e;", ""), true});
    all.push_back({"a file from outside",
                   "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + summary("&e;", ""), true});
    all.push_back({"another encoding", "<?xml version=\"1.0\" encoding=\"UTF-7\"?>" + summary("", ""), true});
    all.push_back({"C1 controls and invisible characters",
                   summary("\xC2\x85\xC2\x9B\xE2\x80\x8B\xEF\xBB\xBF\xE2\x80\xA8", "")});
    all.push_back({"escaped twice", summary("&amp;lt;script&amp;gt;", "")});
}

void addIdentities(std::vector<HostileDocument>& all) {
    all.push_back({"one template id ten thousand times",
                   summary("", observation(repeated(
                                   "<templateId root=\"1.3.6.1.4.1.12559.11.10.1.3.1.3.7\"/>", 10'000)))});
    all.push_back({"ids that collide",
                   summary(repeated("<content ID=\"a\">x</content>", 50),
                           repeated(observation("<id root=\"2.999\" extension=\"1\"/><text><reference "
                                                "value=\"#a\"/></text>"),
                                    50))});
    all.push_back({"references to nothing and to themselves",
                   summary("<content ID=\"a\"><content ID=\"a\">x</content></content>",
                           observation("<text><reference value=\"#b\"/></text><code><originalText><reference "
                                       "value=\"#\"/></originalText></code>"))});
    all.push_back({"two bodies", join({kRoot, kHeader,
                                       "<component><structuredBody/></component><component>"
                                       "<nonXMLBody/></component></ClinicalDocument>"})});
    all.push_back(
        {"five patients",
         join({kRoot, kHeader,
               repeated("<recordTarget><patientRole><id root=\"2.999\" extension=\"1\"/><patient><name>"
                        "<family>Oppdiktet</family></name></patient></patientRole></recordTarget>",
                        5),
               "<component><structuredBody/></component></ClinicalDocument>"})});
    all.push_back({"names that turn the reading direction",
                   join({kRoot, kHeader,
                         "<recordTarget><patientRole><patient><name><family>\xE2\x80\xAEtiffokpO\xE2\x81\xA6"
                         "</family></name></patient></patientRole></recordTarget><component><structuredBody/>"
                         "</component></ClinicalDocument>"})});
}

void addFiles(std::vector<HostileDocument>& all) {
    const auto file = [](std::string_view attributes, std::string_view text) {
        return document(join({"<nonXMLBody><text ", attributes, ">", text, "</text></nonXMLBody>"}));
    };
    all.push_back(
        {"a file that is no base64", file("mediaType=\"application/pdf\" representation=\"B64\"", "***")});
    all.push_back({"an empty file", file("mediaType=\"application/pdf\" representation=\"B64\"", "")});
    all.push_back({"a file of no type", file("", "AAAA")});
    all.push_back({"a page in place of a PDF", file("mediaType=\"application/pdf\" representation=\"B64\"",
                                                    base64Encode("<html><script>1</script>"))});
    all.push_back({"a file with markup inside", file("representation=\"B64\"", "<b>AAAA</b>")});
}

/// What would run, or load, if it were copied into a page as it stands.
std::vector<std::string> payloads(const std::string& beacon) {
    const auto code = "document.title='owned';fetch('" + beacon + "')";
    std::vector<std::string> all;
    all.push_back("<script>" + code + "</script>");
    all.push_back("\"><script>" + code + "</script>");
    all.push_back("'><img src=x onerror=\"" + code + "\">");
    all.push_back("\" onmouseover=\"" + code + "\" autofocus onfocus=\"" + code + "\" x=\"");
    all.push_back("</title></style></textarea><script>" + code + "</script>");
    all.push_back("<svg/onload=" + code + ">");
    all.push_back("<link rel=stylesheet href=" + beacon + "><img src=" + beacon + ">");
    all.push_back("javascript:" + code);
    all.push_back("jAvA\tscript:" + code);
    all.push_back("data:text/html,<script>" + code + "</script>");
    all.push_back("#\" onclick=\"" + code);
    return all;
}

void start(xml::Writer& out, std::string_view name, std::string_view attribute, std::string_view value) {
    out.start(name).attribute(attribute, value);
}

void scriptedNarrative(xml::Writer& out, const std::string& payload, const std::string& beacon) {
    out.start("paragraph").attribute("styleCode", payload).attribute("onclick", payload).text(payload).end();
    start(out, "linkHtml", "href", payload);
    out.text("link").end();
    start(out, "a", "href", payload);
    out.text("link").end();
    start(out, "renderMultiMedia", "referencedObject", payload);
    out.leaf("caption", payload).end();
    start(out, "content", "ID", payload);
    out.text(payload).end();
    out.start("table").attribute("background", beacon).start("tbody").start("tr").start("td");
    out.attribute("style", "background:url(" + beacon + ")").attribute("colspan", payload).text(payload);
    out.end().end().end().end();
    out.start("script").text("document.title='owned';fetch('" + beacon + "')").end();
    start(out, "iframe", "src", payload);
    out.end();
    out.start("img").attribute("src", beacon).attribute("onerror", payload).end();
    start(out, "script", "xmlns", "http://www.w3.org/1999/xhtml");
    out.text("document.title='owned'").end();
}

void scriptedEntry(xml::Writer& out, const std::string& payload) {
    out.start("entry").start("act").start("statusCode").attribute("code", payload).end();
    out.start("entryRelationship").attribute("typeCode", "SUBJ").start("observation");
    start(out, "code", "code", payload);
    out.attribute("codeSystem", payload).attribute("codeSystemName", payload);
    out.attribute("displayName", payload).leaf("originalText", payload);
    start(out, "translation", "displayName", payload);
    out.attribute("code", payload).end().end();
    out.start("text");
    out.empty("reference", "value", payload).end();
    out.start("effectiveTime").empty("low", "value", payload).empty("high", "nullFlavor", payload).end();
    start(out, "value", "xsi:type", "PQ");
    out.attribute("value", payload).attribute("unit", payload).end();
    start(out, "value", "xsi:type", "ST");
    out.text(payload).end();
    out.start("reference").start("externalDocument").start("text");
    out.empty("reference", "value", payload).end().end().end();
    out.start("participant").start("participantRole").start("playingEntity").leaf("name", payload);
    out.end().end().end().end().end().end().end();
}

void scriptedPatient(xml::Writer& out, const std::string& payload) {
    out.start("recordTarget").start("patientRole").start("id").attribute("root", payload);
    out.attribute("extension", payload).end();
    out.start("addr").leaf("city", payload).leaf("country", payload).end();
    out.start("telecom").attribute("value", payload).attribute("use", payload).end();
    out.start("patient").start("name").leaf("given", payload).leaf("family", payload).end();
    out.empty("administrativeGenderCode", "displayName", payload).empty("birthTime", "value", payload);
    out.end().end().end();
    out.start("author").empty("time", "value", payload).start("assignedAuthor");
    out.start("representedOrganization").leaf("name", payload).end().end().end();
}

} // namespace

std::string amplifyingDocument() {
    const auto entry = observation("<value xsi:type=\"CD\" nullFlavor=\"OTH\"><originalText><reference "
                                   "value=\"#a\"/></originalText></value>");
    return summary("<content ID=\"a\">" + repeated("word ", 20'000) + "</content>", repeated(entry, 300));
}

std::string scriptedDocument(const std::string& beacon) {
    const auto all = payloads(beacon);
    xml::Writer out;
    out.start("ClinicalDocument").attribute("xmlns", "urn:hl7-org:v3");
    out.attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    out.empty("code", "code", "60591-5").leaf("title", all.at(4)).empty("languageCode", "code", all.at(3));
    for (const auto& payload : all) {
        scriptedPatient(out, payload);
    }
    out.start("component").start("structuredBody");
    for (const auto* code : {"11450-4", "48765-2", "10160-0", "8716-3", "no such section"}) {
        out.start("component").start("section").empty("code", "code", code).leaf("title", all.at(0));
        out.start("text");
        for (const auto& payload : all) {
            scriptedNarrative(out, payload, beacon);
        }
        out.end();
        for (const auto& payload : all) {
            scriptedEntry(out, payload);
        }
        out.end().end();
    }
    out.end().end().end();
    return out.take();
}

std::string scriptedFile(const std::string& mediaType, const std::string& beacon) {
    const auto page = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"document.title='owned'\"><script>"
                      "document.title='owned';fetch('" +
                      beacon + "')</script></svg>";
    return document(join({"<nonXMLBody><text mediaType=\"", mediaType, "\" representation=\"B64\">",
                          base64Encode(page), "</text></nonXMLBody>"}));
}

std::vector<HostileDocument> hostileDocuments() {
    std::vector<HostileDocument> all;
    addNulls(all);
    addTypes(all);
    addNamespaces(all);
    addBytes(all);
    addIdentities(all);
    addFiles(all);
    all.push_back({"script in every place", scriptedDocument("http://127.0.0.1:9/beacon")});
    return all;
}

std::vector<HostileDocument> hugeDocuments() {
    constexpr std::size_t kLimit = std::size_t{16} * 1024 * 1024;
    const auto small = observation("<value xsi:type=\"CD\" code=\"J45\" codeSystem=\"2.999\"/>");
    const auto nested = [](std::string_view open, std::string_view close, std::size_t times) {
        return repeated(open, times) + repeated(close, times);
    };
    std::vector<HostileDocument> all;
    all.push_back(
        {"100,000 entries", summary("", repeated("<entry><act><code code=\"1\" codeSystem=\"2.999\" "
                                                 "displayName=\"x\"/></act></entry>",
                                                 100'000))});
    all.push_back({"16 MB of entries", summary("", repeated(small, (kLimit - 2048) / small.size()))});
    all.push_back({"16 MB of a whole summary", randomDocument(4, {.entries = 760})});
    all.push_back({"more than 16 MB", summary("", repeated(small, kLimit / small.size() + 1)), true});
    all.push_back(
        {"entries inside entries, as deep as allowed",
         summary("", nested("<entryRelationship><observation>", "</observation></entryRelationship>", 90))});
    all.push_back(
        {"entries inside entries, deeper",
         summary("", nested("<entryRelationship><observation>", "</observation></entryRelationship>", 120)),
         true});
    all.push_back({"lists inside lists", summary(nested("<list><item>", "</item></list>", 90), "")});
    all.push_back({"packages inside packages",
                   summary("", join({"<entry><substanceAdministration><consumable><manufacturedProduct>"
                                     "<manufacturedMaterial>",
                                     nested("<pharm:asContent><pharm:containerPackagedProduct>",
                                            "</pharm:containerPackagedProduct></pharm:asContent>", 90),
                                     "</manufacturedMaterial></manufacturedProduct></consumable>"
                                     "</substanceAdministration></entry>"}))});
    all.push_back({"translations inside translations",
                   summary("", observation("<code code=\"1\" codeSystem=\"2.999\">" +
                                           nested("<translation code=\"1\" codeSystem=\"2.999\">",
                                                  "</translation>", 150) +
                                           "</code>"))});
    all.push_back(
        {"20,000 translations of one code",
         summary("", observation("<code code=\"1\" codeSystem=\"2.999\">" +
                                 repeated("<translation code=\"1\" codeSystem=\"2.999\"/>", 20'000) +
                                 "</code>"))});
    all.push_back({"20,000 references to one text",
                   summary("<content ID=\"a\">" + repeated("word ", 20) + "</content>",
                           repeated(observation("<text><reference value=\"#a\"/></text>"), 20'000))});
    all.push_back(
        {"a name of 200,000 letters", summary("", value("xsi:type=\"CD\" code=\"1\" codeSystem=\"2.999\" "
                                                        "displayName=\"" +
                                                        repeated("x", 200'000) + "\""))});
    all.push_back({"a name of 300,000 letters",
                   summary("", value("displayName=\"" + repeated("x", 300'000) + "\"")), true});
    all.push_back({"a table of 50,000 cells in a row",
                   summary("<table><tbody><tr>" + repeated("<td colspan=\"999999999\">x</td>", 50'000) +
                               "</tr></tbody></table>",
                           "")});
    all.push_back({"a text of 5,000,000 letters without a blank", summary(repeated("x", 5'000'000), "")});
    return all;
}

} // namespace ncp::test
