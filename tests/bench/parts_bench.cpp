#include "base/xml/runtime.hpp"
#include "certs/runtime.hpp"

#include <benchmark/benchmark.h>
#include <cstdio>
#include <cstdlib>
#include <exception>

int main(int argc, char** argv) {
    try {
        const ncp::xml::Runtime xmlRuntime;
        const ncp::certs::Runtime certsRuntime;
        benchmark::Initialize(&argc, argv);
        if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
            return EXIT_FAILURE;
        }
        benchmark::RunSpecifiedBenchmarks();
        return EXIT_SUCCESS;
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "parts_bench: %s\n", fault.what());
        return EXIT_FAILURE;
    }
}
