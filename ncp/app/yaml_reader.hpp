#pragma once

#include "ncp/app/configuration_fault.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::app {

struct YamlEntry;

/// A value of a YAML file as it is written there: a scalar is its text, so that `NO` is Norway and `010` is
/// not eight before somebody has decided what it may be.
struct YamlValue {
    enum class Kind : std::uint8_t { Null, Scalar, Sequence, Mapping };

    Kind kind = Kind::Null;
    std::size_t line = 0; ///< 1-based
    bool quoted = false;  ///< a scalar in quotes, or a block of text
    std::string scalar;
    std::vector<YamlValue> items;   ///< of a sequence
    std::vector<YamlEntry> entries; ///< of a mapping, in the order of the file; each key once
};

struct YamlEntry {
    std::string key;
    std::size_t line = 0;
    YamlValue value;
};

/// Reads a YAML 1.2 text with one document. What a configuration does not need and people trip over is a
/// fault: aliases, anchors, tags, keys that stand twice or are not plain text, more than one document, more
/// than 20 levels, more than 1 MiB. Nothing comes back when the text can't be read at all; `source` names it
/// in the faults.
struct YamlReading {
    std::optional<YamlValue> value;
    std::vector<ConfigurationFault> faults;
};
YamlReading readYaml(std::string_view text, const std::string& source);

} // namespace ncp::app
