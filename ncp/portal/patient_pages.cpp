#include "ncp/portal/patient_pages.hpp"

#include "ncp/portal/countries_page.hpp"
#include "ncp/portal/mask_form.hpp"

namespace ncp::portal {
namespace {

std::string fullName(const ihe::Demographics& person) {
    return person.givenName.empty() || person.familyName.empty() ? person.givenName + person.familyName
                                                                 : person.givenName + " " + person.familyName;
}

std::string oneLine(const ihe::Address& address) {
    std::string line;
    for (const auto& part : {address.street, address.postalCode, address.city, address.country}) {
        if (!part.empty()) {
            line += (line.empty() ? "" : ", ") + part;
        }
    }
    return line;
}

void writePath(Html& html, const View& view, const PortalCountry& country) {
    html.open("nav", {{"aria-label", view.text("portal.path")}, {"class", "path"}});
    html.leaf("a", view.text("portal.countries.title"), {{"href", "/countries"}});
    html.leaf("a", view.text("portal.search.title", {countryName(country, view.language)}),
              {{"href", "/countries/" + country.code.str()}});
    html.close();
}

std::vector<discovery::MaskField> documentFields(const PortalCountry& country) {
    std::vector<discovery::MaskField> fields;
    for (const auto& search : country.mask->documents) {
        const auto more = discovery::fieldsOf(search);
        fields.insert(fields.end(), more.begin(), more.end());
    }
    return fields;
}

void writeDocumentKeys(Html& html, const View& view, const Confirmation& confirmation,
                       const MaskForm& inputs) {
    const auto fields = documentFields(confirmation.country);
    if (fields.empty()) {
        return;
    }
    html.open("fieldset").leaf("legend", view.text("portal.confirm.keys"));
    for (const auto& field : fields) {
        inputs.writeField(html, field);
    }
    html.close();
}

void writeStatement(Html& html, const View& view, const Confirmation& confirmation) {
    const auto& me = view.identity->clinician;
    html.open("fieldset").leaf("legend", view.text("portal.confirm.statement.title"));
    html.leaf("p", view.text("portal.confirm.who", {me.name, roleName(view, me), me.organisation}),
              {{"id", "confirm-who"}});
    if (confirmation.confirmationMissing) {
        html.open("p", {{"class", "fault"}, {"id", "confirm-fault"}});
        html.leaf("strong", view.text("portal.fault")).text(" ");
        html.text(view.text("portal.confirm.missing")).close();
    }
    html.open("div", {{"class", "option"}});
    html.single("input",
                {{"type", "checkbox"},
                 {"name", "confirmed"},
                 {"id", "confirmed"},
                 {"value", "yes"},
                 {"aria-required", "true"},
                 {"aria-invalid",
                  confirmation.confirmationMissing ? std::optional<std::string_view>{"true"} : std::nullopt},
                 {"aria-describedby",
                  confirmation.confirmationMissing ? "confirm-fault confirm-who" : "confirm-who"}});
    html.leaf("label", view.text("portal.confirm.statement"), {{"for", "confirmed"}});
    html.close().close();
}

void writeConfirmationFault(Html& html, const View& view) {
    html.open("div", {{"class", "notice"}, {"role", "alert"}, {"tabindex", "-1"}, {"autofocus", ""}});
    html.leaf("h2", view.text("portal.faults.title")).open("ul").open("li");
    html.leaf("a", view.text("portal.confirm.missing"), {{"href", "#confirmed"}});
    html.close().close().close();
}

void writeConfirmationForm(Html& html, const View& view, const Confirmation& confirmation,
                           const MaskForm& inputs) {
    const auto action = "/patients/" + confirmation.handle + "/confirm";
    html.open("form", {{"method", "post"}, {"action", action}, {"autocomplete", "off"}, {"novalidate", ""}});
    writeCsrf(html, view);
    writeDocumentKeys(html, view, confirmation, inputs);
    writeStatement(html, view, confirmation);
    html.leaf("button", view.text("portal.confirm.submit"), {{"type", "submit"}, {"class", "main"}});
    html.close();
}

} // namespace

void writePatientFacts(Html& html, const View& view, const FoundPatient& patient) {
    const auto& person = patient.match.demographics;
    html.open("dl", {{"class", "patient"}});
    writeFact(html, view.text("portal.patient.name"), fullName(person));
    writeFact(html, view.text("label.ism.birthDate"), writtenDate(view, person.birthDate));
    if (!person.gender.empty()) {
        const auto key = "search_mask.gender." + person.gender;
        writeFact(html, view.text("label.ism.gender"), view.texts.has(key) ? view.text(key) : person.gender);
    }
    writeFact(html, view.text("portal.patient.address"), oneLine(person.address));
    writeFact(html, view.text("portal.patient.number"), patient.match.id.revealExtension());
    if (patient.enquirer.purpose == saml::PurposeOfUse::Emergency) {
        writeFact(html, view.text("portal.purpose"), view.text("portal.purpose.emergency"));
    }
    if (patient.nextOfKin) {
        writeFact(html, view.text("portal.patient.kin"),
                  fullName({patient.nextOfKin->familyName, patient.nextOfKin->firstName, {}, {}, {}}));
    }
    html.close();
}

std::string matchesPage(const View& view, const PortalCountry& country,
                        const std::vector<std::pair<std::string, FoundPatient>>& patients) {
    const auto title = view.text("portal.matches.title", {std::to_string(patients.size())});
    return writePage(view, title, [&](Html& html) {
        writePath(html, view, country);
        html.leaf("h1", title);
        html.leaf("p", view.text("portal.matches.lead"), {{"class", "lead"}});
        html.open("ul", {{"class", "matches"}});
        for (const auto& [handle, patient] : patients) {
            html.open("li");
            writePatientFacts(html, view, patient);
            html.leaf(
                "a",
                view.text("portal.matches.choose", {fullName(patient.match.demographics),
                                                    writtenDate(view, patient.match.demographics.birthDate)}),
                {{"href", "/patients/" + handle}, {"class", "button"}});
            html.close();
        }
        html.close();
        html.open("p").leaf("a", view.text("portal.matches.again"),
                            {{"href", "/countries/" + country.code.str()}});
        html.close();
    });
}

std::string confirmationPage(const View& view, const Confirmation& confirmation) {
    const bool faulty = confirmation.confirmationMissing || !confirmation.faults.empty();
    const auto title = view.text("portal.confirm.title");
    return writePage(view, (faulty ? view.text("portal.fault") + " " : "") + title, [&](Html& html) {
        const MaskForm inputs{view, confirmation.values, confirmation.faults};
        writePath(html, view, confirmation.country);
        html.leaf("h1", title);
        if (confirmation.confirmationMissing) {
            writeConfirmationFault(html, view);
        }
        inputs.writeSummary(html, documentFields(confirmation.country));
        html.leaf("p", view.text("portal.confirm.lead", {countryName(confirmation.country, view.language)}),
                  {{"class", "lead"}});
        writePatientFacts(html, view, confirmation.patient);
        writeConfirmationForm(html, view, confirmation, inputs);
    });
}

} // namespace ncp::portal
