#include "base/xml/writer.hpp"
#include "ncp/identify/device.hpp"
#include "ncp/identify/messages.hpp"

namespace ncp::identify {
namespace {

void writeLeafIfPresent(xml::Writer& writer, std::string_view name, std::string_view text) {
    if (!text.empty()) {
        writer.leaf(name, text);
    }
}

void endParameter(xml::Writer& writer, std::string_view semantics) {
    writer.leaf("semanticsText", semantics).end();
}

void writeName(xml::Writer& writer, const ihe::Demographics& person) {
    if (person.familyName.empty() && person.givenName.empty()) {
        return;
    }
    writer.start("livingSubjectName").start("value");
    writeLeafIfPresent(writer, "family", person.familyName);
    writeLeafIfPresent(writer, "given", person.givenName);
    writer.end();
    endParameter(writer, "LivingSubject.name");
}

void writeAddress(xml::Writer& writer, const ihe::Address& address) {
    if (address == ihe::Address{}) {
        return;
    }
    writer.start("patientAddress").start("value");
    writeLeafIfPresent(writer, "streetName", address.street);
    writeLeafIfPresent(writer, "city", address.city);
    writeLeafIfPresent(writer, "country", address.country);
    writeLeafIfPresent(writer, "postalCode", address.postalCode);
    writer.end();
    endParameter(writer, "Patient.addr");
}

void writeParameters(xml::Writer& writer, const DiscoveryRequest& request) {
    const auto& person = request.demographics;
    writer.start("parameterList");
    if (!person.gender.empty()) {
        writer.start("livingSubjectAdministrativeGender").empty("value", "code", person.gender);
        endParameter(writer, "LivingSubject.administrativeGender");
    }
    if (!person.birthDate.empty()) {
        writer.start("livingSubjectBirthTime").empty("value", "value", person.birthDate);
        endParameter(writer, "LivingSubject.birthTime");
    }
    for (const auto& identifier : request.identifiers) {
        writer.start("livingSubjectId");
        writeInstanceId(writer, "value", {identifier.root().str(), identifier.revealExtension()});
        endParameter(writer, "LivingSubject.id");
    }
    writeName(writer, person);
    writeAddress(writer, person.address);
    writer.end();
}

void writeQuery(xml::Writer& writer, const DiscoveryRequest& request) {
    writer.start("queryByParameter");
    writeInstanceId(writer, "queryId", request.queryId);
    writer.empty("statusCode", "code", "new")
        .empty("responseModalityCode", "code", "R")
        .empty("responsePriorityCode", "code", "I")
        .start("matchCriterionList")
        .end();
    writeParameters(writer, request);
    writer.end();
}

} // namespace

std::string writeRequest(const DiscoveryRequest& request) {
    xml::Writer writer;
    writer.start("PRPA_IN201305UV02").attribute("xmlns", kHl7Namespace).attribute("ITSVersion", "XML_1.0");
    writeInstanceId(writer, "id", request.id);
    writer.empty("creationTime", "value", formatHl7WithZone(request.creationTime))
        .empty("versionCode", "code", "V3PR1");
    writeInstanceId(writer, "interactionId", {"2.16.840.1.113883.1.6", "PRPA_IN201305UV02"});
    writer.empty("processingCode", "code", "P")
        .empty("processingModeCode", "code", "T")
        .empty("acceptAckCode", "code", "AL");
    writeDevice(writer, "receiver", "RCV", request.receiver, true);
    writeDevice(writer, "sender", "SND", request.sender, true);
    writer.start("controlActProcess").attribute("classCode", "CACT").attribute("moodCode", "EVN");
    writer.start("code")
        .attribute("code", "PRPA_TE201305UV02")
        .attribute("codeSystemName", "2.16.840.1.113883.1.6")
        .end();
    writer.start("authorOrPerformer").attribute("typeCode", "AUT");
    writer.empty("assignedPerson", "classCode", "ASSIGNED").end();
    writeQuery(writer, request);
    writer.end().end();
    return writer.take();
}

} // namespace ncp::identify
