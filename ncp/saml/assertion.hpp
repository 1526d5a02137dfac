#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "base/xml/document.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ncp::saml {

inline constexpr std::string_view kAssertionNamespace = "urn:oasis:names:tc:SAML:2.0:assertion";

/// By Issuer/@NameQualifier, and nothing else (eHDSI SAML profile).
enum class Kind : std::uint8_t { Hcp, Trc, NextOfKin };
std::string_view name(Kind kind) noexcept; ///< hcp, trc, nok

/// One attribute: its name and the text of its values, trimmed; of a Role or PurposeOfUse value also the
/// code.
struct Attribute {
    std::string name;
    std::string friendlyName;
    std::vector<std::string> values;
    std::vector<Code> codes;
    bool prefixed = false; ///< a Role or PurposeOfUse with a namespace prefix
};

/// An assertion as it was read: fields only, nothing about it is verified. Holds patient data (TRC, NOK).
struct Assertion {
    Kind kind = Kind::Hcp;
    std::string id;
    std::string version;
    std::optional<Instant> issueInstant;
    std::string issuer;
    std::string nameId;
    std::string nameIdFormat;
    std::string spProvidedId;
    std::vector<std::string> subjectConfirmationMethods;
    std::optional<Instant> notBefore;
    std::optional<Instant> notOnOrAfter;
    std::vector<std::string> audiences;
    std::vector<std::string> assertionIdRefs; ///< of Advice
    std::optional<Instant> authnInstant;
    std::string authnContextClassRef;
    std::vector<Attribute> attributes;

    const Attribute* attribute(std::string_view name) const noexcept;
    std::string firstValue(std::string_view attributeName) const; ///< empty where absent
    std::optional<Code> role() const;                             ///< ISCO code of the clinician
    std::string purposeOfUse() const;             ///< TREATMENT, EMERGENCY, or what stood there
    std::vector<std::string> permissions() const; ///< short: "PRD-006"
};

/// Reads one saml2:Assertion element. MalformedMessage for a structure that is not an assertion's (unknown
/// kind, order or cardinality other than the schema's, a comment or processing instruction inside, a time
/// that is no time). Fields that are merely absent are left empty: the rules judge them.
Result<Assertion> parseAssertion(xml::Node element);

} // namespace ncp::saml
