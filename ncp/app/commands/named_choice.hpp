#pragma once

#include <CLI/App.hpp>
#include <CLI/Error.hpp>
#include <CLI/Option.hpp>

#include <algorithm>
#include <cctype>
#include <map>
#include <string>

namespace ncp::app::commands {

/// An option whose value is one of `names`, in any case of letters; another is wrong usage, and the message
/// says which there are. `value` and `names` outlive the parsing.
template <class Value>
CLI::Option* addNamed(CLI::App& command, const std::string& option, Value& value,
                      const std::map<std::string, Value>& names, const std::string& help) {
    const auto choose = [&value, &names, option](const std::string& written) {
        const auto same = [](char a, char b) {
            return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
        };
        std::string known;
        for (const auto& [name, meant] : names) {
            if (std::ranges::equal(name, written, same)) {
                value = meant;
                return;
            }
            known += (known.empty() ? "" : ", ") + name;
        }
        throw CLI::ValidationError{option, written + " is unknown; one of: " + known};
    };
    return command.add_option_function<std::string>(option, choose, help);
}

} // namespace ncp::app::commands
