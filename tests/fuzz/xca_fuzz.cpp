#include "ncp/documents/messages.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/support/counting_random.hpp"

#include <algorithm>

using namespace ncp;

namespace {

void checkQueryAnswer(const documents::QueryAnswer& answer) {
    test::CountingRandom random;
    const auto patient = *PatientId::make("2.25.1", "X");
    const auto document =
        fuzz::parse(documents::writeQueryAnswer(answer, patient, *CountryCode::parse("PT"), random));
    fuzz::require(document.has_value());
    const auto again = documents::parseQueryAnswer(document->root());
    fuzz::require(again.has_value());
    fuzz::require(again->status == answer.status);
    fuzz::require(again->errors.size() == answer.errors.size());
}

void checkRetrieveAnswer(const documents::RetrieveAnswer& answer) {
    const auto document = fuzz::parse(documents::writeRetrieveAnswer(answer, {}));
    fuzz::require(document.has_value());
    const auto again = documents::parseRetrieveAnswer(document->root(), {});
    fuzz::require(again && again->documents.size() == answer.documents.size());
    fuzz::require(std::ranges::equal(again->documents, answer.documents, {},
                                     &documents::RetrievedDocument::bytes,
                                     &documents::RetrievedDocument::bytes));
}

} // namespace

/// Messages of both transactions that are read can be written and read back the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto document = fuzz::parse(fuzz::textOf(data, size));
    if (!document) {
        return 0;
    }
    if (const auto query = documents::parseQuery(document->root())) {
        const auto written = fuzz::parse(documents::writeQuery(query->request));
        fuzz::require(written.has_value());
        const auto again = documents::parseQuery(written->root());
        fuzz::require(again && again->request == query->request);
    }
    if (const auto retrieve = documents::parseRetrieve(document->root())) {
        const auto written = fuzz::parse(documents::writeRetrieve(retrieve->requests));
        fuzz::require(written.has_value());
        const auto again = documents::parseRetrieve(written->root());
        fuzz::require(again && again->requests == retrieve->requests);
    }
    if (const auto answer = documents::parseQueryAnswer(document->root())) {
        checkQueryAnswer(*answer);
    }
    if (const auto answer = documents::parseRetrieveAnswer(document->root(), {{"document-1@ncp", "x"}})) {
        checkRetrieveAnswer(*answer);
    }
    return 0;
}
