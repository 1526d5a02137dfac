#include "ncp/documents/messages.hpp"
#include "ncp/documents/server_a.hpp"

#include <utility>

namespace ncp::documents {
namespace {

using Assertions = std::shared_ptr<const saml::VerifiedAssertions>;

/// Of the documents in one answer; a peer that asks for a hundred copies of a large one gets the first of
/// them.
constexpr std::size_t kAnswerLimit = std::size_t{32} * 1024 * 1024;

/// The documents of one retrieve request, each with both authorisations or with an error of its own.
class Retrieval {
  public:
    Retrieval(const ihe::Call& call, const HomeCommunityId& own, national::Connector& national,
              const saml::Policy& policy, Random& random)
        : call_(call), own_(own), national_(national), policy_(policy), random_(random) {}

    ihe::Answered run(const ReceivedRetrieve& received) {
        answered_.action = std::string{kRetrieveResponseAction};
        answered_.touched.tolerated = received.tolerated;
        if (call_.assertions && (*call_.assertions)->patient()) {
            answered_.touched.patientId = (*call_.assertions)->patient()->revealCx();
        }
        severalAsked_ = received.requests.size() > 1;
        const auto allowed =
            call_.assertions ? call_.allow(received.tolerated) : Result<void>{passOn(call_.assertions)};
        for (const auto& request : received.requests) {
            answered_.touched.documents.push_back(request.documentUniqueId);
            if (!allowed) {
                note(allowed.error(), request);
                break;
            }
            if (!take(request, *call_.assertions)) {
                break;
            }
        }
        answer_.status = retrieveStatus(received.requests.size(), answer_);
        std::vector<std::string> includes;
        for (const auto& attached : answered_.attachments) {
            includes.push_back(attached.contentId);
        }
        answered_.body = writeRetrieveAnswer(answer_, includes);
        return std::move(answered_);
    }

  private:
    /// False when the answer is full.
    bool take(const RetrieveRequest& request, const Assertions& assertions) {
        classCode_.clear();
        const auto bytes = fetch(request, assertions);
        if (!bytes) {
            note(bytes.error(), request);
            return true;
        }
        answerBytes_ += (*bytes)->size();
        if (answerBytes_ > kAnswerLimit && !answer_.documents.empty()) {
            note(Error{ErrorCode::BodyTooLarge, "more documents are asked for than one answer holds",
                       "answer-limit"},
                 request);
            return false;
        }
        answer_.documents.push_back({request, "text/xml", {}});
        answered_.attachments.push_back({"document-" + makeUuid(random_) + "@ncp", *bytes});
        return true;
    }

    /// Locates a document, authorises its class, and only then reads it.
    Result<national::DocumentBytes> fetch(const RetrieveRequest& request, const Assertions& assertions) {
        const auto& patient = assertions->patient();
        if (!patient) {
            return failRule(ErrorCode::AssertionNotValid, "trc-patient", "the TRC names no patient");
        }
        if (request.homeCommunityId && *request.homeCommunityId != own_) {
            return failRule(ErrorCode::DocumentMissing, "document-home-community",
                            "the document is asked for in another community");
        }
        const auto location = policy_.authorize(
            assertions,
            national::DocumentLocation{*patient, request.repositoryUniqueId, request.documentUniqueId},
            saml::Demand{std::nullopt, *patient});
        if (!location) {
            return passOn(location);
        }
        auto located = national_.locate(*location, call_.deadline);
        if (!located) {
            return passOn(located);
        }
        classCode_ = located->entry.classCode;
        answered_.touched.documentClass = classCode_;
        const auto document =
            policy_.authorize(assertions, std::move(*located), saml::Demand{classCode_, *patient});
        if (!document) {
            return passOn(document);
        }
        return national_.retrieve(*document, call_.deadline);
    }

    /// With several documents asked for, an error says which one it is about, by the id that the peer sent.
    void note(const Error& error, const RetrieveRequest& request) {
        auto told = ihe::registryError(error, {call_.codeStyle, ihe::codeFamily(classCode_)});
        if (severalAsked_) {
            told.context += " [" + request.documentUniqueId + "]";
        }
        answer_.errors.push_back(std::move(told));
        answered_.error = error;
    }

    const ihe::Call& call_;
    const HomeCommunityId& own_;
    national::Connector& national_;
    const saml::Policy& policy_;
    Random& random_;
    ihe::Answered answered_;
    RetrieveAnswer answer_;
    std::string classCode_; ///< of the document at hand, empty until it is located
    std::size_t answerBytes_ = 0;
    bool severalAsked_ = false;
};

} // namespace

ihe::Answered ServerA::retrieve(const ihe::Call& call) const {
    const auto received = parseRetrieve(*call.envelope.body);
    if (!received) {
        ihe::Answered answered;
        answered.error = received.error();
        answered.fault = true;
        return answered;
    }
    return Retrieval{call, own_, national_, policy_, random_}.run(*received);
}

} // namespace ncp::documents
