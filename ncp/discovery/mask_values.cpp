#include "ncp/discovery/mask_values.hpp"

#include "ncp/discovery/mask_format.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <ranges>
#include <string_view>
#include <utility>

namespace ncp::discovery {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) {
        return {};
    }
    return std::string{text.substr(first, text.find_last_not_of(kBlanks) - first + 1)};
}

std::string withoutBlanks(std::string_view text) {
    std::string kept;
    std::ranges::copy_if(text, std::back_inserter(kept),
                         [](char c) { return kBlanks.find(c) == std::string_view::npos; });
    return kept;
}

std::optional<unsigned> number(std::string_view digits) {
    unsigned value = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return fault == std::errc{} && end == digits.data() + digits.size() ? std::optional{value} : std::nullopt;
}

/// A date written 31.12.1980, 1980-12-31 or 19801231.
std::optional<std::chrono::year_month_day> parseDate(std::string_view text) {
    std::array<std::string_view, 3> parts; // year, month, day
    if (text.size() == 10 && text[2] == '.' && text[5] == '.') {
        parts = {text.substr(6), text.substr(3, 2), text.substr(0, 2)};
    } else if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
        parts = {text.substr(0, 4), text.substr(5, 2), text.substr(8)};
    } else if (text.size() == 8) {
        parts = {text.substr(0, 4), text.substr(4, 2), text.substr(6)};
    } else {
        return std::nullopt;
    }
    const auto year = number(parts[0]);
    const auto month = number(parts[1]);
    const auto day = number(parts[2]);
    if (!year || !month || !day) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)},
                                           std::chrono::month{*month}, std::chrono::day{*day}};
    return date.ok() && *year >= 1850 ? std::optional{date} : std::nullopt;
}

std::string written(std::chrono::year_month_day date, const char* pattern) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), pattern, static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text.data();
}

std::string normalisedDate(const std::string& value, const MaskField& field) {
    const auto date = parseDate(value);
    if (!date) {
        return value;
    }
    auto iso = written(*date, "%04d-%02u-%02u");
    auto compact = written(*date, "%04d%02u%02u");
    const bool onlyCompact = !matchesFormat(iso, field.format) && matchesFormat(compact, field.format);
    return onlyCompact ? compact : iso;
}

bool isBirthDate(const MaskField& field) {
    return field.label == "label.ism.birthDate";
}

std::string normalisedValue(const std::string& entered, const MaskField& field) {
    auto value = trimmed(entered);
    if (isBirthDate(field)) {
        return normalisedDate(value, field);
    }
    if (!field.domain.empty() && !matchesFormat(value, field.format)) {
        return withoutBlanks(value);
    }
    return value;
}

/// Values of one mask, read by field.
class Entered {
  public:
    explicit Entered(const MaskValues& values) : values_(values) {}

    const std::string& of(const MaskField& field) const {
        static const std::string none;
        const auto found = values_.find(field.name);
        return found == values_.end() ? none : found->second;
    }
    bool has(const MaskField& field) const { return !of(field).empty(); }
    bool any(const std::vector<MaskField>& fields) const {
        return std::ranges::any_of(fields, [&](const MaskField& field) { return has(field); });
    }
    bool all(const std::vector<MaskField>& fields) const {
        return std::ranges::all_of(fields, [&](const MaskField& field) { return has(field); });
    }

  private:
    const MaskValues& values_;
};

std::optional<FieldFaultKind> faultOf(const MaskField& field, const std::string& value, bool mandatory) {
    if (value.empty()) {
        return mandatory ? std::optional{FieldFaultKind::Missing} : std::nullopt;
    }
    if (characterCount(value) > kValueLimit) {
        return FieldFaultKind::TooLong;
    }
    if (isBirthDate(field) && !parseDate(value)) {
        return FieldFaultKind::NotADate;
    }
    if (!matchesFormat(value, field.format)) {
        return FieldFaultKind::Format;
    }
    const bool sendable = field.domain.empty() || PatientId::make(field.domain, value).has_value();
    return sendable ? std::nullopt : std::optional{FieldFaultKind::Format};
}

void checkField(const MaskField& field, bool mandatory, const Entered& entered,
                std::vector<FieldFault>& faults) {
    if (const auto kind = faultOf(field, entered.of(field), mandatory)) {
        faults.push_back({field.name, *kind});
    }
}

/// A choice: each begun alternative is complete, and there is one.
void checkChoice(const IdentifierSet& set, const Entered& entered, std::vector<FieldFault>& faults) {
    std::size_t begun = 0;
    bool mandatory = false;
    for (const auto& group : set.groups) {
        const bool here = entered.any(group.fields);
        begun += here ? 1U : 0U;
        for (const auto& field : group.fields) {
            mandatory = mandatory || field.mandatory;
            checkField(field, here, entered, faults);
        }
    }
    const auto& first = set.groups.front().fields.front().name;
    if (begun > 1) {
        faults.push_back({first, FieldFaultKind::ChoiceSeveral});
    } else if (begun == 0 && mandatory) {
        faults.push_back({first, FieldFaultKind::ChoiceMissing});
    }
}

void checkPerson(const PersonSearch& person, const Entered& entered, std::vector<FieldFault>& faults) {
    for (const auto& set : person.identifiers) {
        if (set.choice) {
            checkChoice(set, entered, faults);
            continue;
        }
        for (const auto& group : set.groups) {
            for (const auto& field : group.fields) {
                checkField(field, field.mandatory, entered, faults);
            }
        }
    }
    for (const auto& field : person.textFields) {
        checkField(field, field.mandatory, entered, faults);
    }
    for (const auto& field : {person.birthDate, person.gender}) {
        if (field) {
            checkField(*field, field->mandatory, entered, faults);
        }
    }
}

std::vector<MaskField> allFields(const SearchMask& mask) {
    auto fields = fieldsOf(mask.patient);
    const auto append = [&](const std::vector<MaskField>& more) {
        fields.insert(fields.end(), more.begin(), more.end());
    };
    if (mask.nextOfKin) {
        append(fieldsOf(*mask.nextOfKin));
    }
    for (const auto& search : mask.documents) {
        append(fieldsOf(search));
    }
    return fields;
}

std::string hl7Date(const std::string& value) {
    const auto date = parseDate(value);
    return date ? written(*date, "%04d%02u%02u") : std::string{};
}

ihe::PatientSearch searchOf(const PersonSearch& person, const Entered& entered) {
    ihe::PatientSearch search;
    auto& traits = search.demographics;
    for (const auto& field : fieldsOf(person)) {
        const auto& value = entered.of(field);
        const auto label = std::string_view{field.label}.substr(std::string_view{"label.ism."}.size());
        if (value.empty()) {
            continue;
        }
        if (!field.domain.empty()) {
            search.identifiers.push_back(PatientId::make(field.domain, value).value());
        } else if (label == "familyName") {
            traits.familyName = value;
        } else if (label == "firstName") {
            traits.givenName = value;
        } else if (label == "birthDate") {
            traits.birthDate = hl7Date(value);
        } else if (label == "gender") {
            traits.gender = value;
        } else if (label == "addressStreet") {
            traits.address.street = value;
        } else if (label == "addressPostalCode") {
            traits.address.postalCode = value;
        } else if (label == "addressCity") {
            traits.address.city = value;
        } else if (label == "addressCountry") {
            traits.address.country = value;
        }
    }
    return search;
}

tl::unexpected<Error> refused(const FieldFault& fault) {
    return fail(ErrorCode::InputRefused, "the field " + fault.field + " is missing or not valid");
}

} // namespace

MaskValues normalised(const SearchMask& mask, const MaskValues& values) {
    auto result = values;
    for (const auto& field : allFields(mask)) {
        if (const auto found = result.find(field.name); found != result.end()) {
            found->second = normalisedValue(found->second, field);
        }
    }
    return result;
}

std::vector<FieldFault> checkSearch(const SearchMask& mask, const MaskValues& values) {
    const auto clean = normalised(mask, values);
    const Entered entered{clean};
    std::vector<FieldFault> faults;
    checkPerson(mask.patient, entered, faults);
    const auto patientFields = fieldsOf(mask.patient);
    if (faults.empty() && !entered.any(patientFields)) {
        faults.push_back({patientFields.front().name, FieldFaultKind::NothingEntered});
    }
    if (mask.nextOfKin && entered.any(fieldsOf(*mask.nextOfKin))) {
        const auto before = faults.size();
        checkPerson(*mask.nextOfKin, entered, faults);
        const auto kin = fieldsOf(*mask.nextOfKin);
        const bool identified = std::ranges::any_of(
            kin, [&](const MaskField& field) { return !field.domain.empty() && entered.has(field); });
        if (faults.size() == before && !identified) {
            faults.push_back({kin.front().name, FieldFaultKind::Missing});
        }
    }
    const auto known = allFields(mask);
    for (const auto& name : std::views::keys(values)) {
        if (std::ranges::find(known, name, &MaskField::name) == known.end()) {
            faults.push_back({name, FieldFaultKind::Unknown});
        }
    }
    return faults;
}

std::vector<FieldFault> checkDocumentKeys(const SearchMask& mask, const MaskValues& values) {
    const auto clean = normalised(mask, values);
    const Entered entered{clean};
    std::vector<FieldFault> faults;
    for (const auto& search : mask.documents) {
        const auto fields = fieldsOf(search);
        const bool begun = entered.any(fields);
        for (const auto& field : fields) {
            checkField(field, begun && field.mandatory, entered, faults);
        }
    }
    return faults;
}

Result<ihe::PatientSearch> toSearch(const SearchMask& mask, const MaskValues& values) {
    if (const auto faults = checkSearch(mask, values); !faults.empty()) {
        return refused(faults.front());
    }
    const auto clean = normalised(mask, values);
    return searchOf(mask.patient, Entered{clean});
}

Result<std::optional<saml::NextOfKin>> toNextOfKin(const SearchMask& mask, const MaskValues& values) {
    if (const auto faults = checkSearch(mask, values); !faults.empty()) {
        return refused(faults.front());
    }
    const auto clean = normalised(mask, values);
    const Entered entered{clean};
    if (!mask.nextOfKin || !entered.any(fieldsOf(*mask.nextOfKin))) {
        return std::optional<saml::NextOfKin>{};
    }
    auto person = searchOf(*mask.nextOfKin, entered);
    auto& traits = person.demographics;
    return saml::NextOfKin{person.identifiers.front(),       std::move(traits.givenName),
                           std::move(traits.familyName),     std::move(traits.gender),
                           std::move(traits.birthDate),      std::move(traits.address.street),
                           std::move(traits.address.city),   std::move(traits.address.postalCode),
                           std::move(traits.address.country)};
}

Result<saml::DocumentKeys> toDocumentKeys(const SearchMask& mask, const MaskValues& values) {
    if (const auto faults = checkDocumentKeys(mask, values); !faults.empty()) {
        return refused(faults.front());
    }
    const auto clean = normalised(mask, values);
    const Entered entered{clean};
    saml::DocumentKeys keys;
    for (const auto& search : mask.documents) {
        if (search.prescriptionId && entered.has(*search.prescriptionId)) {
            keys.prescriptionId = entered.of(*search.prescriptionId);
        }
        if (search.dispensationPin && entered.has(*search.dispensationPin)) {
            keys.dispensationPin = entered.of(*search.dispensationPin);
        }
    }
    return keys;
}

} // namespace ncp::discovery
