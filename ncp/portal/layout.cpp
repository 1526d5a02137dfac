#include "ncp/portal/layout.hpp"

#include "ncp/ihe/hl7_time.hpp"
#include "ncp/portal/norwegian_time.hpp"

#include <algorithm>
#include <cctype>

namespace ncp::portal {
namespace {

void writeHead(Html& html, const View& view, std::string_view title) {
    html.open("head");
    html.single("meta", {{"charset", "utf-8"}});
    html.single("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
    html.single("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
    html.leaf("title", std::string{title} + " – " + view.text("portal.name"));
    html.single("link", {{"rel", "stylesheet"}, {"href", "/assets/style.css"}});
    html.single("link", {{"rel", "stylesheet"}, {"href", "/assets/clinical.css"}});
    html.close();
}

void writeLanguages(Html& html, const View& view) {
    if (view.languages.size() < 2 || view.csrf.empty()) {
        return;
    }
    html.open("form", {{"method", "post"}, {"action", "/language"}, {"class", "languages"}});
    writeCsrf(html, view);
    html.single("input", {{"type", "hidden"}, {"name", "return"}, {"value", view.returnPath}});
    html.open("fieldset").leaf("legend", view.text("portal.language"), {{"class", "hidden"}});
    for (const auto language : view.languages) {
        const bool current = language == view.language;
        html.leaf("button", view.texts.get(language, "portal.language.name"),
                  {{"type", "submit"},
                   {"name", "language"},
                   {"value", tag(language)},
                   {"lang", tag(language)},
                   {"aria-pressed", current ? "true" : "false"}});
    }
    html.close().close();
}

void writeHeader(Html& html, const View& view) {
    html.open("header").open("div", {{"class", "top"}});
    html.leaf("a", view.text("portal.name"), {{"class", "name"}, {"href", "/"}});
    writeLanguages(html, view);
    if (view.identity != nullptr) {
        html.open("div", {{"class", "person"}});
        html.open("p").leaf("strong", view.identity->clinician.name);
        html.leaf("span", view.identity->clinician.organisation).close();
        html.open("form", {{"method", "post"}, {"action", "/sign-out"}});
        writeCsrf(html, view);
        html.leaf("button", view.text("portal.sign_out"), {{"type", "submit"}, {"class", "quiet"}});
        html.close().close();
    }
    html.close();
    html.leaf("p", view.text("portal.demonstration"), {{"class", "demonstration"}});
    html.close();
}

} // namespace

std::string writePage(const View& view, std::string_view title, const std::function<void(Html&)>& main) {
    Html html;
    html.fragment("<!DOCTYPE html>\n");
    html.open("html", {{"lang", tag(view.language)}});
    writeHead(html, view, title);
    html.open("body");
    html.leaf("a", view.text("portal.skip"), {{"class", "skip"}, {"href", "#content"}});
    writeHeader(html, view);
    html.open("main", {{"id", "content"}, {"tabindex", "-1"}});
    main(html);
    html.close();
    html.open("footer", {{"class", "bottom"}});
    html.leaf("p", view.text("portal.footer", {view.version}));
    html.close().close().close();
    return html.take();
}

void writeCsrf(Html& html, const View& view) {
    html.single("input", {{"type", "hidden"}, {"name", "csrf"}, {"value", view.csrf}});
}

void writeNotice(Html& html, const View& view, std::string_view heading, std::string_view text,
                 std::string_view reference) {
    html.open("div", {{"class", "notice"}, {"role", "alert"}});
    html.leaf("h2", heading);
    html.leaf("p", text);
    if (!reference.empty()) {
        html.open("p", {{"class", "reference"}}).text(view.text("portal.reference")).text(" ");
        html.leaf("code", reference).close();
    }
    html.close();
}

void writeFact(Html& html, std::string_view term, std::string_view description) {
    if (!description.empty()) {
        html.open("div").leaf("dt", term).leaf("dd", description).close();
    }
}

std::string roleName(const View& view, const saml::Clinician& clinician) {
    const auto key = "portal.role." + clinician.role.code;
    return view.texts.has(key) ? view.text(key) : clinician.role.display;
}

std::string writtenDate(const View& view, std::string_view time) {
    std::string digits;
    for (const char c : time.substr(0, 10)) {
        if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
            digits.push_back(c);
        }
    }
    if (digits.size() < 8) {
        return std::string{time};
    }
    const auto year = digits.substr(0, 4);
    const auto month = digits.substr(4, 2);
    const auto day = digits.substr(6, 2);
    if (view.language != TextLanguage::English) {
        return day + "." + month + "." + year;
    }
    const auto key = "portal.month." + month;
    if (!view.texts.has(key)) {
        return std::string{time};
    }
    return day.substr(day.front() == '0' ? 1 : 0) + " " + view.text(key) + " " + year;
}

std::string writtenTime(const View& view, Instant instant) {
    const auto local = norwegianTime(instant);
    return view.text("portal.time", {writtenDate(view, local.date), local.clock});
}

std::string writtenDay(const View& view, std::string_view utc) {
    constexpr std::size_t kWithHour = 10;
    const auto instant = ihe::parseHl7Time(utc);
    return writtenDate(view,
                       instant && utc.size() >= kWithHour ? norwegianTime(*instant).date : std::string{utc});
}

} // namespace ncp::portal
