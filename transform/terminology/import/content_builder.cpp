#include "transform/terminology/import/content_builder.hpp"

#include "base/identifiers.hpp"
#include "transform/terminology/import/canonical_order.hpp"
#include "transform/terminology/import/clean_text.hpp"
#include "transform/terminology/import/preferred_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ncp::transform::terminology::import {
namespace {

constexpr std::size_t kMostTextBytes = 4000;
constexpr std::string_view kCountries = "1.0.3166.1";
/// What a spreadsheet program made of Namibia's code and of the text "None".
constexpr std::string_view kNotANumber = "nan";
/// Whole tags of the languages that answers are given in or fall back to (Catalogue::designation).
constexpr std::array<std::string_view, 4> kAnswered{"nb-NO", "nn-NO", "no", "en-GB"};

std::string key(std::string_view system, std::string_view code) {
    return std::string{system}.append("\n").append(code);
}

/// A name as it is kept: empty where it holds characters that no name has.
std::string tidy(const std::string& name) {
    auto cleaned = clean(name);
    return cleaned ? std::move(cleaned->text) : std::string{};
}

} // namespace

std::string wholeLanguageTag(std::string_view tag) {
    if (tag == "nb" || tag == "nn") {
        return std::string{tag} + "-NO";
    }
    return tag == "en" ? "en-GB" : std::string{tag};
}

ContentBuilder::ContentBuilder(const SystemNames& names, SourceDefaults defaults)
    : names_(names), defaults_(std::move(defaults)) {}

void ContentBuilder::beginFile(std::string name) {
    file_ = std::move(name);
    part_.clear();
    ++report_.files;
}

void ContentBuilder::odd(std::size_t line, std::string reason) {
    report_.add({RemarkKind::Odd, file_, line, std::move(reason), part_});
}

void ContentBuilder::refuse(std::size_t line, std::string reason) {
    report_.add({RemarkKind::Refused, file_, line, std::move(reason), part_});
}

void ContentBuilder::noteUnknown(std::size_t line, const SystemNames::Resolved& resolved) {
    if (!unknownSystems_.insert(resolved.id).second) {
        return;
    }
    odd(line, resolved.known == SystemNames::Known::OidOnly
                  ? "code system " + resolved.id + " is not in code-systems.tsv"
                  : "no OID is known for " + resolved.id +
                        "; its codes are kept and not used until code-systems.tsv has it");
}

void ContentBuilder::noteLanguage(std::size_t line, const std::string& language) {
    if (std::ranges::find(kAnswered, language) == kAnswered.end() &&
        otherLanguages_.insert(language).second) {
        odd(line,
            "texts in " + language + " are kept and shown to nobody: answers are in nb-NO, nn-NO and en-GB");
    }
}

std::optional<std::string> ContentBuilder::system(std::size_t line, std::string_view written) {
    auto resolved = names_.resolve(written);
    if (resolved.known == SystemNames::Known::Yes) {
        return std::move(resolved.id);
    }
    if (resolved.known == SystemNames::Known::No || !cleanCode(resolved.id)) {
        refuse(line, resolved.id.empty() ? "no code system"
                                         : "code system is neither an OID nor a URI nor a known name");
        return std::nullopt;
    }
    noteUnknown(line, resolved);
    return std::move(resolved.id);
}

void ContentBuilder::describe(std::size_t line, CodeSystemContent described) {
    auto oid = system(line, described.oid);
    if (!oid) {
        return;
    }
    described.oid = *oid;
    std::erase_if(described.aliases,
                  [](const std::string& alias) { return tidy(alias) != alias || alias.empty(); });
    for (auto* name :
         {&described.uri, &described.name, &described.nameNb, &described.nameEn, &described.version}) {
        *name = tidy(*name);
    }
    if (described.uri.starts_with("urn:oid:") ||
        std::ranges::find(described.aliases, described.uri) != described.aliases.end()) {
        described.uri.clear();
    }
    if (described.name.empty()) {
        return;
    }
    const auto [place, isNew] = systems_.try_emplace(*oid, content_.systems.size());
    if (isNew) {
        content_.systems.push_back(std::move(described));
        return;
    }
    auto& known = content_.systems[place->second];
    if (known.version.empty()) {
        known.version = std::move(described.version);
    } else if (!described.version.empty() && described.version != known.version) {
        odd(line, "code system " + *oid + " has version " + described.version + " here and " + known.version +
                      " before; the first is kept");
    }
}

std::optional<std::string> ContentBuilder::codeOf(std::size_t line, std::string_view system,
                                                  std::string_view written) {
    auto code = cleanCode(written);
    if (!code) {
        refuse(line, "code is empty, longer than 255 bytes or holds control characters");
        return std::nullopt;
    }
    if (code->changed) {
        odd(line, "white space in code " + code->text);
    }
    if (system == kCountries && code->text == kNotANumber) {
        odd(line, "country code nan is read as NA (Namibia)");
        return "NA";
    }
    return std::move(code->text);
}

std::optional<ContentBuilder::ConceptAt> ContentBuilder::addConcept(std::size_t line, std::string_view system,
                                                                    std::string_view code) {
    auto resolved = this->system(line, system);
    auto cleaned = resolved ? codeOf(line, *resolved, code) : std::nullopt;
    if (!cleaned) {
        return std::nullopt;
    }
    const auto [place, isNew] = concepts_.try_emplace(key(*resolved, *cleaned), content_.concepts.size());
    if (isNew) {
        auto& added = content_.concepts.emplace_back();
        added.system = std::move(*resolved);
        added.code = std::move(*cleaned);
    }
    return ConceptAt{place->second};
}

void ContentBuilder::stateCurrent(ConceptAt at, bool current) {
    auto& of = content_.concepts.at(at.index);
    of.current = current;
    of.statesCurrent = true;
}

void ContentBuilder::designate(std::size_t line, ConceptAt at, DesignationContent designation) {
    auto& of = content_.concepts.at(at.index);
    if (designation.text == kNotANumber) {
        odd(line, "text of " + of.code + " is nan; it is left out");
        return;
    }
    if (auto mended = unmangled(designation.text)) {
        odd(line, "text of " + of.code + " was UTF-8 read as Latin-1; it is mended");
        designation.text = std::move(*mended);
    }
    auto text = clean(designation.text);
    if (!text || text->text.empty() || text->text.size() > kMostTextBytes) {
        refuse(line, "text of " + of.code + " is empty, longer than 4000 bytes or holds control characters");
        return;
    }
    designation.language = wholeLanguageTag(designation.language);
    if (!LanguageTag::valid(designation.language)) {
        refuse(line, "text of " + of.code + " has no language such as nb-NO");
        return;
    }
    noteLanguage(line, designation.language);
    if (text->changed) {
        odd(line, "irregular white space in the text of " + of.code);
    }
    designation.text = std::move(text->text);
    designation.source = tidy(designation.source);
    designation.source = designation.source.empty() ? defaults_.source : designation.source;
    designation.status = designation.status.empty() ? defaults_.status : designation.status;
    if (designation.status != "proposed" && designation.status != "approved") {
        refuse(line, "text of " + of.code + " is neither proposed nor approved");
        return;
    }
    const auto same = std::ranges::find_if(of.designations, [&](const auto& other) {
        return other.language == designation.language && other.source == designation.source &&
               ((other.preferred && designation.preferred) || other.text == designation.text);
    });
    if (same == of.designations.end()) {
        of.designations.push_back(std::move(designation));
    } else if (same->text != designation.text) {
        odd(line, of.code + " has two texts in " + designation.language + "; the first is kept");
    }
}

std::optional<ContentBuilder::ValueSetAt> ContentBuilder::addValueSet(std::size_t line,
                                                                      ValueSetContent described) {
    if (!OidTag::valid(described.oid)) {
        refuse(line, "value set " + described.name + " has no OID");
        return std::nullopt;
    }
    described.name = tidy(described.name);
    described.version = tidy(described.version);
    if (described.version.empty()) {
        described.version = defaults_.version;
    }
    const auto [place, isNew] = valueSets_.try_emplace(described.oid, content_.valueSets.size());
    if (isNew) {
        content_.valueSets.push_back(std::move(described));
        valueSetStates_.push_back({line, file_, {}});
    } else if (content_.valueSets[place->second].version != described.version) {
        refuse(line, "value set " + described.oid + " is here in two versions");
        return std::nullopt;
    }
    return ValueSetAt{place->second};
}

void ContentBuilder::addMember(std::size_t line, ValueSetAt set, ConceptAt member) {
    const auto& of = content_.concepts.at(member.index);
    auto& into = content_.valueSets.at(set.index);
    if (!valueSetStates_.at(set.index).members.insert(key(of.system, of.code)).second) {
        odd(line, of.code + " is listed twice in " + into.name);
        return;
    }
    into.members.push_back({of.system, of.code});
}

void ContentBuilder::addMapping(std::size_t line, const std::string& map, const std::string& version,
                                MapElement element) {
    auto sourceSystem = system(line, element.sourceSystem);
    auto targetSystem = system(line, element.targetSystem);
    if (!sourceSystem || !targetSystem) {
        return;
    }
    auto sourceCode = codeOf(line, *sourceSystem, element.sourceCode);
    auto targetCode = codeOf(line, *targetSystem, element.targetCode);
    if (!sourceCode || !targetCode) {
        return;
    }
    const auto name = tidy(map);
    if (name.empty()) {
        refuse(line, "a mapping is of no named map");
        return;
    }
    const auto [place, isNew] = maps_.try_emplace(name, content_.maps.size());
    if (isNew) {
        content_.maps.push_back({name, tidy(version), {}});
    }
    const auto ends = key(*sourceSystem, *sourceCode) + "\n" + key(*targetSystem, *targetCode);
    if (!mappings_.insert(name + "\n" + ends).second) {
        odd(line, "the mapping of " + *sourceCode + " to " + *targetCode + " is listed twice");
        return;
    }
    content_.maps[place->second].elements.push_back({std::move(*sourceSystem), std::move(*sourceCode),
                                                     std::move(*targetSystem), std::move(*targetCode),
                                                     element.equivalence, element.valid});
}

Reading ContentBuilder::finish() && {
    for (std::size_t i = 0; i < content_.valueSets.size(); ++i) {
        if (const auto& set = content_.valueSets[i]; set.members.empty()) {
            const auto& from = valueSetStates_[i];
            report_.add({RemarkKind::Odd, from.file, from.line,
                         "value set " + set.name + " (" + set.oid + ") is empty and left out"});
        }
    }
    std::erase_if(content_.valueSets, [](const ValueSetContent& set) { return set.members.empty(); });
    std::ranges::for_each(content_.concepts, choosePreferred);
    return {inCanonicalOrder(std::move(content_)), std::move(report_)};
}

} // namespace ncp::transform::terminology::import
