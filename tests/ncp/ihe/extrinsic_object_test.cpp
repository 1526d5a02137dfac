#include "ncp/ihe/extrinsic_object.hpp"

#include "ncp/ihe/ebxml.hpp"
#include "tests/support/counting_random.hpp"
#include "tests/support/document_entries.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace ncp;

namespace {

std::string written(const ihe::DocumentEntry& entry) {
    test::CountingRandom random;
    xml::Writer writer;
    writer.start("a").attribute("xmlns", ihe::kRimNamespace);
    ihe::writeExtrinsicObject(writer, entry, test::inventedPatient(), *CountryCode::parse("PT"), random);
    writer.end();
    return writer.take();
}

Result<ihe::ReceivedEntry> read(const std::string& xml) {
    const auto document = xml::Document::parse(xml);
    REQUIRE(document);
    return ihe::readExtrinsicObject(*document->root().firstChild());
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

} // namespace

TEST_CASE("metadata read back as they were written, with the patient", "[ihe]") {
    auto entry = GENERATE(test::inventedEntry(ihe::kPatientSummary, ihe::Level::L3),
                          test::inventedEntry(ihe::kPatientSummary, ihe::Level::L1),
                          test::inventedPrescription(ihe::Level::L3),
                          test::inventedEntry(ihe::kMedicationOverview, ihe::Level::L3),
                          test::inventedReport(ihe::kHospitalDischargeReport, "application/pdf"),
                          test::inventedReport(ihe::kLaboratoryReport, "application/pdf"),
                          test::inventedReport(ihe::kMedicalImages, "image/png"),
                          test::inventedReport(ihe::kMedicalImages, "image/jpeg"));
    const auto received = read(written(entry));
    REQUIRE(received);
    entry.patient = test::inventedPatient();
    CHECK(received->entry == entry);
    CHECK(received->tolerated.empty());
}

TEST_CASE("every Classification has its codingScheme first and a Name, every identifier a Name", "[ihe]") {
    auto entry = test::inventedPrescription(ihe::Level::L3);
    entry.events.push_back({"without-name", "2.25.1", {}, {}});
    const auto document = xml::Document::parse(written(entry));
    REQUIRE(document);
    int classifications = 0;
    for (const auto child : document->root().firstChild()->children()) {
        const bool isAuthor = child.attribute("nodeRepresentation").empty();
        if (child.name() == "Classification") {
            ++classifications;
            CHECK_FALSE(child.attribute("classificationScheme").empty());
            CHECK(child.firstChild()->name() == "Slot");
            CHECK(child.attribute("classifiedObject") == entry.entryUuid);
        }
        if (child.name() == "Classification" && !isAuthor) {
            CHECK(child.firstChild()->attribute("name") == "codingScheme");
            CHECK_FALSE(ihe::localizedText(child, "Name").empty());
        }
        if (child.name() == "ExternalIdentifier") {
            CHECK_FALSE(ihe::localizedText(child, "Name").empty());
            CHECK(child.attribute("registryObject") == entry.entryUuid);
        }
    }
    CHECK(classifications == 12);
}

TEST_CASE("title and format code that are left empty follow from the class", "[ihe]") {
    auto entry = test::inventedEntry(ihe::kEPrescription, ihe::Level::L1);
    entry.title.clear();
    entry.formatCode.clear();
    const auto received = read(written(entry));
    REQUIRE(received);
    CHECK(received->entry.title == "eHDSI - ePrescription");
    CHECK(received->entry.formatCode == "urn:ihe:iti:xds-sd:pdf:2008");
    CHECK(received->entry.level == ihe::Level::L1);
}

TEST_CASE("an object without what a retrieve needs is refused", "[ihe]") {
    const auto whole = written(test::inventedEntry(ihe::kPatientSummary, ihe::Level::L3));
    CHECK(read(whole));
    const auto [from, to] = GENERATE(table<std::string, std::string>({
        {" home=\"urn:oid:2.16.17.710.820.1000.990.1\"", ""},
        {" home=\"urn:oid:2.16.17.710.820.1000.990.1\"", " home=\"PT\""},
        {" id=\"urn:uuid:00000000-0000-4000-8000-0000000000L3\"", ""},
        {"name=\"repositoryUniqueId\"", "name=\"other\""},
        {"value=\"2.25.7^inventedL3\"", "value=\"\""},
    }));
    const auto received = read(replaced(whole, from, to));
    REQUIRE_FALSE(received);
    CHECK(received.error().code == ErrorCode::MalformedMessage);
}

TEST_CASE("what stands twice is refused, so that two readers can't take different ones", "[ihe]") {
    const auto whole = written(test::inventedEntry(ihe::kPatientSummary, ihe::Level::L3));
    const auto [name, twin] = GENERATE(table<std::string, std::string>({
        {"slot", "<Slot name=\"repositoryUniqueId\"><ValueList><Value>2.25.8</Value></ValueList></Slot>"},
        {"class", "<Classification classificationScheme=\"urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a\" "
                  "nodeRepresentation=\"57833-6\"/>"},
        {"identifier",
         "<ExternalIdentifier identificationScheme=\"urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab\" "
         "value=\"2.25.9\"/>"},
    }));
    INFO(name);
    CHECK_FALSE(read(replaced(whole, "</ExtrinsicObject>", twin + "</ExtrinsicObject>")));
}

TEST_CASE("identifiers are found by name where their scheme is another", "[ihe]") {
    const auto whole = written(test::inventedEntry(ihe::kPatientSummary, ihe::Level::L3));
    const auto other =
        replaced(replaced(whole, "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab", "urn:uuid:other"),
                 "XDSDocumentEntry.uniqueId", "xdsdocumententry.UNIQUEID");
    CHECK(read(other)->entry.uniqueId == "2.25.7^inventedL3");
}

TEST_CASE("a Classification without scheme, a size and a time that are none are tolerated and named",
          "[ihe]") {
    const auto whole = written(test::inventedEntry(ihe::kPatientSummary, ihe::Level::L3));
    CHECK(read(replaced(whole, "</ExtrinsicObject>", "<Classification/></ExtrinsicObject>"))
              ->tolerated.size() == 1);
    const auto size = read(replaced(whole, ">165000<", ">many<"));
    REQUIRE(size);
    CHECK_FALSE(size->entry.size);
    CHECK(size->tolerated.size() == 1);
    CHECK(read(replaced(whole, ">20260131101500<", ">lately<"))->tolerated.size() == 1);
}

TEST_CASE("creation times come out in UTC to the second, dates stay dates", "[ihe]") {
    const auto whole = written(test::inventedEntry(ihe::kPatientSummary, ihe::Level::L3));
    CHECK(read(replaced(whole, ">20260131101500<", ">20260131240000+0000<"))->entry.creationTime ==
          "20260131000000");
    CHECK(read(replaced(whole, ">20260131101500<", ">20260131<"))->entry.creationTime == "20260131");
}

TEST_CASE("a comment inside a slot's value or a patient id of another form is refused", "[ihe]") {
    const auto whole = written(test::inventedEntry(ihe::kPatientSummary, ihe::Level::L3));
    CHECK_FALSE(read(replaced(whole, ">2.25.7</Value>", ">2.25.<!-- x -->7</Value>")));
    const auto cx = std::string{"value=\"TEST-0001^^^&amp;2.16.620.1.101.10.1.1&amp;ISO\""};
    CHECK_FALSE(read(replaced(whole, cx, "value=\"TEST-0001\"")));
}

TEST_CASE("metadata that break the reference implementation's client are not sent", "[ihe]") {
    const auto whole = test::inventedPrescription(ihe::Level::L3);
    CHECK(ihe::checkSendable(whole));
    using Spoil = void (*)(ihe::DocumentEntry&);
    const Spoil spoil = GENERATE(
        as<Spoil>{}, [](ihe::DocumentEntry& entry) { entry.events.front().system.clear(); },
        [](ihe::DocumentEntry& entry) { entry.events.front().code.clear(); },
        [](ihe::DocumentEntry& entry) { entry.classCode = "60593-1"; },
        [](ihe::DocumentEntry& entry) { entry.classCode = "99999-9"; },
        [](ihe::DocumentEntry& entry) { entry.uniqueId.clear(); },
        [](ihe::DocumentEntry& entry) { entry.repositoryUniqueId.clear(); },
        [](ihe::DocumentEntry& entry) { entry.creationTime.clear(); },
        [](ihe::DocumentEntry& entry) { entry.languageCode.clear(); });
    auto spoiled = whole;
    spoil(spoiled);
    const auto checked = ihe::checkSendable(spoiled);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().code == ErrorCode::Internal);
}

TEST_CASE("several authors keep their order and each its own specialties", "[ihe]") {
    auto entry = test::inventedReport(ihe::kHospitalDischargeReport, "application/pdf");
    entry.otherAuthors = {{"Second Author", {}}, {"Third Author", {"One", "Two"}}};
    const auto received = read(written(entry));
    REQUIRE(received);
    CHECK(received->entry.authorPerson == "Invented Surgeon");
    CHECK(received->entry.authorSpecialties.size() == 2);
    CHECK(received->entry.otherAuthors == entry.otherAuthors);
}

TEST_CASE("whatever metadata a document has, they read back equal", "[ihe]") {
    std::mt19937 random{20260131};
    const std::vector<std::string> texts{"",           "A",           "Åse Ørn", "O'Neil & <Sons>",
                                         "\"quoted\"", "5 mg / 2 mL", "-"};
    const auto text = [&] { return texts[random() % texts.size()]; };
    const auto some = [&] {
        std::vector<std::string> values;
        for (unsigned i = 0; i < random() % 3; ++i) {
            values.push_back("x" + text());
        }
        return values;
    };
    for (int round = 0; round < 200; ++round) {
        auto entry = test::inventedPrescription(ihe::Level::L3);
        entry.description = "d" + text();
        entry.events.clear();
        for (unsigned i = 0; i < random() % 6; ++i) {
            entry.events.push_back({"c" + text(), "s" + text(), "n" + text(), {}});
        }
        entry.authorPerson = "p" + text();
        entry.authorSpecialties = some();
        for (unsigned i = 0; i < random() % 3; ++i) {
            entry.otherAuthors.push_back({"q" + text(), some()});
        }
        entry.serviceStartTime = random() % 2 == 0 ? "" : "20260120080000";
        entry.hash = random() % 2 == 0 ? "" : entry.hash;
        const auto received = read(written(entry));
        REQUIRE(received);
        entry.patient = test::inventedPatient();
        CHECK((received->entry == entry));
    }
}
