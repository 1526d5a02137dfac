#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "ncp/admin/metrics.hpp"
#include "ncp/app/configuration.hpp"
#include "ncp/audit/trail.hpp"
#include "ncp/transformation/transformer.hpp"
#include "transform/cda/coded_elements.hpp"

#include <memory>

namespace ncp::app {

/// Where it is told of what a transformer does; all of it outlives the transformer.
struct TransformationDesk {
    audit::Trail& trail;
    admin::Metrics& metrics;
    Logger& log;
    const Clock& clock;
    Random& random;
};

/// The transformer of a node with the list of the coded elements beside the texts. Each transformation is an
/// audit row (EHDSI-94), durable before the document is used, then numbers and a log line without anything of
/// the document.
class DocumentTransformer {
  public:
    /// ConfigurationInvalid lists the faults of the list.
    static Result<std::unique_ptr<DocumentTransformer>> make(const NodeConfiguration& configuration,
                                                             const TransformationDesk& desk);

    const transformation::Transformer& transformer() const noexcept { return transformer_; }

  private:
    DocumentTransformer(transform::cda::CodedElements list, const TransformationDesk& desk);

    transform::cda::CodedElements list_;
    TransformationDesk desk_;
    transformation::Transformer transformer_;
};

/// The row of one transformation. `random` gives a correlation id to one that no exchange asked for.
audit::Event transformationEvent(const transformation::Transformation& told, Instant time, Random& random);

} // namespace ncp::app
