#include "ncp/app/document_transformer.hpp"

#include <utility>

namespace ncp::app {
namespace {

using transform::pivot::Status;
using transformation::Transformation;

constexpr double kMicrosecondsPerSecond = 1e6;

std::string_view outcomeOf(Status status) noexcept {
    return status == Status::Success ? "success" : status == Status::Warning ? "warning" : "error";
}

Result<void> tell(const Transformation& told, const TransformationDesk& desk) {
    const auto recorded = desk.trail.record(transformationEvent(told, desk.clock.now(), desk.random));
    if (!recorded) {
        return passOn(recorded);
    }
    const auto direction = transformation::name(told.direction);
    desk.metrics.transformation(direction, outcomeOf(told.status),
                                static_cast<double>(told.duration.count()) / kMicrosecondsPerSecond,
                                told.errors, told.warnings);
    desk.log.write(told.error ? LogLevel::Warning : LogLevel::Info, "transformation",
                   {{"audit", *recorded},
                    {"direction", direction},
                    {"outcome", outcomeOf(told.status)},
                    {"class", std::string_view{told.documentClass}},
                    {"errors", static_cast<std::int64_t>(told.errors)},
                    {"warnings", static_cast<std::int64_t>(told.warnings)}});
    return {};
}

} // namespace

audit::Event transformationEvent(const Transformation& told, Instant time, Random& random) {
    audit::Event event;
    event.time = time;
    event.side = told.occasion.side;
    event.transaction = "EHDSI-94";
    event.outcome = told.error ? audit::Outcome::Failed : audit::Outcome::Success;
    event.errorId = told.error ? spec(*told.error).id : std::string_view{};
    event.correlationId =
        told.occasion.correlationId.empty() ? makeUuid(random) : told.occasion.correlationId;
    event.messageId = told.occasion.messageId;
    event.peerCountry = told.occasion.peerCountry;
    event.documentClass = told.documentClass;
    event.sourceDocument = told.source;
    event.targetDocument = told.target;
    event.durationMicroseconds = told.duration.count();
    event.requestBytes = static_cast<std::int64_t>(told.sourceBytes);
    event.answerBytes = static_cast<std::int64_t>(told.targetBytes);
    return event;
}

DocumentTransformer::DocumentTransformer(transform::cda::CodedElements list, const TransformationDesk& desk)
    : list_(std::move(list)), desk_(desk),
      transformer_(list_, [this](const Transformation& told) { return tell(told, desk_); }) {}

Result<std::unique_ptr<DocumentTransformer>> DocumentTransformer::make(const NodeConfiguration& configuration,
                                                                       const TransformationDesk& desk) {
    auto list = transform::cda::CodedElements::load(configuration.data.texts.parent_path() / "pivot");
    if (!list) {
        return passOn(list);
    }
    return std::unique_ptr<DocumentTransformer>{new DocumentTransformer{std::move(*list), desk}};
}

} // namespace ncp::app
