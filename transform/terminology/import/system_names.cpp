#include "transform/terminology/import/system_names.hpp"

#include "base/identifiers.hpp"

#include <algorithm>

namespace ncp::transform::terminology::import {
namespace {

constexpr std::string_view kUrnOid = "urn:oid:";

std::string_view trimmed(std::string_view text) noexcept {
    constexpr std::string_view kSpace = " \t\r\n";
    text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
    return text.substr(0, text.find_last_not_of(kSpace) + 1);
}

} // namespace

bool isUri(std::string_view text) noexcept {
    const bool whole = std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7F'; });
    return whole && (text.starts_with("http://") || text.starts_with("https://") || text.starts_with("urn:"));
}

SystemNames::SystemNames(std::span<const CodeSystemContent> systems) {
    for (const auto& system : systems) {
        oids_.try_emplace(system.oid, system.oid);
        auto uri = system.uri;
        for (const auto& alias : system.aliases) {
            oids_.try_emplace(alias, system.oid);
            if (uri.empty() && isUri(alias)) {
                uri = alias;
            }
        }
        if (!uri.empty()) {
            oids_.try_emplace(uri, system.oid);
            uris_.try_emplace(system.oid, uri);
        }
    }
    for (const auto& system : systems) {
        oids_.try_emplace(system.name, system.oid); // last, so that no name hides an alias
    }
}

SystemNames::Resolved SystemNames::resolve(std::string_view written) const {
    auto name = trimmed(written);
    if (const auto found = oids_.find(name); found != oids_.end()) {
        return {found->second, Known::Yes};
    }
    if (name.starts_with(kUrnOid)) {
        const auto oid = name.substr(kUrnOid.size());
        if (!OidTag::valid(oid)) {
            return {std::string{name}, Known::No};
        }
        name = oid;
        if (const auto found = oids_.find(name); found != oids_.end()) {
            return {found->second, Known::Yes};
        }
    }
    if (isUri(name)) {
        name = name.substr(0, name.find('|')); // the version
        if (const auto found = oids_.find(name); found != oids_.end()) {
            return {found->second, Known::Yes};
        }
    }
    if (OidTag::valid(name)) {
        return {std::string{name}, Known::OidOnly};
    }
    return {std::string{name}, isUri(name) ? Known::UriOnly : Known::No};
}

std::string SystemNames::uriOf(std::string_view oid) const {
    const auto found = uris_.find(oid);
    if (found != uris_.end()) {
        return found->second;
    }
    return isUri(oid) ? std::string{oid} : std::string{kUrnOid} + std::string{oid};
}

} // namespace ncp::transform::terminology::import
