#pragma once

#include "transform/terminology/content.hpp"
#include "transform/terminology/import/import_report.hpp"
#include "transform/terminology/import/system_names.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace ncp::transform::terminology::import {

/// What a source does not say itself.
struct SourceDefaults {
    std::string source = "import";   ///< of designations
    std::string status = "proposed"; ///< of designations and mappings
    std::string version;             ///< of value sets
};

struct Reading {
    Content content; ///< canonical order
    ImportReport report;
};

/// `nb`, `nn` and `en` with the region that the exchange uses (`nb-NO`, `nn-NO`, `en-GB`); others as they
/// are.
std::string wholeLanguageTag(std::string_view tag);

/// Puts content together as files list it: names resolved to OIDs, texts cleaned, one concept for each code
/// system and code however often it is listed. What is odd or refused stands in the report.
class ContentBuilder {
  public:
    /// A place in the content that is being built.
    struct ConceptAt {
        std::size_t index = 0;
    };
    struct ValueSetAt {
        std::size_t index = 0;
    };

    ContentBuilder(const SystemNames& names, SourceDefaults defaults);

    const SourceDefaults& defaults() const noexcept { return defaults_; }

    void beginFile(std::string name);
    /// What the following remarks are about, where a file has no lines that a reader would count.
    void beginPart(std::string part) { part_ = std::move(part); }
    void countRow() noexcept { ++report_.rows; }
    void odd(std::size_t line, std::string reason);
    void refuse(std::size_t line, std::string reason);

    /// The OID (or URI) of a code system as a source writes it; nothing, and a refusal, for what is neither.
    std::optional<std::string> system(std::size_t line, std::string_view written);
    /// Name, version and aliases of a code system that the content should carry. `described.oid` is resolved.
    void describe(std::size_t line, CodeSystemContent described);
    std::optional<ConceptAt> addConcept(std::size_t line, std::string_view system, std::string_view code);
    void stateCurrent(ConceptAt at, bool current);
    /// An empty source or status takes the default. The second text of one source in one language is odd.
    void designate(std::size_t line, ConceptAt at, DesignationContent designation);

    /// Refused without an OID. The same OID again adds to the set.
    std::optional<ValueSetAt> addValueSet(std::size_t line, ValueSetContent described);
    void addMember(std::size_t line, ValueSetAt set, ConceptAt member);
    /// Codes and code systems as the source writes them. `version` is the map's.
    void addMapping(std::size_t line, const std::string& map, const std::string& version, MapElement element);

    /// The content so far; value sets without members are odd and left out.
    Reading finish() &&;

  private:
    struct ValueSetState {
        std::size_t line = 0;
        std::string file;
        std::unordered_set<std::string> members;
    };

    void noteUnknown(std::size_t line, const SystemNames::Resolved& resolved);
    void noteLanguage(std::size_t line, const std::string& language);
    std::optional<std::string> codeOf(std::size_t line, std::string_view system, std::string_view written);

    const SystemNames& names_;
    SourceDefaults defaults_;
    std::string file_;
    std::string part_;
    Content content_;
    ImportReport report_;
    std::unordered_map<std::string, std::size_t> concepts_; ///< by code system and code
    std::map<std::string, std::size_t> systems_;
    std::map<std::string, std::size_t> valueSets_;
    std::vector<ValueSetState> valueSetStates_;
    std::map<std::string, std::size_t> maps_;
    std::set<std::string> mappings_;
    std::set<std::string> unknownSystems_;
    std::set<std::string> otherLanguages_;
};

} // namespace ncp::transform::terminology::import
