#include "transform/terminology/snapshot.hpp"

#include "base/table.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/transform/terminology/random_content.hpp"
#include "transform/terminology/catalogue.hpp"
#include "transform/terminology/snapshot_build.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <random>

using namespace ncp;
using namespace ncp::transform::terminology;

namespace {

constexpr std::array kLanguages{TextLanguage::Bokmaal, TextLanguage::Nynorsk, TextLanguage::English};

/// The designation that the content itself gives: the chain walked the slow way.
std::string expected(const ConceptContent& one, TextLanguage language) {
    const std::vector<std::string> bokmaal{"nb-NO", "nb", "no", "nn-NO", "nn", "en-GB", "en"};
    const std::vector<std::string> nynorsk{"nn-NO", "nn", "no", "nb-NO", "nb", "en-GB", "en"};
    const std::vector<std::string> english{"en-GB", "en"};
    const auto& chain = language == TextLanguage::Bokmaal   ? bokmaal
                        : language == TextLanguage::Nynorsk ? nynorsk
                                                            : english;
    for (const auto& tag : chain) {
        for (const auto& designation : one.designations) {
            if (designation.language == tag) {
                return tag + "|" + designation.text;
            }
        }
    }
    return {};
}

std::string answered(const Catalogue& catalogue, const std::string& system, const std::string& code,
                     TextLanguage language) {
    const auto designation = catalogue.designation(system, code, language);
    return designation ? std::string{designation->tag} + "|" + std::string{designation->text} : std::string{};
}

bool isMember(const ValueSetContent& set, const ConceptContent& one) {
    return std::ranges::any_of(set.members, [&](const Member& member) {
        return member.system == one.system && member.code == one.code;
    });
}

/// The target that the content itself gives, where no value set decides.
std::vector<std::string> targets(const Content& content, const ConceptContent& one) {
    std::vector<std::string> found;
    auto nearest = Equivalence::Inexact;
    for (const auto& map : content.maps) {
        for (const auto& element : map.elements) {
            if (element.valid && element.sourceSystem == one.system && element.sourceCode == one.code) {
                nearest = std::min(nearest, element.equivalence);
            }
        }
    }
    for (const auto& map : content.maps) {
        for (const auto& element : map.elements) {
            if (element.valid && element.sourceSystem == one.system && element.sourceCode == one.code &&
                element.equivalence == nearest) {
                found.push_back(element.targetSystem + "|" + element.targetCode);
            }
        }
        if (!found.empty()) {
            break;
        }
    }
    return found;
}

void checkConcept(const Catalogue& catalogue, const Content& content, const ConceptContent& one) {
    const auto found = catalogue.find(one.system, one.code);
    REQUIRE(found);
    CHECK(found->code == one.code);
    CHECK(found->system.oid == one.system);
    CHECK(found->current == one.current);
    for (const auto language : kLanguages) {
        CHECK(answered(catalogue, one.system, one.code, language) == expected(one, language));
    }
    for (const auto& set : content.valueSets) {
        const auto inside = set.members.empty()  ? Membership::UnknownSet
                            : isMember(set, one) ? Membership::Member
                                                 : Membership::Outside;
        CHECK(catalogue.membership(set.oid, one.system, one.code) == inside);
    }
    const auto mapped = catalogue.mapping(one.system, one.code);
    const auto possible = targets(content, one);
    REQUIRE(mapped.has_value() != possible.empty());
    if (mapped) {
        const auto target = std::string{mapped->target.system.oid} + "|" + std::string{mapped->target.code};
        CHECK(std::ranges::count(possible, target) > 0);
    }
}

/// Asks everything that can be asked, so that a wrong offset would be read.
std::size_t askEverything(const Catalogue& catalogue) {
    std::size_t seen = catalogue.counts().designations + catalogue.languages().size();
    for (const auto& set : catalogue.valueSets()) {
        for (const auto& member : catalogue.expand(set.oid)) {
            for (const auto language : kLanguages) {
                const auto text = catalogue.designation(member.system.oid, member.code, language);
                seen += text ? text->text.size() : 0;
            }
            seen += catalogue.mappings(member.system.oid, member.code).size();
            seen +=
                catalogue.membership(set.oid, member.system.oid, member.code) == Membership::Member ? 1U : 0U;
        }
    }
    for (const auto& system : catalogue.systems()) {
        seen += catalogue.isNameOf(system.oid, "alias-1-1") ? 1U : 0U;
        seen += catalogue.find(system.oid, "a") ? 1U : 0U;
    }
    return seen + catalogue.extent().size();
}

/// Changed bytes with a checksum that fits them: what an attacker would hand in.
std::string resealed(std::string image) {
    const auto sum = layout::checksumOf(std::string_view{image}.substr(layout::kChecksummedFrom));
    constexpr auto kAt = offsetof(layout::Header, checksum);
    image.replace(kAt, sizeof sum, reinterpret_cast<const char*>(&sum), sizeof sum);
    return image;
}

} // namespace

TEST_CASE("a snapshot answers as the content that it was built from", "[terminology][snapshot]") {
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        INFO("seed " << seed);
        const auto content = test::randomContent(seed);
        auto image = buildSnapshot(content);
        REQUIRE(image);
        const auto catalogue = Catalogue::fromImage(std::move(*image), "test");
        REQUIRE(catalogue);
        CHECK(catalogue->name() == content.name);
        for (const auto& one : content.concepts) {
            checkConcept(*catalogue, content, one);
            CHECK_FALSE(catalogue->find(one.system, one.code + "?"));
        }
        for (const auto& system : content.systems) {
            for (const auto& alias : system.aliases) {
                REQUIRE(catalogue->system(alias));
                CHECK(catalogue->system(alias)->oid == system.oid);
                CHECK(catalogue->isNameOf(system.oid, alias));
            }
            CHECK(catalogue->system(system.oid)->version == system.version);
        }
    }
}

TEST_CASE("the same content gives the same bytes in whatever order it stands", "[terminology][snapshot]") {
    for (std::uint32_t seed = 0; seed < 30; ++seed) {
        auto content = test::randomContent(seed);
        const auto once = buildSnapshot(content).value();
        std::ranges::reverse(content.concepts);
        std::ranges::reverse(content.systems);
        std::ranges::reverse(content.valueSets);
        for (auto& set : content.valueSets) {
            std::ranges::reverse(set.members);
        }
        CHECK(buildSnapshot(content).value() == once);
    }
}

TEST_CASE("of several mappings that into the wanted value set is taken, then the nearest", "[terminology]") {
    Content content;
    content.systems = {{"1.2.1", "", "national", "", "", {}, ""}, {"1.2.2", "", "european", "", "", {}, ""}};
    content.valueSets = {{"1.3.1", "units", "", false, {{"1.2.2", "in"}}}};
    content.maps = {{"first",
                     "",
                     {{"1.2.1", "x", "1.2.2", "wide", Equivalence::Wider, true},
                      {"1.2.1", "x", "1.2.2", "in", Equivalence::Inexact, true},
                      {"1.2.1", "y", "1.2.2", "in", Equivalence::Equal, false}}},
                    {"second", "", {{"1.2.1", "x", "1.2.2", "equal", Equivalence::Equal, true}}}};
    const auto catalogue = Catalogue::fromImage(buildSnapshot(content).value(), "test").value();
    CHECK(catalogue.mapping("1.2.1", "x")->target.code == "equal");
    CHECK(catalogue.mapping("1.2.1", "x")->map == "second");
    CHECK(catalogue.mapping("1.2.1", "x", "1.3.1")->target.code == "in");
    CHECK(catalogue.mapping("1.2.1", "x", "1.3.9")->target.code == "equal");
    // Not approved: as if it were not there.
    CHECK_FALSE(catalogue.mapping("1.2.1", "y"));
    CHECK(catalogue.mappings("1.2.1", "x").size() == 3);
}

TEST_CASE("content that contradicts itself becomes no snapshot", "[terminology][snapshot]") {
    Content content;
    content.systems = {{"1.2.1", "", "a", "", "", {"same"}, ""}};
    content.concepts = {{"1.2.1", "x", true, {}}};
    REQUIRE(buildSnapshot(content));
    const auto refused = [](Content changed, const auto& change) {
        change(changed);
        const auto image = buildSnapshot(changed);
        return image ? std::string{} : image.error().detail;
    };
    CHECK(refused(content, [](Content& c) { c.concepts.push_back(c.concepts[0]); }).find("stands twice") !=
          std::string::npos);
    CHECK(refused(content, [](Content& c) { c.concepts[0].system = "9.9"; }).find("is not given") !=
          std::string::npos);
    CHECK(refused(content, [](Content& c) { c.concepts[0].code.clear(); }).find("empty code") !=
          std::string::npos);
    CHECK(refused(content, [](Content& c) {
              c.systems.push_back({"1.2.2", "", "b", "", "", {"same"}, ""});
          }).find("two code systems") != std::string::npos);
    CHECK(refused(content, [](Content& c) { c.systems[0].oid.clear(); }).find("no OID") != std::string::npos);
    CHECK(refused(content, [](Content& c) {
              c.concepts[0].designations.push_back({"nb-NO", std::string(70'000, 'x'), "", "", true});
          }).find("too long") != std::string::npos);
    CHECK(refused(content, [](Content& c) {
              c.valueSets = {{"1.3.1", "a", "", false, {}}, {"1.3.1", "b", "", false, {}}};
          }).find("stands twice") != std::string::npos);
}

TEST_CASE("a damaged snapshot is refused, whichever byte changed", "[terminology][snapshot][security]") {
    const auto image = buildSnapshot(test::randomContent(7)).value();
    REQUIRE(Catalogue::fromImage(image, "test"));
    for (std::size_t at = 0; at < image.size(); ++at) {
        auto changed = image;
        changed[at] = static_cast<char>(changed[at] ^ 0x10);
        INFO("byte " << at);
        CHECK_FALSE(Catalogue::fromImage(std::move(changed), "test"));
    }
    for (std::size_t length = 0; length < image.size(); length += 97) {
        CHECK_FALSE(Catalogue::fromImage(image.substr(0, length), "test"));
    }
    CHECK_FALSE(Catalogue::fromImage(image + "x", "test"));
}

TEST_CASE("a snapshot with a forged checksum is refused or answers from within itself",
          "[terminology][snapshot][security]") {
    std::mt19937 random{20260131};
    std::size_t refused = 0;
    std::size_t served = 0;
    for (std::uint32_t seed = 0; seed < 40; ++seed) {
        const auto image = buildSnapshot(test::randomContent(seed)).value();
        for (int round = 0; round < 100; ++round) {
            auto changed = image;
            for (std::size_t flips = 1 + random() % 3; flips > 0; --flips) {
                const auto header = random() % 2 == 0;
                const auto at = random() % (header ? sizeof(layout::Header) : changed.size());
                changed[at] = static_cast<char>(random());
            }
            const auto catalogue = Catalogue::fromImage(resealed(std::move(changed)), "test");
            catalogue ? ++served : ++refused;
            if (catalogue) {
                static_cast<void>(askEverything(*catalogue));
            }
        }
    }
    CHECK(refused > 0);
    CHECK(served > 0);
}

TEST_CASE("a snapshot file says why it can't be used", "[terminology][snapshot]") {
    const test::TemporaryDirectory directory;
    const auto image = buildSnapshot(test::randomContent(3)).value();
    const auto detail = [&](std::string bytes) {
        const auto opened = Catalogue::open(directory.write("a.snapshot", bytes));
        return opened ? std::string{} : opened.error().detail;
    };
    CHECK(detail(image).empty());
    CHECK(detail("").find("empty") != std::string::npos);
    CHECK(detail("<html>" + std::string(500, ' ')).find("is no terminology snapshot") != std::string::npos);
    auto other = image;
    std::swap(other[offsetof(layout::Header, byteOrder)], other[offsetof(layout::Header, byteOrder) + 3]);
    CHECK(detail(other).find("byte order") != std::string::npos);
    other = image;
    other[offsetof(layout::Header, formatVersion)] = 9;
    CHECK(detail(other).find("format version 9") != std::string::npos);
    CHECK(detail(image.substr(0, image.size() - 1)).find("bytes instead of") != std::string::npos);
    other = image;
    other.back() = static_cast<char>(~other.back());
    CHECK(detail(other).find("checksum") != std::string::npos);
    CHECK_FALSE(Catalogue::open(directory.path() / "absent"));
    CHECK_FALSE(Catalogue::open(directory.path()));
}
