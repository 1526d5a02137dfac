#include "ncp/portal/api_json.hpp"

#include "ncp/consultation/prescription_entry.hpp"
#include "ncp/portal/countries_page.hpp"
#include "ncp/portal/responses.hpp"

#include <nlohmann/json.hpp>

namespace ncp::portal {
namespace {

using nlohmann::json;

json fieldJson(const discovery::MaskField& field, const Texts& texts, TextLanguage language) {
    return {{"name", field.name},
            {"label", field.label},
            {"text", texts.get(language, field.label)},
            {"domain", field.domain},
            {"format", field.format},
            {"description", field.description},
            {"originalDescription", field.originalDescription},
            {"mandatory", field.mandatory}};
}

json personJson(const discovery::PersonSearch& person, const Texts& texts, TextLanguage language) {
    auto identifiers = json::array();
    for (const auto& set : person.identifiers) {
        auto groups = json::array();
        for (const auto& group : set.groups) {
            auto fields = json::array();
            for (const auto& field : group.fields) {
                fields.push_back(fieldJson(field, texts, language));
            }
            groups.push_back({{"display", group.display}, {"fields", std::move(fields)}});
        }
        identifiers.push_back({{"choice", set.choice}, {"groups", std::move(groups)}});
    }
    auto traits = json::array();
    for (const auto& field : person.textFields) {
        traits.push_back(fieldJson(field, texts, language));
    }
    for (const auto& field : {person.birthDate, person.gender}) {
        if (field) {
            traits.push_back(fieldJson(*field, texts, language));
        }
    }
    return {{"identifiers", std::move(identifiers)}, {"traits", std::move(traits)}};
}

} // namespace

json toJson(const PortalCountry& country, TextLanguage language) {
    return {{"code", country.code.str()},
            {"name", countryName(country, language)},
            {"connected", country.connected && country.mask.has_value()}};
}

json toJson(const discovery::SearchMask& mask, const Texts& texts, TextLanguage language) {
    auto documents = json::array();
    for (const auto& search : mask.documents) {
        for (const auto& field : discovery::fieldsOf(search)) {
            documents.push_back(fieldJson(field, texts, language));
        }
    }
    json answer{{"country", mask.country.str()},
                {"patient", personJson(mask.patient, texts, language)},
                {"documentKeys", std::move(documents)}};
    if (mask.nextOfKin) {
        answer["nextOfKin"] = personJson(*mask.nextOfKin, texts, language);
    }
    return answer;
}

json toJson(const FoundPatient& patient, const std::string& handle) {
    const auto& person = patient.match.demographics;
    return {{"id", handle},
            {"familyName", person.familyName},
            {"givenName", person.givenName},
            {"birthDate", person.birthDate},
            {"gender", person.gender},
            {"address",
             {{"street", person.address.street},
              {"postalCode", person.address.postalCode},
              {"city", person.address.city},
              {"country", person.address.country}}},
            {"identifier",
             {{"root", patient.match.id.root().str()}, {"extension", patient.match.id.revealExtension()}}}};
}

json toJson(const ihe::DocumentEntry& entry, const std::string& handle) {
    auto events = json::array();
    for (const auto& event : entry.events) {
        events.push_back({{"code", event.code}, {"system", event.system}, {"display", event.display}});
    }
    json answer{{"id", handle},
                {"classCode", entry.classCode},
                {"level", entry.level == ihe::Level::L1 ? "L1" : "L3"},
                {"title", entry.title},
                {"description", entry.description},
                {"creationTime", entry.creationTime},
                {"language", entry.languageCode},
                {"author", entry.authorPerson},
                {"events", std::move(events)}};
    if (const auto dispensable = consultation::prescriptionEntry(entry).dispensable) {
        answer["dispensable"] = *dispensable;
    }
    return answer;
}

json toJson(const Listing& listing, const Texts& texts, TextLanguage language) {
    auto documents = json::array();
    for (const auto& pair : listing.documents) {
        json both = json::object();
        if (pair.coded) {
            both["coded"] = toJson(*pair.coded, pair.codedHandle);
        }
        if (pair.pdf) {
            both["pdf"] = toJson(*pair.pdf, pair.pdfHandle);
        }
        documents.push_back(std::move(both));
    }
    json answer{{"classCode", listing.classCode}, {"documents", std::move(documents)}};
    if (listing.error) {
        const std::string id{spec(listing.error->code).id};
        answer["incomplete"] = {{"error", id}, {"detail", texts.get(language, "error." + id)}};
    }
    return answer;
}

json toJson(const transform::Finding& finding) {
    return {{"code", finding.code},
            {"severity", finding.severity == Severity::Error ? "error" : "warning"},
            {"path", finding.path},
            {"element", finding.element},
            {"advice", finding.advice}};
}

json toJson(const consultation::PrescriptionItem& item, std::size_t number) {
    return {{"item", number},
            {"product", item.product},
            {"packages", item.packages},
            {"dispensed", item.dispensed},
            {"left", item.left()},
            {"substitutable", item.substitutable},
            {"active", item.active}};
}

json toJson(const store::SentDispensation& report, const Texts& texts, TextLanguage language) {
    json answer{{"id", report.id},
                {"kind", name(report.kind)},
                {"state", name(report.state)},
                {"attempt", report.attempt},
                {"product", report.product},
                {"packages", report.packages},
                {"item", report.item},
                {"sent", formatXmlDateTime(report.created)},
                {"reference", report.correlationId}};
    if (!report.takesBack.empty()) {
        answer["takesBack"] = report.takesBack;
    }
    if (!report.closed.empty()) {
        answer["closed"] = report.closed;
    }
    if (!report.errorId.empty()) {
        answer["error"] = report.errorId;
        answer["detail"] = texts.get(language, "error." + report.errorId);
    }
    return answer;
}

http::Response jsonResponse(int status, const json& value) {
    return plainResponse(status, "application/json", dumped(value));
}

std::string dumped(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace ncp::portal
