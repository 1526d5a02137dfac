#include "transform/cda/document_type.hpp"

#include <algorithm>
#include <utility>

namespace ncp::transform::cda {
namespace {

constexpr std::array<std::string_view, kDocumentTypes> kNames{"PS3", "PS1",  "eP3", "eP1",
                                                              "eD3", "MRO3", "MRO1"};
constexpr std::array kClasses{
    std::pair{std::string_view{"60591-5"}, DocumentClass::PatientSummary},
    std::pair{std::string_view{"57833-6"}, DocumentClass::Prescription},
    std::pair{std::string_view{"60593-1"}, DocumentClass::Dispensation},
    std::pair{std::string_view{"56445-0"}, DocumentClass::MedicationOverview},
    std::pair{std::string_view{"11502-2"}, DocumentClass::Original},
    std::pair{std::string_view{"34105-7"}, DocumentClass::Original},
    std::pair{std::string_view{"18748-4"}, DocumentClass::Original},
    std::pair{std::string_view{"x-clinical-image"}, DocumentClass::Original},
};

} // namespace

std::string_view name(DocumentType type) noexcept {
    return kNames.at(static_cast<std::size_t>(type));
}

DocumentClass documentClass(std::string_view code) noexcept {
    const auto* found =
        std::ranges::find(kClasses, code, [](const auto& row) { return std::string_view{row.first}; });
    return found == kClasses.end() ? DocumentClass::Unknown : found->second;
}

std::optional<DocumentType> documentType(DocumentClass documentClass, bool structured) noexcept {
    switch (documentClass) {
    case DocumentClass::PatientSummary:
        return structured ? DocumentType::PatientSummary3 : DocumentType::PatientSummary1;
    case DocumentClass::Prescription:
        return structured ? DocumentType::Prescription3 : DocumentType::Prescription1;
    case DocumentClass::Dispensation:
        return structured ? std::optional{DocumentType::Dispensation3} : std::nullopt;
    case DocumentClass::MedicationOverview:
        return structured ? DocumentType::MedicationOverview3 : DocumentType::MedicationOverview1;
    case DocumentClass::Original:
    case DocumentClass::Unknown:
        return std::nullopt;
    }
    return std::nullopt;
}

} // namespace ncp::transform::cda
