#include "ncp/portal/search_page.hpp"

#include "ncp/portal/countries_page.hpp"
#include "ncp/portal/mask_form.hpp"

namespace ncp::portal {
namespace {

void writeNextOfKin(Html& html, const View& view, const MaskForm& inputs,
                    const discovery::PersonSearch& person) {
    const bool open = inputs.touched(discovery::fieldsOf(person));
    html.open("details",
              {{"class", "kin"}, {"open", open ? std::optional<std::string_view>{""} : std::nullopt}});
    html.leaf("summary", view.text("portal.search.kin"));
    html.open("fieldset").leaf("legend", view.text("portal.search.kin.legend"));
    html.leaf("p", view.text("portal.search.kin.hint"), {{"class", "hint"}});
    inputs.writePerson(html, person);
    html.close().close();
}

std::optional<std::string_view> present(bool set) {
    return set ? std::optional<std::string_view>{""} : std::nullopt;
}

void writePurpose(Html& html, const View& view, std::string_view value, bool checked) {
    const auto id = "purpose-" + std::string{value};
    html.open("div", {{"class", "option"}});
    html.single("input", {{"type", "radio"},
                          {"name", "purpose"},
                          {"id", id},
                          {"value", value},
                          {"checked", present(checked)}});
    html.open("label", {{"for", id}});
    html.leaf("strong", view.text("portal.purpose." + std::string{value}));
    html.leaf("span", view.text("portal.purpose." + std::string{value} + ".hint"));
    html.close().close();
}

void writePrincipals(Html& html, const View& view, const std::string& chosen) {
    const auto& me = view.identity->clinician;
    const auto current = chosen.empty() ? me.onBehalfOf.value_or("") : chosen;
    html.open("div", {{"class", "field"}});
    html.leaf("label", view.text("portal.search.on_behalf_of"), {{"for", "on_behalf_of"}});
    html.leaf("p", view.text("portal.search.on_behalf_of.hint"),
              {{"class", "hint"}, {"id", "on_behalf_of-hint"}});
    html.open("select",
              {{"name", "on_behalf_of"}, {"id", "on_behalf_of"}, {"aria-describedby", "on_behalf_of-hint"}});
    for (const auto role : kPrincipals) {
        html.leaf("option", view.text("portal.role." + std::string{role}),
                  {{"value", role}, {"selected", present(role == current)}});
    }
    html.close().close();
}

} // namespace

bool actsForOthers(const saml::Clinician& clinician) noexcept {
    return clinician.role.code == "44";
}

std::string searchPage(const View& view, const SearchForm& form) {
    const auto& mask = *form.country.mask;
    const auto& name = countryName(form.country, view.language);
    const auto title = view.text("portal.search.title", {name});
    return writePage(
        view, (form.faults.empty() ? "" : view.text("portal.fault") + " ") + title, [&](Html& html) {
            html.open("nav", {{"aria-label", view.text("portal.path")}, {"class", "path"}});
            html.leaf("a", view.text("portal.countries.title"), {{"href", "/countries"}}).close();
            html.leaf("h1", title);
            if (form.outcome) {
                writeNotice(html, view, form.outcome->heading, form.outcome->text, form.outcome->reference);
            }
            auto fields = discovery::fieldsOf(mask.patient);
            if (mask.nextOfKin) {
                const auto more = discovery::fieldsOf(*mask.nextOfKin);
                fields.insert(fields.end(), more.begin(), more.end());
            }
            const MaskForm inputs{view, form.values, form.faults};
            inputs.writeSummary(html, fields);
            html.leaf("p", view.text("portal.search.lead", {name}), {{"class", "lead"}});
            const auto action = "/countries/" + form.country.code.str() + "/search";
            html.open("form",
                      {{"method", "post"}, {"action", action}, {"autocomplete", "off"}, {"novalidate", ""}});
            writeCsrf(html, view);
            html.open("fieldset").leaf("legend", view.text("portal.purpose"));
            const bool emergency = form.occasion.purpose == saml::PurposeOfUse::Emergency;
            writePurpose(html, view, "treatment", !emergency);
            writePurpose(html, view, "emergency", emergency);
            html.close();
            if (actsForOthers(view.identity->clinician)) {
                writePrincipals(html, view, form.occasion.onBehalfOf);
            }
            html.open("fieldset").leaf("legend", view.text("portal.search.patient"));
            inputs.writePerson(html, mask.patient);
            html.close();
            if (mask.nextOfKin) {
                writeNextOfKin(html, view, inputs, *mask.nextOfKin);
            }
            html.leaf("button", view.text("portal.search.submit", {name}),
                      {{"type", "submit"}, {"class", "main"}});
            html.close();
        });
}

} // namespace ncp::portal
