#include "ncp/saml/structure.hpp"

#include "certs/xml_signature.hpp"
#include "ncp/saml/assertion.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <string>

namespace ncp::saml {
namespace {

constexpr std::string_view kSchemaInstanceNamespace = "http://www.w3.org/2001/XMLSchema-instance";
constexpr std::size_t kUnbounded = std::numeric_limits<std::size_t>::max();

/// One place in a content model. Elements of one `group` may stand in any order among themselves.
struct Particle {
    std::string_view name;
    std::size_t most = 1;
    std::size_t group = 0;
    std::string_view namespaceUri = kAssertionNamespace;
};

enum class Content : std::uint8_t { Elements, Text, Open };

struct Form {
    std::string_view element;
    Content content;
    std::span<const std::string_view> attributes;
    std::span<const Particle> children;
    bool foreignAttributes = false;
};

constexpr std::array<std::string_view, 0> kNone{};
constexpr std::array<Particle, 0> kNoChildren{};
constexpr std::array<std::string_view, 3> kAssertionAttributes{"ID", "IssueInstant", "Version"};
constexpr std::array kAssertionChildren{
    Particle{"Issuer", 1, 1},
    Particle{"Signature", 1, 2, certs::kSignatureNamespace},
    Particle{"Subject", 1, 3},
    Particle{"Conditions", 1, 4},
    Particle{"Advice", 1, 5},
    Particle{"AuthnStatement", 1, 6},
    Particle{"AttributeStatement", kUnbounded, 6},
};
constexpr std::array<std::string_view, 4> kNameAttributes{"NameQualifier", "SPNameQualifier", "Format",
                                                          "SPProvidedID"};
constexpr std::array kSubjectChildren{Particle{"NameID", 1, 1},
                                      Particle{"SubjectConfirmation", kUnbounded, 2}};
constexpr std::array<std::string_view, 1> kConfirmationAttributes{"Method"};
constexpr std::array kConfirmationChildren{Particle{"NameID", 1, 1},
                                           Particle{"SubjectConfirmationData", 1, 2}};
constexpr std::array<std::string_view, 2> kConditionsAttributes{"NotBefore", "NotOnOrAfter"};
constexpr std::array kConditionsChildren{Particle{"AudienceRestriction", kUnbounded}};
constexpr std::array kAudienceRestrictionChildren{Particle{"Audience", kUnbounded}};
constexpr std::array kAdviceChildren{Particle{"AssertionIDRef", kUnbounded}};
constexpr std::array<std::string_view, 3> kAuthnStatementAttributes{"AuthnInstant", "SessionIndex",
                                                                    "SessionNotOnOrAfter"};
constexpr std::array kAuthnStatementChildren{Particle{"SubjectLocality", 1, 1},
                                             Particle{"AuthnContext", 1, 2}};
constexpr std::array<std::string_view, 2> kLocalityAttributes{"Address", "DNSName"};
constexpr std::array kAuthnContextChildren{Particle{"AuthnContextClassRef", 1, 1},
                                           Particle{"AuthnContextDeclRef", 1, 2},
                                           Particle{"AuthenticatingAuthority", kUnbounded, 3}};
constexpr std::array kAttributeStatementChildren{Particle{"Attribute", kUnbounded}};
constexpr std::array<std::string_view, 3> kAttributeAttributes{"Name", "NameFormat", "FriendlyName"};
constexpr std::array kAttributeChildren{Particle{"AttributeValue", kUnbounded}};

constexpr std::array kForms{
    Form{"Assertion", Content::Elements, kAssertionAttributes, kAssertionChildren},
    Form{"Issuer", Content::Text, kNameAttributes, kNoChildren},
    Form{"Subject", Content::Elements, kNone, kSubjectChildren},
    Form{"NameID", Content::Text, kNameAttributes, kNoChildren},
    Form{"SubjectConfirmation", Content::Elements, kConfirmationAttributes, kConfirmationChildren},
    Form{"SubjectConfirmationData", Content::Open, kNone, kNoChildren},
    Form{"Conditions", Content::Elements, kConditionsAttributes, kConditionsChildren},
    Form{"AudienceRestriction", Content::Elements, kNone, kAudienceRestrictionChildren},
    Form{"Audience", Content::Text, kNone, kNoChildren},
    Form{"Advice", Content::Elements, kNone, kAdviceChildren},
    Form{"AssertionIDRef", Content::Text, kNone, kNoChildren},
    Form{"AuthnStatement", Content::Elements, kAuthnStatementAttributes, kAuthnStatementChildren},
    Form{"SubjectLocality", Content::Text, kLocalityAttributes, kNoChildren},
    Form{"AuthnContext", Content::Elements, kNone, kAuthnContextChildren},
    Form{"AuthnContextClassRef", Content::Text, kNone, kNoChildren},
    Form{"AuthnContextDeclRef", Content::Text, kNone, kNoChildren},
    Form{"AuthenticatingAuthority", Content::Text, kNone, kNoChildren},
    Form{"AttributeStatement", Content::Elements, kNone, kAttributeStatementChildren},
    Form{"Attribute", Content::Elements, kAttributeAttributes, kAttributeChildren, true},
    Form{"AttributeValue", Content::Open, kNone, kNoChildren},
};

tl::unexpected<Error> malformed(xml::Node element, std::string_view what) {
    return fail(ErrorCode::MalformedMessage,
                "SAML element of line " + std::to_string(element.line()) + ": " + std::string{what});
}

Result<void> checkAttributes(xml::Node element, const Form& form) {
    for (const auto& attribute : element.attributes()) {
        const bool known = attribute.namespaceUri.empty()
                               ? std::ranges::find(form.attributes, attribute.name) != form.attributes.end()
                               : form.foreignAttributes || attribute.namespaceUri == kSchemaInstanceNamespace;
        if (!known) {
            return malformed(element,
                             std::string{form.element} + " has an attribute that the schema does not");
        }
    }
    return {};
}

Result<void> checkElement(xml::Node element, const Form& form);

/// The particle at which `child` may stand, at or after `at`.
const Particle* place(const Form& form, xml::Node child, std::size_t group) {
    const auto found = std::ranges::find_if(form.children, [&](const Particle& particle) {
        return particle.group >= group && child.is(particle.namespaceUri, particle.name);
    });
    return found == form.children.end() ? nullptr : &*found;
}

Result<void> checkChildren(xml::Node element, const Form& form) {
    std::size_t group = 0;
    std::array<std::size_t, kAssertionChildren.size()> counts{};
    for (const auto child : element.children()) {
        const auto* particle = place(form, child, group);
        if (particle == nullptr) {
            return malformed(child, "unknown or misplaced child of " + std::string{form.element});
        }
        group = particle->group;
        if (++counts.at(static_cast<std::size_t>(particle - form.children.data())) > particle->most) {
            return malformed(child, std::string{particle->name} + " given twice");
        }
        if (particle->namespaceUri != kAssertionNamespace) {
            continue; // the signature has its own, stricter reader
        }
        const auto* below = std::ranges::find(kForms, particle->name, &Form::element);
        if (auto checked = checkElement(child, *below); !checked) {
            return checked;
        }
    }
    return {};
}

Result<void> checkElement(xml::Node element, const Form& form) {
    if (form.content == Content::Open) {
        return {};
    }
    if (auto attributes = checkAttributes(element, form); !attributes) {
        return attributes;
    }
    if (form.content == Content::Text) {
        if (!element.plainText()) {
            return malformed(element, std::string{form.element} + " holds something else than text");
        }
        return {};
    }
    return checkChildren(element, form);
}

} // namespace

Result<void> checkStructure(xml::Node assertion) {
    if (!assertion.is(kAssertionNamespace, "Assertion")) {
        return malformed(assertion, "not a SAML 2.0 assertion");
    }
    if (assertion.holdsCommentsOrInstructions()) {
        return malformed(assertion, "a comment or processing instruction inside an assertion");
    }
    return checkElement(assertion, kForms.front());
}

} // namespace ncp::saml
