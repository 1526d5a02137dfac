#include "ncp/audit/event_json.hpp"

#include "ncp/audit/json_text.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace ncp::audit {
namespace {

using Json = nlohmann::json;

struct TextField {
    const char* name;
    std::string Event::* member;
};

constexpr std::array kTextFields{
    TextField{"transaction", &Event::transaction},
    TextField{"errorId", &Event::errorId},
    TextField{"rule", &Event::rule},
    TextField{"correlationId", &Event::correlationId},
    TextField{"messageId", &Event::messageId},
    TextField{"peerCountry", &Event::peerCountry},
    TextField{"peerAddress", &Event::peerAddress},
    TextField{"peerCertificate", &Event::peerCertificate},
    TextField{"clinicianId", &Event::clinicianId},
    TextField{"clinicianName", &Event::clinicianName},
    TextField{"clinicianRole", &Event::clinicianRole},
    TextField{"organisation", &Event::organisation},
    TextField{"purposeOfUse", &Event::purposeOfUse},
    TextField{"hcpAssertionId", &Event::hcpAssertionId},
    TextField{"trcAssertionId", &Event::trcAssertionId},
    TextField{"nextOfKinId", &Event::nextOfKinId},
    TextField{"patientId", &Event::patientId},
    TextField{"documentClass", &Event::documentClass},
};

/// Of few events, so that they stand in those only.
constexpr std::array kRareTextFields{
    TextField{"sourceDocument", &Event::sourceDocument},
    TextField{"targetDocument", &Event::targetDocument},
    TextField{"reason", &Event::reason},
};

struct NumberField {
    const char* name;
    std::int64_t Event::* member;
};

constexpr std::array kNumberFields{
    NumberField{"durationMicroseconds", &Event::durationMicroseconds},
    NumberField{"requestBytes", &Event::requestBytes},
    NumberField{"answerBytes", &Event::answerBytes},
};

constexpr const char* kFurther = "further"; ///< in few events, so that it stands in those only

struct ListField {
    const char* name;
    std::vector<std::string> Event::* member;
};

constexpr std::array kListFields{
    ListField{"patients", &Event::patients},
    ListField{"documents", &Event::documents},
    ListField{"tolerated", &Event::tolerated},
};

void write(JsonObjectText& json, const Event& event) {
    json.add("time", formatXmlDateTime(event.time));
    json.add("side", name(event.side));
    json.add("outcome", name(event.outcome));
    for (const auto& field : kTextFields) {
        json.add(field.name, event.*field.member);
    }
    for (const auto& field : kRareTextFields) {
        if (!(event.*field.member).empty()) {
            json.add(field.name, event.*field.member);
        }
    }
    for (const auto& field : kNumberFields) {
        json.add(field.name, event.*field.member);
    }
    for (const auto& field : kListFields) {
        json.add(field.name, event.*field.member);
    }
    if (event.further > 0) {
        json.add(kFurther, event.further);
    }
}

tl::unexpected<Error> notAnEvent() {
    return fail(ErrorCode::StorageFailed, "a stored audit event can't be read");
}

template <class Enumeration, std::size_t N>
bool readName(const Json& json, const char* field, const std::array<Enumeration, N>& values,
              Enumeration& into) {
    const auto found = json.find(field);
    if (found == json.end() || !found->is_string()) {
        return false;
    }
    for (const auto value : values) {
        if (found->template get_ref<const std::string&>() == name(value)) {
            into = value;
            return true;
        }
    }
    return false;
}

bool readTime(const Json& json, Event& event) {
    const auto found = json.find("time");
    if (found == json.end() || !found->is_string()) {
        return false;
    }
    const auto time = parseXmlDateTime(found->get_ref<const std::string&>());
    if (time) {
        event.time = *time;
    }
    return time.has_value();
}

} // namespace

std::string toJson(const Event& event) {
    JsonObjectText json;
    write(json, event);
    return json.take();
}

std::string toJson(const Record& record) {
    JsonObjectText json;
    json.add("sequence", record.sequence);
    write(json, record.event);
    return json.take();
}

Result<Event> eventFromJson(std::string_view text) {
    const auto json = Json::parse(text, nullptr, false);
    Event event;
    if (!json.is_object() || !readTime(json, event) ||
        !readName(json, "side", std::array{Side::CountryA, Side::CountryB}, event.side) ||
        !readName(json, "outcome",
                  std::array{Outcome::Success, Outcome::Negative, Outcome::Refused, Outcome::Failed},
                  event.outcome)) {
        return notAnEvent();
    }
    try {
        for (const auto& field : kTextFields) {
            event.*field.member = json.value(field.name, std::string{});
        }
        for (const auto& field : kRareTextFields) {
            event.*field.member = json.value(field.name, std::string{});
        }
        for (const auto& field : kNumberFields) {
            event.*field.member = json.value(field.name, std::int64_t{0});
        }
        event.further = json.value(kFurther, std::int64_t{0});
        for (const auto& field : kListFields) {
            event.*field.member = json.value(field.name, std::vector<std::string>{});
        }
    } catch (const Json::exception&) { // a field of another type
        return notAnEvent();
    }
    return event;
}

} // namespace ncp::audit
