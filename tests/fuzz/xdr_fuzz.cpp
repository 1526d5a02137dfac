#include "ncp/dispense/messages.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/support/counting_random.hpp"

using namespace ncp;

namespace {

/// What was read can be written, each document by itself, and read back the same.
void checkSubmission(const dispense::ReceivedSubmission& received) {
    for (const auto& document : received.documents) {
        const dispense::Submission submission{received.kind,
                                              received.patient,
                                              {},
                                              received.submissionSetId.empty() ? "2.25.1"
                                                                               : received.submissionSetId,
                                              document.uniqueId,
                                              document.languageCode,
                                              Instant{},
                                              {},
                                              *CountryCode::parse("NO"),
                                              *HomeCommunityId::parse("2.25.2"),
                                              document.content};
        test::CountingRandom random;
        const auto written = fuzz::parse(dispense::writeSubmission(submission, random));
        fuzz::require(written.has_value());
        const auto again = dispense::parseSubmission(written->root(), {});
        fuzz::require(again && again->documents.size() == 1);
        fuzz::require(again->kind == received.kind && again->patient == received.patient);
        fuzz::require(*again->documents.front().content == *document.content);
    }
}

void checkAnswer(const dispense::ReceivedAnswer& answer) {
    const Error refused{ErrorCode::DispensationFailed, {}, {}};
    const auto written = fuzz::parse(dispense::writeAnswer(answer.status, {refused}));
    fuzz::require(written.has_value());
    const auto again = dispense::parseAnswer(written->root());
    fuzz::require(again && again->status == answer.status && again->errors.size() == 1);
}

} // namespace

/// Submissions and their answers that are read can be written and read back the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto document = fuzz::parse(fuzz::textOf(data, size));
    if (!document) {
        return 0;
    }
    const ihe::Attachments attachments{{"document-1@ncp", "x"}};
    fuzz::require(dispense::contentDigest(document->root(), attachments).size() == 64);
    if (const auto submission = dispense::parseSubmission(document->root(), attachments)) {
        checkSubmission(*submission);
    }
    if (const auto answer = dispense::parseAnswer(document->root())) {
        checkAnswer(*answer);
    }
    return 0;
}
