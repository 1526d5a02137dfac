#include "ncp/documents/server_a.hpp"

#include "ncp/documents/messages.hpp"
#include "ncp/ihe/document_kind.hpp"
#include "ncp/ihe/extrinsic_object.hpp"
#include "ncp/ihe/fault_answer.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ncp::documents {
namespace {

using Query = saml::Authorized<national::DocumentQuery>;

/// The code that says "none of this class".
struct NotFound {
    std::string_view classCode;
    ErrorCode code;
};
constexpr std::array kNotFound{
    NotFound{ihe::kPatientSummary, ErrorCode::SummaryNotFound},
    NotFound{ihe::kEPrescription, ErrorCode::PrescriptionNotFound},
    NotFound{ihe::kMedicationOverview, ErrorCode::MedicationOverviewNotFound},
    NotFound{ihe::kHospitalDischargeReport, ErrorCode::OriginalDocumentNotFound},
    NotFound{ihe::kLaboratoryReport, ErrorCode::OriginalDocumentNotFound},
    NotFound{ihe::kImagingReport, ErrorCode::OriginalDocumentNotFound},
    NotFound{ihe::kMedicalImages, ErrorCode::OriginalDocumentNotFound},
};

ErrorCode notFoundCode(std::string_view classCode) {
    const auto* row = std::ranges::find(kNotFound, classCode, &NotFound::classCode);
    return row == kNotFound.end() ? ErrorCode::DocumentNotFound : row->code;
}

/// Asked for wrongly rather than unreadable: such a query is answered, not met with a SOAP fault.
bool isAnswerable(ErrorCode code) {
    return code == ErrorCode::FilterNotValid || code == ErrorCode::ClassCodeUnknown;
}

Result<void> checkSendable(const ihe::DocumentPair& pair) {
    for (const auto* form : {&pair.coded, &pair.pdf}) {
        if (*form) {
            if (auto sendable = ihe::checkSendable(**form); !sendable) {
                return sendable;
            }
        }
    }
    return {};
}

/// One query on its way: what it finds, class by class, and what goes wrong beside.
class Listing {
  public:
    Listing(const ihe::Call& call, const QueryRequest& request, national::Connector& national,
            const saml::Policy& policy)
        : call_(call), request_(request), national_(national), policy_(policy) {}

    void run(const std::vector<std::string>& tolerated) {
        if (!call_.assertions) {
            return note(call_.assertions.error(), request_.classCodes.front());
        }
        if (auto allowed = call_.allow(tolerated); !allowed) {
            return note(allowed.error(), request_.classCodes.front());
        }
        auto queries = authorizeAll();
        if (!queries) {
            return note(queries.error(), request_.classCodes.front());
        }
        for (const auto& query : *queries) {
            list(query);
        }
    }

    /// The answer; a class that is known and never listed makes no failure, as the reference has it.
    QueryAnswer answer() {
        answer_.status = onlyNeverListed_ && answer_.documents.empty()
                             ? ihe::Status::Success
                             : queryStatus(!answer_.documents.empty(), answer_.errors);
        return std::move(answer_);
    }
    /// The outcome for the audit trail: "none of that class" beside documents of another is no negative one.
    const std::optional<Error>& error() const { return error_; }
    std::vector<std::string> documentIds() const {
        std::vector<std::string> ids;
        for (const auto& pair : answer_.documents) {
            for (const auto* form : {&pair.coded, &pair.pdf}) {
                if (*form) {
                    ids.push_back((*form)->uniqueId);
                }
            }
        }
        return ids;
    }

  private:
    /// Authorises every class before the first is looked up; the first refusal ends the query. A class that
    /// nobody lists is an error of its own and leaves the others alone.
    Result<std::vector<Query>> authorizeAll() {
        std::vector<Query> queries;
        std::vector<std::string> neverListed;
        for (const auto& classCode : request_.classCodes) {
            if (!ihe::isQueried(classCode)) {
                neverListed.push_back(classCode);
                continue;
            }
            auto query =
                policy_.authorize(*call_.assertions,
                                  national::DocumentQuery{
                                      request_.patient,
                                      classCode,
                                      {request_.maximumSize, request_.createdAfter, request_.createdBefore}},
                                  saml::Demand{classCode, request_.patient});
            if (!query) {
                return passOn(query);
            }
            queries.push_back(std::move(*query));
        }
        for (const auto& classCode : neverListed) {
            note(Error{ErrorCode::ClassCodeUnknown, "documents of this class are not listed",
                       ihe::isKnownClass(classCode) ? "class-listed" : "class-known"},
                 classCode);
        }
        onlyNeverListed_ = queries.empty() && std::ranges::all_of(neverListed, ihe::isKnownClass);
        return queries;
    }

    void list(const Query& query) {
        const auto& classCode = query.query().classCode;
        auto listed = national_.listDocuments(query, call_.deadline);
        if (!listed) {
            return note(listed.error(), classCode);
        }
        if (listed->empty()) {
            return note(Error{notFoundCode(classCode), "the patient has no document of this class", {}},
                        classCode);
        }
        for (auto& pair : *listed) {
            if (auto sendable = checkSendable(pair); !sendable) {
                note(Error{sendable.error().code, sendable.error().detail, "sendable-document"}, classCode);
            } else {
                answer_.documents.push_back(std::move(pair));
            }
        }
    }

    void note(Error error, std::string_view classCode) {
        answer_.errors.push_back(ihe::registryError(error, {call_.codeStyle, ihe::codeFamily(classCode)}));
        error_ = std::move(error);
    }

    const ihe::Call& call_;
    const QueryRequest& request_;
    national::Connector& national_;
    const saml::Policy& policy_;
    QueryAnswer answer_;
    std::optional<Error> error_;
    bool onlyNeverListed_ = false;
};

ihe::Answered notTakenUp(const ihe::Call& call, const Error& error) {
    ihe::Answered answered;
    answered.action = std::string{kQueryResponseAction};
    answered.error = call.assertions ? error : call.assertions.error();
    answered.body = writeQueryRefusal({ihe::registryError(*answered.error, {call.codeStyle, {}})});
    return answered;
}

} // namespace

ServerA::ServerA(CountryCode country, HomeCommunityId own, national::Connector& national,
                 const saml::Policy& policy, Random& random)
    : country_(std::move(country)), own_(std::move(own)), national_(national), policy_(policy),
      random_(random) {}

ihe::Answered ServerA::query(const ihe::Call& call) const {
    const auto received = parseQuery(*call.envelope.body);
    if (!received) {
        return isAnswerable(received.error().code) ? notTakenUp(call, received.error())
                                                   : ihe::faultWith(received.error());
    }
    const auto& request = received->request;
    ihe::Answered answered;
    answered.action = std::string{kQueryResponseAction};
    answered.touched.patientId = request.patient.revealCx();
    answered.touched.documentClass = request.classCodes.front();
    answered.touched.tolerated = received->tolerated;

    Listing listing{call, request, national_, policy_};
    listing.run(received->tolerated);
    answered.touched.documents = listing.documentIds();
    answered.error = listing.error();
    if (!answered.touched.documents.empty() && answered.error &&
        spec(answered.error->code).severity == Severity::Warning) {
        answered.error.reset();
    }
    answered.body = writeQueryAnswer(listing.answer(), request.patient, country_, random_);
    return answered;
}

} // namespace ncp::documents
