#include "ncp/consultation/report_content.hpp"

#include "base/xml/document.hpp"
#include "certs/digest.hpp"
#include "transform/cda/clinical_document.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace ncp::consultation {
namespace {

constexpr std::string_view kOidPrefix = "urn:oid:";
constexpr std::string_view kInstancePrefix = "urn:hl7ii:";

/// Sixteen bytes, the first the most significant, as a decimal number.
std::string decimal(std::array<std::uint8_t, 16> bytes) {
    std::string digits;
    while (std::ranges::any_of(bytes, [](std::uint8_t byte) { return byte != 0; })) {
        unsigned remainder = 0;
        for (auto& byte : bytes) {
            const unsigned value = remainder * 256 + byte;
            byte = static_cast<std::uint8_t>(value / 10);
            remainder = value % 10;
        }
        digits.push_back(static_cast<char>('0' + remainder));
    }
    std::ranges::reverse(digits);
    return digits.empty() ? "0" : digits;
}

struct OrganisationId {
    std::string_view root;
    std::string_view extension;
};

/// An OID is split before its last arc: a document names an organisation by root and extension.
Result<OrganisationId> organisationIdOf(std::string_view text) {
    if (text.starts_with(kInstancePrefix)) {
        const auto rest = text.substr(kInstancePrefix.size());
        const auto colon = rest.find(':');
        if (colon != std::string_view::npos && colon + 1 < rest.size()) {
            return OrganisationId{rest.substr(0, colon), rest.substr(colon + 1)};
        }
    } else if (text.starts_with(kOidPrefix)) {
        const auto oid = text.substr(kOidPrefix.size());
        const auto dot = oid.rfind('.');
        if (dot != std::string_view::npos) {
            return OrganisationId{oid.substr(0, dot), oid.substr(dot + 1)};
        }
    }
    return fail(ErrorCode::InputRefused, "the organisation's id is neither urn:oid: nor urn:hl7ii:");
}

} // namespace

std::string newOid(Random& random) {
    auto bytes = random.sixteenBytes();
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | 0x40U); // RFC 4122: version 4
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U); // and variant
    return "2.25." + decimal(bytes);
}

Result<transform::dispensation::Dispenser> dispenserOf(const saml::Clinician& clinician,
                                                       const CountryCode& country) {
    const auto organisation = organisationIdOf(clinician.organisationId);
    if (!organisation) {
        return passOn(organisation);
    }
    return transform::dispensation::Dispenser{clinician.id,
                                              std::string{organisation->root},
                                              clinician.name,
                                              clinician.role,
                                              clinician.organisation,
                                              std::string{organisation->extension},
                                              country,
                                              clinician.locality.substr(0, clinician.locality.find(','))};
}

ihe::Demographics demographicsOf(const std::string& document) {
    const auto parsed = xml::Document::parse(document);
    const auto read = parsed.and_then(transform::cda::readClinicalDocument);
    ihe::Demographics traits;
    if (!read) {
        return traits;
    }
    const auto& patient = read->patient;
    if (!patient.names.empty()) {
        traits.familyName = patient.names.front().family;
        traits.givenName = patient.names.front().given;
    }
    traits.birthDate = patient.born.value.substr(0, 8);
    const auto& sex = patient.sex.code;
    traits.gender = sex == "F" || sex == "M" || sex == "UN" ? sex : std::string{};
    return traits;
}

std::string digestOf(const std::string& prescription, const transform::dispensation::Handout& handout) {
    std::string text =
        prescription + '\n' + std::to_string(handout.item) + '\n' + std::to_string(handout.packages);
    if (const auto& other = handout.substitute) {
        text += '\n' + other->name + '\n' + other->strength + '\n' + other->packageSize;
        for (const auto& code : {other->code, other->form, other->activeSubstance}) {
            text += '\n' + (code ? code->system + '|' + code->code : std::string{});
        }
    }
    return certs::hex(certs::sha256(text));
}

} // namespace ncp::consultation
