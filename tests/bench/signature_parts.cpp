#include "base/xml/canonical.hpp"
#include "certs/xml_signature.hpp"
#include "ncp/saml/issue.hpp"
#include "tests/bench/tls_connection.hpp"
#include "tests/support/test_pki.hpp"

#include <array>
#include <benchmark/benchmark.h>
#include <memory>
#include <openssl/evp.h>
#include <vector>

namespace ncp::bench {
namespace {

saml::Clinician clinician() {
    return {"demo-clinician-1",
            "Kari Oppdiktet",
            {"221", "2.16.840.1.113883.2.9.6.2.7", "Medical Doctors", {}},
            "Invented Hospital",
            "urn:hl7ii:2.999.1:1",
            "Hospital",
            "Oslo, Norway",
            "SmartcardPKI",
            {"PRD-003", "PRD-004", "PRD-005", "PRD-006", "PRD-010", "PRD-016"},
            std::nullopt};
}

/// An issuer with a seal of RSA 2048.
struct Seal {
    SystemClock clock;
    SystemRandom random;
    test::TestPki pki{clock.now()};
    certs::Credential credential = pki.signer("NO");
    saml::Issuer issuer{CountryCode::parse("NO").value(),
                        HomeCommunityId::parse("2.16.578.1.12.4.5.10.1").value(), credential, clock, random};

    std::string assertion() const {
        return issuer.issueHcp(clinician(), saml::PurposeOfUse::Treatment).value().xml;
    }
};

using Digest = Handle<EVP_MD_CTX, &EVP_MD_CTX_free>;

std::string rsaSignature(EVP_PKEY* key, const std::string& text) {
    const Digest digest{EVP_MD_CTX_new()};
    std::string signature(512, '\0');
    std::size_t size = signature.size();
    if (EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
        EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                       reinterpret_cast<const unsigned char*>(text.data()), text.size()) != 1) {
        stop("no RSA signature");
    }
    signature.resize(size);
    return signature;
}

/// What the machine can do: OpenSSL alone, RSA 2048 and SHA-256 over one kilobyte.
void rsaSign(benchmark::State& state) {
    const Seal seal;
    const std::string text(1024, 'x');
    for (auto _ : state) {
        benchmark::DoNotOptimize(rsaSignature(seal.credential.key.native(), text));
    }
}
BENCHMARK(rsaSign)->Unit(benchmark::kMicrosecond);

void mustVerifyRsa(EVP_PKEY* key, const std::string& text, const std::string& signature) {
    const Digest digest{EVP_MD_CTX_new()};
    if (EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
        EVP_DigestVerify(digest.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                         signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
                         text.size()) != 1) {
        stop("an RSA signature does not verify");
    }
}

void rsaVerify(benchmark::State& state) {
    const Seal seal;
    const std::string text(1024, 'x');
    const auto signature = rsaSignature(seal.credential.key.native(), text);
    for (auto _ : state) {
        mustVerifyRsa(seal.credential.key.native(), text, signature);
    }
}
BENCHMARK(rsaVerify)->Unit(benchmark::kMicrosecond);

/// Assertions that differ, so that none is known when its turn comes.
std::vector<std::string> differentAssertions(const Seal& seal) {
    std::vector<std::string> made;
    for (std::size_t i = 0; i < 256; ++i) {
        made.push_back(seal.assertion());
    }
    return made;
}

/// The least that a verification can cost: one parse of an assertion, one canonical form, one verification of
/// that form by OpenSSL.
void assertionFloor(benchmark::State& state) {
    const Seal seal;
    struct Signed {
        std::string assertion;
        std::string signature; ///< of its canonical form
    };
    std::vector<Signed> all;
    for (auto& assertion : differentAssertions(seal)) {
        const auto canonical = xml::exclusiveCanonical(xml::Document::parse(assertion).value());
        all.push_back({std::move(assertion), rsaSignature(seal.credential.key.native(), canonical)});
    }
    std::size_t turn = 0;
    for (auto _ : state) {
        const auto& [assertion, signature] = all[turn++ % all.size()];
        const auto document = xml::Document::parse(assertion).value();
        mustVerifyRsa(seal.credential.key.native(), xml::exclusiveCanonical(document), signature);
    }
}
BENCHMARK(assertionFloor)->Unit(benchmark::kMicrosecond);

void issueAssertion(benchmark::State& state) {
    const Seal seal;
    for (auto _ : state) {
        benchmark::DoNotOptimize(seal.assertion());
    }
}
BENCHMARK(issueAssertion)->Unit(benchmark::kMicrosecond);

void mustVerify(certs::SignatureVerifier& verifier, const xml::Document& document) {
    if (!verifier.verify(document.root())) {
        stop("an assertion of ours does not verify");
    }
}

/// What stands beside assertionFloor: parse and verification of an assertion not seen before, as the first
/// request of a clinician brings it.
void verifyNewAssertion(benchmark::State& state) {
    const Seal seal;
    const auto assertions = differentAssertions(seal);
    auto verifier = std::make_unique<certs::SignatureVerifier>();
    std::size_t turn = 0;
    for (auto _ : state) {
        if (turn == assertions.size()) {
            verifier = std::make_unique<certs::SignatureVerifier>();
            turn = 0;
        }
        mustVerify(*verifier, xml::Document::parse(assertions[turn++]).value());
    }
}
BENCHMARK(verifyNewAssertion)->Unit(benchmark::kMicrosecond);

/// The same assertion again: recognised by its digest.
void verifyKnownAssertion(benchmark::State& state) {
    const Seal seal;
    certs::SignatureVerifier verifier;
    const auto document = xml::Document::parse(seal.assertion()).value();
    for (auto _ : state) {
        mustVerify(verifier, document);
    }
}
BENCHMARK(verifyKnownAssertion)->Unit(benchmark::kMicrosecond);

} // namespace
} // namespace ncp::bench
