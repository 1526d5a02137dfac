#include "ncp/discovery/naptr.hpp"
#include "ncp/discovery/search_mask_writing.hpp"
#include "ncp/discovery/service_metadata.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace ncp;

namespace {

void checkInformation(const discovery::ServiceInformation& information) {
    const auto document = discovery::writeServiceMetadata(information);
    const auto again = discovery::readServiceMetadata(document.root());
    fuzz::require(again.has_value());
    const auto& read = std::get<discovery::ServiceInformation>(*again);
    fuzz::require(read.participant == information.participant && read.document == information.document);
    fuzz::require(read.processes.size() == information.processes.size());
}

void checkMask(std::string_view text) {
    const auto mask = discovery::parseSearchMask(text);
    if (!mask) {
        return;
    }
    const auto written = discovery::writeSearchMask(*mask);
    const auto again = discovery::parseSearchMask(written);
    fuzz::require(again.has_value());
    fuzz::require(discovery::writeSearchMask(*again) == written);
}

} // namespace

/// Metadata and masks that are read can be written and read back; a record of the DNS gives a usable URL or
/// none.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::textOf(data, size);
    const auto url =
        discovery::smpUrl({{1, 1, "U", "Meta:SMP", std::string{text}, {}}}, "urn:ehealth:no:ncp-idp");
    fuzz::require(!url || discovery::isSmpUrl(*url));
    const auto document = fuzz::parse(text);
    if (!document) {
        return 0;
    }
    checkMask(text);
    const auto metadata = discovery::readServiceMetadata(document->root());
    if (metadata && std::holds_alternative<discovery::ServiceInformation>(*metadata)) {
        checkInformation(std::get<discovery::ServiceInformation>(*metadata));
    }
    return 0;
}
