#include "ncp/portal/inspection_page.hpp"

#include "base/xml/document.hpp"
#include "transform/render/render.hpp"
#include "transform/rules/report_writer.hpp"

#include <algorithm>

namespace ncp::portal {
namespace {

using transform::Finding;

/// More findings than a person reads; the files to download have them all.
constexpr std::size_t kShownFindings = 500;

void writeChoice(Html& html, const View& view, std::string_view name, std::string_view legendKey,
                 std::initializer_list<std::string_view> values) {
    html.open("fieldset").leaf("legend", view.text(legendKey));
    bool first = true;
    for (const auto value : values) {
        const auto id = std::string{name} + "-" + std::string{value};
        html.open("div", {{"class", "option"}});
        html.single("input", {{"type", "radio"},
                              {"name", name},
                              {"id", id},
                              {"value", value},
                              {"checked", first ? std::optional<std::string_view>{""} : std::nullopt}});
        html.leaf("label", view.text("portal.inspect." + id), {{"for", id}}).close();
        first = false;
    }
    html.close();
}

/// What must hold or what is wrong.
std::string sentence(const View& view, const Finding& finding) {
    const auto key = "rule." + finding.code;
    return view.texts.has(key) ? view.text(key) : finding.advice;
}

/// How to mend it; empty where nobody has written that.
std::string mending(const View& view, const Finding& finding) {
    const auto key = "rule." + finding.code + ".advice";
    return view.texts.has(key) ? view.text(key) : std::string{};
}

std::string_view levelKey(transform::rules::Level level) {
    switch (level) {
    case transform::rules::Level::Error:
        return "validation.error";
    case transform::rules::Level::Warning:
        return "validation.warning";
    case transform::rules::Level::Notice:
        break;
    }
    return "validation.notice";
}

void writeFinding(Html& html, const View& view, const Finding& finding) {
    const auto level = transform::rules::levelOf(finding);
    html.open("li", {{"class", level == transform::rules::Level::Error ? "error" : "minor"}});
    html.open("h3").leaf("span", view.text(levelKey(level)), {{"class", "severity"}});
    html.text(" ").leaf("code", finding.code).close();
    html.leaf("p", sentence(view, finding));
    html.open("dl");
    if (!finding.path.empty()) {
        const auto line = view.text("portal.inspect.line", {std::to_string(finding.line)});
        html.open("div").leaf("dt", view.text("portal.inspect.place"));
        html.open("dd").text(finding.line > 0 ? line + " " : "").leaf("code", finding.path).close().close();
    }
    writeFact(html, view.text("portal.inspect.found"),
              finding.element.empty() ? view.text("validation.nothing") : finding.element);
    writeFact(html, view.text("portal.inspect.expected"), finding.expected);
    writeFact(html, view.text("portal.inspect.mend"), mending(view, finding));
    if (finding.occurrences > 1) {
        html.open("div").leaf("dt", view.text("portal.inspect.place"));
        html.leaf("dd", view.text("validation.more", {std::to_string(finding.occurrences - 1)})).close();
    }
    writeFact(html, view.text("portal.inspect.clause"), finding.reference);
    html.close().close();
}

void writeReport(Html& html, const View& view, const Inspection& inspection, const std::string& handle) {
    const auto& findings = inspection.opinion.findings;
    const auto counts = transform::rules::countsOf(findings);
    const auto sum =
        view.text("validation.summary", {std::to_string(counts.errors), std::to_string(counts.warnings)}) +
        ", " + view.text("validation.notices", {std::to_string(counts.notices)});
    html.open("section", {{"class", "report"}, {"aria-labelledby", "report"}});
    html.leaf("h2", view.text("portal.inspect.report"), {{"id", "report"}});
    html.leaf("p", sum, {{"role", "status"}});
    html.open("p", {{"class", "actions"}});
    for (const std::string_view format : {"json", "sarif"}) {
        html.leaf("a", view.text("portal.inspect.download." + std::string{format}),
                  {{"href", "/inspections/" + handle + "/report." + std::string{format}},
                   {"class", "button plain"}});
    }
    html.leaf("a", view.text("portal.inspect.another"),
              {{"href", "/inspections"}, {"class", "button plain"}});
    html.close();
    html.open("ol", {{"class", "report"}});
    for (std::size_t at = 0; at < std::min(findings.size(), kShownFindings); ++at) {
        writeFinding(html, view, findings[at]);
    }
    html.close();
    if (findings.size() > kShownFindings) {
        html.leaf("p", view.text("portal.inspect.more", {std::to_string(findings.size() - kShownFindings)}));
    }
    html.close();
}

void writeDocument(Html& html, const View& view, const Inspection& inspection) {
    html.open("section", {{"class", "inspected"}, {"aria-labelledby", "inspected"}});
    html.leaf("h2", view.text("portal.inspect.rendered"), {{"id", "inspected"}});
    const auto rendered = xml::Document::parse(inspection.bytes).and_then([&](const xml::Document& document) {
        transform::render::RenderOptions options;
        options.embedded = true;
        options.catalogue = inspection.opinion.terminology.get();
        return transform::render::renderHtml(document, view.texts, view.language, options);
    });
    if (rendered) {
        html.fragment(*rendered);
    } else {
        html.leaf("p", view.text("portal.reading.not_shown"));
    }
    html.close();
}

} // namespace

std::string dropPage(const View& view, std::string_view fault) {
    const auto title = view.text("portal.inspect.title");
    return writePage(view, (fault.empty() ? "" : view.text("portal.fault") + " ") + title, [&](Html& html) {
        html.leaf("h1", title);
        html.leaf("p", view.text("portal.inspect.lead"), {{"class", "lead"}});
        if (!fault.empty()) {
            writeNotice(html, view, view.text("portal.inspect.refused"), fault, {});
        }
        html.open("form",
                  {{"method", "post"}, {"action", "/inspections"}, {"enctype", "multipart/form-data"}});
        writeCsrf(html, view);
        html.open("div", {{"class", "field"}});
        html.leaf("label", view.text("portal.inspect.file"), {{"for", "file"}});
        html.leaf("p", view.text("portal.inspect.file.hint"), {{"class", "hint"}, {"id", "file-hint"}});
        // Browsers take what is dropped on a file field: no script is needed.
        html.single("input", {{"type", "file"},
                              {"name", "file"},
                              {"id", "file"},
                              {"class", "drop"},
                              {"accept", ".xml,application/xml,text/xml"},
                              {"aria-describedby", "file-hint"}});
        html.close();
        writeChoice(html, view, "form", "portal.inspect.form", {"pivot", "friendly"});
        writeChoice(html, view, "origin", "portal.inspect.origin", {"own", "received"});
        html.leaf("button", view.text("portal.inspect.submit"), {{"type", "submit"}, {"class", "main"}});
        html.close();
    });
}

std::string inspectionPage(const View& view, const Inspection& inspection, const std::string& handle) {
    const auto title = view.text("portal.inspect.result");
    return writePage(view, title, [&](Html& html) {
        html.leaf("h1", title);
        html.open("div", {{"class", "inspection"}});
        writeReport(html, view, inspection, handle);
        writeDocument(html, view, inspection);
        html.close();
    });
}

} // namespace ncp::portal
