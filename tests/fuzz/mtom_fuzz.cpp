#include "ncp/soap/mtom.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace ncp;

/// The first line of the input is the content type, the rest the body. What one package holds survives being
/// packed again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = fuzz::textOf(data, size);
    const auto lineEnd = input.find('\n');
    if (lineEnd == std::string_view::npos) {
        return 0;
    }
    const auto package = soap::unpack(input.substr(0, lineEnd), input.substr(lineEnd + 1));
    if (!package || package->attachments.empty()) {
        return 0;
    }
    constexpr std::string_view boundary = "boundary-that-no-input-has-0123456789";
    const auto& [id, attachment] = *package->attachments.begin();
    if (input.find(boundary) != std::string_view::npos ||
        id.find_first_of("<>\r\n\t ") != std::string::npos || id == "root.message@ncp") {
        return 0;
    }
    const auto packed = soap::pack(package->xml, id, attachment, boundary, package->action);
    const auto again = soap::unpack(packed.contentType, packed.body);
    fuzz::require(again.has_value());
    fuzz::require(again->xml == package->xml);
    fuzz::require(again->action == package->action);
    fuzz::require(again->attachments.size() == 1 && again->attachments.at(id) == attachment);
    const auto href = soap::contentIdOfHref(soap::hrefOfContentId(id));
    fuzz::require(href && *href == id);
    return 0;
}
