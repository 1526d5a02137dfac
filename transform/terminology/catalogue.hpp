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

/// Concepts with their designations, read from tables under config/terminology. Immutable; shared by threads.
/// This is the place of the terminology engine: what asks here keeps working when a snapshot file answers.
class Catalogue {
  public:
    /// Reads `code-systems.tsv` and every `designations*.tsv` of the directory. A concept that stands twice,
    /// a code system that is no OID, an empty code or English name is a fault: all are listed with file and
    /// line. A concept may lack bokmål or nynorsk: the language chain then says so.
    static Result<Catalogue> load(const std::filesystem::path& directory);

    /// The designation in the wanted language, else by the chain nn → nb → en, nb → nn → en. Nothing for an
    /// unknown concept. `system` is an OID or a name that peers use for it.
    std::optional<Designation> designation(std::string_view system, std::string_view code,
                                           TextLanguage language) const noexcept;
    /// True when the code system is one that the catalogue knows.
    bool knowsSystem(std::string_view system) const noexcept;
    std::size_t size() const noexcept;
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
