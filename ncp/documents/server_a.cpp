#include "ncp/documents/server_a.hpp"

#include "ncp/documents/messages.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ncp::documents {
namespace {

using Assertions = std::shared_ptr<const saml::VerifiedAssertions>;

/// The code that says "none of this class".
struct NotFound {
    std::string_view classCode;
    ErrorCode code;
};
constexpr std::array kNotFound{
    NotFound{ihe::kPatientSummary, ErrorCode::SummaryNotFound},
    NotFound{ihe::kEPrescription, ErrorCode::PrescriptionNotFound},
    NotFound{"56445-0", ErrorCode::MedicationOverviewNotFound},
    NotFound{"34105-7", ErrorCode::OriginalDocumentNotFound},
    NotFound{"11502-2", ErrorCode::OriginalDocumentNotFound},
    NotFound{"18748-4", ErrorCode::OriginalDocumentNotFound},
    NotFound{"x-clinical-image", ErrorCode::OriginalDocumentNotFound},
};

/// Of the documents in one answer; a peer that asks for a hundred copies of a large one gets the first of
/// them.
constexpr std::size_t kAnswerLimit = std::size_t{32} * 1024 * 1024;

ErrorCode notFoundCode(std::string_view classCode) {
    const auto* row = std::ranges::find(kNotFound, classCode, &NotFound::classCode);
    return row == kNotFound.end() ? ErrorCode::DocumentNotFound : row->code;
}

ihe::Answered faultWith(Error error) {
    ihe::Answered answered;
    answered.error = std::move(error);
    answered.fault = true;
    return answered;
}

/// Authorises every class first; the first refusal ends the query.
Result<std::vector<saml::Authorized<national::DocumentQuery>>>
authorizeAll(const QueryRequest& request, const Assertions& assertions, const saml::Policy& policy) {
    std::vector<saml::Authorized<national::DocumentQuery>> allowed;
    for (const auto& classCode : request.classCodes) {
        auto authorized = policy.authorize(assertions, national::DocumentQuery{request.patient, classCode},
                                           saml::Demand{classCode, request.patient});
        if (!authorized) {
            return passOn(authorized);
        }
        allowed.push_back(std::move(*authorized));
    }
    return allowed;
}

void touch(ihe::Touched& touched, const ihe::DocumentPair& pair) {
    for (const auto& entry : {pair.coded, pair.pdf}) {
        if (entry) {
            touched.documents.push_back(entry->uniqueId);
        }
    }
}

/// One document of a retrieve request, by way of both authorisations.
Result<national::DocumentBytes> fetch(const RetrieveRequest& request, const Assertions& assertions,
                                      const ihe::Call& call, national::Connector& national,
                                      const saml::Policy& policy, ihe::Touched& touched) {
    const auto& patient = assertions->patient();
    if (!patient) {
        return failRule(ErrorCode::AssertionNotValid, "trc-patient", "the TRC names no patient");
    }
    const auto location = policy.authorize(
        assertions,
        national::DocumentLocation{*patient, request.repositoryUniqueId, request.documentUniqueId},
        saml::Demand{std::nullopt, *patient});
    if (!location) {
        return passOn(location);
    }
    auto located = national.locate(*location, call.deadline);
    if (!located) {
        return passOn(located);
    }
    touched.documentClass = located->entry.classCode;
    const auto classCode = located->entry.classCode;
    const auto document =
        policy.authorize(assertions, std::move(*located), saml::Demand{classCode, *patient});
    if (!document) {
        return passOn(document);
    }
    return national.retrieve(*document, call.deadline);
}

} // namespace

ServerA::ServerA(CountryCode country, HomeCommunityId own, national::Connector& national,
                 const saml::Policy& policy, Random& random)
    : country_(std::move(country)), own_(std::move(own)), national_(national), policy_(policy),
      random_(random) {}

ihe::Answered ServerA::query(const ihe::Call& call) const {
    const auto request = parseQuery(*call.envelope.body);
    if (!request) {
        return faultWith(request.error());
    }
    ihe::Answered answered;
    answered.action = std::string{kQueryResponseAction};
    answered.touched.patientId = request->patient.revealCx();
    answered.touched.documentClass = request->classCodes.front();

    QueryAnswer answer;
    const auto note = [&](Error error, std::string_view classCode) {
        answer.errors.push_back(ihe::registryError(error, {call.codeStyle, ihe::codeFamily(classCode)}));
        answered.error = std::move(error);
    };
    const auto allowed =
        call.assertions
            ? authorizeAll(*request, *call.assertions, policy_)
            : Result<std::vector<saml::Authorized<national::DocumentQuery>>>{passOn(call.assertions)};
    if (!allowed) {
        note(allowed.error(), answered.touched.documentClass);
    } else {
        for (const auto& query : *allowed) {
            auto listed = national_.listDocuments(query, call.deadline);
            if (!listed) {
                note(listed.error(), query.query().classCode);
            } else if (listed->empty()) {
                const auto& classCode = query.query().classCode;
                note(Error{notFoundCode(classCode), "the patient has no document of this class", {}},
                     classCode);
            } else {
                for (auto& pair : *listed) {
                    touch(answered.touched, pair);
                    answer.documents.push_back(std::move(pair));
                }
            }
        }
    }
    if (!answer.documents.empty() && answered.error &&
        spec(answered.error->code).severity == Severity::Warning) {
        answered.error.reset(); // "none of that class" beside documents of another is no negative outcome
    }
    answer.status = queryStatus(!answer.documents.empty(), answer.errors);
    answered.body = writeQueryAnswer(answer, request->patient, country_, random_);
    return answered;
}

ihe::Answered ServerA::retrieve(const ihe::Call& call) const {
    const auto requests = parseRetrieve(*call.envelope.body);
    if (!requests) {
        return faultWith(requests.error());
    }
    ihe::Answered answered;
    answered.action = std::string{kRetrieveResponseAction};
    if (call.assertions && (*call.assertions)->patient()) {
        answered.touched.patientId = (*call.assertions)->patient()->revealCx();
    }
    RetrieveAnswer answer;
    national::DocumentBytes only;
    std::size_t answerBytes = 0;
    for (const auto& request : *requests) {
        answered.touched.documents.push_back(request.documentUniqueId);
        const auto bytes = call.assertions
                               ? fetch(request, *call.assertions, call, national_, policy_, answered.touched)
                               : Result<national::DocumentBytes>{passOn(call.assertions)};
        if (!bytes) {
            answer.errors.push_back(ihe::registryError(
                bytes.error(), {call.codeStyle, ihe::codeFamily(answered.touched.documentClass)}));
            answered.error = bytes.error();
            if (!call.assertions) {
                break;
            }
            continue;
        }
        answerBytes += (*bytes)->size();
        if (answerBytes > kAnswerLimit && !answer.documents.empty()) {
            const Error tooMuch{ErrorCode::BodyTooLarge, "more documents are asked for than one answer holds",
                                "answer-limit"};
            answer.errors.push_back(ihe::registryError(tooMuch, {call.codeStyle, {}}));
            answered.error = tooMuch;
            break;
        }
        only = *bytes;
        answer.documents.push_back({request, "text/xml", requests->size() == 1 ? std::string{} : **bytes});
    }
    answer.status = retrieveStatus(requests->size(), answer);
    std::vector<std::string> includes;
    if (requests->size() == 1 && only) {
        answered.attachment = only;
        answered.attachmentId = "document-" + makeUuid(random_) + "@ncp";
        includes.push_back(answered.attachmentId);
    }
    answered.body = writeRetrieveAnswer(answer, includes);
    return answered;
}

} // namespace ncp::documents
