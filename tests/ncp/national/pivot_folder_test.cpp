#include "base/clock.hpp"
#include "base/table.hpp"
#include "certs/digest.hpp"
#include "ncp/national/document_folder.hpp"
#include "tests/ncp/national/authority.hpp"
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
    explicit National(const std::string& document, std::size_t cacheBytes = std::size_t{1} << 26) {
        directory.write("prescription.xml", document);
        national::DocumentFolder::Settings settings{directory.path(),
                                                    HomeCommunityId::parse("2.16.578.1.12.4.5.10.1").value(),
                                                    Oid::parse("2.16.578.1.12.4.5.10.1").value(),
                                                    Language::parse("nb-NO").value(),
                                                    false,
                                                    std::chrono::milliseconds{0},
                                                    cacheBytes};
        settings.pivot = [this] { return std::make_shared<const national::PivotMaker>(list_, inForce); };
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
