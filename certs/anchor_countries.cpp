#include "certs/anchor_countries.hpp"

#include "base/identifiers.hpp"
#include "base/table.hpp"

#include <array>
#include <cctype>
#include <sstream>
#include <utility>

namespace ncp::certs {
namespace {

constexpr std::string_view kEveryCountry = "*";
constexpr std::size_t kHexDigits = 64;

std::string lowerCaseHex(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c != ':') {
            digits.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
        }
    }
    const bool isHex =
        digits.size() == kHexDigits && digits.find_first_not_of("0123456789abcdef") == std::string::npos;
    return isHex ? digits : std::string{};
}

/// Fingerprints (hex) of the anchors that a row names.
Result<std::vector<std::string>> anchorsOf(const std::string& cell, const std::filesystem::path& folder) {
    if (auto digits = lowerCaseHex(cell); !digits.empty()) {
        return std::vector{std::move(digits)};
    }
    const auto text = readFile(folder / cell);
    const auto chain = text ? Certificate::chainFromPem(*text) : passOn(text);
    if (!chain) {
        return passOn(chain);
    }
    std::vector<std::string> fingerprints;
    for (const auto& certificate : *chain) {
        fingerprints.push_back(certificate.fingerprint());
    }
    return fingerprints;
}

Result<std::vector<std::string>> countriesOf(const std::string& cell) {
    std::istringstream words{cell};
    std::vector<std::string> countries;
    for (std::string word; words >> word;) {
        if (word != kEveryCountry) {
            if (const auto code = CountryCode::parse(word); !code) {
                return passOn(code);
            }
        }
        countries.push_back(std::move(word));
    }
    return countries;
}

} // namespace

Result<AnchorCountries> AnchorCountries::load(const std::filesystem::path& file,
                                              std::span<const std::vector<Certificate>> anchors) {
    constexpr std::array<std::string_view, 2> kColumns{"anchor", "countries"};
    const auto table = readTable(file, kColumns);
    if (!table) {
        return fail(ErrorCode::ConfigurationInvalid, table.error().detail);
    }
    AnchorCountries limits;
    for (const auto& row : table->rows) {
        const auto named = anchorsOf(row.cells[0], file.parent_path());
        const auto countries = countriesOf(row.cells[1]);
        if (!named || !countries) {
            return fail(ErrorCode::ConfigurationInvalid,
                        file.string() + ":" + std::to_string(row.line) + ": " +
                            (named ? countries.error().detail : named.error().detail));
        }
        for (const auto& anchor : *named) {
            limits.byAnchor_[anchor].insert(countries->begin(), countries->end());
        }
    }
    for (const auto& purpose : anchors) {
        for (const auto& anchor : purpose) {
            if (!limits.byAnchor_.contains(anchor.fingerprint())) {
                return fail(ErrorCode::ConfigurationInvalid, file.string() +
                                                                 ": does not say whom the anchor \"" +
                                                                 anchor.subject() + "\" may speak for");
            }
        }
    }
    return limits;
}

bool AnchorCountries::allow(const Certificate& anchor, std::string_view country) const {
    const auto found = byAnchor_.find(anchor.fingerprint());
    return found != byAnchor_.end() &&
           (found->second.contains(kEveryCountry) || found->second.contains(country));
}

} // namespace ncp::certs
