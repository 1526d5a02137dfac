#include "base/xml/writer.hpp"
#include "ncp/identify/device.hpp"
#include "ncp/identify/messages.hpp"
#include "ncp/soap/error_phrase.hpp"

#include <algorithm>
#include <array>

namespace ncp::identify {
namespace {

constexpr std::string_view kIheReasons = "1.3.6.1.4.1.19376.1.2.27.3";
constexpr std::string_view kEhdsiReasons = "1.3.6.1.4.1.12559.11.10.1.3.2.2.1";

bool isIheReason(Reason reason) noexcept {
    return reason == Reason::AnswerNotAvailable || reason == Reason::ResponderBusy ||
           reason == Reason::InternalError;
}

/// Reasons that ask the requester for something stand under triggerFor, the others under mitigatedBy.
bool asksForMore(Reason reason) noexcept {
    constexpr std::array asking{Reason::AdditionalDemographicsRequested, Reason::DemographicsQueryNotAllowed,
                                Reason::EhicDataRequested, Reason::PatientAuthenticationRequired};
    return std::ranges::find(asking, reason) != asking.end();
}

/// Query codes of HL7 (QueryResponse): found, nothing found, application error.
std::string_view queryResponse(const Answer& answer) noexcept {
    if (!answer.refusal) {
        return "OK";
    }
    return answer.refusal->error.code == ErrorCode::PatientNoMatch ? "NF" : "AE";
}

Result<void> checkMatch(const ihe::PatientMatch& match) {
    const auto& person = match.demographics;
    const bool fullDate =
        person.birthDate.size() >= 8 &&
        std::ranges::all_of(person.birthDate.substr(0, 8), [](char c) { return c >= '0' && c <= '9'; });
    if (!fullDate) {
        return fail(ErrorCode::Internal, "a match without full birth date can't be sent");
    }
    if (person.gender != "F" && person.gender != "M" && person.gender != "UN") {
        return fail(ErrorCode::Internal, "a match with a gender other than F, M, UN can't be sent");
    }
    return {};
}

Result<void> checkAnswer(const Answer& answer) {
    if (answer.refusal.has_value() == !answer.matches.empty()) {
        return fail(ErrorCode::Internal, "an answer has patients or a reason why there are none");
    }
    for (const auto& match : answer.matches) {
        if (auto checked = checkMatch(match); !checked) {
            return checked;
        }
    }
    return {};
}

void writeLeafIfPresent(xml::Writer& writer, std::string_view name, std::string_view text) {
    if (!text.empty()) {
        writer.leaf(name, text);
    }
}

void writePerson(xml::Writer& writer, const ihe::Demographics& person) {
    writer.start("patientPerson").attribute("classCode", "PSN").attribute("determinerCode", "INSTANCE");
    writer.start("name")
        .leaf("family", person.familyName)
        .leaf("given", person.givenName)
        .end()
        .empty("administrativeGenderCode", "code", person.gender)
        .empty("birthTime", "value", person.birthDate)
        .start("addr");
    writeLeafIfPresent(writer, "city", person.address.city);
    writeLeafIfPresent(writer, "postalCode", person.address.postalCode);
    writeLeafIfPresent(writer, "streetAddressLine", person.address.street);
    writeLeafIfPresent(writer, "country", person.address.country);
    writer.end().end();
}

void writeMatch(xml::Writer& writer, const ihe::PatientMatch& match, const HomeCommunityId& community) {
    writer.start("subject").attribute("typeCode", "SUBJ");
    writer.start("registrationEvent").attribute("classCode", "REG").attribute("moodCode", "EVN");
    writer.empty("id", "nullFlavor", "NA").empty("statusCode", "code", "active");
    writer.start("subject1").attribute("typeCode", "SBJ").start("patient").attribute("classCode", "PAT");
    writeInstanceId(writer, "id", {match.id.root().str(), match.id.revealExtension()});
    writer.empty("statusCode", "code", "active");
    writePerson(writer, match.demographics);
    writer.start("subjectOf1").start("queryMatchObservation");
    writer.attribute("classCode", "OBS").attribute("moodCode", "EVN");
    writer.start("code")
        .attribute("code", "IHE_PDQ")
        .attribute("codeSystem", "2.16.840.1.113883.1.11.19914")
        .end();
    writer.start("value").attribute("xsi:type", "INT").attribute("value", "100").end();
    writer.end().end().end().end();
    writer.start("custodian").attribute("typeCode", "CST");
    writer.start("assignedEntity").attribute("classCode", "ASSIGNED").empty("id", "root", community.str());
    writer.start("code")
        .attribute("code", "NotHealthDataLocator")
        .attribute("codeSystem", "1.3.6.1.4.1.19376.1.2.27.2")
        .end();
    writer.end().end().end().end();
}

void writeReason(xml::Writer& writer, Reason reason) {
    const bool asks = asksForMore(reason);
    writer.start("reasonOf").attribute("typeCode", "RSON");
    writer.start("detectedIssueEvent").attribute("classCode", "ALRT").attribute("moodCode", "EVN");
    writer.start("code")
        .attribute("code", "ActAdministrativeDetectedIssueCode")
        .attribute("codeSystem", "2.16.840.1.113883.5.4")
        .end();
    writer.start(asks ? "triggerFor" : "mitigatedBy").attribute("typeCode", asks ? "TRIG" : "MITGT");
    writer.start(asks ? "actOrderRequired" : "detectedIssueManagement")
        .attribute("classCode", "ACT")
        .attribute("moodCode", asks ? "RQO" : "EVN");
    writer.start("code")
        .attribute("code", wireCode(reason))
        .attribute("codeSystem", isIheReason(reason) ? kIheReasons : kEhdsiReasons)
        .end();
    writer.end().end().end().end();
}

void writeAcknowledgement(xml::Writer& writer, const Answer& answer, const InstanceId& requestId) {
    // Nobody found is an accepted request, every other refusal an application error.
    const bool accepted = queryResponse(answer) != "AE";
    writer.start("acknowledgement").empty("typeCode", "code", accepted ? "AA" : "AE").start("targetMessage");
    writeInstanceId(writer, "id", requestId);
    writer.end();
    if (answer.refusal) {
        const auto code = answer.refusal->error.code;
        writer.start("acknowledgementDetail")
            .empty("code", "code", wireCode(code, {answer.codeStyle, CodeFamily::Patient}))
            .leaf("text", soap::errorPhrase(code))
            .leaf("location", spec(code).id)
            .end();
    }
    writer.end();
}

void writeControlAct(xml::Writer& writer, const Answer& answer, const ReceivedRequest& request) {
    const auto response = queryResponse(answer);
    writer.start("controlActProcess").attribute("classCode", "CACT").attribute("moodCode", "EVN");
    writer.empty("code", "code", "PRPA_TE201306UV02");
    for (const auto& match : answer.matches) {
        writeMatch(writer, match, answer.sender);
    }
    if (answer.refusal) {
        writeReason(writer, answer.refusal->reason);
    }
    writer.start("queryAck");
    writeInstanceId(writer, "queryId", request.request.queryId);
    writer.empty("statusCode", "code", response == "AE" ? "aborted" : "deliveredResponse")
        .empty("queryResponseCode", "code", response)
        .end();
    writer.start("queryByParameter");
    writeInstanceId(writer, "queryId", request.request.queryId);
    writer.empty("statusCode", "code",
                 request.queryStatus.empty() ? std::string_view{"new"}
                                             : std::string_view{request.queryStatus});
    writer.fragment(request.parameterListXml).end().end();
}

} // namespace

Result<std::string> writeAnswer(const Answer& answer, const ReceivedRequest& request) {
    if (auto checked = checkAnswer(answer); !checked) {
        return passOn(checked);
    }
    xml::Writer writer;
    writer.start("PRPA_IN201306UV02")
        .attribute("xmlns", kHl7Namespace)
        .attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .attribute("ITSVersion", "XML_1.0");
    writeInstanceId(writer, "id", answer.id);
    writer.empty("creationTime", "value", formatHl7WithZone(answer.creationTime));
    if (!request.versionCode.empty()) {
        writer.empty("versionCode", "code", request.versionCode);
    }
    writeInstanceId(writer, "interactionId", {request.interactionRoot, "PRPA_IN201306UV02"});
    writer.empty("processingCode", "code", "P")
        .empty("processingModeCode", "code", "T")
        .empty("acceptAckCode", "code", "NE");
    writer.start("receiver").attribute("typeCode", "RCV").fragment(request.senderXml).end();
    writeDevice(writer, "sender", "SND", answer.sender, false);
    writeAcknowledgement(writer, answer, request.request.id);
    writeControlAct(writer, answer, request);
    writer.end();
    return writer.take();
}

} // namespace ncp::identify
