#include "transform/cda/coded_elements.hpp"

#include "base/table.hpp"
#include "base/xml/runtime.hpp"
#include "transform/cda/coded_element_tree.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

using namespace ncp;
using namespace ncp::transform::cda;

namespace {

const xml::Runtime runtime;
const std::filesystem::path kFolder = std::filesystem::path{NCP_SOURCE_DIR} / "config/pivot";

const CodedElements& shipped() {
    static const auto list = CodedElements::load(kFolder);
    REQUIRE(list);
    return *list;
}

/// Ids of the rows that match somewhere in the document, in document order.
std::vector<std::string> matched(const std::string& text, const CodedElements& list, DocumentType type) {
    std::vector<std::string> ids;
    const auto document = xml::Document::parse(text).value();
    walkCodedElements(document.root(), list, type,
                      [&](xml::Node, const CodedElement& row) { ids.push_back(row.id); });
    return ids;
}

std::string inDocument(const std::string& inner) {
    return "<ClinicalDocument xmlns=\"urn:hl7-org:v3\" xmlns:pharm=\"urn:hl7-org:pharm\" "
           "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">" +
           inner + "</ClinicalDocument>";
}

const std::string kHead = "id\tpath\tPS3\tPS1\teP3\teP1\teD3\tMRO3\tMRO1\tvalue_sets\tsystem\ttranslation\n";

std::string row(const std::string& id, const std::string& path, const std::string& last = "VS.5\t\tyes") {
    return id + "\t" + path + "\tO\tNA\tR\tNA\tNA\tNA\tNA\t" + last + "\n";
}

Result<CodedElements> listOf(const std::string& rows) {
    return CodedElements::parse(kHead + rows, "prefix\toid\nT\t1.2.3\nVS\t1.2.4\n", "list.tsv");
}

std::string faultOf(const std::string& rows) {
    const auto list = listOf(rows);
    REQUIRE_FALSE(list);
    CHECK(list.error().code == ErrorCode::ConfigurationInvalid);
    return list.error().detail;
}

} // namespace

TEST_CASE("every row of the shipped list matches its own small document, in each of its types",
          "[coded-elements]") {
    const auto& list = shipped();
    CHECK(list.all().size() > 130);
    for (const auto& element : list.all()) {
        const auto example = list.exampleOf(element);
        for (std::size_t type = 0; type < kDocumentTypes; ++type) {
            INFO(element.id << " in " << name(static_cast<DocumentType>(type)) << ": " << example);
            const auto ids = matched(example, list, static_cast<DocumentType>(type));
            CHECK((std::ranges::find(ids, element.id) != ids.end()) ==
                  (element.usage.at(type) != Usage::NotApplicable));
        }
    }
}

TEST_CASE("the shipped list has what the network's list lacks", "[coded-elements]") {
    const std::vector<std::string> ids{"header.language",
                                       "address.country",
                                       "header.contact.class",
                                       "immunisation.route",
                                       "procedure.body-site",
                                       "immunisation.approach-site",
                                       "result.method",
                                       "observation.interpretation",
                                       "immunisation.disease",
                                       "problem.certainty",
                                       "problem.status.by-code",
                                       "problem.outcome.by-code",
                                       "result.value",
                                       "body-site.laterality",
                                       "unit.dose",
                                       "unit.value",
                                       "posology.event",
                                       "ed.product.package-3",
                                       "ed.product.part.package-3",
                                       "severity"};
    for (const auto& id : ids) {
        INFO(id);
        CHECK(shipped().find(id) != nullptr);
    }
    CHECK(shipped().find("none") == nullptr);
    CHECK(shipped().find("problem.value")->valueSets.size() == 3);
    CHECK(shipped().find("ed.product.package-3")->usageIn(DocumentType::Dispensation3) ==
          Usage::RequiredNullFlavor);
    CHECK(shipped().find("ed.product.package-3")->usageIn(DocumentType::Prescription1) ==
          Usage::NotApplicable);
}

TEST_CASE("no two rows of the shipped list say the same", "[coded-elements]") {
    std::set<std::string> paths;
    for (const auto& element : shipped().all()) {
        INFO(element.path);
        CHECK(paths.insert(element.path).second);
    }
}

TEST_CASE("an event is found by the type of its time, and a unit where it stands", "[coded-elements]") {
    const auto text =
        inDocument("<effectiveTime xsi:type=\"EIVL_TS\"><event code=\"ACM\"/></effectiveTime>"
                   "<effectiveTime xsi:type=\"PIVL_TS\"><event code=\"ACM\"/><period unit=\"h\"/>"
                   "</effectiveTime><doseQuantity><low unit=\"mg\"/></doseQuantity>");
    CHECK(matched(text, shipped(), DocumentType::Prescription3) ==
          std::vector<std::string>{"posology.event", "unit.period", "unit.dose.low"});
    CHECK(matched(text, shipped(), DocumentType::Prescription1).empty());
}

TEST_CASE("prefixes and the pharmacy namespace change nothing; foreign elements never match",
          "[coded-elements]") {
    const auto list = listOf(row("a", "//x[template=T.1]/y")).value();
    const std::string body = "<h:x><h:templateId root=\"1.2.3.1\"/><pharm:y/></h:x>";
    const auto text = [&](const std::string& uri) {
        return "<d xmlns:h=\"" + uri + "\" xmlns:pharm=\"urn:hl7-org:pharm\">" + body + "</d>";
    };
    CHECK(matched(text("urn:hl7-org:v3"), list, DocumentType::PatientSummary3).size() == 1);
    CHECK(matched(text("urn:example:other"), list, DocumentType::PatientSummary3).empty());
}

TEST_CASE("what qualifies an element counts for that element only", "[coded-elements]") {
    const auto list = listOf(row("a", "//x[template=T.1][code=C]/y/z")).value();
    const auto one = [&](const std::string& inner) {
        return matched(inDocument("<x>" + inner + "</x>"), list, DocumentType::PatientSummary3).size();
    };
    const std::string qualified = "<templateId root=\"1.2.3.1\"/><code code=\"C\"/>";
    CHECK(one(qualified + "<y><z/></y>") == 1);
    CHECK(one("<templateId root=\"9.9\"/>" + qualified + "<y><z/><z/></y>") == 2);
    CHECK(one("<templateId root=\"1.2.3.1\"/><y><z/></y>") == 0);
    CHECK(one("<code code=\"C\"/><y><z/></y>") == 0);
    CHECK(one("<w>" + qualified + "</w><y><z/></y>") == 0);
    CHECK(one(qualified + "<w><y><z/></y></w>") == 0);
}

TEST_CASE("the upper of two rows wins, and attributes count by themselves", "[coded-elements]") {
    const auto list =
        listOf(row("a", "//x[@k=A|B]/y") + row("b", "//x/y") + row("c", "//x/y/@unit", "\t1.2.5\tno"))
            .value();
    const auto ids = [&](const std::string& inner) {
        return matched(inDocument(inner), list, DocumentType::Prescription3);
    };
    CHECK(ids("<x k=\"B\"><y unit=\"1\"/></x>") == std::vector<std::string>{"a", "c"});
    CHECK(ids("<x k=\"C\"><y/></x>") == std::vector<std::string>{"b"});
}

TEST_CASE("a row that can never match is a fault with file and line", "[coded-elements]") {
    CHECK(faultOf(row("a", "//x/y") + row("b", "//x/y")) ==
          "list.tsv:3: never matches in PS3: row a above takes it\n"
          "list.tsv:3: never matches in eP3: row a above takes it\n");
    CHECK(faultOf(row("a", "//x[@k=A][@k=B]/y")).find("its conditions exclude each other") !=
          std::string::npos);
    CHECK(faultOf(row("a", "//y") + row("b", "/ClinicalDocument/x/y")).find("list.tsv:3: ") == 0);
    CHECK(faultOf(row("a", "//x/y[template=T.1]")).find("too late") != std::string::npos);
}

TEST_CASE("every fault of the list is named with file and line", "[coded-elements]") {
    const std::string none = "a\t//x\tNA\tNA\tNA\tNA\tNA\tNA\tNA\t\t\tyes\n";
    CHECK(faultOf(none).find("list.tsv:2: the row applies to no document type") == 0);
    CHECK(faultOf("a\t//x\tmaybe\tNA\tNA\tNA\tNA\tNA\tNA\t\t\tyes\n").find("no usage") != std::string::npos);
    CHECK(faultOf(row("a", "//x") + row("a", "//y")).find("list.tsv:3: ") == 0);
    CHECK(faultOf(row("a", "x/y")).find("starts with") != std::string::npos);
    CHECK(faultOf(row("a", "//x[template=Q.1]/y")).find("no OID") != std::string::npos);
    CHECK(faultOf(row("a", "//x[name=Q]/y")).find("none of") != std::string::npos);
    CHECK(faultOf(row("a", "//x[@k]/y")).find("no value") != std::string::npos);
    CHECK(faultOf(row("a", "//x[@k=A/y")).find("open bracket") != std::string::npos);
    CHECK(faultOf(row("a", "//x[must-hold]/y[must-hold]/z")).find("one step") != std::string::npos);
    CHECK(faultOf(row("a", "//x[must-hold-unless=Q.1]/y")).find("no OID") != std::string::npos);
    CHECK(faultOf(row("a", "//x/@k/y", "\t1.2.5\tno")).find("behind") != std::string::npos);
    CHECK(faultOf(row("a", "//x/@k")).find("needs a code system") != std::string::npos);
    CHECK(faultOf(row("a", "//x", "Q.5\t\tyes")).find("value set Q.5") != std::string::npos);
    CHECK(faultOf(row("a", "//x", "VS.5\tq\tyes")).find("code system q") != std::string::npos);
    CHECK(faultOf(row("a", "//x", "VS.5\t\tperhaps")).find("yes or no") != std::string::npos);
    CHECK(faultOf("a\t//x\n").find("list.tsv:2: ") == 0);
}

TEST_CASE("a place that asks for more than it can keep is a fault, not a row that is never held",
          "[coded-elements]") {
    std::string conditions;
    std::string required;
    for (int i = 0; i < 17; ++i) {
        conditions += "[template=T." + std::to_string(i) + "]";
        const auto id = "r" + std::to_string(i);
        required += id + "\t//x/" + id + "\tR\tNA\tNA\tNA\tNA\tNA\tNA\tVS.5\t\tyes\n";
    }
    CHECK(faultOf(row("a", "//x" + conditions + "/y")).find("list.tsv:2: ") == 0);
    CHECK(faultOf(required).find("list.tsv:18: ") == 0);
    CHECK(listOf(required.substr(0, required.find("r16"))).has_value());
}

TEST_CASE("the type of a document follows from its code and its body", "[coded-elements]") {
    CHECK(documentType(documentClass("60591-5"), true) == DocumentType::PatientSummary3);
    CHECK(documentType(documentClass("60591-5"), false) == DocumentType::PatientSummary1);
    CHECK(documentType(documentClass("57833-6"), false) == DocumentType::Prescription1);
    CHECK(documentType(documentClass("60593-1"), true) == DocumentType::Dispensation3);
    CHECK_FALSE(documentType(documentClass("60593-1"), false));
    CHECK(documentType(documentClass("56445-0"), true) == DocumentType::MedicationOverview3);
    CHECK(documentClass("11502-2") == DocumentClass::Original);
    CHECK_FALSE(documentType(DocumentClass::Original, true));
    CHECK(documentClass("") == DocumentClass::Unknown);
}
