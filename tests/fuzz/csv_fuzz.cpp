#include "tests/fuzz/fuzz.hpp"
#include "tests/fuzz/terminology_intake.hpp"

using namespace ncp;
using transform::terminology::import::Format;

/// The first byte chooses which table the rest is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    constexpr std::array kFormats{Format::DesignationTable, Format::MapTable, Format::CatalogueTable};
    fuzz::readAndReadAgain(fuzz::textOf(data + 1, size - 1), kFormats.at(data[0] % kFormats.size()));
    return 0;
}
