#include "tests/fuzz/fuzz.hpp"
#include "tests/fuzz/terminology_intake.hpp"

using namespace ncp;
using transform::terminology::import::Format;

/// Whatever the bytes are: a reading, and what was read is written as FHIR and read again without a
/// difference.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::readAndReadAgain(fuzz::textOf(data, size), Format::Fsh);
    return 0;
}
