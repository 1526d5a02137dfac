#include "ncp/portal/identities.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <yaml-cpp/yaml.h>

namespace ncp::portal {
namespace {

constexpr std::string_view kIsco = "2.16.840.1.113883.2.9.6.2.7";
constexpr std::array kRequired{"id",
                               "name",
                               "role_code",
                               "role_display_name",
                               "organisation_name",
                               "organisation_id",
                               "facility_type",
                               "locality",
                               "permissions",
                               "language",
                               "authentication_class",
                               "pin"};
constexpr const char* kOnBehalfOf = "on_behalf_of";
/// Operators have no role in health care: a role code there would open a door.
constexpr std::array kRequiredOfOperators{"id", "name", "organisation_name", "language", "pin"};
constexpr const char* kDuty = "duty";

bool isOperator(const YAML::Node& person) {
    return person[kDuty] && person[kDuty].IsScalar() && person[kDuty].as<std::string>() == "operator";
}

std::span<const char* const> requiredOf(const YAML::Node& person) {
    if (isOperator(person)) {
        return kRequiredOfOperators;
    }
    return kRequired;
}

std::string place(const std::filesystem::path& file, const YAML::Node& node) {
    return file.string() + ":" + std::to_string(node.Mark().line + 1) + ": ";
}

std::string faultsOf(const std::filesystem::path& file, const YAML::Node& person) {
    std::string faults;
    if (!person.IsMap()) {
        return place(file, person) + "expected a person with fields\n";
    }
    std::set<std::string> seen;
    for (const auto& field : person) {
        const auto name = field.first.as<std::string>();
        if (!seen.insert(name).second) {
            faults += place(file, field.first) + name + " stands twice\n";
        }
        const auto required = requiredOf(person);
        const bool further = name == kDuty || (name == kOnBehalfOf && !isOperator(person));
        if (!further && std::ranges::find(required, name) == required.end()) {
            faults += place(file, field.first) + "unknown field " + name + "\n";
        }
    }
    if (person[kDuty] && !isOperator(person)) {
        faults += place(file, person[kDuty]) + "duty: expected operator, or nothing\n";
    }
    for (const auto* name : requiredOf(person)) {
        const bool list = std::string_view{name} == "permissions";
        const auto value = person[name];
        if (!value || (list ? !value.IsSequence() : !value.IsScalar())) {
            faults += place(file, person) + name + " is missing\n";
        }
    }
    return faults;
}

Result<Identity> read(const YAML::Node& person) {
    const auto text = [&](const char* name) { return person[name].as<std::string>(); };
    const auto language = parseTextLanguage(text("language"));
    if (!language) {
        return passOn(language);
    }
    saml::Clinician clinician;
    clinician.id = text("id");
    clinician.name = text("name");
    if (isOperator(person)) {
        clinician.organisation = text("organisation_name");
        return Identity{Duty::Operator, std::move(clinician), *language, text("pin")};
    }
    clinician.role = {text("role_code"), std::string{kIsco}, text("role_display_name"), "ISCO"};
    clinician.organisation = text("organisation_name");
    clinician.organisationId = text("organisation_id");
    clinician.facilityType = text("facility_type");
    clinician.locality = text("locality");
    clinician.authnContextClass = text("authentication_class");
    clinician.permissions = person["permissions"].as<std::vector<std::string>>();
    if (person[kOnBehalfOf]) {
        clinician.onBehalfOf = text(kOnBehalfOf);
    }
    return Identity{Duty::Clinician, std::move(clinician), *language, text("pin")};
}

} // namespace

Result<Identities> Identities::load(const std::filesystem::path& file) {
    try {
        const auto root = YAML::LoadFile(file.string());
        const auto people = root.IsMap() ? root["identities"] : YAML::Node{};
        if (!people || !people.IsSequence() || people.size() == 0) {
            return fail(ErrorCode::ConfigurationInvalid, file.string() + ":1: expected a list `identities`");
        }
        Identities identities;
        std::string faults;
        for (const auto& person : people) {
            const auto personFaults = faultsOf(file, person);
            faults += personFaults;
            if (!personFaults.empty()) {
                continue;
            }
            auto identity = read(person);
            if (!identity) {
                faults += place(file, person) + identity.error().detail + "\n";
            } else if (identities.find(identity->clinician.id) != nullptr) {
                faults += place(file, person) + "id " + identity->clinician.id + " stands twice\n";
            } else {
                identities.identities_.push_back(std::move(*identity));
            }
        }
        if (!faults.empty()) {
            return fail(ErrorCode::ConfigurationInvalid, faults);
        }
        return identities;
    } catch (const YAML::Exception& thrown) {
        return fail(ErrorCode::ConfigurationInvalid,
                    file.string() + ":" + std::to_string(thrown.mark.line + 1) + ": " + thrown.msg);
    }
}

const Identity* Identities::find(std::string_view id) const noexcept {
    const auto found =
        std::ranges::find_if(identities_, [&](const Identity& one) { return one.clinician.id == id; });
    return found == identities_.end() ? nullptr : &*found;
}

} // namespace ncp::portal
