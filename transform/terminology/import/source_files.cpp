#include "transform/terminology/import/source_files.hpp"

#include "base/xml/intake.hpp"
#include "transform/terminology/import/delimited_text.hpp"
#include "transform/terminology/import/fhir_reader.hpp"
#include "transform/terminology/import/fsh_reader.hpp"
#include "transform/terminology/import/table_readers.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ncp::transform::terminology::import {
namespace {

constexpr std::array<std::pair<std::string_view, Format>, 5> kFormats{
    {{"fsh", Format::Fsh},
     {"mvc", Format::CatalogueTable},
     {"fhir", Format::Fhir},
     {"csv-designations", Format::DesignationTable},
     {"csv-map", Format::MapTable}}};

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view withoutMark(std::string_view bytes) noexcept {
    return bytes.starts_with(kByteOrderMark) ? bytes.substr(kByteOrderMark.size()) : bytes;
}

/// `map-route.tsv` is the map "route".
std::string_view mapNameOf(std::string_view file) noexcept {
    file = file.substr(file.rfind('/') + 1);
    file = file.substr(0, file.rfind('.'));
    return file.starts_with("map-") ? file.substr(4) : file;
}

/// The line with the first bytes that are no UTF-8.
std::size_t lineOfBrokenText(std::string_view bytes) {
    std::size_t line = 1;
    while (!bytes.empty()) {
        const auto end = std::min(bytes.find('\n'), bytes.size());
        if (!xml::isUtf8(bytes.substr(0, end))) {
            break;
        }
        bytes.remove_prefix(std::min(end + 1, bytes.size()));
        ++line;
    }
    return line;
}

void readFile(const SourceFile& file, const FshAliases& aliases, ContentBuilder& builder) {
    builder.beginFile(file.name);
    if (file.bytes.size() > kMostFileBytes) {
        builder.refuse(0, "the file is larger than 64 MB");
        return;
    }
    if (!xml::isUtf8(file.bytes)) {
        builder.refuse(lineOfBrokenText(file.bytes), "not UTF-8");
        return;
    }
    const auto text = withoutMark(file.bytes);
    switch (file.format) {
    case Format::Fsh:
        return readFsh(text, aliases, builder);
    case Format::CatalogueTable:
        return readCatalogueTable(text, builder);
    case Format::Fhir:
        return readFhir(text, builder);
    case Format::DesignationTable:
        return readDesignationTable(text, builder);
    case Format::MapTable:
        return readMapTable(text, mapNameOf(file.name), builder);
    }
}

FshAliases aliasesOf(std::span<const SourceFile> files) {
    FshAliases all;
    for (const auto& file : files) {
        if (file.format == Format::Fsh && file.bytes.size() <= kMostFileBytes &&
            file.bytes.find("Alias:") != std::string_view::npos) {
            all.merge(readFshAliases(withoutMark(file.bytes)));
        }
    }
    return all;
}

} // namespace

std::optional<Format> parseFormat(std::string_view name) noexcept {
    for (const auto& [word, format] : kFormats) {
        if (word == name) {
            return format;
        }
    }
    return std::nullopt;
}

std::string_view nameOf(Format format) noexcept {
    for (const auto& [word, each] : kFormats) {
        if (each == format) {
            return word;
        }
    }
    return {};
}

std::optional<Format> guessFormat(std::string_view fileName, std::string_view bytes) {
    if (fileName.ends_with(".fsh")) {
        return Format::Fsh;
    }
    if (fileName.ends_with(".json")) {
        return Format::Fhir;
    }
    if (!fileName.ends_with(".csv") && !fileName.ends_with(".tsv")) {
        return std::nullopt;
    }
    bytes = withoutMark(bytes);
    while (bytes.starts_with('#') && bytes.find('\n') != std::string_view::npos) {
        bytes.remove_prefix(bytes.find('\n') + 1);
    }
    const auto header = bytes.substr(0, bytes.find('\n'));
    const auto has = [header](std::string_view column) {
        return header.find(column) != std::string_view::npos;
    };
    if (has("valueset_oid")) {
        return Format::CatalogueTable;
    }
    if (has("source_code") && has("target_code")) {
        return Format::MapTable;
    }
    return has("system") && has("code") && !has("value_set") ? std::optional{Format::DesignationTable}
                                                             : std::nullopt;
}

Reading readSourceFiles(std::span<const SourceFile> files, const SystemNames& names,
                        const SourceDefaults& defaults, const Progress& progress) {
    const auto aliases = aliasesOf(files);
    ContentBuilder builder{names, defaults};
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (progress) {
            progress(i);
        }
        readFile(files[i], aliases, builder);
    }
    return std::move(builder).finish();
}

} // namespace ncp::transform::terminology::import
