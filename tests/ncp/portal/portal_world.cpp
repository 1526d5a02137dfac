#include "tests/ncp/portal/portal_world.hpp"

#include "transform/rules/validator.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

namespace ncp::test {
namespace {

const std::filesystem::path kConfig{std::string{NCP_SOURCE_DIR} + "/config"};

/// Port 1 of this machine: nobody listens there.
class ClosedPeers final : public discovery::PeerDirectory {
  public:
    Result<discovery::Peer> find(const CountryCode& country) const override {
        const std::string url = "https://127.0.0.1:1/service";
        return discovery::Peer{country, HomeCommunityId::parse("2.16.17.710.820.1000.990.1").value(), url,
                               url, url};
    }
};

/// Made once in a test program: keys take a second.
TestPki& pki() {
    static TestPki made{SystemClock{}.now()};
    return made;
}

/// The rules and the structure by which the program judges.
portal::Judge judge(const Current<transform::terminology::Catalogue>& terminology) {
    static const auto validator = transform::rules::Validator::load(kConfig);
    REQUIRE(validator.has_value());
    return [&terminology](std::string_view bytes, const transform::rules::ValidationOptions& options) {
        auto release = terminology.get();
        auto findings = validator->validateBytes(bytes, release.get(), options);
        return portal::Opinion{std::move(findings), std::move(release)};
    };
}

portal::PortalCountry country(const std::string& code, const std::string& name, bool connected) {
    auto mask = discovery::loadSearchMask(kConfig / "searchmasks" / ("InternationalSearch_" + code + ".xml"));
    REQUIRE(mask.has_value());
    return {CountryCode::parse(code).value(), name, name, name, connected, std::move(*mask)};
}

} // namespace

Texts portalTexts() {
    const auto texts = kConfig / "texts";
    auto loaded = Texts::load({texts / "portal.tsv", texts / "errors.tsv", texts / "search_mask.tsv",
                               texts / "clinical.tsv", texts / "rules.tsv"});
    INFO((loaded ? std::string{} : loaded.error().detail));
    REQUIRE(loaded.has_value());
    return std::move(*loaded);
}

portal::ConfiguredCountries portalCountries() {
    const auto countries = std::make_shared<const std::vector<portal::PortalCountry>>(
        std::vector{country("NO", "Norge", true), country("PT", "Portugal", true),
                    country("ES", "Spania", true), country("DK", "Danmark", false)});
    return [countries] { return countries; };
}

portal::Identities demoIdentities() {
    auto loaded = portal::Identities::load(kConfig / "demo" / "identities.yaml");
    REQUIRE(loaded.has_value());
    return std::move(*loaded);
}

PortalWorld::PortalWorld() : peers_(std::make_unique<ClosedPeers>()) {
    auto store = store::Store::open(directory_.path() / "node.sqlite", clock, log_);
    REQUIRE(store.has_value());
    store_ = std::move(*store);
    const auto no = CountryCode::parse("NO").value();
    const auto community = HomeCommunityId::parse("2.16.578.1.12.4.5.10.1").value();
    issuer_.emplace(no, community, pki().signer("NO"), clock, random_);
    client_.emplace(http::ClientSettings{pki().tlsClient("NO"),
                                         std::make_shared<const certs::TrustStore>(pki().trustStore())});
    auto catalogue = transform::terminology::Catalogue::load(kConfig / "terminology");
    REQUIRE(catalogue.has_value());
    terminology_.replace(std::make_shared<const transform::terminology::Catalogue>(std::move(*catalogue)));
    consultation_.emplace(consultation::Consultation::Parts{community, *issuer_, *peers_, *client_, *store_,
                                                            terminology_, transformer_, clock, random_,
                                                            std::chrono::seconds{20}});
    dispensing_.emplace(consultation::Dispensing::Parts{no, community, Language::parse("nb-NO").value(),
                                                        *peers_, *client_, *store_, *store_, clock, random_,
                                                        std::chrono::seconds{20}});
    portal_.emplace(
        portal::Portal::Parts{*consultation_,
                              *dispensing_,
                              identities_,
                              portalCountries(),
                              texts_,
                              random_,
                              clock,
                              {TextLanguage::Bokmaal, TextLanguage::Nynorsk, TextLanguage::English},
                              no,
                              "0.0.0",
                              kConfig / "portal",
                              {},
                              judge(terminology_)});
    browser_.emplace(*portal_);
}

} // namespace ncp::test
