#include "ncp/saml/assertion.hpp"

#include "ncp/saml/attribute_names.hpp"
#include "ncp/saml/recognise.hpp"
#include "ncp/saml/structure.hpp"

#include <algorithm>
#include <array>

namespace ncp::saml {
namespace {

constexpr std::size_t kLongestId = 256;

bool isNameStart(char c) noexcept {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// xs:ID as far as ASCII goes; in particular no colon, so that no urn:uuid: form passes.
bool isId(std::string_view text) noexcept {
    return !text.empty() && text.size() <= kLongestId && isNameStart(text.front()) &&
           std::ranges::all_of(
               text, [](char c) { return isNameStart(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; });
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    return first == std::string_view::npos
               ? std::string{}
               : std::string{text.substr(first, text.find_last_not_of(blanks) - first + 1)};
}

std::string textOf(std::optional<xml::Node> element) {
    return element ? trimmed(element->text()) : std::string{};
}

Result<std::optional<Instant>> timeOf(xml::Node element, std::string_view attribute) {
    const auto text = element.attributeIfPresent(attribute);
    if (!text) {
        return std::optional<Instant>{};
    }
    const auto time = parseXmlDateTime(trimmed(*text));
    if (!time) {
        return fail(ErrorCode::MalformedMessage, std::string{attribute} + " is no xs:dateTime");
    }
    return std::optional{*time};
}

Result<void> readTime(xml::Node element, std::string_view attribute, std::optional<Instant>& into) {
    return timeOf(element, attribute).map([&](std::optional<Instant> time) { into = time; });
}

void readSubject(xml::Node subject, Assertion& assertion) {
    if (const auto nameId = subject.child(kAssertionNamespace, "NameID")) {
        assertion.nameId = textOf(nameId);
        assertion.nameIdFormat = trimmed(nameId->attribute("Format"));
        assertion.spProvidedId = trimmed(nameId->attribute("SPProvidedID"));
    }
    for (const auto confirmation : subject.children(kAssertionNamespace, "SubjectConfirmation")) {
        assertion.subjectConfirmationMethods.push_back(trimmed(confirmation.attribute("Method")));
    }
}

Result<void> readConditions(xml::Node conditions, Assertion& assertion) {
    for (const auto restriction : conditions.children()) {
        for (const auto audience : restriction.children()) {
            assertion.audiences.push_back(textOf(audience));
        }
    }
    return readTime(conditions, "NotBefore", assertion.notBefore).and_then([&] {
        return readTime(conditions, "NotOnOrAfter", assertion.notOnOrAfter);
    });
}

Result<void> readAuthnStatement(xml::Node statement, Assertion& assertion) {
    assertion.authnContextClassRef =
        textOf(statement.path(kAssertionNamespace, {"AuthnContext", "AuthnContextClassRef"}));
    return readTime(statement, "AuthnInstant", assertion.authnInstant);
}

void readValue(xml::Node value, Attribute& attribute) {
    const auto child = value.firstChild();
    if (!child) {
        attribute.values.push_back(trimmed(value.text()));
        return;
    }
    const bool coded = child->is(kHl7Namespace, "Role") || child->is(kHl7Namespace, "PurposeOfUse");
    if (coded && !child->next()) {
        attribute.prefixed = attribute.prefixed || child->resolvePrefix("") != kHl7Namespace;
        attribute.values.push_back(trimmed(value.text()));
        attribute.codes.push_back({trimmed(child->attribute("code")), trimmed(child->attribute("codeSystem")),
                                   trimmed(child->attribute("displayName")),
                                   trimmed(child->attribute("codeSystemName"))});
    }
}

void readAttributeStatement(xml::Node statement, Assertion& assertion) {
    for (const auto element : statement.children()) {
        Attribute attribute{
            trimmed(element.attribute("Name")), element.attribute("FriendlyName"), {}, {}, false};
        for (const auto value : element.children()) {
            readValue(value, attribute);
        }
        assertion.attributes.push_back(std::move(attribute));
    }
}

Result<void> readPart(xml::Node part, Assertion& assertion) {
    if (part.name() == "Issuer") {
        assertion.issuer = textOf(part);
    } else if (part.name() == "Subject") {
        readSubject(part, assertion);
    } else if (part.name() == "Conditions") {
        return readConditions(part, assertion);
    } else if (part.name() == "Advice") {
        for (const auto reference : part.children()) {
            assertion.assertionIdRefs.push_back(textOf(reference));
        }
    } else if (part.name() == "AuthnStatement") {
        return readAuthnStatement(part, assertion);
    } else if (part.name() == "AttributeStatement") {
        readAttributeStatement(part, assertion);
    }
    return {};
}

} // namespace

std::string_view name(Kind kind) noexcept {
    constexpr std::array<std::string_view, 3> names{"hcp", "trc", "nok"};
    return names.at(static_cast<std::size_t>(kind));
}

std::optional<Kind> recognise(xml::Node element) {
    if (!element.is(kAssertionNamespace, "Assertion")) {
        return std::nullopt;
    }
    const auto issuer = element.child(kAssertionNamespace, "Issuer");
    const auto qualifier = issuer ? trimmed(issuer->attribute("NameQualifier")) : std::string{};
    for (const auto kind : {Kind::Hcp, Kind::Trc, Kind::NextOfKin}) {
        if (qualifier == std::string{kKindPrefix} + std::string{name(kind)}) {
            return kind;
        }
    }
    return std::nullopt;
}

const Attribute* Assertion::attribute(std::string_view wanted) const noexcept {
    const auto found = std::ranges::find(attributes, wanted, &Attribute::name);
    return found == attributes.end() ? nullptr : &*found;
}

std::string Assertion::firstValue(std::string_view attributeName) const {
    const auto* found = attribute(attributeName);
    return found == nullptr || found->values.empty() ? std::string{} : found->values.front();
}

std::optional<Code> Assertion::role() const {
    const auto* found = attribute(kRoleAttribute);
    return found == nullptr || found->codes.empty() ? std::nullopt : std::optional{found->codes.front()};
}

std::string Assertion::purposeOfUse() const {
    const auto* found = attribute(kPurposeOfUseAttribute);
    return found == nullptr || found->codes.empty() ? std::string{} : found->codes.front().code;
}

std::vector<std::string> Assertion::permissions() const {
    std::vector<std::string> held;
    for (const auto& attribute : attributes) {
        if (attribute.name != kPermissionAttribute) {
            continue;
        }
        for (const std::string_view value : attribute.values) {
            if (value.size() > kPermissionAttribute.size() && value.starts_with(kPermissionAttribute) &&
                value[kPermissionAttribute.size()] == ':') {
                held.emplace_back(value.substr(kPermissionAttribute.size() + 1));
            }
        }
    }
    return held;
}

Result<Assertion> parseAssertion(xml::Node element) {
    const auto kind = recognise(element);
    if (!kind) {
        return fail(ErrorCode::MalformedMessage, "an element that is no assertion of a known kind");
    }
    if (auto structure = checkStructure(element); !structure) {
        return passOn(structure);
    }
    Assertion assertion;
    assertion.kind = *kind;
    assertion.id = element.attribute("ID");
    assertion.version = element.attribute("Version");
    if (!assertion.id.empty() && !isId(assertion.id)) {
        return fail(ErrorCode::MalformedMessage, "an assertion's ID is no xs:ID");
    }
    if (auto time = readTime(element, "IssueInstant", assertion.issueInstant); !time) {
        return passOn(time);
    }
    for (const auto part : element.children()) {
        if (auto read = readPart(part, assertion); !read) {
            return passOn(read);
        }
    }
    return assertion;
}

} // namespace ncp::saml
