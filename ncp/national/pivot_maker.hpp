#pragma once

#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "ncp/transformation/transformer.hpp"
#include "ncp/validation/judge.hpp"
#include "transform/pivot/transformed.hpp"
#include "transform/terminology/catalogue.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ncp::national {

/// Makes the pivot of each document of the country before it leaves, by one release of the terminology, and
/// has it judged. Immutable; shared by threads.
class PivotMaker {
  public:
    /// Transformer and judge outlive it; without a judge (null) every pivot is good.
    PivotMaker(const transformation::Transformer& transformer,
               std::shared_ptr<const transform::terminology::Catalogue> catalogue,
               const validation::Judge* judge = nullptr)
        : transformer_(transformer), catalogue_(std::move(catalogue)), judge_(judge) {}

    /// What of the document is to leave. SummaryMappingMissing, PrescriptionMappingMissing or
    /// TranscodingFailed where it must not: the detail has the network's numbers, never a code of the
    /// document. StorageFailed: nothing leaves without the record of its transformation.
    Result<transform::pivot::Transformed> make(std::string_view document) const;

    /// What the rules say of a document that is ready to leave.
    transform::rules::Verdict judge(std::string_view pivot) const;
    /// The reaction where a document with this verdict is sent to the country, or (empty) anywhere.
    transform::rules::Reaction reactionTo(const transform::rules::Verdict& verdict,
                                          const std::optional<CountryCode>& country = std::nullopt) const;

    /// True for makers that make the same of everything.
    bool isSame(const PivotMaker& other) const noexcept {
        return catalogue_ == other.catalogue_ && judge_ == other.judge_;
    }

  private:
    const transformation::Transformer& transformer_;
    std::shared_ptr<const transform::terminology::Catalogue> catalogue_;
    const validation::Judge* judge_;
};

/// Gives the maker that is in force.
using PivotSource = std::function<std::shared_ptr<const PivotMaker>()>;

} // namespace ncp::national
