#include "base/base64.hpp"
#include "base/clock.hpp"
#include "ncp/ihe/document_kind.hpp"
#include "ncp/ihe/extrinsic_object.hpp"
#include "ncp/national/document_filter.hpp"
#include "ncp/national/document_folder.hpp"
#include "tests/ncp/national/authority.hpp"
#include "tests/ncp/national/invented_document.hpp"
#include "tests/support/reference.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace ncp;
using test::Authority;
using test::InventedDocument;

namespace {

/// A folder with one original clinical document, or more.
class Reports {
  public:
    void add(const std::string& name, const InventedDocument& document) {
        directory_.write(name + ".xml", document.text());
    }
    void add(const std::filesystem::path& file) {
        std::filesystem::copy_file(file, directory_.path() / file.filename());
    }

    std::vector<ihe::DocumentPair> list(const PatientId& patient, std::string_view classCode,
                                        const national::DocumentFilter& filter = {}) {
        open();
        return folder_->listDocuments(authority().list(patient, classCode, filter), Authority::later())
            .value();
    }
    std::vector<std::string> faults() {
        open();
        return folder_->faults();
    }

  private:
    void open() {
        folder_ = national::DocumentFolder::open(
                      {directory_.path(), HomeCommunityId::parse("2.16.620.1.101.10").value(),
                       Oid::parse("2.16.620.1.101.10.9").value(), Language::parse("pt-PT").value(), false,
                       std::chrono::milliseconds{0}, std::size_t{1} << 26},
                      log_)
                      .value();
    }
    static Authority& authority() {
        static Authority only;
        return only;
    }

    test::TemporaryDirectory directory_;
    SystemClock clock_;
    Logger log_{clock_, LogLevel::Error, [](std::string_view) {}};
    std::unique_ptr<national::DocumentFolder> folder_;
};

PatientId invented() {
    return PatientId::make("2.16.620.1.101.10.3.29", "PAT-1").value();
}

InventedDocument report(std::string_view classCode, std::string_view mediaType = "application/pdf") {
    InventedDocument document;
    document.classCode = std::string{classCode};
    document.mediaType = std::string{mediaType};
    document.pdf = base64Encode("an invented file");
    document.title = "Utskrivning";
    return document;
}

Instant at(std::string_view text) {
    return parseXmlDateTime(text).value();
}

} // namespace

TEST_CASE("an original clinical document is listed alone, with the format of its file", "[national]") {
    const auto [classCode, mediaType, format, title] =
        GENERATE(table<std::string, std::string, std::string, std::string>({
            {"34105-7", "application/pdf", "urn:eHDSI:orcd:pdf:2021", "OrCD Hospital Discharge Summary"},
            {"11502-2", "application/pdf", "urn:eHDSI:orcd:pdf:2021", "OrCD Laboratory Report"},
            {"18748-4", "application/pdf", "urn:eHDSI:orcd:pdf:2021", "OrCD Diagnostic Imaging Study"},
            {"x-clinical-image", "image/png", "urn:eHDSI:orcd:png:2021", "OrCD Medical Image"},
            {"x-clinical-image", "image/jpeg", "urn:eHDSI:orcd:jpeg:2021", "OrCD Medical Image"},
        }));
    Reports reports;
    reports.add("report", report(classCode, mediaType));
    CHECK(reports.faults().empty());
    const auto pairs = reports.list(invented(), classCode);
    REQUIRE(pairs.size() == 1);
    CHECK_FALSE(pairs.front().coded);
    REQUIRE(pairs.front().pdf);
    const auto& entry = *pairs.front().pdf;
    CHECK(entry.formatCode == format);
    CHECK(entry.level == ihe::Level::L1);
    CHECK(entry.title == title);
    CHECK(entry.description == "Utskrivning");
    CHECK(entry.mimeType == "text/xml");
    CHECK(ihe::checkSendable(entry));
}

TEST_CASE("an original clinical document of another kind of file is a fault, and not offered", "[national]") {
    Reports reports;
    reports.add("page", report("34105-7", "text/html"));
    reports.add("bare", report("11502-2", ""));
    auto coded = report("18748-4");
    coded.pdf.clear();
    reports.add("coded", coded);
    reports.add("dispensation", report("60593-1"));
    CHECK(reports.faults().size() == 4);
    for (const auto* classCode : {"34105-7", "11502-2", "18748-4"}) {
        CHECK(reports.list(invented(), classCode).empty());
    }
}

TEST_CASE("authors, service time and the reason for hospitalisation stand in the list", "[national]") {
    auto document = report("34105-7");
    document.header =
        R"(<author><assignedAuthor><code displayName="Surgeons"/><assignedPerson><name><given>Oppdiktet</given>)"
        R"(<family>Kirurg</family></name></assignedPerson></assignedAuthor></author><author><functionCode )"
        R"(displayName="Nurses"/><assignedAuthor><assignedPerson><name>Oppdiktet Sykepleier</name>)"
        R"(</assignedPerson></assignedAuthor></author><author><assignedAuthor/></author><documentationOf>)"
        R"(<serviceEvent classCode="ACT"><code code="S72.0" codeSystem="1.3.6.1.4.1.12559.11.10.1.3.1.44.2" )"
        R"(displayName="Fracture of neck of femur"/><effectiveTime><low value="20260520083000+0200"/><high )"
        R"(value="20260528"/></effectiveTime></serviceEvent></documentationOf>)";
    Reports reports;
    reports.add("discharge", document);
    document.classCode = "11502-2";
    document.id = "DOC-2";
    reports.add("laboratory", document);
    document.classCode = "60591-5";
    document.id = "DOC-3";
    document.pdf.clear();
    reports.add("summary", document);

    const auto discharge = reports.list(invented(), "34105-7").front().pdf.value();
    CHECK(discharge.authorPerson == "Oppdiktet Kirurg");
    CHECK(discharge.authorSpecialties == std::vector<std::string>{"Surgeons"});
    REQUIRE(discharge.otherAuthors.size() == 1);
    CHECK(discharge.otherAuthors.front().person == "Oppdiktet Sykepleier");
    CHECK(discharge.otherAuthors.front().specialties == std::vector<std::string>{"Nurses"});
    CHECK(discharge.serviceStartTime == "20260520063000");
    REQUIRE(discharge.events.size() == 1);
    CHECK(discharge.events.front().code == "S72.0");
    CHECK(discharge.events.front().display == "Fracture of neck of femur");

    const auto laboratory = reports.list(invented(), "11502-2").front().pdf.value();
    CHECK(laboratory.events.empty());
    CHECK(laboratory.serviceStartTime == "20260520063000");
    const auto summary = reports.list(invented(), "60591-5").front().coded.value();
    CHECK(summary.authorPerson.empty());
    CHECK(summary.serviceStartTime.empty());
}

TEST_CASE("size and time narrow original clinical documents, the ends included", "[national]") {
    auto document = report("34105-7");
    document.time = "20260601100000+0000";
    Reports reports;
    reports.add("discharge", document);
    const auto size = document.text().size();
    const auto lists = [&](const national::DocumentFilter& filter) {
        return reports.list(invented(), "34105-7", filter).size() == 1;
    };
    CHECK(lists({}));
    CHECK(lists({size, {}, {}}));
    CHECK_FALSE(lists({size - 1, {}, {}}));
    CHECK(lists({{}, at("2026-06-01T10:00:00Z"), {}}));
    CHECK_FALSE(lists({{}, at("2026-06-01T10:00:01Z"), {}}));
    CHECK(lists({{}, {}, at("2026-06-01T10:00:00Z")}));
    CHECK_FALSE(lists({{}, {}, at("2026-06-01T09:59:59Z")}));
    CHECK(lists({size, at("2026-05-01T00:00:00Z"), at("2026-07-01T00:00:00Z")}));
}

TEST_CASE("no filter narrows a list of other documents", "[national]") {
    Reports reports;
    reports.add("summary", InventedDocument{});
    CHECK(reports.list(invented(), "60591-5", {1, at("2030-01-01T00:00:00Z"), at("2000-01-01T00:00:00Z")})
              .size() == 1);
}

TEST_CASE("a document whose time can't be told apart from the filter's stays in the list", "[national]") {
    ihe::DocumentEntry entry{.homeCommunityId = HomeCommunityId::parse("2.999").value()};
    entry.classCode = ihe::kLaboratoryReport;
    CHECK(national::passes({10, at("2026-01-01T00:00:00Z"), {}}, entry));
}

TEST_CASE("the reference's original clinical documents and medication overviews are served", "[national]") {
    const auto reports = test::referencePath("cda/orcd");
    const auto overviews = test::referencePath("cda/mro");
    if (!reports || !overviews) {
        return;
    }
    Reports folder;
    for (const auto& directory : {*reports, *overviews}) {
        for (const auto& file : std::filesystem::directory_iterator{directory}) {
            folder.add(file.path());
        }
    }
    const auto belgian = PatientId::make("2.16.17.710.850.1000.990.1.1000", "3-1234-W5").value();
    for (const auto* classCode : {"34105-7", "11502-2", "18748-4"}) {
        const auto pairs = folder.list(belgian, classCode);
        REQUIRE(pairs.size() == 1);
        CHECK(pairs.front().pdf->authorPerson == "Lieve De Smet");
        CHECK(pairs.front().pdf->serviceStartTime.size() == 14);
        CHECK(pairs.front().pdf->languageCode == "nl-BE");
    }
    const auto portuguese = PatientId::make("2.16.620.1.101.10.1.1", "182581814").value();
    const auto overview = folder.list(portuguese, "56445-0");
    REQUIRE_FALSE(overview.empty());
    CHECK(overview.front().coded->formatCode == "urn:epSOS:mro:mro:2013");
    CHECK(overview.front().coded->title == "MRO Summary");
}

TEST_CASE("Norway's demonstration serves every document, each of them sendable", "[national]") {
    Reports folder;
    std::size_t files = 0;
    const auto directory = std::filesystem::path{NCP_SOURCE_DIR} / "config/demo/no/documents";
    for (const auto& file : std::filesystem::directory_iterator{directory}) {
        folder.add(file.path());
        ++files;
    }
    CHECK(folder.faults().empty());
    std::size_t listed = 0;
    for (const auto* extension : {"05919110017", "09825820172", "21834900421"}) {
        const auto patient = PatientId::make("2.16.578.1.12.4.1.4.1", extension).value();
        for (const auto* classCode : {"60591-5", "57833-6", "34105-7", "11502-2"}) {
            for (const auto& pair : folder.list(patient, classCode)) {
                const auto& entry = pair.coded ? *pair.coded : *pair.pdf;
                CHECK(ihe::checkSendable(entry));
                CHECK(entry.languageCode == "nb-NO");
                ++listed;
            }
        }
    }
    CHECK(listed == files);
    const auto kari = PatientId::make("2.16.578.1.12.4.1.4.1", "05919110017").value();
    CHECK(folder.list(kari, "34105-7").front().pdf->events.front().code == "G40.3");
}
