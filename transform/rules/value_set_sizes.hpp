#pragma once

#include "base/result.hpp"
#include "transform/terminology/catalogue.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace ncp::transform::rules {

/// How large the large value sets are (`value-set-sizes.tsv`), and so whether a release holds them whole.
/// Immutable; shared by threads.
class ValueSetSizes {
  public:
    /// `directory` is config/pivot. ConfigurationInvalid lists the faults.
    static Result<ValueSetSizes> load(const std::filesystem::path& directory);

    /// True when the release has clearly fewer members than the set: the others are unknown to it, not wrong.
    bool isPart(const terminology::Catalogue& catalogue, std::string_view valueSet) const;

  private:
    std::map<std::string, std::size_t, std::less<>> sizes_;
};

} // namespace ncp::transform::rules
