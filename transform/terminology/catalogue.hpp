#pragma once

#include "base/result.hpp"
#include "base/texts.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::terminology {

/// How a designation was found: by which step of nb-NO → nb → no → nn-NO → nn → en-GB → en, of the mirrored
/// chain for nynorsk, or of en-GB → en.
enum class Step : std::uint8_t {
    Exact,         ///< in the language that was asked for, of its region: nb-NO
    Regionless,    ///< in the same language of no region: nb
    MacroLanguage, ///< Norwegian that does not say which: no
    Sibling,       ///< bokmål for nynorsk, or the other way round
    English,       ///< the English designation of the catalogue
};
std::string_view name(Step step) noexcept; ///< exact, regionless, macro_language, sibling, english

/// True for a step that leaves the language that was asked for; the reader must be told.
constexpr bool isFallback(Step step) noexcept {
    return step > Step::Regionless;
}

/// The views live as long as the catalogue.
struct Designation {
    std::string_view text;
    TextLanguage language = TextLanguage::English; ///< that of a macro language is the one asked for
    Step step = Step::Exact;
    std::string_view tag; ///< BCP 47, as the release has it: nb-NO, no, en-GB
};

/// A code system of the release. The views live as long as the catalogue.
struct CodeSystem {
    std::string_view oid;
    std::string_view name;    ///< as it goes on the wire (codeSystemName)
    std::string_view version; ///< that the release holds; empty where it has none
};

/// A concept of the release. The views live as long as the catalogue.
struct Concept {
    CodeSystem system;
    std::string_view code;
    bool current = true; ///< false: retired in its code system
};

/// Whether a concept belongs to a value set.
enum class Membership : std::uint8_t {
    Member,
    Outside,
    UnknownSet, ///< the release has no such set, or none of its members
};

/// A value set of the release. The views live as long as the catalogue.
struct ValueSet {
    std::string_view oid;
    std::string_view name;
    std::string_view version;
    std::size_t members = 0;
};

/// How near the target of a mapping is to its source (FHIR R4 ConceptMap equivalence, from the target's
/// side).
enum class Equivalence : std::uint8_t { Equal, Equivalent, Wider, Narrower, Inexact };
std::string_view name(Equivalence equivalence) noexcept; ///< as FHIR writes it

/// What a concept of a national code system is in the exchange; approved ("Valid") mappings only.
struct Mapping {
    Concept target;
    Equivalence equivalence = Equivalence::Equivalent;
    std::string_view map; ///< name of the concept map
};

/// What a release holds.
struct Counts {
    std::size_t systems = 0;
    std::size_t concepts = 0;
    std::size_t designations = 0;
    std::size_t valueSets = 0;
    std::size_t members = 0;
    std::size_t maps = 0;
    std::size_t mapElements = 0;

    friend bool operator==(const Counts&, const Counts&) = default;
};

/// How much a release holds of one of its parts.
struct Extent {
    std::string part;      ///< "code system <OID>", "value set <OID>", "concept map <name>", "language <tag>"
    std::size_t count = 0; ///< concepts, members, approved mappings, designations
};

/// One release of the terminology, served from a snapshot. Immutable; shared by threads; replaced as a whole.
/// A code system is named by its OID, or by an alias that peers use for it.
class Catalogue {
  public:
    /// From the tables that ship with the program; what they hold and which faults are told: `readTables`.
    static Result<Catalogue> load(const std::filesystem::path& directory);
    /// From a snapshot file, mapped. InputRefused for a file that is none, damaged or not to be trusted.
    static Result<Catalogue> open(const std::filesystem::path& snapshot);
    /// From a snapshot in memory, as `buildSnapshot` gives it; `source` names it in messages.
    static Result<Catalogue> fromImage(std::string bytes, const std::string& source);

    /// The designation in the wanted language, else by the language chain. Nothing for an unknown concept,
    /// and for one that has no designation in any of these languages.
    std::optional<Designation> designation(std::string_view system, std::string_view code,
                                           TextLanguage language) const noexcept;
    std::optional<Concept> find(std::string_view system, std::string_view code) const noexcept;
    std::optional<CodeSystem> system(std::string_view oidOrAlias) const noexcept;
    /// True when the code system is one that the catalogue knows.
    bool knowsSystem(std::string_view system) const noexcept;
    /// True when `name` is one under which peers write this code system (codeSystemName); case is ignored.
    bool isNameOf(std::string_view system, std::string_view name) const noexcept;

    Membership membership(std::string_view valueSet, std::string_view system,
                          std::string_view code) const noexcept;
    /// Where the release maps the concept to; nothing where there is no approved mapping. Of several, one
    /// whose target is in `valueSet` is taken, then the nearest equivalence, then the first map. The target
    /// may be outside of the value set when none is in it: ask `membership`.
    std::optional<Mapping> mapping(std::string_view system, std::string_view code,
                                   std::string_view valueSet = {}) const noexcept;

    std::vector<CodeSystem> systems() const;         ///< by OID
    std::vector<ValueSet> valueSets() const;         ///< by OID
    std::vector<std::string_view> languages() const; ///< BCP 47 tags of the designations
    /// By OID or name; case matters.
    std::optional<ValueSet> valueSet(std::string_view oidOrName) const noexcept;
    /// The members, by code system and code; none for an unknown set.
    std::vector<Concept> expand(std::string_view valueSetOid) const;
    /// Every approved mapping of a concept, the nearest first.
    std::vector<Mapping> mappings(std::string_view system, std::string_view code) const;

    std::size_t size() const noexcept; ///< concepts
    Counts counts() const;
    std::vector<Extent> extent() const;       ///< every part, with how much it holds
    const std::string& name() const noexcept; ///< of the release, for reports

    Catalogue(Catalogue&&) noexcept;
    Catalogue& operator=(Catalogue&&) noexcept;
    ~Catalogue();

  private:
    struct State;
    explicit Catalogue(std::unique_ptr<State> state) noexcept;

    std::unique_ptr<State> state_;
};

} // namespace ncp::transform::terminology
