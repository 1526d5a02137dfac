#include "ncp/portal/documents_page.hpp"

#include "ncp/consultation/dispensing.hpp"
#include "ncp/consultation/prescription_entry.hpp"
#include "ncp/ihe/document_kind.hpp"
#include "ncp/portal/countries_page.hpp"
#include "ncp/portal/desk.hpp"
#include "ncp/portal/patient_pages.hpp"
#include "ncp/portal/report_pages.hpp"

#include <optional>

namespace ncp::portal {
namespace {

/// Whether the pharmacy may substitute, in the reader's language where the code is known.
std::string substitutionOf(const View& view, const consultation::PrescriptionEntry& prescription) {
    const auto key = "portal.substitution." + prescription.substitution;
    return view.texts.has(key) ? view.text(key) : prescription.substitutionName;
}

void writePrescriptionFacts(Html& html, const View& view,
                            const consultation::PrescriptionEntry& prescription) {
    writeFact(html, "ATC", prescription.atc);
    if (prescription.dispensable) {
        writeFact(
            html, view.text("portal.document.state"),
            view.text(*prescription.dispensable ? "portal.prescription.open" : "portal.prescription.closed"));
    }
    writeFact(html, view.text("portal.document.substitution"), substitutionOf(view, prescription));
}

std::string_view formKey(const ListedPair& pair) {
    if (!pair.coded) {
        return ihe::isOriginalDocument(pair.pdf->classCode) ? "portal.form.original" : "portal.form.pdf";
    }
    return pair.pdf ? "portal.form.both" : "portal.form.coded";
}

/// The ways to read a document, and from a prescription to the counter.
void writeDocumentActions(Html& html, const View& view, const ListedPair& pair, const std::string& context,
                          std::optional<bool> dispensable) {
    const auto link = [&](std::string_view key, const std::string& href, std::string_view style) {
        html.open("a", {{"href", href}, {"class", style}});
        html.text(view.text(key)).leaf("span", context, {{"class", "hidden"}}).close();
    };
    html.open("p", {{"class", "actions"}});
    if (pair.coded) {
        link("portal.document.read", "/documents/" + pair.codedHandle, "button");
    }
    if (pair.pdf) {
        const bool original = ihe::isOriginalDocument(pair.pdf->classCode);
        if (!pair.coded && !original) {
            link("portal.document.read", "/documents/" + pair.pdfHandle, "button");
        }
        link(original ? "portal.document.open" : "portal.document.pdf",
             "/documents/" + pair.pdfHandle + "/file", "button plain");
    }
    const bool pharmacist = consultation::Dispensing::isPermitted(view.identity->clinician);
    if (pair.coded && pair.coded->classCode == ihe::kEPrescription && pharmacist &&
        dispensable.value_or(true)) {
        link("portal.document.dispense", "/documents/" + pair.codedHandle + "/handout", "button plain");
    }
    html.close();
}

consultation::PrescriptionEntry prescriptionOf(const ihe::DocumentEntry& entry, const View& view,
                                               const transform::terminology::Catalogue* catalogue) {
    auto prescription = consultation::prescriptionEntry(entry);
    return catalogue == nullptr ? prescription
                                : translated(std::move(prescription), *catalogue, view.language);
}

void writeDocument(Html& html, const View& view, const ListedPair& pair,
                   const transform::terminology::Catalogue* catalogue) {
    const auto& entry = pair.coded ? *pair.coded : *pair.pdf;
    const auto prescription = prescriptionOf(entry, view, catalogue);
    const bool prescribed = entry.classCode == ihe::kEPrescription;
    const auto product = prescribed ? productLine(prescription) : std::string{};
    const auto date = writtenDay(view, entry.creationTime);
    const auto heading = product.empty() ? className(view, entry.classCode) : product;
    html.open("li").leaf("h3", heading);
    html.open("dl");
    writeFact(html, view.text("portal.document.date"), date);
    writeFact(html, view.text("portal.document.author"), entry.authorPerson);
    writeFact(html, view.text("portal.document.description"), entry.description);
    if (prescribed) {
        writePrescriptionFacts(html, view, prescription);
    }
    writeFact(html, view.text("portal.document.forms"), view.text(formKey(pair)));
    html.close();
    writeDocumentActions(html, view, pair, " – " + heading + ", " + date, prescription.dispensable);
    html.close();
}

/// That there is nothing of a kind is an answer; everything else is an error.
bool isEmptyAnswer(const Error& error) {
    return spec(error.code).httpStatus == 404;
}

void writeListing(Html& html, const View& view, const Listing& listing, const std::string& reference,
                  const transform::terminology::Catalogue* catalogue) {
    html.open("section", {{"aria-labelledby", "class-" + listing.classCode}});
    html.leaf("h2", view.text("portal.class." + listing.classCode + ".plural"),
              {{"id", "class-" + listing.classCode}});
    if (listing.error && isEmptyAnswer(*listing.error)) {
        html.leaf("p", errorSentence(view, *listing.error), {{"class", "empty"}});
    } else if (listing.error && listing.error->code == ErrorCode::InsufficientRights) {
        // The same for each patient: nothing has gone wrong, and nobody is to get used to alarms.
        html.leaf("p", errorSentence(view, *listing.error), {{"class", "empty"}});
    } else if (listing.error) {
        html.open("div", {{"class", "notice"}}).open("p");
        if (!listing.documents.empty()) {
            html.leaf("strong", view.text("portal.documents.incomplete")).text(" ");
        }
        html.text(errorSentence(view, *listing.error)).close();
        html.open("p", {{"class", "reference"}}).text(view.text("portal.reference")).text(" ");
        html.leaf("code", reference).close().close();
    } else if (listing.documents.empty()) {
        html.leaf("p", view.text("portal.documents.none"), {{"class", "empty"}});
    }
    if (!listing.documents.empty()) {
        html.open("ul", {{"class", "documents"}});
        for (const auto& pair : listing.documents) {
            writeDocument(html, view, pair, catalogue);
        }
        html.close();
    }
    html.close();
}

void writeFilterField(Html& html, const View& view, std::string_view name) {
    const auto key = "portal.more." + std::string{name};
    const auto hint = std::string{name} + "-hint";
    html.open("div", {{"class", "field"}});
    html.leaf("label", view.text(key), {{"for", name}});
    html.leaf("p", view.text(key + ".hint"), {{"class", "hint"}, {"id", hint}});
    html.single("input", {{"type", "text"},
                          {"name", name},
                          {"id", name},
                          {"autocomplete", "off"},
                          {"maxlength", "10"},
                          {"class", "short"},
                          {"aria-describedby", hint}});
    html.close();
}

/// The classes that are not asked for by themselves, with what narrows them.
void writeMore(Html& html, const View& view, const std::string& relation) {
    html.open("details", {{"class", "kin"}}).leaf("summary", view.text("portal.more.title"));
    html.open("form", {{"method", "post"}, {"action", "/relations/" + relation + "/more"}});
    writeCsrf(html, view);
    html.open("fieldset").leaf("legend", view.text("portal.more.classes"));
    for (const auto classCode : kOtherClasses) {
        const auto name = "class-" + std::string{classCode};
        html.open("div", {{"class", "option"}});
        html.single("input",
                    {{"type", "checkbox"}, {"name", name}, {"id", "more-" + name}, {"value", "yes"}});
        html.leaf("label", view.text("portal.class." + std::string{classCode} + ".plural"),
                  {{"for", "more-" + name}});
        html.close();
    }
    html.close();
    html.open("fieldset").leaf("legend", view.text("portal.more.filter"));
    for (const auto name : {"created_after", "created_before", "max_megabytes"}) {
        writeFilterField(html, view, name);
    }
    html.close();
    html.leaf("button", view.text("portal.more.submit"), {{"type", "submit"}, {"class", "main"}});
    html.close().close();
}

} // namespace

std::string className(const View& view, std::string_view classCode) {
    const auto key = "portal.class." + std::string{classCode};
    return view.texts.has(key) ? view.text(key) : std::string{classCode};
}

std::string errorSentence(const View& view, const Error& error) {
    return view.text("error." + std::string{spec(error.code).id});
}

std::string documentsPage(const View& view, const PatientDocuments& documents) {
    const auto& country = documents.country;
    const auto& relation = documents.relation;
    const auto title = view.text("portal.documents.title", {countryName(country, view.language)});
    return writePage(view, title, [&](Html& html) {
        html.open("nav", {{"aria-label", view.text("portal.path")}, {"class", "path"}});
        html.leaf("a", view.text("portal.countries.title"), {{"href", "/countries"}});
        html.leaf("a", view.text("portal.documents.other_patient"),
                  {{"href", "/countries/" + country.code.str()}});
        html.close();
        html.leaf("h1", title);
        writePatientFacts(html, view, relation.patient);
        writeReports(html, view, documents.reports, documents.handle);
        for (const auto& listing : relation.listings) {
            writeListing(html, view, listing, relation.patient.correlation().str(),
                         documents.terminology.get());
        }
        writeMore(html, view, documents.handle);
        const auto action = "/relations/" + documents.handle + "/refresh";
        html.open("form", {{"method", "post"}, {"action", action}, {"class", "refresh"}});
        writeCsrf(html, view);
        html.leaf("button", view.text("portal.documents.refresh"), {{"type", "submit"}, {"class", "plain"}});
        html.close();
    });
}

} // namespace ncp::portal
