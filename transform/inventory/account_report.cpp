#include "transform/inventory/account_report.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>

namespace ncp::transform::inventory {
namespace {

/// How many changes of a kind people get to read; programs get them all.
constexpr std::size_t kShown = 200;

std::string kindText(Kind kind, const Texts& texts, TextLanguage language) {
    return texts.get(language, "inventory.kind." + std::string{name(kind)});
}

std::string line(std::string_view key, std::size_t number, const Texts& texts, TextLanguage language) {
    const auto digits = std::to_string(number);
    return std::string(digits.size() < 8 ? 8 - digits.size() : 0, ' ') + digits + "  " +
           texts.get(language, key) + "\n";
}

std::string block(const Change& change, std::string_view fileName, const Texts& texts,
                  TextLanguage language) {
    auto out = std::string{fileName} + ":" + std::to_string(change.line) + ": " +
               kindText(change.kind, texts, language) + ": " + change.before + change.after + "\n";
    if (!change.before.empty() && !change.after.empty()) {
        out = std::string{fileName} + ":" + std::to_string(change.line) + ": " +
              kindText(change.kind, texts, language) + ": " +
              texts.get(language, "inventory.became", {change.before, change.after}) + "\n";
    }
    return out + "    " + change.path + "\n";
}

std::string list(std::string_view heading, std::span<const Change> changes, std::string_view fileName,
                 const Texts& texts, TextLanguage language) {
    if (changes.empty()) {
        return {};
    }
    auto out = "\n" + texts.get(language, heading) + "\n";
    for (const auto& change : changes.first(std::min(changes.size(), kShown))) {
        out += block(change, fileName, texts, language);
    }
    if (changes.size() > kShown) {
        out += texts.get(language, "inventory.more", {std::to_string(changes.size() - kShown)}) + "\n";
    }
    return out;
}

nlohmann::ordered_json toJson(std::span<const Change> changes) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& change : changes) {
        list.push_back({{"kind", name(change.kind)},
                        {"path", change.path},
                        {"line", change.line},
                        {"before", change.before},
                        {"after", change.after}});
    }
    return list;
}

} // namespace

std::string toText(const Account& account, std::string_view fileName, const Texts& texts,
                   TextLanguage language) {
    auto out = texts.get(language, "inventory.heading", {fileName, std::to_string(account.before)}) + "\n";
    out += line("inventory.kept", account.kept, texts, language);
    for (std::size_t i = 0; i < kKinds; ++i) {
        if (account.keptOfKind.at(i) > 0) {
            out += "          " + kindText(static_cast<Kind>(i), texts, language) + ": " +
                   std::to_string(account.keptOfKind.at(i)) + "\n";
        }
    }
    out += line("inventory.translated", account.translated.size(), texts, language);
    out += line("inventory.recoded", account.recoded.size(), texts, language);
    out += line("inventory.added", account.added.size(), texts, language);
    out += line("inventory.lost", account.lost.size(), texts, language);
    out += list("inventory.list.translated", account.translated, fileName, texts, language);
    out += list("inventory.list.recoded", account.recoded, fileName, texts, language);
    out += list("inventory.list.lost", account.lost, fileName, texts, language);
    const auto* verdict = account.complete() ? "inventory.complete" : "inventory.incomplete";
    return out + "\n" + std::string{fileName} + ": " + texts.get(language, verdict) + "\n";
}

nlohmann::ordered_json toJson(const Account& account, std::string_view fileName) {
    auto kept = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < kKinds; ++i) {
        kept[std::string{name(static_cast<Kind>(i))}] = account.keptOfKind.at(i);
    }
    return {{"file", fileName},
            {"before", account.before},
            {"after", account.after},
            {"kept", account.kept},
            {"kept_of_kind", std::move(kept)},
            {"translated", toJson(account.translated)},
            {"recoded", toJson(account.recoded)},
            {"added", toJson(account.added)},
            {"lost", toJson(account.lost)},
            {"complete", account.complete()}};
}

} // namespace ncp::transform::inventory
