#pragma once

#include "base/result.hpp"
#include "ncp/app/configuration_fault.hpp"
#include "ncp/app/yaml_reader.hpp"

#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::app {

/// The file that is being read, and what is wrong with it so far.
struct ConfigurationSource {
    std::string file;
    std::filesystem::path directory; ///< from which relative paths count, absolute
    std::vector<ConfigurationFault> faults;

    void fault(std::size_t line, std::string field, std::string message);
};

/// Bounds of a number, both allowed.
struct NumberRange {
    std::size_t least = 0;
    std::size_t most = 0;
};

/// Reads the fields of one mapping. A field that is missing or of a wrong form becomes a fault, and some
/// value of the right type comes back, so that one run finds all faults; the caller looks at the faults in
/// the end.
class FieldReader {
  public:
    /// A value that is not a mapping is a fault; its fields are then not reported as missing too.
    FieldReader(const YamlValue& value, std::string path, ConfigurationSource& source);

    bool has(std::string_view key) const;

    std::string text(std::string_view key);
    std::string text(std::string_view key, std::string_view otherwise);
    std::vector<std::string> texts(std::string_view key);
    /// Decimal digits without sign, quotes or leading zeros.
    std::size_t number(std::string_view key, NumberRange range);
    std::size_t number(std::string_view key, NumberRange range, std::size_t otherwise);
    /// `true` or `false`.
    bool flag(std::string_view key, bool otherwise);
    /// The index of the value in `values`.
    std::size_t choice(std::string_view key, std::initializer_list<std::string_view> values,
                       std::string_view otherwise);

    /// Absolute, normalised.
    std::filesystem::path path(std::string_view key);
    std::filesystem::path existingFile(std::string_view key);
    std::vector<std::filesystem::path> existingFiles(std::string_view key, std::size_t atLeast);
    std::filesystem::path existingDirectory(std::string_view key);
    std::filesystem::path existingDirectory(std::string_view key, const std::filesystem::path& otherwise);

    /// A value of a checked type (see Strong); `valid` stands in for a faulty one.
    template <class T>
    T identifier(std::string_view key, std::string_view valid) {
        const auto written = text(key);
        auto parsed = T::parse(written);
        if (parsed) {
            return std::move(*parsed);
        }
        if (!written.empty()) {
            fault(key, "\"" + written + "\" is a " + parsed.error().detail);
        }
        return T::parse(valid).value();
    }

    /// The mapping under the key; the reader of a missing one is silent.
    FieldReader section(std::string_view key);
    std::optional<FieldReader> optionalSection(std::string_view key);
    /// For a section in which every field has a default: where it is missing they all do.
    FieldReader sectionOrDefaults(std::string_view key);
    std::vector<FieldReader> sections(std::string_view key);
    /// The field may be there, but is not read now.
    void allow(std::string_view key);

    /// A fault of this field, on its line.
    void fault(std::string_view key, std::string message);
    /// Call last: fields that nobody asked for are faults, with the name that was probably meant.
    void finish();

  private:
    FieldReader(std::string path, ConfigurationSource& source); ///< silent

    const YamlEntry* find(std::string_view key) const;
    /// As find, and the field is known; a missing one is a fault.
    const YamlEntry* require(std::string_view key);
    const YamlEntry* take(std::string_view key);
    std::optional<std::string> scalar(const YamlValue& value, const std::string& field);
    std::optional<std::size_t> parseNumber(const YamlEntry& entry, NumberRange range);
    std::filesystem::path resolve(const std::string& written) const;
    std::filesystem::path checkedFile(const YamlValue& value, const std::string& field);
    std::string fieldPath(std::string_view key) const;

    const YamlValue* mapping_ = nullptr; ///< null: silent
    std::string path_;
    ConfigurationSource* source_;
    std::vector<std::string> known_;
};

} // namespace ncp::app
