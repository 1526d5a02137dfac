#include "tests/ncp/discovery/network.hpp"

#include "ncp/discovery/endpoint_choice.hpp"
#include "ncp/discovery/search_mask_writing.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::discovery;
using namespace ncp::test;

namespace {

class Published {
  public:
    explicit Published(Service service = Service::Query) : service_(service) {}

    template <class Change>
    std::string ruleAfter(Change change) {
        auto information = describe(own_, service_).value();
        change(information);
        const auto chosen = chooseEndpoint(information, own_.country, service_, testNow());
        return chosen ? "accepted" : chosen.error().rule;
    }
    TestPki& pki() { return pki_; }

  private:
    Service service_;
    TestPki pki_;
    OwnServices own_ = servicesOf(pki_, "PT");
};

ServiceEndpoint& endpoint(ServiceInformation& information) {
    return information.processes.front().endpoints.front();
}

} // namespace

TEST_CASE("metadata must answer exactly what was asked", "[discovery]") {
    Published query;
    CHECK(query.ruleAfter([](ServiceInformation&) {}) == "accepted");
    CHECK(query.ruleAfter([](auto& i) { i.participant.value = "urn:ehealth:se:ncp-idp"; }) == "participant");
    CHECK(query.ruleAfter([](auto& i) { i.participant.scheme = "other"; }) == "participant");
    CHECK(query.ruleAfter([](auto& i) {
        i.document.value = documentIdentifier(Service::PatientDiscovery);
    }) == "document");
    CHECK(query.ruleAfter([](auto& i) { i.processes.front().identifier.value = "urn:other"; }) == "process");
    CHECK(query.ruleAfter([](auto& i) { endpoint(i).transportProfile = "urn:other"; }) ==
          "transport-profile");
    CHECK(query.ruleAfter([](auto& i) { i.processes.push_back(i.processes.front()); }) == "endpoint-count");
    CHECK(query.ruleAfter([](auto& i) {
        auto& list = i.processes.front().endpoints;
        list.push_back(ServiceEndpoint{list.front()});
    }) == "endpoint-count");
}

TEST_CASE("an address is https and has a certificate of its own", "[discovery]") {
    Published query;
    for (const auto* address : {"http://localhost/x", "https://", "https://user@localhost/x", "",
                                "https://localhost/x y", "javascript:https://x"}) {
        INFO(address);
        CHECK(query.ruleAfter([&](auto& i) { endpoint(i).uri = address; }) == "endpoint-address");
    }
    CHECK(query.ruleAfter([](auto& i) { endpoint(i).certificate.reset(); }) == "endpoint-certificate");
    const auto authority = query.pki().tlsAuthority().certificate();
    CHECK(query.ruleAfter([&](auto& i) { endpoint(i).certificate = authority; }) == "endpoint-certificate");
}

TEST_CASE("dates of a service are honoured", "[discovery]") {
    Published query;
    using std::chrono::seconds;
    CHECK(query.ruleAfter([](auto& i) { endpoint(i).activation = testNow(); }) == "accepted");
    CHECK(query.ruleAfter([](auto& i) { endpoint(i).activation = testNow() + seconds{1}; }) ==
          "not-yet-active");
    CHECK(query.ruleAfter([](auto& i) { endpoint(i).expiration = testNow(); }) == "expired");
    CHECK(query.ruleAfter([](auto& i) { endpoint(i).expiration = testNow() + seconds{1}; }) == "accepted");
    CHECK(query.ruleAfter([](auto& i) {
        endpoint(i).activation.reset();
        endpoint(i).expiration.reset();
    }) == "accepted");
}

TEST_CASE("a search mask has neither address nor certificate", "[discovery]") {
    Published mask{Service::SearchMask};
    CHECK(mask.ruleAfter([](ServiceInformation&) {}) == "accepted");
}

TEST_CASE("metadata are written so that they are read as the same", "[discovery]") {
    TestPki pki;
    const auto own = servicesOf(pki, "PT");
    for (const auto service : kServices) {
        INFO(name(service));
        const auto written = describe(own, service).value();
        const auto document = writeServiceMetadata(written);
        const auto read = readServiceMetadata(document.root());
        REQUIRE(read.has_value());
        const auto& information = std::get<ServiceInformation>(*read);
        CHECK(information.participant == written.participant);
        CHECK(information.document == written.document);
        const auto& before = written.processes.front().endpoints.front();
        const auto& after = information.processes.front().endpoints.front();
        CHECK(after.uri == before.uri);
        CHECK(after.transportProfile == before.transportProfile);
        CHECK(after.certificate == before.certificate);
        CHECK(after.activation == before.activation);
        CHECK(after.expiration == before.expiration);
        CHECK(after.description == before.description);
        CHECK(after.technicalContact == before.technicalContact);
        if (service == Service::SearchMask) {
            CHECK(writeSearchMask(parseSearchMask(after.extension).value()) == writeSearchMask(*own.mask));
        }
    }
}

TEST_CASE("metadata in another order, or with something beside, are not read", "[discovery]") {
    TestPki pki;
    const auto text =
        writeServiceMetadata(describe(servicesOf(pki, "PT"), Service::Query).value()).serialize();
    const auto changed = [&](std::string_view what, std::string_view with) {
        auto copy = text;
        const auto at = copy.find(what);
        REQUIRE(at != std::string::npos);
        copy.replace(at, what.size(), with);
        const auto document = xml::Document::parse(copy);
        REQUIRE(document.has_value());
        return readServiceMetadata(document->root()).has_value();
    };
    CHECK(changed("<EndpointURI>", "<EndpointURI>"));
    CHECK_FALSE(changed("<EndpointURI>", "<Other/><EndpointURI>"));
    CHECK_FALSE(changed("<ServiceDescription>", "<Description>x</Description><ServiceDescription>"));
    CHECK_FALSE(changed("<EndpointURI>https", "<EndpointURI><b/>https"));
    CHECK_FALSE(changed("T12:", "Q12:"));
    CHECK_FALSE(changed("<ServiceInformation>", "<ServiceInformation><Extension/>"));
    CHECK_FALSE(changed("<Certificate>", "<Certificate>AAAA"));
}
