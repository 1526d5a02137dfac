#include "base/texts.hpp"
#include "ncp/app/commands/report.hpp"
#include "ncp/app/commands/terminology.hpp"
#include "ncp/app/data_directory.hpp"
#include "ncp/terminology/release_store.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

namespace ncp::app::commands {
namespace {

using transform::terminology::Catalogue;
using transform::terminology::CodeSystem;
using transform::terminology::Concept;
using transform::terminology::Designation;

struct QuestionOptions {
    std::filesystem::path releases;
    std::string system;
    std::string code;
    std::string valueSet;
    TextLanguage language = TextLanguage::Bokmaal;
    bool json = false;
};

nlohmann::ordered_json toJson(const CodeSystem& system) {
    return {{"oid", system.oid}, {"name", system.name}, {"version", system.version}};
}

nlohmann::ordered_json toJson(const std::optional<Designation>& designation) {
    if (!designation) {
        return nullptr;
    }
    return {{"text", designation->text}, {"language", designation->tag}, {"step", name(designation->step)}};
}

nlohmann::ordered_json toJson(const Catalogue& catalogue, const Concept& found, TextLanguage language) {
    return {{"system", toJson(found.system)},
            {"code", found.code},
            {"current", found.current},
            {"designation", toJson(catalogue.designation(found.system.oid, found.code, language))}};
}

/// "Peanøttallergi (nb-NO)", and by which step where it is not the language that was asked for.
std::string toText(const std::optional<Designation>& designation) {
    if (!designation) {
        return "no designation";
    }
    const auto step = transform::terminology::isFallback(designation->step)
                          ? ", by step " + std::string{name(designation->step)}
                          : std::string{};
    return std::string{designation->text} + " (" + std::string{designation->tag} + step + ")";
}

std::string toText(const Catalogue& catalogue, const Concept& found, TextLanguage language) {
    return std::string{found.code} + "  " +
           toText(catalogue.designation(found.system.oid, found.code, language)) +
           (found.current ? "" : "  [retired]");
}

std::string toText(const CodeSystem& system) {
    return std::string{system.oid} + "  " + std::string{system.name} +
           (system.version.empty() ? "" : "  version " + std::string{system.version});
}

/// "release r1", or what answers where no folder of releases is named.
std::string answering(const QuestionOptions& options, const Catalogue& catalogue) {
    return options.releases.empty() ? "the shipped tables" : "release " + catalogue.name();
}

/// Lower case in ASCII, for comparing names.
std::string folded(std::string_view text) {
    std::string folded{text};
    std::ranges::transform(folded, folded.begin(), [](unsigned char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    });
    return folded;
}

/// Says that there is no such code system or value set, and which of `all` may be meant: those whose OID or
/// name holds what was asked for, else every one.
template <class Named>
Error unknown(const std::string& where, const std::string& kind, const std::vector<Named>& all,
              const std::string& asked) {
    std::string similar;
    std::string every;
    for (const auto& one : all) {
        const auto line = std::string{one.oid} + "  " + std::string{one.name};
        every += "\n  " + line;
        if (folded(line).find(folded(asked)) != std::string::npos) {
            similar += "\n  " + line;
        }
    }
    return {ErrorCode::InputRefused,
            "no " + kind + " " + asked + " in " + where +
                (similar.empty() ? "; there are:" + every : "; similar:" + similar),
            {}};
}

/// By OID, alias, or a name of its own in any case.
std::optional<CodeSystem> findSystem(const Catalogue& catalogue, const std::string& called) {
    if (const auto known = catalogue.system(called)) {
        return known;
    }
    const auto all = catalogue.systems();
    const auto found = std::ranges::find_if(
        all, [&](const CodeSystem& system) { return catalogue.isNameOf(system.oid, called); });
    return found == all.end() ? std::nullopt : std::optional{*found};
}

/// By OID, or a name in any case.
std::optional<transform::terminology::ValueSet> findValueSet(const Catalogue& catalogue,
                                                             const std::string& called) {
    if (const auto known = catalogue.valueSet(called)) {
        return known;
    }
    const auto all = catalogue.valueSets();
    const auto found =
        std::ranges::find(all, folded(called), [](const auto& set) { return folded(set.name); });
    return found == all.end() ? std::nullopt : std::optional{*found};
}

/// Says that the release does not have the concept: an answer, not a mistake of who asks.
ExitCode notFound(const Catalogue& catalogue, const CodeSystem& system, const QuestionOptions& options) {
    if (options.json) {
        print(nlohmann::ordered_json{{"release", catalogue.name()},
                                     {"system", toJson(system)},
                                     {"code", options.code},
                                     {"found", false}}
                  .dump(2));
    } else {
        print("no concept " + options.code + " in " + toText(system) + ", " + answering(options, catalogue));
    }
    return ExitCode::Negative;
}

/// Opens the release and finds the concept; then `answer` tells of it.
template <class Answer>
ExitCode aboutConcept(const QuestionOptions& options, const Answer& answer) {
    const auto catalogue = openTerminology(options.releases);
    if (!catalogue) {
        return report(catalogue.error());
    }
    const auto system = findSystem(*catalogue, options.system);
    if (!system) {
        return report(
            unknown(answering(options, *catalogue), "code system", catalogue->systems(), options.system));
    }
    const auto found = catalogue->find(system->oid, options.code);
    return found ? answer(*catalogue, *found) : notFound(*catalogue, *system, options);
}

ExitCode lookup(const QuestionOptions& options) {
    return aboutConcept(options, [&](const Catalogue& catalogue, const Concept& found) {
        std::vector<transform::terminology::ValueSet> sets;
        for (const auto& set : catalogue.valueSets()) {
            if (catalogue.membership(set.oid, found.system.oid, found.code) ==
                transform::terminology::Membership::Member) {
                sets.push_back(set);
            }
        }
        if (options.json) {
            auto json = toJson(catalogue, found, options.language);
            json["value_sets"] = nlohmann::ordered_json::array();
            for (const auto& set : sets) {
                json["value_sets"].push_back({{"oid", set.oid}, {"name", set.name}});
            }
            json["release"] = catalogue.name();
            json["found"] = true;
            print(json.dump(2));
            return ExitCode::Success;
        }
        print(toText(catalogue, found, options.language));
        print("code system  " + toText(found.system));
        for (const auto& set : sets) {
            print("in value set " + std::string{set.oid} + "  " + std::string{set.name});
        }
        return ExitCode::Success;
    });
}

ExitCode expand(const QuestionOptions& options) {
    const auto catalogue = openTerminology(options.releases);
    if (!catalogue) {
        return report(catalogue.error());
    }
    const auto set = findValueSet(*catalogue, options.valueSet);
    if (!set) {
        return report(
            unknown(answering(options, *catalogue), "value set", catalogue->valueSets(), options.valueSet));
    }
    const auto members = catalogue->expand(set->oid);
    if (options.json) {
        nlohmann::ordered_json json{{"release", catalogue->name()},
                                    {"value_set", set->oid},
                                    {"name", set->name},
                                    {"version", set->version},
                                    {"members", nlohmann::ordered_json::array()}};
        for (const auto& member : members) {
            json["members"].push_back(toJson(*catalogue, member, options.language));
        }
        print(json.dump(2));
        return members.empty() ? ExitCode::Negative : ExitCode::Success;
    }
    print(std::string{set->name} + "  " + std::string{set->oid} + "  " + std::to_string(members.size()) +
          " members, " + answering(options, *catalogue));
    std::string_view system;
    for (const auto& member : members) {
        if (member.system.oid != system) {
            system = member.system.oid;
            print(toText(member.system));
        }
        print("  " + toText(*catalogue, member, options.language));
    }
    return members.empty() ? ExitCode::Negative : ExitCode::Success;
}

ExitCode showMappings(const Catalogue& catalogue, const Concept& source, const QuestionOptions& options) {
    const auto mappings = catalogue.mappings(source.system.oid, source.code);
    if (options.json) {
        nlohmann::ordered_json json{{"release", catalogue.name()},
                                    {"source", toJson(catalogue, source, options.language)},
                                    {"mappings", nlohmann::ordered_json::array()}};
        for (const auto& mapping : mappings) {
            json["mappings"].push_back({{"map", mapping.map},
                                        {"equivalence", name(mapping.equivalence)},
                                        {"target", toJson(catalogue, mapping.target, options.language)}});
        }
        print(json.dump(2));
    } else {
        print(toText(catalogue, source, options.language) + "  of " + toText(source.system));
        for (const auto& mapping : mappings) {
            print("  " + std::string{name(mapping.equivalence)} + "  " +
                  toText(catalogue, mapping.target, options.language) + "  of " +
                  toText(mapping.target.system) + "  by map " + std::string{mapping.map});
        }
        if (mappings.empty()) {
            print("  no approved mapping");
        }
    }
    return mappings.empty() ? ExitCode::Negative : ExitCode::Success;
}

ExitCode translate(const QuestionOptions& options) {
    return aboutConcept(options, [&](const Catalogue& catalogue, const Concept& found) {
        return showMappings(catalogue, found, options);
    });
}

CLI::App& addQuestion(CLI::App& terminology, const char* command, const char* what,
                      const std::shared_ptr<QuestionOptions>& options) {
    auto& added = *terminology.add_subcommand(command, what);
    addReleases(added, options->releases);
    added.add_flag("--json", options->json, "As JSON");
    addLanguage(added, options->language);
    return added;
}

} // namespace

CLI::Option& addReleases(CLI::App& command, std::filesystem::path& directory) {
    return *addPath(command, "--releases", directory,
                    "Folder of releases (default: the tables that ship with the program)", "NCP_TERMINOLOGY")
                .type_name("DIR");
}

Result<Catalogue> openTerminology(const std::filesystem::path& releases) {
    return releases.empty() ? Catalogue::load(dataDirectory() / "terminology")
                            : ncp::terminology::ReleaseStore{releases}.openCurrent();
}

void addTerminologyQuestions(CLI::App& terminology, Choice& chosen) {
    const auto options = std::make_shared<QuestionOptions>();
    auto& look = addQuestion(terminology, "lookup",
                             "A concept: its designation, code system and value sets; exit code 1 when the "
                             "release does not have it",
                             options);
    auto& translation =
        addQuestion(terminology, "translate",
                    "What a concept is mapped to; exit code 1 without an approved mapping", options);
    for (auto* command : {&look, &translation}) {
        command->add_option("system", options->system, "Code system: OID, alias or name")->required();
        command->add_option("code", options->code, "Code")->required();
    }
    auto& expansion = addQuestion(terminology, "expand",
                                  "The members of a value set; exit code 1 when it has none", options);
    expansion.add_option("value-set", options->valueSet, "Value set: OID or name")->required();
    onChoice<QuestionOptions>(look, chosen, &lookup, options);
    onChoice<QuestionOptions>(translation, chosen, &translate, options);
    onChoice<QuestionOptions>(expansion, chosen, &expand, options);
}

} // namespace ncp::app::commands
