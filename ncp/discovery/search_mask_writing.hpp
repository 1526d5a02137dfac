#pragma once

#include "ncp/discovery/search_mask.hpp"

#include <string>

namespace ncp::discovery {

/// The mask in the vocabulary of ehdsi-ism-2023 and its order, as the search mask's service metadata carry
/// it. Pictures and formats that were set aside when it was read are not in it; an access code is written as
/// an identifier.
std::string writeSearchMask(const SearchMask& mask);

} // namespace ncp::discovery
