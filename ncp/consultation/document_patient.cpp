#include "ncp/consultation/document_patient.hpp"

namespace ncp::consultation {
namespace {

constexpr std::string_view kHl7 = "urn:hl7-org:v3";

} // namespace

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
