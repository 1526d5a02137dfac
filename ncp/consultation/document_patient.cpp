#include "ncp/consultation/document_patient.hpp"

#include <algorithm>
#include <string>

namespace ncp::consultation {
namespace {

constexpr std::string_view kHl7 = "urn:hl7-org:v3";

/// The digits of a date as far as the day.
std::string_view day(std::string_view time) {
    constexpr std::size_t kToDay = 8;
    return time.substr(0, std::min(kToDay, std::min(time.find_first_not_of("0123456789"), time.size())));
}

bool isOtherDay(std::string_view one, std::string_view other) {
    const auto length = std::min(day(one).size(), day(other).size());
    return day(one).substr(0, length) != day(other).substr(0, length);
}

bool isStated(std::string_view gender) {
    return gender == "F" || gender == "M";
}

/// Of the one patient of the document; empty where it states none.
std::string valueOf(const xml::Document& document, std::string_view element, std::string_view attribute) {
    auto node = std::optional{document.root()};
    for (const std::string_view name : {std::string_view{"recordTarget"}, std::string_view{"patientRole"},
                                        std::string_view{"patient"}, element}) {
        node = node ? node->child(kHl7, name) : std::nullopt;
    }
    return node ? std::string{node->attribute(attribute)} : std::string{};
}

} // namespace

PatientDifferences patientDifferences(const xml::Document& document, const ihe::Demographics& identified) {
    const auto gender = valueOf(document, "administrativeGenderCode", "code");
    return {isOtherDay(valueOf(document, "birthTime", "value"), identified.birthDate),
            isStated(gender) && isStated(identified.gender) && gender != identified.gender};
}

bool isSomebodyElse(Ownership ownership, const PatientDifferences& differences) noexcept {
    return ownership == Ownership::Confirmed ? differences.birthDate && differences.gender
                                             : differences.any();
}

Result<Ownership> checkOwnership(const xml::Document& document, const PatientId& patient) {
    const auto targets = document.root().children(kHl7, "recordTarget");
    if (targets.size() != 1) {
        return failRule(ErrorCode::DocumentIntegrity, "document-one-patient",
                        "the document is about " + std::to_string(targets.size()) + " persons");
    }
    const auto roles = targets.front().children(kHl7, "patientRole");
    if (roles.empty()) {
        return failRule(ErrorCode::DocumentIntegrity, "document-one-patient",
                        "the document names no patient");
    }
    const auto role = roles.front();
    if (roles.size() > 1 || role.children(kHl7, "patient").size() > 1) {
        return failRule(ErrorCode::DocumentIntegrity, "document-one-patient",
                        "the document is about several persons");
    }
    bool otherOfTheDomain = false;
    for (const auto id : role.children(kHl7, "id")) {
        if (id.attribute("root") != patient.root().str()) {
            continue;
        }
        if (id.attribute("extension") == patient.revealExtension()) {
            return Ownership::Confirmed;
        }
        otherOfTheDomain = true;
    }
    if (otherOfTheDomain) {
        return failRule(ErrorCode::DocumentIntegrity, "document-patient",
                        "the document is another patient's");
    }
    return Ownership::NotTold;
}

} // namespace ncp::consultation
