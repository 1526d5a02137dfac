#include "base/clock.hpp"
#include "base/table.hpp"
#include "certs/digest.hpp"
#include "ncp/national/document_folder.hpp"
#include "tests/ncp/national/authority.hpp"
#include "tests/support/policies.hpp"
#include "tests/support/temporary_directory.hpp"
#include "transform/terminology/snapshot_build.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

using namespace ncp;
using test::Authority;

namespace {

const std::filesystem::path kConfiguration = std::filesystem::path{NCP_SOURCE_DIR} / "config";
constexpr std::string_view kTablet = "code=\"53\" codeSystem=\"2.16.578.1.12.4.1.1.7448\"";

std::string prescription() {
    return readFile(kConfiguration / "demo/no/documents/tablet-prescription.xml").value();
}

std::string withForm(std::string text, std::string_view form) {
    return text.replace(text.find(kTablet), kTablet.size(), form);
}

std::shared_ptr<const transform::terminology::Catalogue> release() {
    static const auto loaded = std::make_shared<const transform::terminology::Catalogue>(
        transform::terminology::Catalogue::load(kConfiguration / "terminology").value());
    return loaded;
}

/// A folder whose documents become pivots before they leave.
class National {
  public:
    explicit National(const std::string& document, std::size_t cacheBytes = std::size_t{1} << 26,
                      const validation::Judge* judge = nullptr) {
        directory.write("prescription.xml", document);
        national::DocumentFolder::Settings settings{directory.path(),
                                                    HomeCommunityId::parse("2.16.578.1.12.4.5.10.1").value(),
                                                    Oid::parse("2.16.578.1.12.4.5.10.1").value(),
                                                    Language::parse("nb-NO").value(),
                                                    false,
                                                    std::chrono::milliseconds{0},
                                                    cacheBytes};
        settings.pivot = [this, judge] {
            return std::make_shared<const national::PivotMaker>(transformer_, inForce, judge);
        };
        folder = national::DocumentFolder::open(std::move(settings), log_).value();
    }

    ihe::DocumentEntry listed() {
        const auto pairs = folder->listDocuments(authority().list(patient_, "57833-6"), Authority::later());
        REQUIRE(pairs);
        REQUIRE(pairs->size() == 1);
        return *pairs->front().coded;
    }
    Result<std::string> fetch() {
        const auto entry = listed();
        const auto located = folder->locate(
            authority().location({patient_, entry.repositoryUniqueId, entry.uniqueId}), Authority::later());
        REQUIRE(located);
        return folder->retrieve(authority().retrieval(*located), Authority::later())
            .map([](const national::DocumentBytes& bytes) { return *bytes; });
    }

    test::TemporaryDirectory directory;
    std::shared_ptr<const transform::terminology::Catalogue> inForce = release();
    Result<void> recorded = {}; ///< what becomes of the record of a transformation
    std::unique_ptr<national::DocumentFolder> folder;

  private:
    static Authority& authority() {
        static Authority only;
        return only;
    }

    PatientId patient_ = PatientId::make("2.16.578.1.12.4.1.4.1", "21834900421").value();
    SystemClock clock_;
    Logger log_{clock_, LogLevel::Error, [](std::string_view) {}};
    transform::cda::CodedElements list_ =
        transform::cda::CodedElements::load(kConfiguration / "pivot").value();
    transformation::Transformer transformer_{
        list_, [this](const transformation::Transformation&) { return recorded; }};
};

} // namespace

TEST_CASE("a national document leaves as its pivot, and is listed with the pivot's size and hash") {
    for (const auto cache : {std::size_t{1} << 26, std::size_t{0}}) {
        National national{prescription(), cache};
        const auto bytes = national.fetch();
        REQUIRE(bytes);
        const bool untouched = *bytes == prescription();
        CHECK_FALSE(untouched);
        CHECK(bytes->find("<pharm:formCode code=\"10219000\" codeSystem=\"0.4.0.127.0.16.1.1.2.1\"") !=
              std::string::npos);
        CHECK(bytes->find("<translation " + std::string{kTablet}) != std::string::npos);
        CHECK(national.listed().size == bytes->size());
        CHECK(national.listed().hash == certs::sha1Hex(*bytes));
        CHECK(national.folder->faults().empty());
    }
}

TEST_CASE("a pivot leaves byte by byte as it lies in the folder") {
    const auto pivot = National{prescription()}.fetch().value();
    const bool same = National{pivot}.fetch().value() == pivot;
    CHECK(same);
}

TEST_CASE("a document with an unmapped required code is listed and does not leave") {
    National national{
        withForm(prescription(), "code=\"no-such-form\" codeSystem=\"2.16.578.1.12.4.1.1.7448\"")};
    const auto refused = national.fetch();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::PrescriptionMappingMissing);
    CHECK(refused.error().detail.starts_with("45"));
    CHECK(refused.error().detail.find("no-such-form") == std::string::npos);
    REQUIRE(national.folder->faults().size() == 1);
    CHECK(national.folder->faults().front().find("no pivot, not sent") != std::string::npos);
    CHECK(national.folder->faults().front().find("no-such-form") == std::string::npos);
}

/// Loaded before the tests, since they start the signature library.
const auto kValidator = std::make_shared<const transform::rules::Validator>(
    transform::rules::Validator::load(kConfiguration).value());

/// Judges what leaves, with the usual policies or with others for the country that asks in these tests.
struct Judging {
    explicit Judging(const transform::rules::PolicyChanges& usual,
                     const transform::rules::PolicyChanges& ofTheAsking = {})
        : terminology(release()),
          judge({kValidator, terminology, CountryCode::parse("PT").value(),
                 test::policies({changed({}, usual), {{"NO", changed(changed({}, usual), ofTheAsking)}}}),
                 [this](const validation::Judged& one) { judged.push_back(one); }}) {}

    Current<transform::terminology::Catalogue> terminology;
    std::vector<validation::Judged> judged;
    validation::Judge judge;
};

std::string prescriptionWithoutBirth() {
    auto text = prescription();
    constexpr std::string_view kBirthTime = "<birthTime value=\"19490321\"/>";
    return text.erase(text.find(kBirthTime), kBirthTime.size());
}

TEST_CASE("a document that keeps the rules leaves, judged once whoever asks how often") {
    Judging judging{{}};
    National national{prescription(), std::size_t{1} << 26, &judging.judge};
    CHECK(national.fetch());
    CHECK(national.fetch());
    national.folder->rescan();
    REQUIRE(judging.judged.size() == 1);
    CHECK(judging.judged.front().direction == transform::rules::Direction::Sent);
    CHECK(judging.judged.front().verdict.errors == 0);
    CHECK(national.folder->faults().empty());
}

TEST_CASE("a document that breaks a rule is listed and does not leave") {
    Judging judging{{}};
    National national{prescriptionWithoutBirth(), std::size_t{1} << 26, &judging.judge};
    const auto refused = national.fetch();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::PrescriptionFailed);
    CHECK(refused.error().rule == "document-validation");
    REQUIRE(national.folder->faults().size() == 1);
    CHECK(national.folder->faults().front().find("breaks rules, not sent: patient.birth-time") !=
          std::string::npos);
}

TEST_CASE("a country's policy decides whether it gets a document that breaks a rule") {
    using transform::rules::Reaction;
    transform::rules::PolicyChanges lenient;
    lenient.sent.errors = Reaction::Warn;
    transform::rules::PolicyChanges strict;
    strict.sent.errors = Reaction::Refuse;
    Judging toAll{lenient};
    National warned{prescriptionWithoutBirth(), std::size_t{1} << 26, &toAll.judge};
    CHECK(warned.fetch());
    CHECK(warned.folder->faults().front().find("breaks rules, sent: ") != std::string::npos);
    Judging notToAll{lenient, strict};
    CHECK_FALSE(National(prescriptionWithoutBirth(), std::size_t{1} << 26, &notToAll.judge).fetch());
    Judging toOne{{}, lenient};
    CHECK(National(prescriptionWithoutBirth(), std::size_t{1} << 26, &toOne.judge).fetch());
}

TEST_CASE("every document of the demonstration is sent") {
    Judging judging{{}};
    SystemClock clock;
    Logger log{clock, LogLevel::Error, [](std::string_view) {}};
    const auto list = transform::cda::CodedElements::load(kConfiguration / "pivot").value();
    const transformation::Transformer transformer{list};
    for (const std::string country : {"no", "pt"}) {
        national::DocumentFolder::Settings settings{kConfiguration / "demo" / country / "documents",
                                                    HomeCommunityId::parse("2.999.1").value(),
                                                    Oid::parse("2.999.1").value(),
                                                    Language::parse("en").value(),
                                                    false,
                                                    std::chrono::milliseconds{0}};
        settings.pivot = [&] {
            return std::make_shared<const national::PivotMaker>(transformer, release(), &judging.judge);
        };
        const auto folder = national::DocumentFolder::open(std::move(settings), log).value();
        CHECK(folder->documentCount() > 5);
        for (const auto& fault : folder->faults()) {
            FAIL_CHECK(country << ": " << fault);
        }
    }
    CHECK(judging.judged.size() > 20);
}

TEST_CASE("a document whose transformation can't be recorded does not leave, and does once it can",
          "[hostile]") {
    National national{prescription()};
    national.recorded = fail(ErrorCode::StorageFailed, "the disk is full");
    national.directory.write("prescription.xml", prescription() + "\n");
    national.folder->rescan();
    const auto refused = national.fetch();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::StorageFailed);
    national.recorded = {};
    national.folder->rescan();
    CHECK(national.fetch());
    CHECK(national.folder->faults().empty());
}

TEST_CASE("a new release makes the pivots anew") {
    National national{prescription()};
    const auto before = national.fetch().value();
    national.inForce = std::make_shared<const transform::terminology::Catalogue>(
        transform::terminology::Catalogue::fromImage(
            transform::terminology::buildSnapshot(transform::terminology::Content{"empty", {}, {}, {}, {}})
                .value(),
            "empty")
            .value());
    national.folder->rescan();
    CHECK_FALSE(national.fetch());
    national.inForce = release();
    national.folder->rescan();
    const bool again = national.fetch().value() == before;
    CHECK(again);
}
