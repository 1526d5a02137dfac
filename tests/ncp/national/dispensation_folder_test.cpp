#include "base/table.hpp"
#include "ncp/national/document_folder.hpp"
#include "tests/ncp/national/authority.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/transform/dispensation/material.hpp"
#include "transform/cda/element.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::transform::dispensation;
using test::Authority;
using test::replaced;

namespace {

constexpr std::string_view kDemoPatients = "2.16.17.710.820.1000.990.1";

PatientId patient(std::string_view extension) {
    return PatientId::make(kDemoPatients, extension).value();
}

/// The prescriptions of the demonstration, and a book.
struct Pharmacy {
    explicit Pharmacy(bool takes = true)
        : log(clock, LogLevel::Error, [this](std::string_view line) { lines.emplace_back(line); }) {
        for (const auto* name : {"anticoagulant", "eye-drops"}) {
            documents.write(std::string{name} + ".xml", test::demoPrescription(name).serialize());
        }
        documents.write("eye-drops.pdf", "%PDF-1.4 invented");
        national::DocumentFolder::Settings settings{
            documents.path(), HomeCommunityId::parse("2.16.17.710.820.1000.990.1").value(),
            Oid::parse("2.16.17.710.820.1000.990.1").value(), Language::parse("pt-PT").value()};
        settings.rescan = {};
        if (takes) {
            settings.dispensations.emplace(documents.path() / "dispensations", clock);
        }
        folder = national::DocumentFolder::open(std::move(settings), log).value();
    }

    Result<national::Receipt> dispense(const std::string& eDispensation, std::string_view who = "900000004") {
        return folder->dispense(
            authority().dispensation({patient(who), "", std::make_shared<const std::string>(eDispensation)}),
            Authority::later());
    }
    Result<national::Receipt> discard(const std::string& dispensationId, std::string_view who = "900000004") {
        return folder->discard(authority().discard({patient(who), "2.999.9.1", dispensationId,
                                                    std::make_shared<const std::string>("<discard/>")}),
                               Authority::later());
    }
    ihe::DocumentPair listed(std::string_view who) {
        const auto pairs =
            folder->listDocuments(authority().list(patient(who), "57833-6"), Authority::later());
        REQUIRE(pairs);
        REQUIRE(pairs->size() == 1);
        return pairs->front();
    }

    static Authority& authority() {
        static Authority only;
        return only;
    }

    std::vector<std::string> lines; ///< of the log
    SystemClock clock;
    Logger log;
    test::TemporaryDirectory documents;
    std::unique_ptr<national::DocumentFolder> folder;
};

std::string reported(std::string_view prescription, const Handout& handout, const std::string& id) {
    auto issue = test::issue(id);
    issue.time += std::chrono::seconds{std::stoi("1" + id.substr(3))}; // ED-7: another second than ED-8
    return compose(test::demoPrescription(prescription), test::pharmacist(), handout, issue).value();
}

std::string stateOf(const ihe::DocumentEntry& entry) {
    std::vector<std::string> states;
    for (const auto& event : entry.events) {
        if (event.system == "1.3.6.1.4.1.19376.1.2.3") {
            states.push_back(event.code.substr(event.code.rfind(':') + 1) + "/" + event.display);
        }
    }
    REQUIRE(states.size() == 1);
    return states.front();
}

ErrorCode codeOf(const auto& result) {
    REQUIRE_FALSE(result);
    return result.error().code;
}

} // namespace

TEST_CASE("a prescription is open in the list until its last package is reported", "[dispensations]") {
    Pharmacy pharmacy;
    const auto before = *pharmacy.listed("900000004").coded;
    CHECK(stateOf(before) == "open/Open");
    REQUIRE(pharmacy.dispense(reported("anticoagulant", {0, 2, {}}, "ED-1")));
    CHECK(stateOf(*pharmacy.listed("900000004").coded) == "open/Open");
    REQUIRE(pharmacy.dispense(reported("anticoagulant", {0, 1, {}}, "ED-2")));
    const auto after = *pharmacy.listed("900000004").coded;
    CHECK(stateOf(after) == "closed/Closed");
    CHECK(after.hash == before.hash);
    CHECK(after.size == before.size);
    CHECK(after.description == before.description);
    CHECK(after.events.size() == before.events.size());
    CHECK(codeOf(pharmacy.dispense(reported("anticoagulant", {0, 1, {}}, "ED-3"))) ==
          ErrorCode::PrescriptionAlreadyDispensed);
    CHECK(pharmacy.folder->faults().empty());
}

TEST_CASE("both forms of a prescription show its state, and a discard opens it again", "[dispensations]") {
    Pharmacy pharmacy;
    REQUIRE(pharmacy.dispense(reported("eye-drops", {0, 6, {}}, "ED-1"), "900000005"));
    const auto closed = pharmacy.listed("900000005");
    REQUIRE(closed.pdf);
    CHECK(stateOf(*closed.coded) == "closed/Closed");
    CHECK(stateOf(*closed.pdf) == "closed/Closed");
    REQUIRE(pharmacy.discard("2.999.1^ED-1", "900000005"));
    CHECK(stateOf(*pharmacy.listed("900000005").pdf) == "open/Open");
}

TEST_CASE("the book of a folder is no document of it", "[dispensations]") {
    Pharmacy pharmacy;
    const auto before = pharmacy.folder->documentCount();
    REQUIRE(pharmacy.dispense(reported("anticoagulant", {0, 1, {}}, "ED-1")));
    pharmacy.folder->rescan();
    CHECK(pharmacy.folder->documentCount() == before);
    CHECK(pharmacy.folder->faults().empty());
    REQUIRE(pharmacy.folder->book() != nullptr);
    CHECK(pharmacy.folder->book()->read().value()->entries().size() == 1);
}

TEST_CASE("a dispensation is kept as it came", "[dispensations]") {
    Pharmacy pharmacy;
    const auto text = reported("anticoagulant", {0, 1, {}}, "ED-1");
    REQUIRE(pharmacy.dispense(text));
    for (const auto& file :
         std::filesystem::directory_iterator{pharmacy.documents.path() / "dispensations"}) {
        if (file.path().extension() == ".dispensation") {
            CHECK(readFile(file.path()).value().ends_with("\n\n" + text));
        }
    }
}

TEST_CASE("a repeated or retold dispensation has one effect", "[dispensations]") {
    Pharmacy pharmacy;
    const auto text = reported("anticoagulant", {0, 2, {}}, "ED-1");
    REQUIRE(pharmacy.dispense(text));
    CHECK(pharmacy.dispense(text)->repeated);
    const auto retold = replaced(text, "extension=\"ED-1\"", "extension=\"ED-9\"");
    CHECK(pharmacy.dispense(retold)->repeated);
    CHECK_FALSE(pharmacy.dispense(reported("anticoagulant", {0, 1, {}}, "ED-2"))->repeated);
}

TEST_CASE("a dispensation that is about another patient is refused", "[dispensations]") {
    Pharmacy pharmacy;
    const auto text = reported("anticoagulant", {0, 1, {}}, "ED-1");
    CHECK(codeOf(pharmacy.dispense(text, "900000005")) == ErrorCode::UnknownPatientIdentifier);
    const auto forged = replaced(text, "extension=\"900000004\"", "extension=\"900000005\"");
    CHECK(codeOf(pharmacy.dispense(forged, "900000005")) == ErrorCode::PrescriptionNotIdentifiable);
    CHECK(codeOf(pharmacy.dispense(forged, "900000004")) == ErrorCode::UnknownPatientIdentifier);
    CHECK(pharmacy.folder->book()->read().value()->entries().empty());
}

TEST_CASE("a dispensation on no prescription of the folder is refused", "[dispensations]") {
    Pharmacy pharmacy;
    const auto text = reported("anticoagulant", {0, 1, {}}, "ED-1");
    CHECK(codeOf(pharmacy.dispense(replaced(text,
                                            "<id root=\"2.16.17.710.820.1000.990.2\" "
                                            "extension=\"1001000000000000002\"/>",
                                            "<id root=\"2.16.17.710.820.1000.990.2\" extension=\"1\"/>"))) ==
          ErrorCode::PrescriptionNotIdentifiable);
    std::filesystem::remove(pharmacy.documents.path() / "anticoagulant.xml");
    pharmacy.documents.write("other.xml", replaced(test::demoPrescription("eye-drops").serialize(),
                                                   "extension=\"900000005\"", "extension=\"900000004\""));
    pharmacy.folder->rescan();
    CHECK(codeOf(pharmacy.dispense(text)) == ErrorCode::PrescriptionNotIdentifiable);
}

TEST_CASE("a declared substitution is refused where the prescription forbids it", "[dispensations]") {
    Pharmacy pharmacy;
    const auto text =
        replaced(reported("eye-drops", {0, 1, {}}, "ED-1"), "</supply>",
                 "<entryRelationship typeCode=\"COMP\"><act classCode=\"ACT\" moodCode=\"EVN\"><code "
                 "code=\"SUBST\" codeSystem=\"2.16.840.1.113883.5.6\"/></act></entryRelationship></supply>");
    CHECK(codeOf(pharmacy.dispense(text, "900000005")) == ErrorCode::SubstitutionNotAllowed);
}

TEST_CASE("a prescription that was cancelled is closed and takes nothing", "[dispensations]") {
    Pharmacy pharmacy;
    pharmacy.documents.write("anticoagulant.xml",
                             replaced(test::demoPrescription("anticoagulant").serialize(),
                                      "<statusCode code=\"active\"/>", "<statusCode code=\"cancelled\"/>"));
    pharmacy.folder->rescan();
    CHECK(stateOf(*pharmacy.listed("900000004").coded) == "closed/Closed");
    CHECK(codeOf(pharmacy.dispense(reported("anticoagulant", {0, 1, {}}, "ED-1"))) ==
          ErrorCode::PrescriptionNotDispensable);
}

TEST_CASE("a newer document of a prescription decides", "[dispensations]") {
    Pharmacy pharmacy;
    auto newer = test::demoPrescription("anticoagulant").serialize();
    newer = replaced(newer, "PT-EP-1002.1", "PT-EP-1002.9");
    newer = replaced(newer, "<effectiveTime value=\"20260820161500+0100\"/>",
                     "<effectiveTime value=\"20260920161500+0100\"/>");
    newer = replaced(newer, "<quantity value=\"3\" unit=\"1\"/>", "<quantity value=\"1\" unit=\"1\"/>");
    pharmacy.documents.write("newer.xml", newer);
    pharmacy.folder->rescan();
    CHECK(codeOf(pharmacy.dispense(reported("anticoagulant", {0, 2, {}}, "ED-1"))) ==
          ErrorCode::PrescriptionNotMatching);
    CHECK(pharmacy.dispense(reported("anticoagulant", {0, 1, {}}, "ED-2")));
}

TEST_CASE("what is no eDispensation is refused", "[dispensations]") {
    Pharmacy pharmacy;
    const auto text = reported("anticoagulant", {0, 1, {}}, "ED-1");
    constexpr auto refused = ErrorCode::DispensationFormatNotValid;
    CHECK(codeOf(pharmacy.dispense("")) == refused);
    CHECK(codeOf(pharmacy.dispense("<x/>")) == refused);
    CHECK(codeOf(pharmacy.dispense("<!DOCTYPE x><x/>")) == refused);
    CHECK(codeOf(pharmacy.dispense(discardOf(text).value())) == refused);
    CHECK(codeOf(pharmacy.dispense(test::demoPrescription("anticoagulant").serialize())) == refused);
    CHECK(codeOf(pharmacy.folder->dispense(
              Pharmacy::authority().dispensation({patient("900000004"), "", nullptr}), Authority::later())) ==
          refused);
}

TEST_CASE("a discard of nothing, or of another patient's, fails", "[dispensations]") {
    Pharmacy pharmacy;
    REQUIRE(pharmacy.dispense(reported("anticoagulant", {0, 1, {}}, "ED-1")));
    CHECK(codeOf(pharmacy.discard("2.999.1^ED-2")) == ErrorCode::DiscardFailed);
    CHECK(codeOf(pharmacy.discard("2.999.1^ED-1", "900000005")) == ErrorCode::DiscardFailed);
    REQUIRE(pharmacy.discard("2.999.1^ED-1"));
    CHECK(pharmacy.discard("2.999.1^ED-1")->repeated);
}

TEST_CASE("a damaged book closes every prescription and says why", "[dispensations]") {
    Pharmacy pharmacy;
    REQUIRE(pharmacy.dispense(reported("anticoagulant", {0, 1, {}}, "ED-1")));
    pharmacy.documents.write("dispensations/" + std::string(64, 'b') + ".dispensation", "spoilt");
    CHECK(stateOf(*pharmacy.listed("900000005").coded) == "closed/Closed");
    pharmacy.folder->rescan();
    pharmacy.folder->rescan();
    CHECK(std::ranges::count_if(pharmacy.lines, [](const std::string& line) {
              return line.find("national.book.fault") != std::string::npos;
          }) == 1);
    const auto faults = pharmacy.folder->faults();
    CHECK(std::ranges::any_of(faults,
                              [](const std::string& f) { return f.starts_with("dispensations: bbb"); }));
    CHECK(codeOf(pharmacy.dispense(reported("anticoagulant", {0, 1, {}}, "ED-2"))) ==
          ErrorCode::DispensationNotStored);
}

TEST_CASE("a folder without a place for dispensations takes none", "[dispensations]") {
    Pharmacy pharmacy{false};
    CHECK(stateOf(*pharmacy.listed("900000004").coded) == "open/Open");
    CHECK(codeOf(pharmacy.dispense(reported("anticoagulant", {0, 1, {}}, "ED-1"))) ==
          ErrorCode::UnsupportedFeature);
    CHECK(codeOf(pharmacy.discard("2.999.1^ED-1")) == ErrorCode::UnsupportedFeature);
    CHECK(pharmacy.folder->book() == nullptr);
}

TEST_CASE("a folder whose place for dispensations can't be made does not open", "[dispensations]") {
    Pharmacy pharmacy{false};
    national::DocumentFolder::Settings settings{
        pharmacy.documents.path(), HomeCommunityId::parse("2.16.17.710.820.1000.990.1").value(),
        Oid::parse("2.16.17.710.820.1000.990.1").value(), Language::parse("pt-PT").value()};
    settings.rescan = {};
    settings.dispensations.emplace(pharmacy.documents.path() / "anticoagulant.xml", pharmacy.clock);
    CHECK(codeOf(national::DocumentFolder::open(std::move(settings), pharmacy.log)) ==
          ErrorCode::ConfigurationInvalid);
}

TEST_CASE("no dispensation is taken after the deadline", "[dispensations]") {
    Pharmacy pharmacy;
    const auto text = std::make_shared<const std::string>(reported("anticoagulant", {0, 1, {}}, "ED-1"));
    const auto late = pharmacy.folder->dispense(
        Pharmacy::authority().dispensation({patient("900000004"), "", text}), Deadline{});
    CHECK(codeOf(late) == ErrorCode::DeadlineExceeded);
    CHECK(pharmacy.folder->book()->read().value()->entries().empty());
}
