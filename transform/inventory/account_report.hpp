#pragma once

#include "base/texts.hpp"
#include "transform/inventory/account.hpp"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace ncp::transform::inventory {

/// The account for people: a table of numbers, then what was translated, recoded and lost with line and path,
/// and a last line that says whether anything is lost. Texts of config/texts/inventory.tsv. Holds patient
/// data.
std::string toText(const Account& account, std::string_view fileName, const Texts& texts,
                   TextLanguage language);
/// The same for programs: before, after, kept (with numbers by kind), translated, recoded, added, lost
/// (lists of kind, path, line, before, after), complete.
nlohmann::ordered_json toJson(const Account& account, std::string_view fileName);

} // namespace ncp::transform::inventory
