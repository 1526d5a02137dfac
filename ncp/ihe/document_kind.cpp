#include "ncp/ihe/document_kind.hpp"

#include <algorithm>
#include <array>

namespace ncp::ihe {
namespace {

constexpr std::string_view kEhdsiFormats = "eHDSI formatCodes";
constexpr std::string_view kPccFormats = "IHE PCC";

constexpr std::array kFormats{
    FormatCode{"urn:epSOS:ps:ps:2010", kEhdsiFormats, "epSOS coded Patient Summary"},
    FormatCode{"urn:epsos:ep:pre:2010", kEhdsiFormats, "epSOS coded ePrescription"},
    FormatCode{kPdfFormat, kPccFormats, "PDF/A coded document"},
    FormatCode{"urn:epSOS:mro:mro:2013", kEhdsiFormats, "epSOS Coded MRO"},
    FormatCode{"urn:eHDSI:orcd:pdf:2021", kEhdsiFormats, "PDF/A coded document"},
    FormatCode{"urn:eHDSI:orcd:png:2021", kEhdsiFormats, "PNG coded document"},
    FormatCode{"urn:eHDSI:orcd:jpeg:2021", kEhdsiFormats, "JPEG coded document"},
    FormatCode{"urn:epSOS:ep:dis:2010", kEhdsiFormats, "eHDSI coded eDispensation"},
    FormatCode{"urn:eHDSI:ed:discard:2020", kEhdsiFormats, "eHDSI coded eDispensation Discard"},
};

struct DocumentClass {
    std::string_view code;
    std::string_view title;
    std::string_view codedFormat;
};

constexpr std::array kClasses{
    DocumentClass{kPatientSummary, "Patient Summary", "urn:epSOS:ps:ps:2010"},
    DocumentClass{kEPrescription, "eHDSI - ePrescription", "urn:epsos:ep:pre:2010"},
    DocumentClass{"56445-0", "MRO Summary", "urn:epSOS:mro:mro:2013"},
    DocumentClass{"34105-7", "OrCD Hospital Discharge Summary", "urn:eHDSI:orcd:pdf:2021"},
    DocumentClass{"11502-2", "OrCD Laboratory Report", "urn:eHDSI:orcd:pdf:2021"},
    DocumentClass{"18748-4", "OrCD Diagnostic Imaging Study", "urn:eHDSI:orcd:pdf:2021"},
};

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool sameIgnoringCase(std::string_view a, std::string_view b) noexcept {
    return std::ranges::equal(a, b, {}, &lower, &lower);
}

const DocumentClass* findClass(std::string_view code) noexcept {
    const auto* found = std::ranges::find(kClasses, code, &DocumentClass::code);
    return found == kClasses.end() ? nullptr : found;
}

} // namespace

FormatCode formatCode(std::string_view code) noexcept {
    const auto* found = std::ranges::find_if(
        kFormats, [&](const FormatCode& row) { return sameIgnoringCase(row.code, code); });
    return found == kFormats.end() ? FormatCode{code, kEhdsiFormats, {}} : *found;
}

Level levelOf(std::string_view formatCode) noexcept {
    return sameIgnoringCase(formatCode, kPdfFormat) ? Level::L1 : Level::L3;
}

std::string_view formatCodeOf(std::string_view classCode, Level level) noexcept {
    const auto* found = findClass(classCode);
    if (found == nullptr) {
        return {};
    }
    return level == Level::L1 ? kPdfFormat : found->codedFormat;
}

std::string_view titleOf(std::string_view classCode) noexcept {
    const auto* found = findClass(classCode);
    return found == nullptr ? std::string_view{} : found->title;
}

std::string_view confidentialityName(std::string_view code) noexcept {
    if (code == "N") {
        return "Normal";
    }
    if (code == "R") {
        return "Restricted";
    }
    return code == "V" ? "Very Restricted" : code;
}

} // namespace ncp::ihe
