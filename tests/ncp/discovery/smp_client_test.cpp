#include "tests/ncp/discovery/network.hpp"

#include "base/xml/writer.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::discovery;
using namespace ncp::test;

namespace {

const auto kPortugal = CountryCode::parse("PT").value();

Deadline soon() {
    return std::chrono::steady_clock::now() + std::chrono::seconds{20};
}

Result<FetchedMetadata> fetchQuery(SmpUnderTest& smp) {
    return smp.client().fetch(smp.url(), kPortugal, Service::Query, soon());
}

/// A redirection that Portugal and the SMP have signed.
std::string redirectTo(SmpUnderTest& smp, const std::string& href, const std::string& certificateUid) {
    xml::Writer out;
    out.start("ServiceMetadata").attribute("xmlns", kSmpNamespace);
    out.start("Redirect").attribute("href", href).leaf("CertificateUID", certificateUid);
    out.start("Extension").end().end().end();
    const auto national =
        signNationally(xml::Document::parse(out.take()).value(), smp.countries.signer("PT")).value();
    return signAsSmp(national, smp.smpSigner()).value();
}

/// Answers the first request with a document, the others as the SMP does.
void firstAnswer(SmpUnderTest& smp, const std::string& document) {
    const auto asked = std::make_shared<std::atomic<int>>(0);
    smp.answerWith([&smp, asked, document](const http::Request& request) {
        return (*asked)++ == 0 ? http::Response{200, "application/xml", document, {}}
                               : smp.service().handle(request);
    });
}

std::string queryUrl(const SmpUnderTest& smp) {
    return smp.url() + "/" +
           metadataPath(participantIdentifier(kPortugal), documentIdentifier(Service::Query));
}

} // namespace

TEST_CASE("published metadata are fetched over HTTP and verified", "[discovery]") {
    SmpUnderTest smp;
    CHECK(fetchQuery(smp).error().code == ErrorCode::PeerNotFound);
    smp.publish();
    CHECK(fetchQuery(smp).has_value());
    CHECK(smp.client()
              .fetch(smp.url(), CountryCode::parse("SE").value(), Service::Query, soon())
              .error()
              .code == ErrorCode::PeerNotFound);
}

TEST_CASE("an SMP that fails in any way is not reachable, and no more is believed", "[discovery]") {
    SmpUnderTest smp;
    smp.publish();
    const auto answers =
        std::vector<http::Response>{{500, "text/plain", "no", {}},
                                    {302, "text/html", "", {{"Location", smp.url()}}},
                                    {200, "text/html", "<html>not found</html>", {}},
                                    {200, "application/xml", "", {}},
                                    {200, "application/xml", std::string(kMetadataLimit + 1024, 'x'), {}}};
    for (const auto& answer : answers) {
        INFO(answer.status << " " << answer.body.size());
        smp.answerWith([&](const http::Request&) { return answer; });
        const auto fetched = fetchQuery(smp);
        REQUIRE_FALSE(fetched.has_value());
        CHECK(fetched.error().code == ErrorCode::DiscoveryNotPossible);
    }
    smp.stop();
    CHECK(fetchQuery(smp).error().code == ErrorCode::DiscoveryNotPossible);
}

TEST_CASE("one redirection is followed when the other SMP signs with the certificate that it names",
          "[discovery]") {
    SmpUnderTest smp;
    smp.publish();
    const auto& certificate = smp.smpSigner().certificate();
    for (const auto& uid : {certificate.fingerprint(), certificate.subject(), certificate.commonName()}) {
        INFO(uid);
        firstAnswer(smp, redirectTo(smp, queryUrl(smp), uid));
        CHECK(fetchQuery(smp).has_value());
    }
}

TEST_CASE("a redirection to another signer, to a second one, or to nowhere is refused", "[discovery]") {
    SmpUnderTest smp;
    smp.publish();
    firstAnswer(smp, redirectTo(smp, queryUrl(smp), "CN=Another SMP"));
    CHECK(fetchQuery(smp).error().rule == "redirect-certificate");

    const auto again = redirectTo(smp, queryUrl(smp), smp.smpSigner().certificate().subject());
    smp.answerWith([&](const http::Request&) { return http::Response{200, "application/xml", again, {}}; });
    CHECK(fetchQuery(smp).error().rule == "redirect-twice");

    firstAnswer(smp, redirectTo(smp, "file:///etc/hostname", smp.smpSigner().certificate().subject()));
    CHECK(fetchQuery(smp).error().code == ErrorCode::DiscoveryNotPossible);
}

TEST_CASE("the deadline of a lookup holds against an SMP that does not answer", "[discovery]") {
    SmpUnderTest smp;
    const auto fetched = smp.client().fetch(smp.url(), kPortugal, Service::Query,
                                            std::chrono::steady_clock::now() - std::chrono::seconds{1});
    REQUIRE_FALSE(fetched.has_value());
    CHECK(fetched.error().code == ErrorCode::DiscoveryNotPossible);
}
