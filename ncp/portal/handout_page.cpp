#include "ncp/portal/handout_page.hpp"

#include "ncp/portal/countries_page.hpp"
#include "ncp/portal/documents_page.hpp"
#include "ncp/portal/patient_pages.hpp"

#include <algorithm>
#include <optional>

namespace ncp::portal {
namespace {

using consultation::PrescriptionItem;

std::optional<std::string_view> flag(bool set) {
    return set ? std::optional<std::string_view>{"true"} : std::nullopt;
}

std::optional<std::string_view> present(bool set) {
    return set ? std::optional<std::string_view>{""} : std::nullopt;
}

/// Writes the fields of the form with what was entered and what was wrong with it.
class HandoutInputs {
  public:
    HandoutInputs(Html& html, const View& view, const HandoutEntry& entry)
        : html_(html), view_(view), entry_(entry) {}

    void writeSummary() {
        if (entry_.faults.empty()) {
            return;
        }
        html_.open("div", {{"class", "notice"}, {"role", "alert"}, {"tabindex", "-1"}, {"autofocus", ""}});
        html_.leaf("h2", view_.text("portal.faults.title")).open("ul");
        for (const auto& fault : entry_.faults) {
            html_.open("li").leaf("a", view_.text(fault.key), {{"href", "#" + fault.field}}).close();
        }
        html_.close().close();
    }

    void writeItems() {
        html_.open("fieldset", {{"id", "item"}}).leaf("legend", view_.text("portal.handout.item"));
        writeFault("item");
        const auto& items = entry_.prescription.items;
        const auto chosen = chosenItem();
        for (std::size_t i = 0; i < items.size(); ++i) {
            writeItem(i, items[i], chosen == std::to_string(i));
        }
        html_.close();
    }

    void writeText(const std::string& field, std::string_view labelKey, std::string_view hintKey,
                   const std::string& value, bool numeric) {
        const auto fault = faultOf(field);
        html_.open("div", {{"class", fault.empty() ? "field" : "field faulty"}});
        html_.leaf("label", view_.text(labelKey), {{"for", field}});
        html_.leaf("p", view_.text(hintKey), {{"class", "hint"}, {"id", field + "-hint"}});
        writeFault(field);
        const auto describedBy = (fault.empty() ? "" : field + "-fault ") + field + "-hint";
        html_.single("input",
                     {{"type", "text"},
                      {"name", field},
                      {"id", field},
                      {"value", value},
                      {"autocomplete", "off"},
                      {"maxlength", "200"},
                      {"class", numeric ? std::optional<std::string_view>{"short"} : std::nullopt},
                      {"inputmode", numeric ? std::optional<std::string_view>{"numeric"} : std::nullopt},
                      {"aria-describedby", describedBy},
                      {"aria-invalid", flag(!fault.empty())}});
        html_.close();
    }

    void writeSubstitute() {
        const auto& items = entry_.prescription.items;
        if (std::ranges::none_of(items, &PrescriptionItem::substitutable)) {
            html_.leaf("p", view_.text("portal.handout.no_substitution"), {{"class", "hint"}});
            return;
        }
        const bool chosen = fieldOf(entry_.entered, "substitute") == "yes";
        html_.open("details", {{"class", "kin"}, {"open", present(chosen)}});
        html_.leaf("summary", view_.text("portal.handout.substitute"));
        html_.open("fieldset").leaf("legend", view_.text("portal.handout.substitute.legend"));
        writeFault("substitute");
        html_.open("div", {{"class", "option"}});
        html_.single("input", {{"type", "checkbox"},
                               {"name", "substitute"},
                               {"id", "substitute"},
                               {"value", "yes"},
                               {"checked", present(chosen)}});
        html_.leaf("label", view_.text("portal.handout.substitute.yes"), {{"for", "substitute"}}).close();
        writeText("substitute_name", "portal.handout.substitute.name", "portal.handout.substitute.name.hint",
                  entered("substitute_name"), false);
        writeText("substitute_strength", "portal.handout.substitute.strength",
                  "portal.handout.substitute.strength.hint", entered("substitute_strength"), false);
        writeText("substitute_size", "portal.handout.substitute.size", "portal.handout.substitute.size.hint",
                  entered("substitute_size"), true);
        html_.close().close();
    }

    std::string entered(std::string_view field) const { return std::string{fieldOf(entry_.entered, field)}; }

  private:
    /// What was chosen, or the first item of which something is left.
    std::string chosenItem() const {
        if (!entry_.entered.empty()) {
            return entered("item");
        }
        const auto& items = entry_.prescription.items;
        const auto first = std::ranges::find_if(
            items, [](const PrescriptionItem& item) { return item.active && item.left() > 0; });
        return std::to_string(first - items.begin());
    }

    void writeItem(std::size_t number, const PrescriptionItem& item, bool chosen) {
        const auto id = "item-" + std::to_string(number);
        const bool open = item.active && item.left() > 0;
        html_.open("div", {{"class", "option"}});
        html_.single("input", {{"type", "radio"},
                               {"name", "item"},
                               {"id", id},
                               {"value", std::to_string(number)},
                               {"checked", present(chosen && open)},
                               {"disabled", present(!open)}});
        html_.open("label", {{"for", id}}).leaf("strong", item.product);
        html_.leaf("span", view_.text("portal.handout.item.packages",
                                      {std::to_string(item.packages), std::to_string(item.dispensed),
                                       std::to_string(item.left())}));
        if (!item.active) {
            html_.leaf("span", view_.text("portal.handout.item.inactive"));
        }
        if (!item.substitutable) {
            html_.leaf("span", view_.text("portal.handout.item.not_substitutable"));
        }
        html_.close().close();
    }

    std::string faultOf(std::string_view field) const {
        const auto fault = std::ranges::find(entry_.faults, field, &HandoutFault::field);
        return fault == entry_.faults.end() ? std::string{} : view_.text(fault->key);
    }

    void writeFault(const std::string& field) {
        if (const auto fault = faultOf(field); !fault.empty()) {
            html_.open("p", {{"class", "fault"}, {"id", field + "-fault"}});
            html_.leaf("strong", view_.text("portal.fault")).text(" ").text(fault).close();
        }
    }

    Html& html_;
    const View& view_;
    const HandoutEntry& entry_;
};

void writePath(Html& html, const View& view, const PortalCountry& country, const std::string& relation) {
    html.open("nav", {{"aria-label", view.text("portal.path")}, {"class", "path"}});
    html.leaf("a", view.text("portal.documents.title", {countryName(country, view.language)}),
              {{"href", "/relations/" + relation}});
    html.close();
}

} // namespace

std::string handoutPage(const View& view, const HandoutEntry& entry) {
    const auto title = view.text("portal.handout.title");
    const auto& prescription = entry.prescription;
    const bool faulty = !entry.faults.empty();
    return writePage(view, (faulty ? view.text("portal.fault") + " " : "") + title, [&](Html& html) {
        HandoutInputs inputs{html, view, entry};
        writePath(html, view, entry.country, prescription.listed.relation);
        html.leaf("h1", title);
        inputs.writeSummary();
        writePatientFacts(html, view, prescription.relation.patient);
        html.open("form", {{"method", "post"},
                           {"action", "/documents/" + entry.handle + "/handout"},
                           {"autocomplete", "off"},
                           {"novalidate", ""}});
        writeCsrf(html, view);
        inputs.writeItems();
        const auto packages = inputs.entered("packages");
        inputs.writeText("packages", "portal.handout.packages", "portal.handout.packages.hint",
                         entry.entered.empty() ? "1" : packages, true);
        inputs.writeSubstitute();
        html.leaf("button", view.text("portal.handout.next"), {{"type", "submit"}, {"class", "main"}});
        html.close();
    });
}

std::string handoutSummaryPage(const View& view, const PortalCountry& country,
                               const OpenPrescription& prescription, const HandoutDraft& draft,
                               std::string_view handle) {
    const auto title = view.text("portal.handout.summary");
    const auto& item = prescription.items.at(draft.handout.item);
    const auto& other = draft.handout.substitute;
    return writePage(view, title, [&](Html& html) {
        writePath(html, view, country, prescription.listed.relation);
        html.leaf("h1", title);
        html.leaf("p", view.text("portal.handout.summary.lead", {countryName(country, view.language)}),
                  {{"class", "lead"}});
        writePatientFacts(html, view, prescription.relation.patient);
        html.open("dl", {{"class", "patient"}});
        writeFact(html, view.text("portal.handout.prescribed"), item.product);
        if (other) {
            writeFact(html, view.text("portal.handout.instead"),
                      other->name + (other->strength.empty() ? "" : ", " + other->strength) +
                          (other->packageSize.empty() ? "" : ", " + other->packageSize));
        }
        writeFact(html, view.text("portal.handout.packages"), std::to_string(draft.handout.packages));
        writeFact(
            html, view.text("portal.handout.left"),
            std::to_string(item.left() < draft.handout.packages ? 0 : item.left() - draft.handout.packages));
        html.close();
        const auto& me = view.identity->clinician;
        html.leaf("p", view.text("portal.handout.who", {me.name, roleName(view, me), me.organisation}));
        const auto action = "/handouts/" + std::string{handle} + "/send";
        html.open("form", {{"method", "post"}, {"action", action}});
        writeCsrf(html, view);
        html.open("p", {{"class", "actions"}});
        html.leaf("button", view.text("portal.handout.send", {countryName(country, view.language)}),
                  {{"type", "submit"}, {"class", "main"}});
        html.leaf("a", view.text("portal.handout.back"),
                  {{"href", "/documents/" + draft.document + "/handout"}, {"class", "button plain"}});
        html.close().close();
    });
}

} // namespace ncp::portal
