#include "ncp/discovery/search_mask.hpp"

#include "base/table.hpp"
#include "base/xml/document.hpp"
#include "ncp/discovery/mask_format.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace ncp::discovery {
namespace {

constexpr std::string_view kIsm = "http://ec.europa.eu/sante/ehncp/ism";
constexpr std::string_view kLabel = "label.ism.";
constexpr std::size_t kFieldLimit = 32;

constexpr std::array<std::string_view, 8> kIdentifierLabels{
    "healthCardNumber",         "nationalIdentityCardNumber",
    "nationalPersonIdentifier", "nationalSocialSecurityNumber",
    "passportNumber",           "regionalPatientIdentifier",
    "regionIdentifier",         "accessCode"};
constexpr std::array<std::string_view, 6> kTextLabels{"addressStreet",  "addressPostalCode", "addressCity",
                                                      "addressCountry", "familyName",        "firstName"};
constexpr std::array<std::string_view, 6> kFieldAttributes{
    "label", "format", "contextualDescription", "originalContextualDescription", "mandatory", "domain"};

tl::unexpected<Error> fault(xml::Node at, const std::string& what) {
    return fail(ErrorCode::ConfigurationInvalid,
                "line " + std::to_string(at.line()) + ": " + std::string{at.name()} + " " + what);
}

Result<void> onlyAttributes(xml::Node element, std::span<const std::string_view> known) {
    for (const auto& attribute : element.attributes()) {
        if (!attribute.namespaceUri.empty()) {
            continue;
        }
        if (std::ranges::find(known, attribute.name) == known.end()) {
            return fault(element, "has the unknown attribute " + std::string{attribute.name});
        }
    }
    return {};
}

Result<MaskScope> readScope(xml::Node element) {
    const auto scope = element.attributeIfPresent("scope").value_or("ALL");
    if (scope == "ALL") {
        return MaskScope::All;
    }
    if (scope == "PS") {
        return MaskScope::PatientSummary;
    }
    if (scope == "EP") {
        return MaskScope::EPrescription;
    }
    return fault(element, "has a scope other than ALL, PS and EP");
}

Result<bool> readMandatory(xml::Node element) {
    const auto value = element.attributeIfPresent("mandatory").value_or("false");
    if (value == "true" || value == "1") {
        return true;
    }
    if (value == "false" || value == "0") {
        return false;
    }
    return fault(element, "has `mandatory` other than true and false");
}

/// Reads the elements of one mask; keeps the count that makes the names of identifiers, and the findings.
class Reader {
  public:
    Result<SearchMask> mask(xml::Node root);

  private:
    Result<PersonSearch> person(xml::Node element, const std::string& prefix);
    Result<void> personChild(xml::Node child, const std::string& prefix, PersonSearch& into);
    Result<IdentifierSet> identifierSet(xml::Node element, const std::string& prefix);
    Result<DocumentSearch> documentSearch(xml::Node element, const std::string& prefix);
    Result<MaskField> field(xml::Node element, std::span<const std::string_view> labels, std::string name,
                            bool withDomain);
    Result<MaskField> identifier(xml::Node element, const std::string& prefix);

    std::size_t fields_ = 0;
    std::size_t identifiers_ = 0;
    bool accessCode_ = false; ///< of the person that is being read
    std::vector<std::string> findings_;
};

Result<MaskField> Reader::field(xml::Node element, std::span<const std::string_view> labels, std::string name,
                                bool withDomain) {
    if (auto known = onlyAttributes(element, kFieldAttributes); !known) {
        return passOn(known);
    }
    if (++fields_ > kFieldLimit) {
        return fault(element, "is one field too many");
    }
    MaskField field;
    field.label = element.attribute("label");
    if (!field.label.starts_with(kLabel) ||
        std::ranges::find(labels, std::string_view{field.label}.substr(kLabel.size())) == labels.end()) {
        return fault(element, "has a label that this mask vocabulary does not know");
    }
    for (const auto* required : {"format", "contextualDescription"}) {
        if (!element.hasAttribute(required)) {
            return fault(element, std::string{"lacks "} + required);
        }
    }
    field.domain = element.attribute("domain");
    if (withDomain ? !Oid::parse(field.domain).has_value() : !field.domain.empty()) {
        return fault(element, withDomain ? "has no domain that is an OID" : "may not have a domain");
    }
    const auto mandatory = readMandatory(element);
    if (!mandatory) {
        return passOn(mandatory);
    }
    field.name = std::move(name);
    field.mandatory = *mandatory;
    field.description = element.attribute("contextualDescription");
    field.originalDescription = element.attribute("originalContextualDescription");
    field.format = element.attribute("format");
    if (!isUsableFormat(field.format)) {
        findings_.push_back("line " + std::to_string(element.line()) + ": the format of " + field.name +
                            " can't be used; every value is taken");
        field.format.clear();
    }
    return field;
}

Result<MaskField> Reader::identifier(xml::Node element, const std::string& prefix) {
    return field(element, kIdentifierLabels, prefix + "identifier." + std::to_string(++identifiers_), true);
}

Result<IdentifierSet> Reader::identifierSet(xml::Node element, const std::string& prefix) {
    if (auto known = onlyAttributes(element, std::array<std::string_view, 1>{"type"}); !known) {
        return passOn(known);
    }
    const auto type = element.attribute("type");
    if (type != "NORMAL" && type != "CHOICE") {
        return fault(element, "has a type other than NORMAL and CHOICE");
    }
    IdentifierSet set{type == "CHOICE", {}};
    for (const auto child : element.children()) {
        IdentifierGroup group;
        if (child.is(kIsm, "ids")) {
            group.display = child.attribute("display");
            for (const auto id : child.children()) {
                auto one = id.is(kIsm, "id") ? identifier(id, prefix) : fault(id, "is not expected here");
                if (!one) {
                    return passOn(one);
                }
                group.fields.push_back(std::move(*one));
            }
        } else if (child.is(kIsm, "id")) {
            auto one = identifier(child, prefix);
            if (!one) {
                return passOn(one);
            }
            group.fields.push_back(std::move(*one));
        } else {
            return fault(child, "is not expected here");
        }
        if (group.fields.empty()) {
            return fault(child, "holds no id");
        }
        set.groups.push_back(std::move(group));
    }
    if (set.groups.empty()) {
        return fault(element, "holds no id");
    }
    return set;
}

Result<void> Reader::personChild(xml::Node child, const std::string& prefix, PersonSearch& into) {
    const auto keep = [&](Result<MaskField> read, std::optional<MaskField>& place) -> Result<void> {
        if (!read) {
            return passOn(read);
        }
        if (place) {
            return fault(child, "stands twice");
        }
        place = std::move(*read);
        return {};
    };
    if (child.is(kIsm, "identifier")) {
        auto set = identifierSet(child, prefix);
        return set ? (into.identifiers.push_back(std::move(*set)), Result<void>{}) : passOn(set);
    }
    if (child.is(kIsm, "accessCode")) {
        if (accessCode_) {
            return fault(child, "stands twice");
        }
        accessCode_ = true;
        auto code = field(child, kIdentifierLabels, prefix + "accessCode", true);
        return code ? (into.identifiers.push_back({false, {{{}, {std::move(*code)}}}}), Result<void>{})
                    : passOn(code);
    }
    if (child.is(kIsm, "textField")) {
        const auto label = child.attribute("label");
        auto name = prefix + label.substr(std::min(kLabel.size(), label.size()));
        if (std::ranges::find(into.textFields, name, &MaskField::name) != into.textFields.end()) {
            return fault(child, "stands twice with one label");
        }
        auto text = field(child, kTextLabels, std::move(name), false);
        return text ? (into.textFields.push_back(std::move(*text)), Result<void>{}) : passOn(text);
    }
    if (child.is(kIsm, "birthDate")) {
        return keep(field(child, std::array<std::string_view, 1>{"birthDate"}, prefix + "birthDate", false),
                    into.birthDate);
    }
    if (child.is(kIsm, "gender")) {
        return keep(field(child, std::array<std::string_view, 1>{"gender"}, prefix + "gender", false),
                    into.gender);
    }
    if (child.is(kIsm, "media")) {
        findings_.push_back("line " + std::to_string(child.line()) + ": the picture is not shown");
        return {};
    }
    return fault(child, "is not expected here");
}

Result<PersonSearch> Reader::person(xml::Node element, const std::string& prefix) {
    if (auto known = onlyAttributes(element, std::array<std::string_view, 2>{"friendlyName", "scope"});
        !known) {
        return passOn(known);
    }
    const auto scope = readScope(element);
    if (!scope) {
        return passOn(scope);
    }
    PersonSearch search;
    search.friendlyName = element.attribute("friendlyName");
    search.scope = *scope;
    identifiers_ = 0;
    accessCode_ = false;
    for (const auto child : element.children()) {
        if (auto read = personChild(child, prefix, search); !read) {
            return passOn(read);
        }
    }
    if (search.identifiers.empty()) {
        return fault(element, "asks for no identifier");
    }
    return search;
}

Result<DocumentSearch> Reader::documentSearch(xml::Node element, const std::string& prefix) {
    const auto scope = readScope(element);
    if (!scope) {
        return passOn(scope);
    }
    DocumentSearch search{element.attribute("friendlyName"), *scope, {}, {}};
    for (const auto child : element.children()) {
        const bool prescription = child.is(kIsm, "prescriptionId");
        if (!prescription && !child.is(kIsm, "dispensationPINCode")) {
            if (child.is(kIsm, "media")) {
                findings_.push_back("line " + std::to_string(child.line()) + ": the picture is not shown");
                continue;
            }
            return fault(child, "is not expected here");
        }
        const std::array<std::string_view, 1> label{prescription ? "ePrescriptionId" : "dispensationPINCode"};
        auto read = field(child, label, prefix + (prescription ? "prescriptionId" : "dispensationPin"), true);
        if (!read) {
            return passOn(read);
        }
        auto& place = prescription ? search.prescriptionId : search.dispensationPin;
        if (place) {
            return fault(child, "stands twice");
        }
        place = std::move(*read);
    }
    return search;
}

Result<SearchMask> Reader::mask(xml::Node root) {
    if (!root.is(kIsm, "searchFields")) {
        return fault(root, "is not the root of a search mask");
    }
    const auto countries = root.children(kIsm, "country");
    if (countries.size() != 1) {
        return fault(root, "must hold one country");
    }
    auto code = CountryCode::parse(countries.front().attribute("code"));
    if (!code) {
        return fault(countries.front(), "has no country code");
    }
    SearchMask mask{std::move(*code), {}, {}, {}, {}};
    bool patient = false;
    for (const auto child : countries.front().children()) {
        if (child.is(kIsm, "patientSearch") && !patient) {
            auto read = person(child, "patient.");
            if (!read) {
                return passOn(read);
            }
            mask.patient = std::move(*read);
            patient = true;
        } else if (child.is(kIsm, "nextOfKinSearch") && !mask.nextOfKin) {
            auto read = person(child, "nextOfKin.");
            if (!read) {
                return passOn(read);
            }
            mask.nextOfKin = std::move(*read);
        } else if (child.is(kIsm, "documentSearch")) {
            auto read = documentSearch(child, "document." + std::to_string(mask.documents.size() + 1) + ".");
            if (!read) {
                return passOn(read);
            }
            mask.documents.push_back(std::move(*read));
        } else {
            return fault(child, "is not expected here");
        }
    }
    if (!patient) {
        return fault(countries.front(), "lacks patientSearch");
    }
    mask.findings = std::move(findings_);
    return mask;
}

} // namespace

Result<SearchMask> parseSearchMask(std::string_view text) {
    constexpr std::size_t kMaskLimit = std::size_t{1024} * 1024;
    auto document = xml::Document::parse(text, {.bytes = kMaskLimit, .depth = 16, .elements = 1000});
    if (!document) {
        return fail(ErrorCode::ConfigurationInvalid, document.error().detail);
    }
    return Reader{}.mask(document->root());
}

Result<SearchMask> loadSearchMask(const std::filesystem::path& file) {
    const auto text = readFile(file);
    if (!text) {
        return passOn(text);
    }
    auto mask = parseSearchMask(*text);
    if (!mask) {
        return fail(ErrorCode::ConfigurationInvalid, file.string() + ": " + mask.error().detail);
    }
    return mask;
}

std::vector<std::string> identifierDomains(const SearchMask& mask) {
    std::vector<std::string> domains;
    for (const auto& field : fieldsOf(mask.patient)) {
        if (!field.domain.empty() && std::ranges::find(domains, field.domain) == domains.end()) {
            domains.push_back(field.domain);
        }
    }
    return domains;
}

std::vector<MaskField> fieldsOf(const PersonSearch& person) {
    std::vector<MaskField> fields;
    for (const auto& set : person.identifiers) {
        for (const auto& group : set.groups) {
            fields.insert(fields.end(), group.fields.begin(), group.fields.end());
        }
    }
    fields.insert(fields.end(), person.textFields.begin(), person.textFields.end());
    for (const auto& one : {person.birthDate, person.gender}) {
        if (one) {
            fields.push_back(*one);
        }
    }
    return fields;
}

std::vector<MaskField> fieldsOf(const DocumentSearch& search) {
    std::vector<MaskField> fields;
    for (const auto& one : {search.prescriptionId, search.dispensationPin}) {
        if (one) {
            fields.push_back(*one);
        }
    }
    return fields;
}

} // namespace ncp::discovery
