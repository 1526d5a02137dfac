#pragma once

#include "transform/finding.hpp"
#include "transform/rules/validate.hpp"
#include "transform/terminology/catalogue.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::portal {

/// What is to be said of a document, and by which release of the terminology.
struct Opinion {
    std::vector<transform::Finding> findings;
    std::shared_ptr<const transform::terminology::Catalogue> terminology;
};

/// Judges the bytes of a file that claims to be a clinical document. Shared by threads.
using Judge = std::function<Opinion(std::string_view bytes, const transform::rules::ValidationOptions&)>;

/// A document that an operator dropped, in memory and in nobody else's session.
struct Inspection {
    std::string bytes;
    transform::rules::ValidationOptions options;
    Opinion opinion;
};

} // namespace ncp::portal
