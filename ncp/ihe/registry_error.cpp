#include "ncp/ihe/registry_error.hpp"

#include "ncp/ihe/ebxml.hpp"
#include "ncp/soap/error_phrase.hpp"

#include <algorithm>
#include <array>

namespace ncp::ihe {
namespace {

constexpr std::string_view kErrorSeverity = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error";
constexpr std::string_view kWarningSeverity = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning";
constexpr std::size_t kMostErrors = 1000;

struct StatusUri {
    Status status;
    std::string_view uri;
};
constexpr std::array kStatuses{
    StatusUri{Status::Success, "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"},
    StatusUri{Status::PartialSuccess, "urn:ihe:iti:2007:ResponseStatusType:PartialSuccess"},
    StatusUri{Status::Failure, "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure"},
};

struct ClassFamily {
    std::string_view classCode; ///< LOINC
    CodeFamily family;
};
constexpr std::array kClassFamilies{
    ClassFamily{"60591-5", CodeFamily::Summary},
    ClassFamily{"57833-6", CodeFamily::Prescription},
    ClassFamily{"60593-1", CodeFamily::Dispensation},
    ClassFamily{"DISCARD-60593-1", CodeFamily::Dispensation},
    ClassFamily{"34105-7", CodeFamily::OriginalDocument},
    ClassFamily{"11502-2", CodeFamily::OriginalDocument},
    ClassFamily{"18748-4", CodeFamily::OriginalDocument},
    ClassFamily{"x-clinical-image", CodeFamily::OriginalDocument},
};

} // namespace

RegistryError registryError(const Error& error, WireForm form) {
    const auto& row = spec(error.code);
    return {std::string{wireCode(error.code, form)}, std::string{soap::errorPhrase(error.code)}, row.severity,
            std::string{row.id}};
}

CodeFamily codeFamily(std::string_view classCode) noexcept {
    const auto* row = std::ranges::find(kClassFamilies, classCode, &ClassFamily::classCode);
    return row == kClassFamilies.end() ? CodeFamily::General : row->family;
}

std::string_view wireStatus(Status status) noexcept {
    return std::ranges::find(kStatuses, status, &StatusUri::status)->uri;
}

std::optional<Status> statusFromWire(std::string_view uri) noexcept {
    const auto* found = std::ranges::find(kStatuses, uri, &StatusUri::uri);
    return found == kStatuses.end() ? std::nullopt : std::optional{found->status};
}

void writeErrorList(xml::Writer& writer, const std::vector<RegistryError>& errors) {
    if (errors.empty()) {
        return;
    }
    writer.start("rs:RegistryErrorList").attribute("xmlns:rs", kRsNamespace);
    for (const auto& error : errors) {
        const auto& generic = spec(ErrorCode::Internal).wire;
        writer.start("rs:RegistryError")
            .attribute("errorCode", error.code.empty() ? generic : std::string_view{error.code})
            .attribute("codeContext", error.context)
            .attribute("severity", error.severity == Severity::Warning ? kWarningSeverity : kErrorSeverity)
            .attribute("location", error.location)
            .end();
    }
    writer.end();
}

Result<std::vector<RegistryError>> readErrorList(xml::Node response) {
    std::vector<RegistryError> errors;
    const auto list = response.child(kRsNamespace, "RegistryErrorList");
    if (!list) {
        return errors;
    }
    for (const auto error : list->children()) {
        if (!error.is(kRsNamespace, "RegistryError")) {
            continue;
        }
        if (errors.size() == kMostErrors) {
            return fail(ErrorCode::MalformedMessage, "more than 1000 registry errors");
        }
        const bool warning = error.attribute("severity") == kWarningSeverity;
        errors.push_back({error.attribute("errorCode"), error.attribute("codeContext"),
                          warning ? Severity::Warning : Severity::Error, error.attribute("location")});
    }
    return errors;
}

} // namespace ncp::ihe
