#pragma once

#include <cstddef>
#include <string>

namespace ncp::app {

/// One fault of a configuration file.
struct ConfigurationFault {
    std::string file;
    std::size_t line = 0; ///< 1-based; 0 where the file as a whole is meant
    std::string field;    ///< `limits.body_mib`, `countries[2].code`; empty where no field is meant
    std::string message;
};

/// `file:line: field: message`, without what is not known.
std::string toLine(const ConfigurationFault& fault);

} // namespace ncp::app
