#pragma once

#include "base/xml/document.hpp"
#include "base/xml/runtime.hpp"

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace ncp::fuzz {

/// An invariant: what is false ends the run with this input as the finding.
inline void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

inline std::string_view textOf(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// Parses with the XML library started.
inline std::optional<xml::Document> parse(std::string_view text) {
    static const xml::Runtime runtime;
    auto document = xml::Document::parse(text);
    return document ? std::optional{std::move(*document)} : std::nullopt;
}

} // namespace ncp::fuzz
