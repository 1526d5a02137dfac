#include "ncp/identify/device.hpp"
#include "ncp/identify/messages.hpp"
#include "ncp/identify/person_reading.hpp"
#include "ncp/ihe/hl7_time.hpp"

#include <utility>

namespace ncp::identify {
namespace {

constexpr std::size_t kMostIdentifiers = 32;

tl::unexpected<Error> malformed(std::string_view what) {
    return fail(ErrorCode::MalformedMessage, "PRPA_IN201305UV02: " + std::string{what});
}

/// The community of a sender or receiver: its device's id.
Result<HomeCommunityId> readCommunity(xml::Node message, std::string_view element) {
    const auto party = onlyChild(message, element);
    if (!party) {
        return passOn(party);
    }
    const auto device = onlyChild(*party, "device");
    if (!device) {
        return passOn(device);
    }
    const auto id = onlyChild(*device, "id");
    if (!id) {
        return passOn(id);
    }
    return parseHomeCommunityId(id->attribute("root"));
}

/// Reads the parameterList.
class ParameterReader {
  public:
    explicit ParameterReader(xml::Node parameters) : parameters_(parameters) {}

    Result<void> read() {
        for (const auto step : {&ParameterReader::readIdentifiers, &ParameterReader::readTraits,
                                &ParameterReader::readNameAndAddress}) {
            if (auto done = (this->*step)(); !done) {
                return done;
            }
        }
        return {};
    }

    std::vector<PatientId> identifiers;
    ihe::Demographics person;
    std::vector<std::string> tolerated;

  private:
    Result<void> readIdentifiers() {
        for (const auto parameter : parameters_.children(kHl7Namespace, "livingSubjectId")) {
            const auto value = firstValue(parameter);
            const auto id = value ? readInstanceId(*value) : InstanceId{};
            if (id.extension.empty()) {
                tolerated.emplace_back(kIdentifierWithoutExtension);
                continue;
            }
            if (identifiers.size() == kMostIdentifiers) {
                return malformed("more than 32 identifiers");
            }
            auto identifier = PatientId::make(id.root, id.extension);
            if (!identifier) {
                return passOn(identifier);
            }
            identifiers.push_back(std::move(*identifier));
        }
        return {};
    }

    Result<void> readTraits() {
        if (const auto value = valueOf("livingSubjectAdministrativeGender")) {
            const auto code = value->attribute("code");
            auto gender = readGender(code);
            if (!gender && !code.empty()) {
                return malformed("unknown gender");
            }
            person.gender = std::move(gender).value_or("");
        }
        if (const auto value = valueOf("livingSubjectBirthTime")) {
            auto date = readBirthDate(value->attribute("value"));
            if (!date) {
                return passOn(date);
            }
            person.birthDate = std::move(*date);
        }
        return {};
    }

    Result<void> readNameAndAddress() {
        if (const auto value = valueOf("livingSubjectName")) {
            auto name = readName(*value);
            if (!name) {
                return passOn(name);
            }
            person.familyName = std::move(name->family);
            person.givenName = std::move(name->given);
        }
        if (const auto value = valueOf("patientAddress")) {
            auto address = readAddress(*value);
            if (!address) {
                return passOn(address);
            }
            person.address = std::move(*address);
        }
        return {};
    }

    std::optional<xml::Node> valueOf(std::string_view name) {
        const auto parameter = parameters_.child(kHl7Namespace, name);
        return parameter ? firstValue(*parameter) : std::nullopt;
    }

    std::optional<xml::Node> firstValue(xml::Node parameter) {
        const auto values = parameter.children(kHl7Namespace, "value");
        if (values.size() > 1) {
            tolerated.emplace_back(kSeveralValues);
        }
        return values.empty() ? std::nullopt : std::optional{values.front()};
    }

    xml::Node parameters_;
};

/// The elements that a request has exactly once.
struct Parts {
    xml::Node id;
    xml::Node interaction;
    xml::Node query;
    xml::Node queryId;
    xml::Node parameters;
    xml::Node senderDevice;
};

Result<Parts> readParts(xml::Node message) {
    const auto id = onlyChild(message, "id");
    const auto interaction = onlyChild(message, "interactionId");
    const auto act = onlyChild(message, "controlActProcess");
    const auto query = act ? onlyChild(*act, "queryByParameter") : act;
    const auto queryId = query ? onlyChild(*query, "queryId") : query;
    const auto parameters = query ? onlyChild(*query, "parameterList") : query;
    const auto sender = onlyChild(message, "sender");
    const auto device = sender ? onlyChild(*sender, "device") : sender;
    for (const auto* part : {&id, &interaction, &queryId, &parameters, &device}) {
        if (!*part) {
            return passOn(*part);
        }
    }
    if (id->attribute("root").empty()) {
        return malformed("id without root");
    }
    return Parts{*id, *interaction, *query, *queryId, *parameters, *device};
}

std::string codeOf(xml::Node parent, std::string_view name) {
    const auto child = parent.child(kHl7Namespace, name);
    return child ? child->attribute("code") : std::string{};
}

} // namespace

Result<ReceivedRequest> parseRequest(xml::Node body) {
    if (!body.is(kHl7Namespace, "PRPA_IN201305UV02")) {
        return malformed("another element");
    }
    const auto parts = readParts(body);
    if (!parts) {
        return passOn(parts);
    }
    auto receiver = readCommunity(body, "receiver");
    if (!receiver) {
        return passOn(receiver);
    }
    auto sender = readCommunity(body, "sender");
    if (!sender) {
        return passOn(sender);
    }
    const auto time = body.child(kHl7Namespace, "creationTime");
    const auto created = ihe::parseHl7Time(time ? time->attribute("value") : std::string{});
    if (!created) {
        return passOn(created);
    }
    ParameterReader reader{parts->parameters};
    if (auto read = reader.read(); !read) {
        return passOn(read);
    }
    return ReceivedRequest{DiscoveryRequest{readInstanceId(parts->id), *created, std::move(*receiver),
                                            std::move(*sender), readInstanceId(parts->queryId),
                                            std::move(reader.identifiers), std::move(reader.person)},
                           codeOf(body, "versionCode"),
                           parts->interaction.attribute("root"),
                           codeOf(parts->query, "statusCode"),
                           parts->parameters.serialize(),
                           parts->senderDevice.serialize(),
                           std::move(reader.tolerated)};
}

} // namespace ncp::identify
