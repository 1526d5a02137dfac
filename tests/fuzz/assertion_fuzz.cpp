#include "ncp/saml/assertion.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace ncp;

/// An assertion that is read says the same when it is cut out with its namespaces and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto document = fuzz::parse(fuzz::textOf(data, size));
    if (!document) {
        return 0;
    }
    const auto read = saml::parseAssertion(document->root());
    if (!read) {
        return 0;
    }
    const auto alone = fuzz::parse(document->root().serialize());
    fuzz::require(alone.has_value());
    const auto again = saml::parseAssertion(alone->root());
    fuzz::require(again.has_value());
    fuzz::require(again->kind == read->kind);
    fuzz::require(again->id == read->id);
    fuzz::require(again->issuer == read->issuer);
    fuzz::require(again->nameId == read->nameId);
    fuzz::require(again->notBefore == read->notBefore && again->notOnOrAfter == read->notOnOrAfter);
    fuzz::require(again->permissions() == read->permissions());
    fuzz::require(again->purposeOfUse() == read->purposeOfUse());
    fuzz::require(again->role() == read->role());
    fuzz::require(again->attributes.size() == read->attributes.size());
    return 0;
}
