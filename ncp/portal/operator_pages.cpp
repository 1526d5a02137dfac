// The pages of operators: a document is dropped, and its report stands beside what it shows.
#include "ncp/portal/clinician_pages.hpp"
#include "ncp/portal/documents_page.hpp"
#include "ncp/portal/inspection_page.hpp"
#include "ncp/portal/responses.hpp"
#include "transform/rules/report_writer.hpp"

#include <utility>

namespace ncp::portal {
namespace {

/// A neutral name: that on the sender's machine may name a patient, and is never kept.
constexpr std::string_view kFileName = "document.xml";

http::Response download(std::string body, std::string_view contentType, std::string_view fileName) {
    auto response = plainResponse(200, contentType, std::move(body));
    response.headers.emplace_back("Content-Disposition",
                                  "attachment; filename=\"" + std::string{fileName} + "\"");
    return response;
}

/// The report of one file.
std::string reportOf(const Inspection& inspection, transform::rules::ReportWriter& writer) {
    transform::rules::Summary summary;
    summary.add(kFileName, inspection.opinion.findings);
    std::string report = writer.begin();
    report += writer.file({kFileName, inspection.opinion.findings, inspection.bytes});
    return report + writer.end(summary);
}

transform::rules::ValidationOptions optionsOf(const Form& form) {
    using transform::rules::Form;
    using transform::rules::Origin;
    transform::rules::ValidationOptions options;
    options.form = fieldOf(form, "form") == "friendly" ? Form::Friendly : Form::Pivot;
    options.origin = fieldOf(form, "origin") == "received" ? Origin::Received : Origin::Own;
    return options;
}

} // namespace

http::Response ClinicianPages::dropForm(Visitor& visitor) const {
    return htmlResponse(200, dropPage(view(visitor, "/inspections"), {}));
}

http::Response ClinicianPages::refusedDrop(Visitor& visitor, const Error& error) const {
    const auto page = view(visitor, "/inspections");
    return htmlResponse(spec(error.code).httpStatus, dropPage(page, errorSentence(page, error)));
}

http::Response ClinicianPages::inspect(Visitor& visitor) const {
    if (visitor.file.empty()) {
        const auto page = view(visitor, "/inspections");
        return htmlResponse(422, dropPage(page, page.text("portal.inspect.no_file")));
    }
    auto inspection = std::make_shared<Inspection>();
    inspection->options = optionsOf(visitor.form);
    inspection->opinion = parts_.judge(visitor.file, inspection->options);
    inspection->bytes = visitor.file;
    auto handle = makeHandle(parts_.random);
    visitor.session->visit.with([&](Visit& visit) { visit.inspections.add(handle, std::move(inspection)); });
    return seeOther("/inspections/" + handle);
}

std::shared_ptr<const Inspection> ClinicianPages::inspectionOf(const Visitor& visitor) {
    return visitor.session->visit.with([&](Visit& visit) {
        const auto* found = visit.inspections.find(visitor.place[0]);
        return found == nullptr ? nullptr : *found;
    });
}

http::Response ClinicianPages::inspection(Visitor& visitor) const {
    const auto found = inspectionOf(visitor);
    return found ? htmlResponse(200,
                                inspectionPage(view(visitor, visitor.request.path), *found, visitor.place[0]))
                 : problem(visitor, 404, "portal.problem.inspection", "/inspections");
}

http::Response ClinicianPages::reportJson(Visitor& visitor) const {
    const auto found = inspectionOf(visitor);
    if (!found) {
        return problem(visitor, 404, "portal.problem.inspection", "/inspections");
    }
    const auto writer = transform::rules::jsonReport({parts_.texts, visitor.language});
    return download(reportOf(*found, *writer), "application/json", "report.json");
}

http::Response ClinicianPages::reportSarif(Visitor& visitor) const {
    const auto found = inspectionOf(visitor);
    if (!found) {
        return problem(visitor, 404, "portal.problem.inspection", "/inspections");
    }
    const auto writer = transform::rules::sarifReport({parts_.texts, visitor.language});
    return download(reportOf(*found, *writer), "application/sarif+json", "report.sarif");
}

} // namespace ncp::portal
