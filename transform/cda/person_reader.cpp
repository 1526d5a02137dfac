#include "transform/cda/element.hpp"
#include "transform/cda/value_reader.hpp"

#include <array>
#include <utility>

namespace ncp::transform::cda {

namespace {

void append(std::string& text, std::string_view part) {
    if (!part.empty()) {
        text += text.empty() ? std::string{part} : ' ' + std::string{part};
    }
}

std::string joined(xml::Node parent, std::string_view name) {
    std::string text;
    for (const xml::Node part : children(parent, name)) {
        append(text, collapse(part.text()));
    }
    return text;
}

} // namespace

Identifier ValueReader::identifier(xml::Node element) {
    mark(element);
    Identifier id{element.attribute("root"), element.attribute("extension"), element.attribute("nullFlavor"),
                  element.attribute("assigningAuthorityName")};
    if (id.root.empty() && id.extension.empty()) {
        id.extension = collapse(element.text()); // where some senders write it
    }
    return id;
}

std::vector<Identifier> ValueReader::identifiers(xml::Node parent) {
    std::vector<Identifier> ids;
    for (const xml::Node id : children(parent, "id")) {
        ids.push_back(identifier(id));
    }
    return ids;
}

PersonName ValueReader::name(xml::Node element) {
    markSubtree(element);
    PersonName name;
    name.prefix = joined(element, "prefix");
    name.given = joined(element, "given");
    name.family = joined(element, "family");
    name.suffix = joined(element, "suffix");
    name.nullFlavor = element.attribute("nullFlavor");
    if (name.full().empty()) {
        name.text = collapse(element.text());
    }
    return name;
}

Address ValueReader::address(xml::Node element) {
    markSubtree(element);
    Address address;
    address.use = element.attribute("use");
    address.nullFlavor = element.attribute("nullFlavor");
    std::string street;
    for (const xml::Node part : element.children()) {
        const std::string text = collapse(part.text());
        if (text.empty()) {
            continue;
        }
        if (part.name() == "postalCode") {
            append(address.postalCode, text);
        } else if (part.name() == "city") {
            append(address.city, text);
        } else if (part.name() == "state") {
            append(address.state, text);
        } else if (part.name() == "country") {
            append(address.country, text);
        } else if (part.name() == "streetName" || part.name() == "houseNumber") {
            append(street, text);
        } else {
            address.lines.push_back(text);
        }
    }
    if (!street.empty()) {
        address.lines.insert(address.lines.begin(), street);
    }
    if (address.empty()) {
        if (std::string text = collapse(element.text()); !text.empty()) {
            address.lines.push_back(std::move(text));
        }
    }
    return address;
}

Telecom ValueReader::telecom(xml::Node element) {
    mark(element);
    struct Scheme {
        std::string_view prefix;
        TelecomKind kind;
    };
    static constexpr std::array kSchemes{
        Scheme{"tel:", TelecomKind::Phone}, Scheme{"mailto:", TelecomKind::Email},
        Scheme{"fax:", TelecomKind::Fax},   Scheme{"http:", TelecomKind::Web},
        Scheme{"https:", TelecomKind::Web},
    };
    Telecom telecom;
    telecom.value = collapse(element.attribute("value"));
    telecom.use = element.attribute("use");
    telecom.nullFlavor = element.attribute("nullFlavor");
    for (const Scheme& scheme : kSchemes) {
        if (telecom.value.starts_with(scheme.prefix)) {
            telecom.kind = scheme.kind;
            if (scheme.kind != TelecomKind::Web) {
                telecom.value.erase(0, scheme.prefix.size());
            }
            break;
        }
    }
    return telecom;
}

std::vector<Telecom> ValueReader::telecoms(xml::Node parent) {
    std::vector<Telecom> telecoms;
    for (const xml::Node found : children(parent, "telecom")) {
        Telecom taken = telecom(found);
        if (!taken.value.empty()) {
            telecoms.push_back(std::move(taken));
        }
    }
    return telecoms;
}

Performer ValueReader::performer(xml::Node participation, std::string_view role) {
    mark(participation);
    Performer performer;
    performer.time = timeRangeChild(participation, "time");
    performer.function = codedChild(participation, "functionCode");
    const auto assigned = child(participation, role);
    if (!assigned) {
        return performer;
    }
    mark(*assigned);
    performer.ids = identifiers(*assigned);
    performer.specialty = codedChild(*assigned, "code");
    performer.telecoms = telecoms(*assigned);
    if (const auto addr = child(*assigned, "addr")) {
        performer.address = address(*addr);
    }
    if (const auto person = path(*assigned, {"assignedPerson", "name"})) {
        performer.name = name(*person);
    }
    if (const auto device = child(*assigned, "assignedAuthoringDevice")) {
        append(performer.device, textChild(*device, "manufacturerModelName"));
        append(performer.device, textChild(*device, "softwareName"));
        if (const auto software = child(*device, "softwareName"); software && performer.device.empty()) {
            performer.device = collapse(software->attribute("displayName"));
        }
    }
    if (const auto organisation = child(*assigned, "representedOrganization")) {
        performer.organisationIds = identifiers(*organisation);
        performer.organisation = textChild(*organisation, "name");
        performer.organisationTelecoms = telecoms(*organisation);
        if (const auto addr = child(*organisation, "addr")) {
            performer.organisationAddress = address(*addr);
        }
    }
    return performer;
}

} // namespace ncp::transform::cda
