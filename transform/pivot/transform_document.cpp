#include "transform/pivot/transform_document.hpp"

#include "transform/pivot/element_pass.hpp"

namespace ncp::transform::pivot {

Result<Transformed> transformDocument(std::string_view document, const cda::CodedElements& list, Judge& judge,
                                      Direction direction) {
    ElementPass pass{document, list, judge, direction};
    if (const auto read = xml::readStream(document, pass); !read) {
        return passOn(read);
    }
    if (!pass.isClinicalDocument()) {
        return fail(ErrorCode::MalformedMessage, "the root element is not an HL7 v3 ClinicalDocument");
    }
    pass.finish();
    Transformed result;
    result.type = pass.type();
    result.status = pass.findings().status();
    result.counts = judge.counts;
    result.counts.findings = pass.findings().count();
    result.findings = pass.findings().take();
    const bool refused = direction == Direction::ToPivot && result.status == Status::Error;
    if (!result.type || refused || pass.journal().empty()) {
        result.bytes = document;
        return result;
    }
    auto& journal = pass.journal();
    journal.sort();
    result.bytes = journal.applyTo(document);
    result.changed = journal.places();
    return result;
}

} // namespace ncp::transform::pivot
