#include "ncp/app/unknown_command.hpp"

#include "ncp/app/similar_name.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

namespace ncp::app {
namespace {

/// The innermost command that was named: the group that lacks one of its own.
CLI::App& groupOf(CLI::App& program) {
    auto* group = &program;
    while (!group->get_subcommands().empty()) {
        group = group->get_subcommands().front();
    }
    return *group;
}

/// What stood in the place of a command.
std::string writtenInstead(const CLI::App& program) {
    const auto words = program.remaining(true);
    return words.empty() ? std::string{} : words.front();
}

std::string calledBy(const CLI::App& group) {
    const auto* above = group.get_parent();
    return above == nullptr ? group.get_name() : calledBy(*above) + " " + group.get_name();
}

/// Without control characters, and its beginning only.
std::string printable(std::string_view word) {
    constexpr std::size_t shown = 40;
    std::string text{word.substr(0, shown)};
    std::ranges::replace_if(text, [](unsigned char c) { return c < 0x20U || c == 0x7FU; }, '?');
    return word.size() > shown ? text + "…" : text;
}

} // namespace

std::string describeUnknownCommand(CLI::App& program) {
    auto& group = groupOf(program);
    if (group.get_require_subcommand_min() == 0) {
        return {};
    }
    std::vector<std::string> names;
    std::string all;
    for (const auto* command : group.get_subcommands([](const CLI::App*) { return true; })) {
        names.push_back(command->get_name());
        all += " " + names.back();
    }
    const auto written = writtenInstead(program);
    const auto similar = written.empty() ? std::string_view{} : similarName(written, names);
    const auto called = calledBy(group);
    return called +
           (written.empty() ? " needs a command"
                            : std::string{" has no "} + (written.front() == '-' ? "option " : "command ") +
                                  printable(written)) +
           (similar.empty() ? "" : "; did you mean " + std::string{similar} + "?") + "\nCommands:" + all +
           "\nRun " + called + " --help to see what they do.";
}

} // namespace ncp::app
