// The calls of a consultation: from the search for a patient to a document.
#include "ncp/portal/api_call.hpp"
#include "ncp/portal/api_json.hpp"
#include "ncp/portal/form.hpp"
#include "ncp/portal/json_body.hpp"
#include "ncp/portal/list_filter.hpp"
#include "ncp/portal/responses.hpp"
#include "ncp/portal/search_page.hpp"

#include <algorithm>
#include <utility>

namespace ncp::portal {

using nlohmann::json;

namespace {

/// Members purpose (treatment where it is left out) and onBehalfOf (ISCO code).
Result<Occasion> occasionOf(const json& body, const saml::Clinician& clinician) {
    const auto purpose = body.contains("purpose") ? textOf(body, "purpose") : "treatment";
    Occasion occasion{purpose == "emergency" ? saml::PurposeOfUse::Emergency : saml::PurposeOfUse::Treatment,
                      textOf(body, "onBehalfOf")};
    const bool known = std::ranges::find(kPrincipals, occasion.onBehalfOf) != kPrincipals.end();
    if ((purpose != "treatment" && purpose != "emergency") ||
        (!occasion.onBehalfOf.empty() && (!known || !actsForOthers(clinician)))) {
        return fail(ErrorCode::InputRefused, "purpose or onBehalfOf");
    }
    return occasion;
}

} // namespace

http::Response Api::patients(Call& call) const {
    const auto country = parts_.desk.connected(textOf(call.body, "country"));
    if (country == nullptr) {
        return problem(call, 404, "country.not_connected", "portal.problem.country");
    }
    const auto values = valuesOf(call.body);
    if (!values) {
        return failure(call, Error{ErrorCode::InputRefused, {}, {}});
    }
    if (const auto faults = discovery::checkSearch(*country->mask, *values); !faults.empty()) {
        return invalid(call, *country, faults);
    }
    const auto occasion = occasionOf(call.body, call.session->identity->clinician);
    if (!occasion) {
        return failure(call, occasion.error());
    }
    const auto handle = parts_.desk.find(*call.session, *country, *values, *occasion, call.reference);
    if (!handle) {
        return failure(call, handle.error());
    }
    auto list = json::array();
    const auto found = parts_.desk.search(*call.session, *handle);
    for (const auto& one : found ? found->patients : std::vector<std::string>{}) {
        if (const auto patient = parts_.desk.patient(*call.session, one)) {
            list.push_back(toJson(*patient, one));
        }
    }
    return jsonResponse(200, {{"reference", call.reference.str()}, {"patients", std::move(list)}});
}

http::Response Api::treatmentRelations(Call& call) const {
    const auto patient = parts_.desk.patient(*call.session, textOf(call.body, "patient"));
    const auto country = patient ? parts_.desk.connected(patient->country.str()) : nullptr;
    if (country == nullptr) {
        return problem(call, 404, "handle.unknown", "portal.problem.handle");
    }
    call.reference = patient->correlation();
    const auto keys = valuesOf(call.body);
    const auto confirmed = call.body.find("confirmed");
    // The purpose was chosen with the search; a client that names it again has to name the same.
    const auto chosen =
        patient->enquirer.purpose == saml::PurposeOfUse::Emergency ? "emergency" : "treatment";
    const bool otherPurpose = call.body.contains("purpose") && textOf(call.body, "purpose") != chosen;
    if (otherPurpose || !keys || confirmed == call.body.end() || *confirmed != true) {
        return failure(call, Error{ErrorCode::InputRefused, {}, {}});
    }
    if (const auto faults = discovery::checkDocumentKeys(*country->mask, *keys); !faults.empty()) {
        return invalid(call, *country, faults);
    }
    const auto relation = parts_.desk.confirm(*call.session, *patient, *keys);
    if (!relation) {
        return failure(call, relation.error());
    }
    const auto open = parts_.desk.relation(*call.session, *relation);
    return jsonResponse(201, {{"id", *relation},
                              {"reference", call.reference.str()},
                              {"validUntil", formatXmlDateTime(open->relation.notOnOrAfter)}});
}

http::Response Api::documents(Call& call) const {
    const auto relation = parts_.desk.relation(*call.session, call.place[0]);
    if (!relation) {
        return problem(call, 404, "handle.unknown", "portal.problem.handle");
    }
    call.reference = relation->patient.correlation();
    const auto query = parseForm(call.request.query);
    const auto wanted = query ? fieldOf(*query, "class") : std::string_view{};
    if (!isListedClass(wanted)) {
        return failure(call, Error{ErrorCode::ClassCodeUnknown, {}, {}});
    }
    const auto filter = readFilter(*query);
    if (!filter) {
        return failure(call, filter.error());
    }
    const auto listed = parts_.desk.list(*call.session, call.place[0], {wanted}, *filter);
    if (!listed) {
        return failure(call, listed.error());
    }
    const auto& listing = listed->front();
    if (listing.documents.empty() && listing.error) {
        return failure(call, *listing.error);
    }
    return jsonResponse(200, toJson(listing, parts_.texts, call.language));
}

Result<std::shared_ptr<const consultation::ReadDocument>> Api::read(Call& call, bool anyLanguage) const {
    if (const auto listed = parts_.desk.document(*call.session, call.place[0])) {
        if (const auto relation = parts_.desk.relation(*call.session, listed->relation)) {
            call.reference = relation->patient.correlation();
        }
    }
    return parts_.desk.read(*call.session, call.place[0], call.language, anyLanguage);
}

http::Response Api::document(Call& call) const {
    const auto document = read(call, false);
    if (!document) {
        return failure(call, document.error());
    }
    auto answer = toJson((*document)->entry, call.place[0]);
    answer["reference"] = call.reference.str();
    answer["received"] = formatXmlDateTime((*document)->received);
    answer["codedElements"] = (*document)->codedElements;
    answer["translatedElements"] = (*document)->translatedElements;
    answer["hasTranslation"] = (*document)->translated.has_value();
    if ((*document)->file) {
        answer["fileType"] = (*document)->file->mediaType;
    }
    if ((*document)->translationFailed) {
        answer["translationFailed"] = spec((*document)->translationFailed->code).id;
    }
    return jsonResponse(200, answer);
}

http::Response Api::translated(Call& call) const {
    const auto document = read(call, false);
    if (!document) {
        return failure(call, document.error());
    }
    if (!(*document)->translated) {
        return failure(call,
                       (*document)->translationFailed.value_or(Error{ErrorCode::TranscodingFailed, {}, {}}));
    }
    return plainResponse(200, "application/xml", *(*document)->translated);
}

http::Response Api::original(Call& call) const {
    const auto document = read(call, true);
    return document ? plainResponse(200, "application/xml", (*document)->original)
                    : failure(call, document.error());
}

http::Response Api::file(Call& call) const {
    const auto document = read(call, true);
    if (!document) {
        return failure(call, document.error());
    }
    return (*document)->file
               ? fileResponse(*(*document)->file)
               : failure(call,
                         (*document)->translationFailed.value_or(Error{ErrorCode::DocumentMissing, {}, {}}));
}

http::Response Api::findings(Call& call) const {
    const auto document = read(call, false);
    if (!document) {
        return failure(call, document.error());
    }
    auto list = json::array();
    for (const auto& finding : (*document)->findings) {
        list.push_back(toJson(finding));
    }
    return jsonResponse(200, {{"findings", std::move(list)}});
}

} // namespace ncp::portal
