#include "ncp/portal/countries_page.hpp"

#include <algorithm>

namespace ncp::portal {

const std::string& countryName(const PortalCountry& country, TextLanguage language) noexcept {
    switch (language) {
    case TextLanguage::Bokmaal:
        return country.nb;
    case TextLanguage::Nynorsk:
        return country.nn;
    case TextLanguage::English:
        break;
    }
    return country.en;
}

std::string countriesPage(const View& view, const std::vector<PortalCountry>& countries,
                          const CountryCode& own) {
    std::vector<const PortalCountry*> others;
    for (const auto& country : countries) {
        if (country.code != own) {
            others.push_back(&country);
        }
    }
    std::ranges::sort(others, {},
                      [&](const PortalCountry* country) { return countryName(*country, view.language); });
    return writePage(view, view.text("portal.countries.title"), [&](Html& html) {
        html.leaf("h1", view.text("portal.countries.title"));
        html.leaf("p", view.text("portal.countries.lead"), {{"class", "lead"}});
        html.open("ul", {{"class", "countries"}});
        for (const auto* country : others) {
            const auto& name = countryName(*country, view.language);
            html.open("li");
            if (country->connected && country->mask) {
                html.leaf("a", name, {{"href", "/countries/" + country->code.str()}});
            } else {
                html.open("span")
                    .text(name)
                    .leaf("small", view.text("portal.countries.not_connected"))
                    .close();
            }
            html.close();
        }
        html.close();
    });
}

} // namespace ncp::portal
