#include "ncp/portal/report_pages.hpp"

#include "base/clock.hpp"
#include "ncp/consultation/prescription_items.hpp"
#include "ncp/portal/countries_page.hpp"
#include "ncp/portal/patient_pages.hpp"

namespace ncp::portal {
namespace {

using store::SentDispensation;
using store::SentKind;
using store::SentState;

std::string key(std::string_view group, const SentDispensation& report) {
    return "portal.report." + std::string{group} + "." + std::string{name(report.kind)} + "." +
           std::string{name(report.state)};
}

/// Accepted and taken back again.
bool isTakenBack(const SentDispensation& report, const std::vector<SentDispensation>& all) {
    return report.kind == SentKind::Dispensation && report.state == SentState::Accepted &&
           !consultation::stands(report, all);
}

std::string stateText(const View& view, const SentDispensation& report,
                      const std::vector<SentDispensation>& all) {
    return view.text(isTakenBack(report, all) ? std::string{"portal.report.taken_back"}
                     : !report.closed.empty() ? std::string{"portal.report.closed"}
                                              : key("state", report));
}

std::string pathOf(const ShownReport& shown) {
    return "/relations/" + shown.relationHandle + "/reports/" + shown.report.id;
}

void writePath(Html& html, const View& view, const ShownReport& shown) {
    html.open("nav", {{"aria-label", view.text("portal.path")}, {"class", "path"}});
    html.leaf("a", view.text("portal.documents.title", {countryName(shown.country, view.language)}),
              {{"href", "/relations/" + shown.relationHandle}});
    html.close();
}

void writeReportFacts(Html& html, const View& view, const ShownReport& shown) {
    const auto& report = shown.report;
    html.open("dl", {{"class", "patient"}});
    writeFact(html, view.text("portal.report.product"), report.product);
    writeFact(html, view.text("portal.handout.packages"), std::to_string(report.packages));
    writeFact(html, view.text("portal.report.sent"), writtenTime(view, report.created));
    writeFact(html, view.text("portal.report.state"), stateText(view, report, shown.all));
    if (!report.closed.empty()) {
        writeFact(html, view.text("portal.close.reason"), report.closed);
    }
    if (report.attempt > 1) {
        writeFact(html, view.text("portal.report.attempts"), std::to_string(report.attempt));
    }
    html.close();
}

void writeReference(Html& html, const View& view, const ShownReport& shown) {
    html.open("p", {{"class", "reference"}}).text(view.text("portal.reference")).text(" ");
    html.leaf("code", shown.report.correlationId).close();
}

/// What happened in a sentence, loud where something has to be done.
void writeOutcome(Html& html, const View& view, const ShownReport& shown) {
    const auto& report = shown.report;
    const auto sentence =
        view.text(isTakenBack(report, shown.all) ? std::string{"portal.report.taken_back.text"}
                  : !report.closed.empty()       ? std::string{"portal.report.closed.text"}
                                                 : key("text", report),
                  {countryName(shown.country, view.language)});
    if (report.state == SentState::Accepted || report.state == SentState::Sending || !report.closed.empty()) {
        html.open("div", {{"class", "done"}, {"role", "status"}}).leaf("p", sentence).close();
        return;
    }
    html.open("div", {{"class", "notice"}, {"role", "alert"}});
    html.leaf("h2", stateText(view, report, shown.all)).leaf("p", sentence);
    if (report.state == SentState::Refused) {
        html.leaf("p", view.text("error." + report.errorId));
    }
    html.close();
}

void writePost(Html& html, const View& view, const std::string& action, std::string_view buttonKey) {
    html.open("form", {{"method", "post"}, {"action", action}});
    writeCsrf(html, view);
    html.leaf("button", view.text(buttonKey), {{"type", "submit"}, {"class", "main"}}).close();
}

void writeActions(Html& html, const View& view, const ShownReport& shown) {
    const auto& report = shown.report;
    html.open("div", {{"class", "actions"}});
    if (report.state == SentState::Unknown && report.closed.empty()) {
        writePost(html, view, "/relations/" + shown.relationHandle + "/refresh", "portal.report.ask");
        html.leaf("a", view.text("portal.report.resend"),
                  {{"href", pathOf(shown) + "/resend"}, {"class", "button plain"}});
        html.leaf("a", view.text("portal.report.close"),
                  {{"href", pathOf(shown) + "/close"}, {"class", "button plain"}});
    }
    if (report.kind == SentKind::Dispensation && report.state == SentState::Accepted &&
        !isTakenBack(report, shown.all)) {
        html.leaf("a", view.text("portal.report.discard"),
                  {{"href", pathOf(shown) + "/discard"}, {"class", "button plain"}});
    }
    html.leaf("a", view.text("portal.report.list"),
              {{"href", "/relations/" + shown.relationHandle}, {"class", "button plain"}});
    html.close();
}

} // namespace

std::string reportPage(const View& view, const ShownReport& shown) {
    const auto title = view.text("portal.report.title." + std::string{name(shown.report.kind)});
    return writePage(view, title, [&](Html& html) {
        writePath(html, view, shown);
        html.leaf("h1", title);
        writeOutcome(html, view, shown);
        writePatientFacts(html, view, shown.relation.patient);
        writeReportFacts(html, view, shown);
        writeActions(html, view, shown);
        writeReference(html, view, shown);
    });
}

std::string discardPage(const View& view, const ShownReport& shown, const std::string& requestKey) {
    const auto title = view.text("portal.discard.title");
    return writePage(view, title, [&](Html& html) {
        writePath(html, view, shown);
        html.leaf("h1", title);
        html.leaf("p", view.text("portal.discard.lead", {countryName(shown.country, view.language)}),
                  {{"class", "lead"}});
        writePatientFacts(html, view, shown.relation.patient);
        writeReportFacts(html, view, shown);
        html.open("form", {{"method", "post"}, {"action", pathOf(shown) + "/discard"}});
        writeCsrf(html, view);
        html.single("input", {{"type", "hidden"}, {"name", "request"}, {"value", requestKey}});
        html.open("p", {{"class", "actions"}});
        html.leaf("button", view.text("portal.discard.submit"), {{"type", "submit"}, {"class", "main"}});
        html.leaf("a", view.text("portal.discard.keep"),
                  {{"href", pathOf(shown)}, {"class", "button plain"}});
        html.close().close();
    });
}

std::string resendPage(const View& view, const ShownReport& shown, bool unconfirmed) {
    const auto title = view.text("portal.resend.title");
    return writePage(view, (unconfirmed ? view.text("portal.fault") + " " : "") + title, [&](Html& html) {
        writePath(html, view, shown);
        html.leaf("h1", title);
        html.open("div", {{"class", "notice"}}).leaf("h2", view.text("portal.resend.risk.title"));
        html.leaf("p", view.text("portal.resend.risk", {countryName(shown.country, view.language)})).close();
        writePatientFacts(html, view, shown.relation.patient);
        writeReportFacts(html, view, shown);
        html.open("form", {{"method", "post"}, {"action", pathOf(shown) + "/resend"}});
        writeCsrf(html, view);
        const auto next = std::to_string(shown.report.attempt + 1);
        html.single("input", {{"type", "hidden"}, {"name", "attempt"}, {"value", next}});
        if (unconfirmed) {
            html.open("p", {{"class", "fault"}, {"id", "confirmed-fault"}, {"role", "alert"}});
            html.leaf("strong", view.text("portal.fault")).text(" ");
            html.text(view.text("portal.resend.unconfirmed")).close();
        }
        const auto invalid = unconfirmed ? std::optional<std::string_view>{"true"} : std::nullopt;
        const auto fault = unconfirmed ? std::optional<std::string_view>{"confirmed-fault"} : std::nullopt;
        html.open("div", {{"class", "option"}});
        html.single("input", {{"type", "checkbox"},
                              {"name", "confirmed"},
                              {"id", "confirmed"},
                              {"value", "yes"},
                              {"aria-required", "true"},
                              {"aria-invalid", invalid},
                              {"aria-describedby", fault}});
        html.leaf("label", view.text("portal.resend.statement"), {{"for", "confirmed"}}).close();
        html.open("p", {{"class", "actions"}});
        html.leaf("button", view.text("portal.resend.submit"), {{"type", "submit"}, {"class", "main"}});
        html.leaf("a", view.text("portal.resend.back"), {{"href", pathOf(shown)}, {"class", "button plain"}});
        html.close().close();
    });
}

std::string closePage(const View& view, const ShownReport& shown, bool unexplained) {
    const auto title = view.text("portal.close.title");
    return writePage(view, (unexplained ? view.text("portal.fault") + " " : "") + title, [&](Html& html) {
        writePath(html, view, shown);
        html.leaf("h1", title);
        html.leaf("p", view.text("portal.close.lead", {countryName(shown.country, view.language)}),
                  {{"class", "lead"}});
        writePatientFacts(html, view, shown.relation.patient);
        writeReportFacts(html, view, shown);
        html.open("form", {{"method", "post"}, {"action", pathOf(shown) + "/close"}});
        writeCsrf(html, view);
        const auto invalid = unexplained ? std::optional<std::string_view>{"true"} : std::nullopt;
        html.open("div", {{"class", "field"}});
        html.leaf("label", view.text("portal.close.reason"), {{"for", "reason"}});
        html.leaf("p", view.text("portal.close.reason.hint"), {{"class", "hint"}, {"id", "reason-hint"}});
        if (unexplained) {
            html.open("p", {{"class", "fault"}, {"id", "reason-fault"}, {"role", "alert"}});
            html.leaf("strong", view.text("portal.fault")).text(" ");
            html.text(view.text("portal.close.unexplained")).close();
        }
        html.single("input", {{"type", "text"},
                              {"name", "reason"},
                              {"id", "reason"},
                              {"maxlength", "500"},
                              {"autocomplete", "off"},
                              {"aria-required", "true"},
                              {"aria-invalid", invalid},
                              {"aria-describedby", unexplained ? "reason-fault" : "reason-hint"}});
        html.close();
        html.open("p", {{"class", "actions"}});
        html.leaf("button", view.text("portal.close.submit"), {{"type", "submit"}, {"class", "main"}});
        html.leaf("a", view.text("portal.close.back"), {{"href", pathOf(shown)}, {"class", "button plain"}});
        html.close().close();
    });
}

void writeReports(Html& html, const View& view, const std::vector<SentDispensation>& reports,
                  const std::string& relation) {
    if (reports.empty()) {
        return;
    }
    html.open("section", {{"aria-labelledby", "reports"}});
    html.leaf("h2", view.text("portal.reports.title"), {{"id", "reports"}});
    html.open("ul", {{"class", "documents"}});
    for (const auto& report : reports) {
        html.open("li");
        html.leaf("h3", view.text("portal.reports.item." + std::string{name(report.kind)},
                                  {report.product, std::to_string(report.packages)}));
        html.open("dl");
        writeFact(html, view.text("portal.report.sent"), writtenTime(view, report.created));
        writeFact(html, view.text("portal.report.state"), stateText(view, report, reports));
        html.close().open("p", {{"class", "actions"}});
        html.open("a",
                  {{"href", "/relations/" + relation + "/reports/" + report.id}, {"class", "button plain"}});
        html.text(view.text("portal.reports.open"));
        html.leaf("span", " – " + report.product, {{"class", "hidden"}}).close();
        html.close().close();
    }
    html.close().close();
}

} // namespace ncp::portal
