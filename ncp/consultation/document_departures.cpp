#include "ncp/consultation/document_departures.hpp"

namespace ncp::consultation {
namespace {

constexpr std::string_view kHl7 = "urn:hl7-org:v3";
constexpr std::string_view kTranslation = "translation";

} // namespace

std::vector<std::string> departuresOf(const xml::Document& document) {
    bool nested = false;
    xml::walk(document.root(), [&](xml::Node element) {
        nested = nested || (element.is(kHl7, kTranslation) && element.child(kHl7, kTranslation));
        return !nested;
    });
    return nested ? std::vector<std::string>{std::string{kNestedTranslationTolerance}}
                  : std::vector<std::string>{};
}

} // namespace ncp::consultation
