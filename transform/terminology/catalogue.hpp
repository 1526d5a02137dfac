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

/// How a designation was found.
enum class Step : std::uint8_t {
    Exact,   ///< in the language that was asked for
    Sibling, ///< bokmål for nynorsk, or the other way round
    English, ///< the English designation of the catalogue
};

struct Designation {
    std::string_view text; ///< lives as long as the catalogue
    TextLanguage language = TextLanguage::English;
    Step step = Step::Exact;
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

/// How near the target of a mapping is to its source (FHIR R4 ConceptMap equivalence, from the target's
/// side).
enum class Equivalence : std::uint8_t { Equal, Equivalent, Wider, Narrower, Inexact };

/// What a concept of a national code system is in the exchange; approved ("Valid") mappings only.
struct Mapping {
    Concept target;
    Equivalence equivalence = Equivalence::Equivalent;
    std::string_view map; ///< name of the concept map
};

/// One release of the terminology. Immutable; shared by threads; replaced as a whole. A code system is named
/// by its OID, or by an alias that peers use for it.
class Catalogue {
  public:
    /// Reads `code-systems.tsv` and every `designations*.tsv` of the directory. A concept that stands twice,
    /// a code system that is no OID, an empty code or English name is a fault: all are listed with file and
    /// line. A concept may lack bokmål or nynorsk: the language chain then says so.
    static Result<Catalogue> load(const std::filesystem::path& directory);

    /// The designation in the wanted language, else by the chain nn → nb → en, nb → nn → en. Nothing for an
    /// unknown concept.
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
    /// Where the release maps the concept to; nothing where there is no approved mapping. Where several maps
    /// have one, that whose target is in `valueSet` is taken; empty takes the first.
    std::optional<Mapping> mapping(std::string_view system, std::string_view code,
                                   std::string_view valueSet = {}) const noexcept;

    std::size_t size() const noexcept;        ///< concepts
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
