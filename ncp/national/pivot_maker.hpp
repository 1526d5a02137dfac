#pragma once

#include "base/result.hpp"
#include "transform/cda/coded_elements.hpp"
#include "transform/pivot/transformed.hpp"
#include "transform/terminology/catalogue.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace ncp::national {

/// Makes the pivot of each document of the country before it leaves, by one release of the terminology.
/// Immutable; shared by threads.
class PivotMaker {
  public:
    /// The list outlives it.
    PivotMaker(const transform::cda::CodedElements& list,
               std::shared_ptr<const transform::terminology::Catalogue> catalogue)
        : list_(list), catalogue_(std::move(catalogue)) {}

    /// What of the document is to leave. SummaryMappingMissing, PrescriptionMappingMissing or
    /// TranscodingFailed where it must not: the detail has the network's numbers, never a code of the
    /// document.
    Result<transform::pivot::Transformed> make(std::string_view document) const;

    /// True for makers that make the same of everything.
    bool isSame(const PivotMaker& other) const noexcept { return catalogue_ == other.catalogue_; }

  private:
    const transform::cda::CodedElements& list_;
    std::shared_ptr<const transform::terminology::Catalogue> catalogue_;
};

/// Gives the maker that is in force.
using PivotSource = std::function<std::shared_ptr<const PivotMaker>()>;

} // namespace ncp::national
