#include "ncp/transformation/transformer.hpp"

#include "base/table.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <vector>

using namespace ncp;
using transform::pivot::Direction;
using transform::pivot::Status;
using transformation::Transformation;
using transformation::Transformer;

namespace {

const std::filesystem::path kConfiguration = std::filesystem::path{NCP_SOURCE_DIR} / "config";

std::string demonstration(const std::string& name) {
    return readFile(kConfiguration / "demo" / name).value();
}

struct World {
    transform::cda::CodedElements list =
        transform::cda::CodedElements::load(kConfiguration / "pivot").value();
    transform::terminology::Catalogue catalogue =
        transform::terminology::Catalogue::load(kConfiguration / "terminology").value();
    std::vector<Transformation> told;
    Result<void> answer = {};
    Transformer transformer{list, [this](const Transformation& one) {
                                told.push_back(one);
                                return answer;
                            }};
};

} // namespace

TEST_CASE("a document made a pivot is told of by its ids, its class and its size") {
    World world;
    const auto document = demonstration("no/documents/tablet-prescription.xml");
    const auto made = world.transformer.toPivot(document, world.catalogue);
    REQUIRE(made);
    REQUIRE(world.told.size() == 1);
    const auto& told = world.told.front();
    CHECK(told.direction == Direction::ToPivot);
    CHECK(told.occasion.side == audit::Side::CountryA);
    CHECK(told.status == made->status);
    CHECK_FALSE(told.error);
    CHECK(told.documentClass == "57833-6");
    CHECK_FALSE(told.source.empty());
    CHECK(told.target == told.source);
    CHECK(told.sourceBytes == document.size());
    CHECK(told.targetBytes == made->bytes.size());
}

TEST_CASE("a translation is told of with the exchange that it belongs to, and its findings by severity") {
    World world;
    const auto document = demonstration("pt/documents/full-summary.xml");
    const auto made = world.transformer.fromPivot(document, world.catalogue, TextLanguage::Nynorsk,
                                                  {audit::Side::CountryB, "correlation", "message", "PT"});
    REQUIRE(made);
    REQUIRE(world.told.size() == 1);
    const auto& told = world.told.front();
    CHECK(told.direction == Direction::FromPivot);
    CHECK(told.occasion.side == audit::Side::CountryB);
    CHECK(told.occasion.correlationId == "correlation");
    CHECK(told.occasion.peerCountry == "PT");
    CHECK(told.errors == 0);
    CHECK((told.warnings > 0) == (made->status == Status::Warning));
}

TEST_CASE("a document that can't be transformed is told of as well") {
    World world;
    CHECK_FALSE(world.transformer.toPivot("no document", world.catalogue));
    REQUIRE(world.told.size() == 1);
    CHECK(world.told[0].error == ErrorCode::MalformedXml);
    CHECK(world.told[0].target.empty());
    const std::string unknown =
        "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><id root=\"2.999.1\"/>"
        "<code code=\"1-1\" codeSystem=\"2.16.840.1.113883.6.1\"/></ClinicalDocument>";
    CHECK(world.transformer.toPivot(unknown, world.catalogue));
    REQUIRE(world.told.size() == 2);
    CHECK(world.told[1].error == ErrorCode::TranscodingFailed);
    CHECK(world.told[1].errors > 0);
    CHECK(world.told[1].source == "2.999.1");
}

TEST_CASE("an original clinical document is not transformed, and nothing is told") {
    World world;
    const auto document = demonstration("no/documents/laboratory-report.xml");
    const auto made = world.transformer.toPivot(document, world.catalogue);
    REQUIRE(made);
    const bool same = made->bytes == document;
    CHECK(same);
    CHECK(world.told.empty());
}

TEST_CASE("no document comes out of a transformation that could not be recorded", "[hostile]") {
    World world;
    world.answer = fail(ErrorCode::StorageFailed, "the disk is full");
    const auto made =
        world.transformer.toPivot(demonstration("no/documents/tablet-prescription.xml"), world.catalogue);
    REQUIRE_FALSE(made);
    CHECK(made.error().code == ErrorCode::StorageFailed);
}
