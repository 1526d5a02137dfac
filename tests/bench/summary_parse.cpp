#include "tests/bench/summary_parse.hpp"

#include "base/table.hpp"

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <libxml/parser.h>
#include <stdexcept>

namespace ncp::bench {
namespace {

double threadMicroseconds() {
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e6 + static_cast<double>(used.tv_nsec) / 1e3;
}

} // namespace

std::string demonstrationSummary() {
    return readFile(std::filesystem::path{NCP_SOURCE_DIR} / "config/demo/pt/documents/full-summary.xml")
        .value();
}

std::string referenceSummary() {
    const char* named = std::getenv("NCP_REFERENCE_DIR");
    const auto folder = named != nullptr ? std::filesystem::path{named}
                                         : std::filesystem::path{NCP_SOURCE_DIR} / "../shared/reference";
    return readFile(folder / "cda/ps/2-1234-W7.xml").value_or("");
}

std::vector<double> parseAndFree(const std::string& text, std::size_t count) {
    std::vector<double> took;
    for (std::size_t i = 0; i < count; ++i) {
        const double before = threadMicroseconds();
        auto* document =
            xmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, nullptr, XML_PARSE_NONET);
        if (document == nullptr) {
            throw std::runtime_error("the summary is not well-formed");
        }
        xmlFreeDoc(document);
        took.push_back(threadMicroseconds() - before);
    }
    return took;
}

} // namespace ncp::bench
