#include "ncp/transformation/transformer.hpp"

#include "ncp/transformation/document_head.hpp"
#include "transform/pivot/from_pivot.hpp"
#include "transform/pivot/to_pivot.hpp"

namespace ncp::transformation {
namespace {

using transform::pivot::Direction;
using transform::pivot::Status;
using transform::pivot::Transformed;

void countFindings(Transformation& told, const std::vector<transform::Finding>& findings) {
    for (const auto& finding : findings) {
        (finding.severity == Severity::Error ? told.errors : told.warnings) += finding.occurrences;
    }
}

/// True for a document that went through byte for byte, as is its right.
bool isUntouched(const Result<Transformed>& result) {
    return result && !result->type && result->status != Status::Error;
}

void describe(Transformation& told, std::string_view document, const Result<Transformed>& result) {
    auto source = documentHead(document);
    told.source = std::move(source.id);
    told.documentClass = std::move(source.code);
    told.sourceBytes = document.size();
    if (!result) {
        told.status = Status::Error;
        told.error = result.error().code;
        return;
    }
    told.status = result->status;
    if (result->status == Status::Error) {
        told.error = ErrorCode::TranscodingFailed;
    }
    told.target = documentHead(result->bytes).id;
    told.targetBytes = result->bytes.size();
    countFindings(told, result->findings);
}

} // namespace

std::string_view name(Direction direction) noexcept {
    switch (direction) {
    case Direction::ToPivot:
        return "to_pivot";
    case Direction::FromPivot:
        break;
    }
    return "from_pivot";
}

template <class Transform>
Result<Transformed> Transformer::run(std::string_view document, Transformation told,
                                     const Transform& transform) const {
    const auto began = std::chrono::steady_clock::now();
    auto result = transform();
    told.duration =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
    if (!record_ || isUntouched(result)) {
        return result;
    }
    describe(told, document, result);
    if (auto recorded = record_(told); !recorded) {
        return passOn(recorded);
    }
    return result;
}

Result<Transformed> Transformer::toPivot(std::string_view document,
                                         const transform::terminology::Catalogue& catalogue) const {
    Transformation told;
    told.direction = Direction::ToPivot;
    return run(document, std::move(told),
               [&] { return transform::pivot::toPivot(document, list_, catalogue); });
}

Result<Transformed> Transformer::fromPivot(std::string_view document,
                                           const transform::terminology::Catalogue& catalogue,
                                           TextLanguage language, Occasion occasion) const {
    Transformation told;
    told.direction = Direction::FromPivot;
    told.occasion = std::move(occasion);
    return run(document, std::move(told),
               [&] { return transform::pivot::fromPivot(document, list_, catalogue, language); });
}

} // namespace ncp::transformation
