#pragma once

#include "base/wire_code.hpp"

#include <string>
#include <vector>

namespace ncp::app {

/// How we deal with one country's requests.
struct PeerTerms {
    CodeStyle codeStyle = CodeStyle::Names;
    std::vector<std::string> refusedTolerances; ///< names of base/tolerance.hpp
};

} // namespace ncp::app
