#include "ncp/app/field_reader.hpp"

#include "ncp/app/similar_name.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

namespace ncp::app {
namespace {

namespace fs = std::filesystem;

bool hasControlCharacter(std::string_view text) {
    return std::ranges::any_of(text,
                               [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == 0x7F; });
}

bool allDigits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string rangeText(NumberRange range) {
    return std::to_string(range.least) + " to " + std::to_string(range.most);
}

} // namespace

void ConfigurationSource::fault(std::size_t line, std::string field, std::string message) {
    faults.push_back({file, line, std::move(field), std::move(message)});
}

FieldReader::FieldReader(std::string path, ConfigurationSource& source)
    : path_(std::move(path)), source_(&source) {}

FieldReader::FieldReader(const YamlValue& value, std::string path, ConfigurationSource& source)
    : path_(std::move(path)), source_(&source) {
    if (value.kind == YamlValue::Kind::Mapping) {
        mapping_ = &value;
    } else {
        source.fault(value.line, path_, "must hold fields (name: value)");
    }
}

std::string FieldReader::fieldPath(std::string_view key) const {
    return path_.empty() ? std::string{key} : path_ + "." + std::string{key};
}

const YamlEntry* FieldReader::find(std::string_view key) const {
    if (mapping_ == nullptr) {
        return nullptr;
    }
    const auto found = std::ranges::find(mapping_->entries, key, &YamlEntry::key);
    return found == mapping_->entries.end() ? nullptr : &*found;
}

const YamlEntry* FieldReader::take(std::string_view key) {
    known_.emplace_back(key);
    return find(key);
}

const YamlEntry* FieldReader::require(std::string_view key) {
    const auto* entry = take(key);
    if (entry == nullptr && mapping_ != nullptr) {
        source_->fault(mapping_->line, fieldPath(key), "is missing");
    }
    return entry;
}

bool FieldReader::has(std::string_view key) const {
    return find(key) != nullptr;
}

void FieldReader::fault(std::string_view key, std::string message) {
    const auto* entry = find(key);
    const auto line = entry != nullptr ? entry->value.line : mapping_ != nullptr ? mapping_->line : 0;
    source_->fault(line, fieldPath(key), std::move(message));
}

std::optional<std::string> FieldReader::scalar(const YamlValue& value, const std::string& field) {
    if (value.kind == YamlValue::Kind::Null ||
        (value.kind == YamlValue::Kind::Scalar && value.scalar.empty())) {
        source_->fault(value.line, field, "has no value");
        return std::nullopt;
    }
    if (value.kind != YamlValue::Kind::Scalar) {
        source_->fault(value.line, field, "must be a single value");
        return std::nullopt;
    }
    if (hasControlCharacter(value.scalar)) {
        source_->fault(value.line, field, "holds a control character");
        return std::nullopt;
    }
    return value.scalar;
}

std::string FieldReader::text(std::string_view key) {
    const auto* entry = require(key);
    return entry == nullptr ? std::string{} : scalar(entry->value, fieldPath(key)).value_or("");
}

std::string FieldReader::text(std::string_view key, std::string_view otherwise) {
    const auto* entry = take(key);
    return entry == nullptr ? std::string{otherwise} : scalar(entry->value, fieldPath(key)).value_or("");
}

std::vector<std::string> FieldReader::texts(std::string_view key) {
    const auto* entry = require(key);
    if (entry == nullptr) {
        return {};
    }
    if (entry->value.kind != YamlValue::Kind::Sequence) {
        fault(key, "must be a list (- value, or [value, value])");
        return {};
    }
    std::vector<std::string> values;
    for (const auto& item : entry->value.items) {
        const auto field = fieldPath(key) + "[" + std::to_string(values.size()) + "]";
        values.push_back(scalar(item, field).value_or(""));
    }
    return values;
}

std::optional<std::size_t> FieldReader::parseNumber(const YamlEntry& entry, NumberRange range) {
    const auto field = fieldPath(entry.key);
    const auto written = scalar(entry.value, field);
    if (!written) {
        return std::nullopt;
    }
    if (entry.value.quoted || !allDigits(*written)) {
        source_->fault(entry.value.line, field, "must be a whole number without quotes, " + rangeText(range));
        return std::nullopt;
    }
    if (written->size() > 1 && written->front() == '0') {
        source_->fault(entry.value.line, field,
                       "a number must not start with 0 (other readers take it as octal)");
        return std::nullopt;
    }
    std::size_t number = 0;
    const auto parsed = std::from_chars(written->data(), written->data() + written->size(), number);
    if (parsed.ec != std::errc{} || number < range.least || number > range.most) {
        source_->fault(entry.value.line, field, "must be " + rangeText(range));
        return std::nullopt;
    }
    return number;
}

std::size_t FieldReader::number(std::string_view key, NumberRange range) {
    const auto* entry = require(key);
    return entry == nullptr ? range.least : parseNumber(*entry, range).value_or(range.least);
}

std::size_t FieldReader::number(std::string_view key, NumberRange range, std::size_t otherwise) {
    const auto* entry = take(key);
    return entry == nullptr ? otherwise : parseNumber(*entry, range).value_or(otherwise);
}

bool FieldReader::flag(std::string_view key, bool otherwise) {
    const auto* entry = take(key);
    if (entry == nullptr) {
        return otherwise;
    }
    const auto& value = entry->value;
    if (value.kind != YamlValue::Kind::Scalar || value.quoted ||
        (value.scalar != "true" && value.scalar != "false")) {
        fault(key, "must be true or false");
        return otherwise;
    }
    return value.scalar == "true";
}

std::size_t FieldReader::choice(std::string_view key, std::initializer_list<std::string_view> values,
                                std::string_view otherwise) {
    const auto written = text(key, otherwise);
    const auto* found = std::ranges::find(values, written);
    if (found == values.end()) {
        if (!written.empty()) {
            std::string names;
            for (const auto value : values) {
                names += (names.empty() ? "" : ", ") + std::string{value};
            }
            fault(key, "\"" + written + "\" is unknown; one of: " + names);
        }
        return 0;
    }
    return static_cast<std::size_t>(found - values.begin());
}

fs::path FieldReader::resolve(const std::string& written) const {
    return written.empty() ? fs::path{} : (source_->directory / written).lexically_normal();
}

fs::path FieldReader::path(std::string_view key) {
    return resolve(text(key));
}

fs::path FieldReader::checkedFile(const YamlValue& value, const std::string& field) {
    const auto file = resolve(scalar(value, field).value_or(""));
    std::error_code unreadable;
    if (!file.empty() && !fs::is_regular_file(file, unreadable)) {
        source_->fault(value.line, field, "no such file: " + file.string());
    }
    return file;
}

fs::path FieldReader::existingFile(std::string_view key) {
    const auto* entry = require(key);
    return entry == nullptr ? fs::path{} : checkedFile(entry->value, fieldPath(key));
}

std::vector<fs::path> FieldReader::existingFiles(std::string_view key, std::size_t atLeast) {
    const auto* entry = require(key);
    if (entry == nullptr) {
        return {};
    }
    if (entry->value.kind != YamlValue::Kind::Sequence) {
        fault(key, "must be a list of files");
        return {};
    }
    if (entry->value.items.size() < atLeast) {
        fault(key, "must name at least " + std::to_string(atLeast) + " file(s)");
    }
    std::vector<fs::path> files;
    for (const auto& item : entry->value.items) {
        files.push_back(checkedFile(item, fieldPath(key) + "[" + std::to_string(files.size()) + "]"));
    }
    return files;
}

fs::path FieldReader::existingDirectory(std::string_view key) {
    const auto directory = path(key);
    std::error_code unreadable;
    if (!directory.empty() && !fs::is_directory(directory, unreadable)) {
        fault(key, "no such directory: " + directory.string());
    }
    return directory;
}

fs::path FieldReader::existingDirectory(std::string_view key, const fs::path& otherwise) {
    if (find(key) != nullptr) {
        return existingDirectory(key);
    }
    static_cast<void>(take(key));
    const auto directory = fs::absolute(otherwise).lexically_normal();
    std::error_code unreadable;
    if (!fs::is_directory(directory, unreadable)) {
        fault(key, "is not given, and its default is no directory: " + directory.string());
    }
    return directory;
}

FieldReader FieldReader::section(std::string_view key) {
    const auto* entry = require(key);
    return entry == nullptr ? FieldReader{fieldPath(key), *source_}
                            : FieldReader{entry->value, fieldPath(key), *source_};
}

std::optional<FieldReader> FieldReader::optionalSection(std::string_view key) {
    const auto* entry = take(key);
    if (entry == nullptr) {
        return std::nullopt;
    }
    return FieldReader{entry->value, fieldPath(key), *source_};
}

FieldReader FieldReader::sectionOrDefaults(std::string_view key) {
    return optionalSection(key).value_or(FieldReader{fieldPath(key), *source_});
}

std::vector<FieldReader> FieldReader::sections(std::string_view key) {
    const auto* entry = require(key);
    if (entry == nullptr) {
        return {};
    }
    if (entry->value.kind != YamlValue::Kind::Sequence) {
        fault(key, "must be a list");
        return {};
    }
    std::vector<FieldReader> readers;
    for (const auto& item : entry->value.items) {
        readers.emplace_back(item, fieldPath(key) + "[" + std::to_string(readers.size()) + "]", *source_);
    }
    return readers;
}

void FieldReader::allow(std::string_view key) {
    known_.emplace_back(key);
}

void FieldReader::finish() {
    if (mapping_ == nullptr) {
        return;
    }
    for (const auto& entry : mapping_->entries) {
        if (std::ranges::find(known_, entry.key) != known_.end()) {
            continue;
        }
        const auto meant = similarName(entry.key, known_);
        source_->fault(entry.line, fieldPath(entry.key),
                       "is unknown" + (meant.empty() ? "" : "; did you mean " + std::string{meant} + "?"));
    }
}

} // namespace ncp::app
