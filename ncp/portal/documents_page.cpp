#include "ncp/portal/documents_page.hpp"

#include "ncp/portal/countries_page.hpp"
#include "ncp/portal/patient_pages.hpp"

#include <algorithm>

namespace ncp::portal {
namespace {

constexpr std::string_view kAtc = "2.16.840.1.113883.6.73";
constexpr std::string_view kDoseForm = "0.4.0.127.0.16.1.1.2.1";
constexpr std::string_view kStrength = "eHDSI_Strength_CodeSystem";
constexpr std::string_view kSubstitution = "2.16.840.1.113883.5.1070";

std::string eventText(const ihe::DocumentEntry& entry, std::string_view system) {
    const auto found = std::ranges::find(entry.events, system, &Code::system);
    if (found == entry.events.end()) {
        return {};
    }
    // The strength stands in the code; its display name says "Strength of medication".
    return system == kStrength || found->display.empty() ? found->code : found->display;
}

/// Whether the pharmacy may substitute, in the reader's language where the code is known.
std::string substitutionOf(const View& view, const ihe::DocumentEntry& entry) {
    const auto found = std::ranges::find(entry.events, kSubstitution, &Code::system);
    if (found == entry.events.end()) {
        return {};
    }
    const auto key = "portal.substitution." + found->code;
    return view.texts.has(key) ? view.text(key) : eventText(entry, kSubstitution);
}

std::string productOf(const ihe::DocumentEntry& entry) {
    std::string product;
    for (const auto system : {kAtc, kStrength, kDoseForm}) {
        if (const auto part = eventText(entry, system); !part.empty()) {
            product += (product.empty() ? "" : ", ") + part;
        }
    }
    return product;
}

void writeDocument(Html& html, const View& view, const ListedPair& pair) {
    const auto& entry = pair.coded ? *pair.coded : *pair.pdf;
    const auto product = productOf(entry);
    const auto kind = className(view, entry.classCode);
    const auto date = writtenDate(view, entry.creationTime);
    const auto heading = product.empty() ? kind : product;
    html.open("li").leaf("h3", heading);
    html.open("dl");
    writeFact(html, view.text("portal.document.date"), date);
    writeFact(html, view.text("portal.document.author"), entry.authorPerson);
    writeFact(html, view.text("portal.document.description"), entry.description);
    writeFact(html, view.text("portal.document.substitution"), substitutionOf(view, entry));
    writeFact(html, view.text("portal.document.forms"),
              view.text(pair.coded && pair.pdf ? "portal.form.both"
                        : pair.coded           ? "portal.form.coded"
                                               : "portal.form.pdf"));
    html.close();
    const auto context = " – " + heading + ", " + date;
    html.open("p", {{"class", "actions"}});
    if (pair.coded) {
        html.open("a", {{"href", "/documents/" + pair.codedHandle}, {"class", "button"}});
        html.text(view.text("portal.document.read")).leaf("span", context, {{"class", "hidden"}}).close();
    }
    if (pair.pdf) {
        html.open("a", {{"href", "/documents/" + pair.pdfHandle + "/pdf"}, {"class", "button plain"}});
        html.text(view.text("portal.document.pdf")).leaf("span", context, {{"class", "hidden"}}).close();
    }
    html.close().close();
}

/// That there is nothing of a kind is an answer; everything else is an error.
bool isEmptyAnswer(const Error& error) {
    return spec(error.code).httpStatus == 404;
}

void writeListing(Html& html, const View& view, const Listing& listing, const std::string& reference) {
    html.open("section", {{"aria-labelledby", "class-" + listing.classCode}});
    html.leaf("h2", view.text("portal.class." + listing.classCode + ".plural"),
              {{"id", "class-" + listing.classCode}});
    if (listing.error && isEmptyAnswer(*listing.error)) {
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
            writeDocument(html, view, pair);
        }
        html.close();
    }
    html.close();
}

} // namespace

std::string className(const View& view, std::string_view classCode) {
    const auto key = "portal.class." + std::string{classCode};
    return view.texts.has(key) ? view.text(key) : std::string{classCode};
}

std::string errorSentence(const View& view, const Error& error) {
    return view.text("error." + std::string{spec(error.code).id});
}

std::string documentsPage(const View& view, const PortalCountry& country, const OpenRelation& relation,
                          std::string_view handle) {
    const auto title = view.text("portal.documents.title", {countryName(country, view.language)});
    return writePage(view, title, [&](Html& html) {
        html.open("nav", {{"aria-label", view.text("portal.path")}, {"class", "path"}});
        html.leaf("a", view.text("portal.countries.title"), {{"href", "/countries"}});
        html.leaf("a", view.text("portal.documents.other_patient"),
                  {{"href", "/countries/" + country.code.str()}});
        html.close();
        html.leaf("h1", title);
        writePatientFacts(html, view, relation.patient);
        for (const auto& listing : relation.listings) {
            writeListing(html, view, listing, relation.patient.correlation.str());
        }
        const auto action = "/relations/" + std::string{handle} + "/refresh";
        html.open("form", {{"method", "post"}, {"action", action}, {"class", "refresh"}});
        writeCsrf(html, view);
        html.leaf("button", view.text("portal.documents.refresh"), {{"type", "submit"}, {"class", "plain"}});
        html.close();
    });
}

} // namespace ncp::portal
