// The pages of a consultation: from the search for a patient to a document.
#include "ncp/ihe/document_kind.hpp"
#include "ncp/portal/clinician_pages.hpp"
#include "ncp/portal/documents_page.hpp"
#include "ncp/portal/list_filter.hpp"
#include "ncp/portal/outcome.hpp"
#include "ncp/portal/patient_pages.hpp"
#include "ncp/portal/reading_page.hpp"
#include "ncp/portal/responses.hpp"
#include "ncp/portal/search_page.hpp"

#include <algorithm>
#include <utility>

namespace ncp::portal {
namespace {

discovery::MaskValues entered(const Form& form, std::string_view prefix, std::string_view otherPrefix) {
    discovery::MaskValues values;
    for (const auto& [name, value] : form) {
        if (name.starts_with(prefix) || name.starts_with(otherPrefix)) {
            values.emplace(name, value);
        }
    }
    return values;
}

/// InputRefused for a purpose that there is none of, or for somebody for whom this clinician can't act. No
/// purpose is treatment.
Result<Occasion> occasionOf(const Form& form, const saml::Clinician& clinician) {
    const auto purpose = fieldOf(form, "purpose");
    if (!purpose.empty() && purpose != "treatment" && purpose != "emergency") {
        return fail(ErrorCode::InputRefused, "the purpose is neither treatment nor emergency");
    }
    Occasion occasion{purpose == "emergency" ? saml::PurposeOfUse::Emergency : saml::PurposeOfUse::Treatment,
                      std::string{fieldOf(form, "on_behalf_of")}};
    const bool known = std::ranges::find(kPrincipals, occasion.onBehalfOf) != kPrincipals.end();
    if (!occasion.onBehalfOf.empty() && (!known || !actsForOthers(clinician))) {
        return fail(ErrorCode::InputRefused, "the clinician can't act for this role");
    }
    return occasion;
}

} // namespace

http::Response ClinicianPages::searchForm(Visitor& visitor) const {
    const auto country = parts_.desk.connected(visitor.place[0]);
    if (country == nullptr) {
        return problem(visitor, 404, "portal.problem.country", "/countries");
    }
    return htmlResponse(200, searchPage(view(visitor, visitor.request.path), {*country, {}, {}, {}, {}}));
}

http::Response ClinicianPages::search(Visitor& visitor) const {
    const auto country = parts_.desk.connected(visitor.place[0]);
    if (country == nullptr) {
        return problem(visitor, 404, "portal.problem.country", "/countries");
    }
    SearchForm form{*country, entered(visitor.form, "patient.", "nextOfKin."), {}, {}, {}};
    const auto occasion = occasionOf(visitor.form, visitor.session->identity->clinician);
    if (!occasion) {
        return failure(visitor, occasion.error(), "/countries/" + country->code.str());
    }
    form.occasion = *occasion;
    const auto page = view(visitor, "/countries/" + country->code.str());
    form.faults = discovery::checkSearch(*country->mask, form.values);
    if (!form.faults.empty()) {
        return htmlResponse(422, searchPage(page, form));
    }
    const auto found =
        parts_.desk.find(*visitor.session, *country, form.values, *occasion, visitor.reference);
    if (!found) {
        form.outcome = Outcome{outcomeHeading(page, found.error()), errorSentence(page, found.error()),
                               visitor.reference.str()};
        return htmlResponse(spec(found.error().code).httpStatus, searchPage(page, form));
    }
    const auto result = parts_.desk.search(*visitor.session, *found);
    return seeOther(result && result->patients.size() == 1 ? "/patients/" + result->patients.front()
                                                           : "/results/" + *found);
}

http::Response ClinicianPages::matches(Visitor& visitor) const {
    const auto found = parts_.desk.search(*visitor.session, visitor.place[0]);
    const auto country = found ? parts_.desk.connected(found->country.str()) : nullptr;
    if (country == nullptr) {
        return unknownHandle(visitor);
    }
    std::vector<std::pair<std::string, FoundPatient>> patients;
    for (const auto& handle : found->patients) {
        if (auto patient = parts_.desk.patient(*visitor.session, handle)) {
            patients.emplace_back(handle, std::move(*patient));
        }
    }
    return htmlResponse(200, matchesPage(view(visitor, visitor.request.path), *country, patients));
}

http::Response ClinicianPages::patient(Visitor& visitor) const {
    const auto patient = parts_.desk.patient(*visitor.session, visitor.place[0]);
    const auto country = patient ? parts_.desk.connected(patient->country.str()) : nullptr;
    if (country == nullptr) {
        return unknownHandle(visitor);
    }
    return htmlResponse(
        200, confirmationPage(view(visitor, visitor.request.path), {*country, *patient, visitor.place[0]}));
}

http::Response ClinicianPages::confirm(Visitor& visitor) const {
    const auto patient = parts_.desk.patient(*visitor.session, visitor.place[0]);
    const auto country = patient ? parts_.desk.connected(patient->country.str()) : nullptr;
    if (country == nullptr) {
        return unknownHandle(visitor);
    }
    visitor.reference = patient->correlation();
    Confirmation confirmation{*country, *patient, visitor.place[0]};
    confirmation.confirmationMissing = fieldOf(visitor.form, "confirmed") != "yes";
    confirmation.values = entered(visitor.form, "document.", "document.");
    confirmation.faults = discovery::checkDocumentKeys(*country->mask, confirmation.values);
    if (confirmation.confirmationMissing || !confirmation.faults.empty()) {
        return htmlResponse(422,
                            confirmationPage(view(visitor, "/patients/" + visitor.place[0]), confirmation));
    }
    const auto relation = parts_.desk.confirm(*visitor.session, *patient, confirmation.values);
    if (!relation) {
        return failure(visitor, relation.error(), "/patients/" + visitor.place[0]);
    }
    const auto listed =
        parts_.desk.list(*visitor.session, *relation, {kListedClasses.begin(), kListedClasses.end()});
    return listed ? seeOther("/relations/" + *relation)
                  : failure(visitor, listed.error(), "/patients/" + visitor.place[0]);
}

http::Response ClinicianPages::documents(Visitor& visitor) const {
    const auto relation = parts_.desk.relation(*visitor.session, visitor.place[0]);
    const auto country = relation ? parts_.desk.connected(relation->patient.country.str()) : nullptr;
    if (country == nullptr) {
        return unknownHandle(visitor);
    }
    std::vector<store::SentDispensation> reports;
    if (consultation::Dispensing::isPermitted(visitor.session->identity->clinician)) {
        auto kept = parts_.counter.reports(*visitor.session, visitor.place[0]);
        if (!kept) {
            return failure(visitor, kept.error(), "/countries");
        }
        reports = std::move(*kept);
    }
    return htmlResponse(200, documentsPage(view(visitor, visitor.request.path),
                                           {*country, *relation, visitor.place[0], std::move(reports),
                                            parts_.desk.terminology()}));
}

http::Response ClinicianPages::moreDocuments(Visitor& visitor) const {
    const auto relation = parts_.desk.relation(*visitor.session, visitor.place[0]);
    if (!relation) {
        return unknownHandle(visitor);
    }
    visitor.reference = relation->patient.correlation();
    const auto back = "/relations/" + visitor.place[0];
    const auto filter = readFilter(visitor.form);
    if (!filter) {
        return failure(visitor, filter.error(), back);
    }
    std::vector<std::string_view> classes;
    for (const auto classCode : kOtherClasses) {
        if (fieldOf(visitor.form, "class-" + std::string{classCode}) == "yes") {
            classes.push_back(classCode);
        }
    }
    if (classes.empty()) {
        return seeOther(back);
    }
    const auto listed = parts_.desk.list(*visitor.session, visitor.place[0], classes, *filter);
    return listed ? seeOther(back) : failure(visitor, listed.error(), back);
}

http::Response ClinicianPages::refresh(Visitor& visitor) const {
    const auto relation = parts_.desk.relation(*visitor.session, visitor.place[0]);
    if (!relation) {
        return unknownHandle(visitor);
    }
    visitor.reference = relation->patient.correlation();
    std::vector<std::string_view> classes;
    for (const auto& listing : relation->listings) {
        classes.push_back(listing.classCode);
    }
    const auto listed = parts_.desk.list(*visitor.session, visitor.place[0], classes);
    return listed ? seeOther("/relations/" + visitor.place[0])
                  : failure(visitor, listed.error(), "/relations/" + visitor.place[0]);
}

http::Response ClinicianPages::reading(Visitor& visitor, bool original, bool onPaper) const {
    const auto listed = parts_.desk.document(*visitor.session, visitor.place[0]);
    const auto relation = listed ? parts_.desk.relation(*visitor.session, listed->relation) : std::nullopt;
    const auto country = relation ? parts_.desk.connected(relation->patient.country.str()) : nullptr;
    if (country == nullptr) {
        return unknownHandle(visitor);
    }
    if (ihe::isOriginalDocument(listed->entry.classCode) && listed->entry.level == ihe::Level::L1) {
        return seeOther("/documents/" + visitor.place[0] + "/file");
    }
    visitor.reference = relation->patient.correlation();
    const auto document = parts_.desk.read(*visitor.session, visitor.place[0], visitor.language, original);
    if (!document) {
        return failure(visitor, document.error(), "/relations/" + listed->relation);
    }
    if ((*document)->file && !(*document)->translated) {
        return seeOther("/documents/" + visitor.place[0] + "/file");
    }
    const Reading shown{*country,
                        *listed,
                        **document,
                        visitor.place[0],
                        visitor.reference.str(),
                        original ? ReadingForm::Original : ReadingForm::Translated};
    const auto page = view(visitor, visitor.request.path);
    if (!onPaper) {
        return htmlResponse(200, readingPage(page, shown));
    }
    auto pdf = readingPaper(page, shown, parts_.clock.now());
    return pdf ? paperResponse(std::move(*pdf))
               : failure(visitor, pdf.error(), "/documents/" + visitor.place[0]);
}

http::Response ClinicianPages::translated(Visitor& visitor) const {
    return reading(visitor, false, false);
}

http::Response ClinicianPages::original(Visitor& visitor) const {
    return reading(visitor, true, false);
}

http::Response ClinicianPages::paper(Visitor& visitor) const {
    return reading(visitor, false, true);
}

http::Response ClinicianPages::originalPaper(Visitor& visitor) const {
    return reading(visitor, true, true);
}

http::Response ClinicianPages::file(Visitor& visitor) const {
    const auto listed = parts_.desk.document(*visitor.session, visitor.place[0]);
    const auto relation = listed ? parts_.desk.relation(*visitor.session, listed->relation) : std::nullopt;
    if (!relation) {
        return unknownHandle(visitor);
    }
    visitor.reference = relation->patient.correlation();
    const auto back = "/relations/" + listed->relation;
    const auto document = parts_.desk.read(*visitor.session, visitor.place[0], visitor.language, true);
    if (!document) {
        return failure(visitor, document.error(), back);
    }
    if (!(*document)->file) {
        return failure(visitor,
                       (*document)->translationFailed.value_or(Error{ErrorCode::DocumentMissing, {}, {}}),
                       back);
    }
    return fileResponse(*(*document)->file);
}

http::Response ClinicianPages::source(Visitor& visitor) const {
    const auto listed = parts_.desk.document(*visitor.session, visitor.place[0]);
    if (!listed) {
        return unknownHandle(visitor);
    }
    const auto document = parts_.desk.read(*visitor.session, visitor.place[0], visitor.language, true);
    if (!document) {
        return failure(visitor, document.error(), "/relations/" + listed->relation);
    }
    auto response = plainResponse(200, "application/xml", (*document)->original);
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"document.xml\"");
    return response;
}

} // namespace ncp::portal
