#include "ncp/national/document_folder.hpp"

#include "base/base64.hpp"
#include "base/table.hpp"
#include "base/xml/document.hpp"
#include "certs/digest.hpp"
#include "tests/ncp/national/authority.hpp"
#include "tests/ncp/national/invented_document.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <thread>

using namespace ncp;
using test::Authority;
using test::InventedDocument;

namespace {

constexpr std::string_view kRepository = "2.16.620.1.101.10.9";
constexpr std::string_view kHl7 = "urn:hl7-org:v3";

PatientId patient(std::string_view extension, std::string_view root = "2.16.620.1.101.10.3.29") {
    return PatientId::make(root, extension).value();
}

/// A folder over a directory, with all that it needs.
struct Folder {
    explicit Folder(const std::filesystem::path& directory, std::size_t cacheBytes = 1 << 26,
                    bool demographicSearch = false, std::chrono::milliseconds rescan = {})
        : log(clock, LogLevel::Error, [](std::string_view) {}),
          connector(national::DocumentFolder::open(
                        {directory, HomeCommunityId::parse("2.16.620.1.101.10").value(),
                         Oid::parse(kRepository).value(), Language::parse("pt-PT").value(), demographicSearch,
                         rescan, cacheBytes},
                        log)
                        .value()) {}

    auto find(national::PatientQuery query) {
        return connector->findPatients(authority().discovery(std::move(query)), Authority::later());
    }
    auto list(const PatientId& who, std::string_view classCode = "60591-5") {
        return connector->listDocuments(authority().list(who, classCode), Authority::later());
    }
    auto locate(const PatientId& who, const std::string& uniqueId,
                std::string_view repository = kRepository) {
        return connector->locate(authority().location({who, std::string{repository}, uniqueId}),
                                 Authority::later());
    }
    Result<std::string> fetch(const PatientId& who, const std::string& uniqueId) {
        const auto located = locate(who, uniqueId);
        if (!located) {
            return passOn(located);
        }
        return connector->retrieve(authority().retrieval(*located), Authority::later())
            .map([](const national::DocumentBytes& bytes) { return *bytes; });
    }

    /// Made once: its keys take time.
    static Authority& authority() {
        static Authority only;
        return only;
    }

    SystemClock clock;
    Logger log;
    std::unique_ptr<national::DocumentFolder> connector;
};

ErrorCode codeOf(const auto& result) {
    REQUIRE_FALSE(result);
    return result.error().code;
}

std::filesystem::path demoDirectory() {
    return std::filesystem::path{NCP_SOURCE_DIR} / "config/demo/pt/documents";
}

std::filesystem::path referenceDirectory() {
    const auto* set = std::getenv("NCP_REFERENCE_DIR");
    return set != nullptr ? std::filesystem::path{set}
                          : std::filesystem::path{NCP_SOURCE_DIR} / "../shared/reference";
}

std::size_t filesIn(const std::filesystem::path& directory, std::string_view extension) {
    std::size_t count = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator{directory}) {
        count += file.path().extension() == extension ? 1U : 0U;
    }
    return count;
}

} // namespace

TEST_CASE("a coded document and the PDF beside it are listed as a pair and served") {
    const test::TemporaryDirectory directory;
    const auto text = InventedDocument{}.text();
    directory.write("summary.xml", text);
    directory.write("summary.pdf", "%PDF-1.4 invented");
    Folder folder{directory.path()};
    CHECK(folder.connector->faults().empty());
    const auto pairs = folder.list(patient("PAT-1"));
    REQUIRE(pairs);
    REQUIRE(pairs->size() == 1);
    const auto& coded = pairs->front().coded;
    const auto& pdf = pairs->front().pdf;
    REQUIRE(coded);
    REQUIRE(pdf);
    CHECK(coded->uniqueId == "2.999.1^DOC-1");
    CHECK(coded->formatCode == "urn:epSOS:ps:ps:2010");
    CHECK(coded->level == ihe::Level::L3);
    CHECK(coded->languageCode == "pt-PT");
    CHECK(coded->creationTime == "20260601100000");
    CHECK(coded->title == "Patient Summary");
    CHECK(coded->repositoryUniqueId == kRepository);
    CHECK(pdf->uniqueId == "2.999.1^DOC-1L1");
    CHECK(pdf->formatCode == "urn:ihe:iti:xds-sd:pdf:2008");
    CHECK(pdf->level == ihe::Level::L1);
    CHECK(pdf->entryUuid != coded->entryUuid);
    CHECK(folder.fetch(patient("PAT-1"), coded->uniqueId) == text);

    const auto wrapped = folder.fetch(patient("PAT-1"), pdf->uniqueId);
    REQUIRE(wrapped);
    CHECK(pdf->size == wrapped->size());
    CHECK(pdf->hash == certs::sha1Hex(*wrapped));
    const auto document = xml::Document::parse(*wrapped).value();
    const auto body = document.root().path(kHl7, {"component", "nonXMLBody", "text"});
    REQUIRE(body);
    CHECK(base64Decode(body->text()) == std::string{"%PDF-1.4 invented"});
    CHECK(body->attribute("mediaType") == "application/pdf");
    CHECK(document.root().child(kHl7, "id")->attribute("extension") == "DOC-1L1");
    CHECK(document.root().path(kHl7, {"relatedDocument", "parentDocument", "id"})->attribute("extension") ==
          "DOC-1");
    CHECK(document.root().children(kHl7, "component").size() == 1);
}

TEST_CASE("level 1 documents pair with the coded one by the ids that either names") {
    struct Kin {
        std::string_view what;
        std::string codedSource, pdfSource;
        bool paired;
    };
    const std::vector<Kin> cases{{"the PDF names the coded one", "", "L3", true},
                                 {"the coded one names the PDF", "L1", "", true},
                                 {"both come from one source", "NATIONAL", "NATIONAL", true},
                                 {"nothing connects them", "A", "B", false}};
    for (const auto& kin : cases) {
        INFO(kin.what);
        const test::TemporaryDirectory directory;
        InventedDocument coded;
        coded.id = "L3";
        coded.source = kin.codedSource;
        InventedDocument pdf;
        pdf.id = "L1";
        pdf.source = kin.pdfSource;
        pdf.pdf = base64Encode("%PDF-1.4");
        directory.write("a.xml", coded.text());
        directory.write("b.xml", pdf.text());
        Folder folder{directory.path()};
        const auto pairs = folder.list(patient("PAT-1"));
        REQUIRE(pairs);
        CHECK(pairs->size() == (kin.paired ? 1U : 2U));
        CHECK(pairs->front().pdf.has_value() == kin.paired);
    }
}

TEST_CASE("only the class asked for is listed, and only of that patient") {
    const test::TemporaryDirectory directory;
    InventedDocument other;
    other.id = "DOC-2";
    other.patient = "PAT-2";
    InventedDocument prescription;
    prescription.id = "DOC-3";
    prescription.classCode = "57833-6";
    directory.write("a.xml", InventedDocument{}.text());
    directory.write("b.xml", other.text());
    directory.write("c.xml", prescription.text());
    Folder folder{directory.path()};
    CHECK(folder.list(patient("PAT-1"))->size() == 1);
    CHECK(folder.list(patient("PAT-1"), "57833-6")->size() == 1);
    CHECK(folder.list(patient("PAT-2"), "57833-6")->empty());
    CHECK(folder.list(patient("PAT-3"))->empty());
}

TEST_CASE("another patient's document is missing, and so is one of another repository") {
    const test::TemporaryDirectory directory;
    directory.write("a.xml", InventedDocument{}.text());
    InventedDocument other;
    other.id = "DOC-2";
    other.patient = "PAT-2";
    directory.write("b.xml", other.text());
    Folder folder{directory.path()};
    CHECK(folder.locate(patient("PAT-1"), "2.999.1^DOC-1"));
    CHECK(codeOf(folder.locate(patient("PAT-1"), "2.999.1^DOC-2")) == ErrorCode::DocumentMissing);
    CHECK(codeOf(folder.locate(patient("PAT-1", "2.999.3"), "2.999.1^DOC-1")) == ErrorCode::DocumentMissing);
    CHECK(codeOf(folder.locate(patient("PAT-1"), "2.999.1^DOC-1", "2.999.7")) == ErrorCode::DocumentMissing);
    CHECK(codeOf(folder.locate(patient("PAT-1"), "2.999.1")) == ErrorCode::DocumentMissing);
}

TEST_CASE("a located document that changed its class is not served") {
    const test::TemporaryDirectory directory;
    directory.write("a.xml", InventedDocument{}.text());
    Folder folder{directory.path()};
    const auto located = folder.locate(patient("PAT-1"), "2.999.1^DOC-1");
    REQUIRE(located);
    InventedDocument changed;
    changed.classCode = "57833-6";
    directory.write("a.xml", changed.text() + "\n");
    folder.connector->rescan();
    CHECK(codeOf(folder.connector->retrieve(Folder::authority().retrieval(*located), Authority::later())) ==
          ErrorCode::DocumentMissing);
}

TEST_CASE("all identifiers and all given traits must agree") {
    const test::TemporaryDirectory directory;
    InventedDocument document;
    document.family = "Ødegård-Müller";
    document.given = "José Maria";
    directory.write("a.xml", document.text());
    Folder folder{directory.path()};
    const auto hits = [&](ihe::Demographics traits) {
        return folder.find({{patient("PAT-1")}, std::move(traits)})->size();
    };
    CHECK(hits({}) == 1);
    CHECK(hits({"ODEGARD MULLER", "jose", "19700131", "F", {}}) == 1);
    CHECK(hits({"", "", "19700131120000", "", {}}) == 1);
    CHECK(hits({"Odegard", "", "", "", {}}) == 0);
    CHECK(hits({"", "Ana", "", "", {}}) == 0);
    CHECK(hits({"", "", "19700130", "", {}}) == 0);
    CHECK(hits({"", "", "", "M", {}}) == 0);
    CHECK(folder.find({{patient("PAT-1"), patient("PAT-2")}, {}})->empty());
    CHECK(folder.find({{patient("PAT-1", "2.999.3")}, {}})->empty());
    CHECK(folder.find({{patient("PAT")}, {}})->empty());
    const auto match = folder.find({{patient("PAT-1")}, {}});
    CHECK(match->front().id == patient("PAT-1"));
    CHECK(match->front().demographics.familyName == "Ødegård-Müller");
    CHECK(match->front().demographics.givenName == "José Maria");
    CHECK(match->front().demographics.address.city == "Oppdiktby");
}

TEST_CASE("without identifier nobody is found unless the source allows it") {
    const test::TemporaryDirectory directory;
    directory.write("a.xml", InventedDocument{}.text());
    Folder strict{directory.path()};
    Folder open{directory.path(), 1 << 20, true};
    const ihe::Demographics enough{"oppdiktet", "", "19700131", "", {}};
    CHECK(codeOf(strict.find({{}, enough})) == ErrorCode::PatientQueryNotAllowed);
    CHECK(open.find({{}, enough})->size() == 1);
    CHECK(codeOf(open.find({{}, {"oppdiktet", "Kari", "", "F", {}}})) ==
          ErrorCode::PatientDemographicsRequested);
    CHECK(codeOf(open.find({{}, {"", "Kari", "19700131", "F", {}}})) ==
          ErrorCode::PatientDemographicsRequested);
    CHECK(codeOf(open.find({{}, {"oppdiktet", "", "1970", "", {}}})) ==
          ErrorCode::PatientDemographicsRequested);
}

TEST_CASE("one identifier of different persons: all are found, nobody's documents are given out") {
    const test::TemporaryDirectory directory;
    InventedDocument other;
    other.id = "DOC-2";
    other.birth = "19910202";
    directory.write("a.xml", InventedDocument{}.text());
    directory.write("b.xml", other.text());
    Folder folder{directory.path()};
    CHECK(folder.find({{patient("PAT-1")}, {}})->size() == 2);
    CHECK(codeOf(folder.list(patient("PAT-1"))) == ErrorCode::RegistryNotAvailable);
    CHECK(codeOf(folder.locate(patient("PAT-1"), "2.999.1^DOC-1")) == ErrorCode::RegistryNotAvailable);
    CHECK(folder.connector->faults().size() == 1);
    CHECK(folder.connector->available());
}

TEST_CASE("added, changed and removed files are picked up") {
    const test::TemporaryDirectory directory;
    directory.write("a.xml", InventedDocument{}.text());
    Folder folder{directory.path()};
    REQUIRE(folder.list(patient("PAT-1"))->size() == 1);

    InventedDocument second;
    second.id = "DOC-2";
    std::filesystem::create_directory(directory.path() / "below");
    directory.write("below/b.xml", second.text());
    folder.connector->rescan();
    CHECK(folder.list(patient("PAT-1"))->size() == 2);

    second.title = "Changed and longer";
    directory.write("below/b.xml", second.text());
    directory.write("below/b.pdf", "%PDF-1.4");
    folder.connector->rescan();
    CHECK(folder.fetch(patient("PAT-1"), "2.999.1^DOC-2") == second.text());
    CHECK(folder.fetch(patient("PAT-1"), "2.999.1^DOC-2L1"));

    std::filesystem::remove(directory.path() / "below/b.pdf");
    std::filesystem::remove(directory.path() / "a.xml");
    folder.connector->rescan();
    CHECK(codeOf(folder.fetch(patient("PAT-1"), "2.999.1^DOC-1")) == ErrorCode::DocumentMissing);
    CHECK(codeOf(folder.fetch(patient("PAT-1"), "2.999.1^DOC-2L1")) == ErrorCode::DocumentMissing);
    CHECK(folder.list(patient("PAT-1"))->size() == 1);
}

TEST_CASE("a half-written file is a fault until it is whole") {
    const test::TemporaryDirectory directory;
    const auto text = InventedDocument{}.text();
    directory.write("a.xml", std::string_view{text}.substr(0, text.size() / 2));
    Folder folder{directory.path()};
    CHECK(folder.connector->documentCount() == 0);
    CHECK(folder.connector->faults().size() == 1);
    directory.write("a.xml", text);
    folder.connector->rescan();
    CHECK(folder.connector->documentCount() == 1);
    CHECK(folder.connector->faults().empty());
}

TEST_CASE("the watching thread sees a new file by itself") {
    const test::TemporaryDirectory directory;
    Folder folder{directory.path(), 1 << 20, false, std::chrono::milliseconds{5}};
    directory.write("a.xml", InventedDocument{}.text());
    while (folder.connector->documentCount() == 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
    CHECK(folder.list(patient("PAT-1"))->size() == 1);
}

TEST_CASE("what can't be served is named with a cause, without content") {
    struct Bad {
        std::string_view what;
        std::string text;
    };
    const auto good = InventedDocument{}.text();
    const auto without = [&](std::string_view from, std::string_view to) {
        auto text = good;
        return text.replace(text.find(from), from.size(), to);
    };
    const std::vector<Bad> cases{
        {"no XML", "PAT-1 Oppdiktet"},
        {"a DOCTYPE", "<!DOCTYPE x [<!ENTITY PAT-1 'Oppdiktet'>]>" + good},
        {"another root", "<other>PAT-1 Oppdiktet</other>"},
        {"no patient identifier", without(R"(extension="PAT-1")", R"(nullFlavor="UNK")")},
        {"no document id", without(R"(<id root="2.999.1" extension="DOC-1"/>)", "")},
        {"no readable time", without("20260601120000+0200", "Oppdiktet")},
        {"no body", without("<structuredBody/>", "")},
        {"a class that nobody queries", without("60591-5", "60593-1")},
        {"two patients", without("<recordTarget>", "<recordTarget/><recordTarget>")},
    };
    for (const auto& bad : cases) {
        INFO(bad.what);
        const test::TemporaryDirectory directory;
        directory.write("bad.xml", bad.text);
        directory.write("good.xml", InventedDocument{.id = "DOC-9"}.text());
        Folder folder{directory.path()};
        CHECK(folder.connector->documentCount() == 1);
        REQUIRE(folder.connector->faults().size() == 1);
        const auto fault = folder.connector->faults().front();
        CHECK(fault.starts_with("bad.xml: "));
        CHECK(fault.find("PAT-1") == std::string::npos);
        CHECK(fault.find("Oppdiktet") == std::string::npos);
    }
}

TEST_CASE("a PDF that is none, and a second document with one id, are not served") {
    const test::TemporaryDirectory directory;
    directory.write("a.xml", InventedDocument{}.text());
    directory.write("a.pdf", "<html/>");
    directory.write("b.xml", InventedDocument{.title = "Another"}.text());
    Folder folder{directory.path()};
    CHECK(folder.connector->documentCount() == 1);
    CHECK(folder.connector->faults().size() == 2);
    CHECK(folder.fetch(patient("PAT-1"), "2.999.1^DOC-1") == InventedDocument{}.text());
}

TEST_CASE("documents beyond the cache are read on demand, and never in another version") {
    const test::TemporaryDirectory directory;
    const auto text = InventedDocument{}.text();
    directory.write("a.xml", text);
    directory.write("a.pdf", "%PDF-1.4 invented");
    Folder folder{directory.path(), 0};
    CHECK(folder.fetch(patient("PAT-1"), "2.999.1^DOC-1") == text);
    const auto pairs = folder.list(patient("PAT-1"));
    const auto wrapped = folder.fetch(patient("PAT-1"), "2.999.1^DOC-1L1");
    REQUIRE(wrapped);
    CHECK(certs::sha1Hex(*wrapped) == pairs->front().pdf->hash);
    directory.write("a.xml", InventedDocument{.title = "Changed"}.text());
    CHECK(codeOf(folder.fetch(patient("PAT-1"), "2.999.1^DOC-1")) == ErrorCode::RegistryNotAvailable);
    CHECK(codeOf(folder.fetch(patient("PAT-1"), "2.999.1^DOC-1L1")) == ErrorCode::RegistryNotAvailable);
}

TEST_CASE("a directory that is not there is a fault of configuration, one that goes away of the source") {
    SystemClock clock;
    Logger log{clock, LogLevel::Error, [](std::string_view) {}};
    const auto refused =
        national::DocumentFolder::open({"/nonexistent/documents", HomeCommunityId::parse("2.999").value(),
                                        Oid::parse("2.999").value(), Language::parse("en").value()},
                                       log);
    CHECK(codeOf(refused) == ErrorCode::ConfigurationInvalid);

    auto directory = std::make_unique<test::TemporaryDirectory>();
    directory->write("a.xml", InventedDocument{}.text());
    Folder folder{directory->path()};
    directory.reset();
    folder.connector->rescan();
    CHECK_FALSE(folder.connector->available());
    CHECK_FALSE(folder.connector->faults().empty());
    CHECK(codeOf(folder.list(patient("PAT-1"))) == ErrorCode::RegistryNotAvailable);
    CHECK(codeOf(folder.find({{patient("PAT-1")}, {}})) == ErrorCode::PatientServiceFailed);
}

TEST_CASE("a call whose deadline has passed is not begun") {
    const test::TemporaryDirectory directory;
    directory.write("a.xml", InventedDocument{}.text());
    Folder folder{directory.path()};
    const auto late = folder.connector->listDocuments(Folder::authority().list(patient("PAT-1"), "60591-5"),
                                                      std::chrono::steady_clock::now());
    CHECK(codeOf(late) == ErrorCode::DeadlineExceeded);
}

TEST_CASE("every document of the demo is served with its PDF, byte by byte") {
    Folder folder{demoDirectory()};
    CHECK(folder.connector->faults().empty());
    CHECK(folder.connector->documentCount() ==
          filesIn(demoDirectory(), ".xml") + filesIn(demoDirectory(), ".pdf"));
    const auto who = patient("900000004", "2.16.17.710.820.1000.990.1");
    REQUIRE(folder.find({{who}, {}})->size() == 1);
    const auto summaries = folder.list(who);
    REQUIRE(summaries->size() == 1);
    CHECK(summaries->front().pdf);
    CHECK(folder.fetch(who, summaries->front().coded->uniqueId) ==
          readFile(demoDirectory() / "cardiac-summary.xml").value());
    const auto prescriptions = folder.list(who, "57833-6");
    REQUIRE(prescriptions->size() == 2);
    for (const auto& pair : *prescriptions) {
        REQUIRE(pair.coded);
        REQUIRE(pair.pdf);
        CHECK_FALSE(pair.coded->description.empty());
        CHECK_FALSE(pair.coded->authorPerson.empty());
        std::set<std::string> systems;
        for (const auto& event : pair.coded->events) {
            CHECK_FALSE(event.code.empty());
            systems.insert(event.system);
        }
        CHECK(systems.contains("1.3.6.1.4.1.19376.1.2.3"));
        CHECK(systems.contains("2.16.840.1.113883.6.73"));
        CHECK(systems.contains("0.4.0.127.0.16.1.1.2.1"));
        CHECK(systems.contains("eHDSI_Strength_CodeSystem"));
    }
}

TEST_CASE("wrapped PDFs of the demo are valid against the schema of clinical documents") {
    const auto schema = referenceDirectory() / "schema/cda/CDA_Pharma.xsd";
    if (!std::filesystem::exists(schema) || std::system("xmllint --version >/dev/null 2>&1") != 0) {
        WARN("skipped: no reference data or no xmllint");
        return;
    }
    Folder folder{demoDirectory()};
    const auto who = patient("900000004", "2.16.17.710.820.1000.990.1");
    const test::TemporaryDirectory directory;
    for (const auto* classCode : {"60591-5", "57833-6"}) {
        const auto pairs = folder.list(who, classCode).value();
        for (const auto& pair : pairs) {
            const auto file = directory.write("l1.xml", folder.fetch(who, pair.pdf->uniqueId).value());
            const auto command = "xmllint --noout --huge --schema " + schema.string() + " " + file.string() +
                                 " >/dev/null 2>&1";
            CHECK(std::system(command.c_str()) == 0);
        }
    }
}

TEST_CASE("every readable document of the reference data is served, and the others are named") {
    const auto directory = referenceDirectory() / "cda";
    if (!std::filesystem::exists(directory)) {
        WARN("skipped: no reference data");
        return;
    }
    Folder folder{directory};
    const std::set<std::string> unserved{"ed/cda-edisp.xml", "ed/cz-1.xml", "ed/gr-1.xml",
                                         "ps/RTD_W3_no_information.xml"};
    std::set<std::string> named;
    for (const auto& fault : folder.connector->faults()) {
        UNSCOPED_INFO(fault);
        named.insert(fault.substr(0, fault.find(':')));
    }
    CHECK(std::ranges::includes(named, unserved));
    CHECK(folder.connector->documentCount() + unserved.size() ==
          filesIn(directory, ".xml") + filesIn(directory, ".pdf"));
    CHECK(folder.find({{patient("1-BAD-MAPPING", "2.16.17.710.850.1000.990.1.1000")}, {}})->size() == 1);
    CHECK(folder.list(patient("1-BAD-MAPPING", "2.16.17.710.850.1000.990.1.1000"), "57833-6")->size() == 1);
    const auto who = patient("2-1234-W7", "2.16.17.710.850.1000.990.1.1000");
    const auto pairs = folder.list(who);
    REQUIRE(pairs);
    REQUIRE(pairs->size() == 1);
    REQUIRE(pairs->front().pdf);
    CHECK(folder.fetch(who, pairs->front().coded->uniqueId) ==
          readFile(directory / "ps/2-1234-W7.xml").value());
    CHECK(folder.fetch(who, pairs->front().pdf->uniqueId));
}
