#pragma once

#include "base/result.hpp"
#include "base/xml/grammar/components.hpp"

#include <filesystem>

namespace ncp::xml::grammar {

/// Reads the files of an XML Schema that a schema processor has found right. ConfigurationInvalid for every
/// construct that is not understood: nothing of a schema is passed over.
Result<Components> readComponents(const std::filesystem::path& file);

} // namespace ncp::xml::grammar
