#include "ncp/ihe/country_name.hpp"

#include <algorithm>
#include <array>

namespace ncp::ihe {
namespace {

struct Row {
    std::string_view code;
    std::string_view name;
};

constexpr std::array kCountries{
    Row{"AT", "Austria"},    Row{"BE", "Belgium"},  Row{"BG", "Bulgaria"},      Row{"CH", "Switzerland"},
    Row{"CY", "Cyprus"},     Row{"CZ", "Czechia"},  Row{"DE", "Germany"},       Row{"DK", "Denmark"},
    Row{"EE", "Estonia"},    Row{"ES", "Spain"},    Row{"FI", "Finland"},       Row{"FR", "France"},
    Row{"GR", "Greece"},     Row{"HR", "Croatia"},  Row{"HU", "Hungary"},       Row{"IE", "Ireland"},
    Row{"IS", "Iceland"},    Row{"IT", "Italy"},    Row{"LI", "Liechtenstein"}, Row{"LT", "Lithuania"},
    Row{"LU", "Luxembourg"}, Row{"LV", "Latvia"},   Row{"MT", "Malta"},         Row{"NL", "Netherlands"},
    Row{"NO", "Norway"},     Row{"PL", "Poland"},   Row{"PT", "Portugal"},      Row{"RO", "Romania"},
    Row{"SE", "Sweden"},     Row{"SI", "Slovenia"}, Row{"SK", "Slovakia"},
};

} // namespace

std::string countryName(const CountryCode& country) {
    const auto* found = std::ranges::find(kCountries, std::string_view{country.str()}, &Row::code);
    return found == kCountries.end() ? country.str() : std::string{found->name};
}

} // namespace ncp::ihe
