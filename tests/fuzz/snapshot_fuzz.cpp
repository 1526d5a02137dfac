#include "tests/fuzz/fuzz.hpp"
#include "transform/terminology/catalogue.hpp"
#include "transform/terminology/snapshot_layout.hpp"

#include <cstddef>
#include <cstring>
#include <string>

using namespace ncp;
using namespace ncp::transform::terminology;

namespace {

/// Gives the bytes what is compared before anything is believed, so that what lies behind is reached.
std::string sealed(std::string_view bytes) {
    std::string image{bytes};
    layout::Header header;
    if (image.size() < sizeof header) {
        return image;
    }
    std::memcpy(&header, image.data(), sizeof header);
    header.magic = layout::kMagic;
    header.byteOrder = layout::kByteOrder;
    header.formatVersion = layout::kFormatVersion;
    header.size = image.size();
    image.replace(0, sizeof header, reinterpret_cast<const char*>(&header), sizeof header);
    header.checksum = layout::checksumOf(std::string_view{image}.substr(layout::kChecksummedFrom));
    image.replace(0, sizeof header, reinterpret_cast<const char*>(&header), sizeof header);
    return image;
}

void ask(const Catalogue& catalogue, const Concept& one) {
    for (const auto language : {TextLanguage::Bokmaal, TextLanguage::Nynorsk, TextLanguage::English}) {
        const auto designation = catalogue.designation(one.system.oid, one.code, language);
        fuzz::require(!designation || !designation->text.empty());
    }
    for (const auto& mapping : catalogue.mappings(one.system.oid, one.code)) {
        fuzz::require(mapping.target.code.size() <= layout::kLongestText);
    }
}

} // namespace

/// A snapshot of any bytes is refused, or answers from within itself.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::textOf(data, size);
    static_cast<void>(Catalogue::fromImage(std::string{text}, "fuzz"));
    const auto catalogue = Catalogue::fromImage(sealed(text), "fuzz");
    if (!catalogue) {
        return 0;
    }
    fuzz::require(catalogue->counts().concepts == catalogue->size());
    for (const auto& set : catalogue->valueSets()) {
        const auto members = catalogue->expand(set.oid);
        for (std::size_t i = 0; i < members.size() && i < 64; ++i) {
            ask(*catalogue, members[i]);
            static_cast<void>(catalogue->membership(set.oid, members[i].system.oid, members[i].code));
        }
    }
    for (const auto& system : catalogue->systems()) {
        static_cast<void>(catalogue->isNameOf(system.oid, system.name));
        static_cast<void>(catalogue->find(system.oid, "a"));
    }
    return 0;
}
