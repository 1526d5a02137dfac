#pragma once

#include "base/error_table.hpp"
#include "base/result.hpp"
#include "base/texts.hpp"
#include "ncp/audit/event.hpp"
#include "transform/cda/coded_elements.hpp"
#include "transform/pivot/finding_list.hpp"
#include "transform/pivot/transformed.hpp"
#include "transform/terminology/catalogue.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ncp::transformation {

/// Because of which exchange a document is transformed. Empty fields where there is none: documents of the
/// country are made pivots before anybody asks.
struct Occasion {
    audit::Side side = audit::Side::CountryA;
    std::string correlationId = {};
    std::string messageId = {};   ///< wsa:MessageID of the request
    std::string peerCountry = {}; ///< the other side
};

/// One document that was transformed, for trail, metrics and log: of its content its ids and its class, and
/// nothing of the patient.
struct Transformation {
    transform::pivot::Direction direction = transform::pivot::Direction::ToPivot;
    Occasion occasion;
    transform::pivot::Status status = transform::pivot::Status::Success; ///< the heaviest finding
    std::optional<ErrorCode> error; ///< why it may not be used: an error among the findings, or no outcome
    std::string source;             ///< id of the document that went in: `root` or `root^extension`
    std::string target;             ///< of the one that came out; empty where none did
    std::string documentClass;      ///< LOINC
    std::size_t errors = 0;         ///< findings by severity
    std::size_t warnings = 0;
    std::size_t sourceBytes = 0;
    std::size_t targetBytes = 0;
    std::chrono::microseconds duration{0};
};

/// `to_pivot`, `from_pivot`: as metrics and logs have it.
std::string_view name(transform::pivot::Direction direction) noexcept;

/// Transforms the documents of a node, and tells of each (eHDSI audit trail, EHDSI-94). Documents that are
/// not transformed (original clinical documents) pass untouched and untold. Immutable; shared by threads.
class Transformer {
  public:
    /// Makes the record of a transformation durable; StorageFailed.
    using Record = std::function<Result<void>(const Transformation&)>;

    /// `list` outlives it. Without a record (empty) nobody is told.
    explicit Transformer(const transform::cda::CodedElements& list, Record record = {})
        : list_(list), record_(std::move(record)) {}

    /// NCP-A: errors of pivot::toPivot, and StorageFailed: no document without its record.
    Result<transform::pivot::Transformed> toPivot(std::string_view document,
                                                  const transform::terminology::Catalogue& catalogue) const;
    /// NCP-B, and NCP-A for dispensations that came: errors of pivot::fromPivot, and StorageFailed.
    Result<transform::pivot::Transformed> fromPivot(std::string_view document,
                                                    const transform::terminology::Catalogue& catalogue,
                                                    TextLanguage language, Occasion occasion) const;

  private:
    template <class Transform>
    Result<transform::pivot::Transformed> run(std::string_view document, Transformation told,
                                              const Transform& transform) const;

    const transform::cda::CodedElements& list_;
    Record record_;
};

} // namespace ncp::transformation
