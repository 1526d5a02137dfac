#pragma once

#include <string_view>

namespace ncp::test {

/// Compares a message with tests/golden/<name> as exclusive C14N. With NCP_UPDATE_GOLDEN=1 in the environment
/// the file is written instead; a person reads the difference.
void checkGolden(std::string_view message, std::string_view name);

} // namespace ncp::test
