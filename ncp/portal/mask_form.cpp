#include "ncp/portal/mask_form.hpp"

#include "ncp/discovery/mask_format.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace ncp::portal {
namespace {

using discovery::FieldFault;
using discovery::FieldFaultKind;
using discovery::MaskField;

constexpr std::string_view kBirthDate = "label.ism.birthDate";
constexpr std::string_view kGender = "label.ism.gender";

std::string idOf(const MaskField& field) {
    return "field-" + field.name;
}

/// An attribute's value; nothing where it is empty.
std::optional<std::string_view> given(const std::string& value) {
    return value.empty() ? std::nullopt : std::optional<std::string_view>{value};
}

/// Whether a format takes nothing but digits, so that a numeric keyboard will do.
bool takesOnlyDigits(const MaskField& field) {
    constexpr std::string_view kDigitSyntax = "[]0123456789-\\d{}^$,()";
    return !field.format.empty() && field.format.find_first_not_of(kDigitSyntax) == std::string::npos &&
           !discovery::matchesFormat("-", field.format);
}

std::string_view faultKey(FieldFaultKind kind) {
    switch (kind) {
    case FieldFaultKind::Missing:
        return "search_mask.fault.missing";
    case FieldFaultKind::Format:
        return "search_mask.fault.format";
    case FieldFaultKind::TooLong:
        return "search_mask.fault.too_long";
    case FieldFaultKind::NotADate:
        return "search_mask.fault.not_a_date";
    case FieldFaultKind::NothingEntered:
        return "search_mask.fault.nothing_entered";
    case FieldFaultKind::ChoiceMissing:
        return "search_mask.fault.choice_missing";
    case FieldFaultKind::ChoiceSeveral:
        return "search_mask.fault.choice_several";
    case FieldFaultKind::Unknown:
        break;
    }
    return "search_mask.fault.unknown";
}

} // namespace

std::string faultSentence(const View& view, FieldFaultKind kind, const std::string& label) {
    return view.text(faultKey(kind), {label});
}

std::string MaskForm::valueOf(const MaskField& field) const {
    const auto found = values_.find(field.name);
    return found == values_.end() ? std::string{} : found->second;
}

std::string MaskForm::faultText(const MaskField& field) const {
    const auto fault = std::ranges::find(faults_, field.name, &FieldFault::field);
    return fault == faults_.end() ? std::string{}
                                  : faultSentence(view_, fault->kind, view_.text(field.label));
}

bool MaskForm::touched(const std::vector<MaskField>& fields) const {
    return std::ranges::any_of(
        fields, [&](const MaskField& field) { return !valueOf(field).empty() || !faultText(field).empty(); });
}

void MaskForm::writeSummary(Html& html, const std::vector<MaskField>& fields) const {
    if (faults_.empty()) {
        return;
    }
    html.open("div", {{"class", "notice"}, {"role", "alert"}, {"tabindex", "-1"}, {"autofocus", ""}});
    html.leaf("h2", view_.text("portal.faults.title")).open("ul");
    for (const auto& fault : faults_) {
        const auto field = std::ranges::find(fields, fault.field, &MaskField::name);
        const auto label = field == fields.end() ? fault.field : view_.text(field->label);
        html.open("li");
        html.leaf("a", faultSentence(view_, fault.kind, label), {{"href", "#field-" + fault.field}});
        html.close();
    }
    html.close().close();
}

void MaskForm::writeHints(Html& html, const MaskField& field, const std::string& id) const {
    html.open("div", {{"class", "hint"}, {"id", id + "-hint"}});
    if (field.label == kBirthDate) {
        html.leaf("p", view_.text("search_mask.date.hint")).close();
        return; // the country's words describe its own way of writing a date; ours is turned into it
    }
    html.leaf("p", field.description, {{"lang", "en"}});
    if (!field.originalDescription.empty()) {
        html.open("p").text(view_.text("search_mask.hint.country", {""}));
        html.leaf("q", field.originalDescription, {{"lang", ""}}).close();
    }
    html.close();
}

void MaskForm::writeInput(Html& html, const MaskField& field, const std::string& id,
                          const std::string& describedBy, bool faulty) const {
    const auto value = valueOf(field);
    html.single("input", {{"type", "text"},
                          {"name", field.name},
                          {"id", id},
                          {"value", value},
                          {"autocomplete", "off"},
                          {"spellcheck", "false"},
                          {"maxlength", "128"},
                          {"inputmode", takesOnlyDigits(field) ? std::optional<std::string_view>{"numeric"}
                                                               : std::nullopt},
                          {"aria-describedby", given(describedBy)},
                          {"aria-required", field.mandatory ? "true" : "false"},
                          {"aria-invalid", faulty ? std::optional<std::string_view>{"true"} : std::nullopt}});
}

void MaskForm::writeGenders(Html& html, const MaskField& field, const std::string& id,
                            const std::string& describedBy, bool faulty) const {
    static constexpr std::array<std::string_view, 3> kGenders{"F", "M", "UN"};
    const auto value = valueOf(field);
    html.open("select", {{"name", field.name},
                         {"id", id},
                         {"aria-describedby", given(describedBy)},
                         {"aria-required", field.mandatory ? "true" : "false"},
                         {"aria-invalid", faulty ? std::optional<std::string_view>{"true"} : std::nullopt}});
    html.leaf("option", view_.text("search_mask.gender.none"), {{"value", ""}});
    for (const auto gender : kGenders) {
        if (discovery::matchesFormat(gender, field.format)) {
            html.leaf("option", view_.text("search_mask.gender." + std::string{gender}),
                      {{"value", gender},
                       {"selected", value == gender ? std::optional<std::string_view>{""} : std::nullopt}});
        }
    }
    html.close();
}

void MaskForm::writeField(Html& html, const MaskField& field) const {
    const auto id = idOf(field);
    const auto fault = faultText(field);
    html.open("div", {{"class", fault.empty() ? "field" : "field faulty"}});
    html.open("label", {{"for", id}}).text(view_.text(field.label)).text(" ");
    html.leaf("small", view_.text(field.mandatory ? "search_mask.mandatory" : "search_mask.optional"));
    html.close();
    std::string describedBy;
    if (field.label != kGender) {
        writeHints(html, field, id);
        describedBy = id + "-hint";
    }
    if (!fault.empty()) {
        html.open("p", {{"class", "fault"}, {"id", id + "-fault"}});
        html.leaf("strong", view_.text("portal.fault")).text(" ").text(fault).close();
        describedBy = id + "-fault" + (describedBy.empty() ? "" : " ") + describedBy;
    }
    if (field.label == kGender) {
        writeGenders(html, field, id, describedBy, !fault.empty());
    } else {
        writeInput(html, field, id, describedBy, !fault.empty());
    }
    html.close();
}

void MaskForm::writeIdentifiers(Html& html, const discovery::IdentifierSet& set) const {
    if (!set.choice || set.groups.size() < 2) {
        for (const auto& group : set.groups) {
            for (const auto& field : group.fields) {
                writeField(html, field);
            }
        }
        return;
    }
    html.open("fieldset", {{"class", "choice"}}).leaf("legend", view_.text("search_mask.choice"));
    std::size_t number = 0;
    for (const auto& group : set.groups) {
        const auto name = view_.text("search_mask.alternative", {std::to_string(++number)});
        html.open("fieldset", {{"class", "alternative"}}).open("legend").text(name);
        if (!group.display.empty()) {
            html.text(" – ").leaf("span", group.display, {{"lang", "en"}});
        }
        html.close();
        for (const auto& field : group.fields) {
            writeField(html, field);
        }
        html.close();
    }
    html.close();
}

void MaskForm::writePerson(Html& html, const discovery::PersonSearch& person) const {
    for (const auto& set : person.identifiers) {
        writeIdentifiers(html, set);
    }
    for (const auto& field : person.textFields) {
        writeField(html, field);
    }
    for (const auto& field : {person.birthDate, person.gender}) {
        if (field) {
            writeField(html, *field);
        }
    }
}

} // namespace ncp::portal
