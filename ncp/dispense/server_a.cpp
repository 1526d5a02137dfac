#include "ncp/dispense/server_a.hpp"

#include "base/xml/document.hpp"
#include "ncp/dispense/messages.hpp"
#include "ncp/dispense/submission_kind.hpp"
#include "ncp/ihe/fault_answer.hpp"
#include "transform/dispensation/dispensation.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ncp::dispense {
namespace {

using Assertions = std::shared_ptr<const saml::VerifiedAssertions>;
using transform::dispensation::Statement;

/// A document whose CDA was read and fits the submission.
struct CheckedDocument {
    std::string id; ///< of the CDA: `root` or `root^extension`
    std::shared_ptr<const std::string> content;
};

std::string idOf(const transform::cda::Identifier& id) {
    return id.extension.empty() ? id.root : id.root + "^" + id.extension;
}

/// One delimiter between root and extension, where some write three as in HL7 v2.
std::string withOneDelimiter(std::string id) {
    const auto at = id.find("^^^");
    return at == std::string::npos ? id : id.erase(at, 2);
}

/// The CDA is about the patient, and about no other of the same domain.
Result<void> checkPatient(const Statement& statement, const PatientId& patient) {
    bool named = false;
    bool another = false;
    for (const auto& id : statement.patients) {
        const bool sameDomain = id.root == patient.root().str();
        const bool same = sameDomain && id.extension == patient.revealExtension();
        named = named || same;
        another = another || (sameDomain && !same);
    }
    if (!named || another) {
        return failRule(ErrorCode::UnknownPatientIdentifier, "document-patient",
                        "the document is not about the patient of the treatment relation");
    }
    return {};
}

/// The CDA's own id is the one that counts: a discard names it.
void compareIds(const std::string& metadataId, const std::string& documentId,
                std::vector<std::string>& tolerated) {
    if (metadataId.empty()) {
        tolerated.emplace_back(kUniqueIdMissingTolerance);
    } else if (withOneDelimiter(metadataId) != documentId) {
        tolerated.emplace_back(kUniqueIdDiffersTolerance);
    }
}

/// What a national record is built on has to keep the rules, by the policy for the country.
Result<void> checkRules(const xml::Document& document, const validation::Judge& judge,
                        const CountryCode& country) {
    if (judge.receivedDispensation(document, country).reaction == transform::rules::Reaction::Refuse) {
        return failRule(ErrorCode::DispensationFormatNotValid, "document-validation",
                        "the document breaks rules of the exchange");
    }
    return {};
}

Result<CheckedDocument> checkDocument(const SubmittedDocument& document, const ReceivedSubmission& submission,
                                      const validation::Judge* judge, const CountryCode& country,
                                      std::vector<std::string>& tolerated) {
    const auto cda = xml::Document::parse(*document.content);
    if (!cda) {
        return failRule(ErrorCode::DispensationFormatNotValid, "document-readable", cda.error().detail);
    }
    const auto statement = transform::dispensation::read(*cda);
    if (!statement) {
        return passOn(statement);
    }
    if (auto checked = checkPatient(*statement, submission.patient); !checked) {
        return passOn(checked);
    }
    if (statement->discard && submission.kind == Kind::Dispensation) {
        return failRule(ErrorCode::DispensationFormatNotValid, "document-kind",
                        "the document of a dispensation is a discard");
    }
    if (judge != nullptr && submission.kind == Kind::Dispensation) {
        if (auto checked = checkRules(*cda, *judge, country); !checked) {
            return passOn(checked);
        }
    }
    if (!statement->discard && submission.kind == Kind::Discard) {
        tolerated.emplace_back(kDiscardUnmarkedTolerance);
    }
    auto id = idOf(statement->id);
    compareIds(document.uniqueId, id, tolerated);
    return CheckedDocument{std::move(id), document.content};
}

/// What the metadata say of a submission, whether it is taken or not.
ihe::Touched touchedBy(const ReceivedSubmission& submission) {
    ihe::Touched touched;
    touched.patientId = submission.patient.revealCx();
    touched.documentClass = submissionKind(submission.kind).classCode;
    touched.tolerated = submission.tolerated;
    for (const auto& document : submission.documents) {
        if (!document.uniqueId.empty()) {
            touched.documents.push_back(document.uniqueId);
        }
    }
    return touched;
}

/// One submission on its way to the national side.
class Handover {
  public:
    Handover(const ReceivedSubmission& submission, const ihe::Call& call, national::Connector& national,
             const saml::Policy& policy, const ServerA::Translator& translate, const validation::Judge* judge)
        : submission_(submission), call_(call), national_(national), policy_(policy), translate_(translate),
          judge_(judge), demand_{std::string{submissionKind(submission.kind).classCode}, submission.patient},
          tolerated_(submission.tolerated) {}

    /// Rights first, then the documents: nothing of a CDA is read for somebody who may not submit it.
    Result<void> check() {
        if (const auto rights = policy_.authorize(*call_.assertions, submission_.kind, demand_); !rights) {
            return passOn(rights);
        }
        for (const auto& document : submission_.documents) {
            auto checked =
                checkDocument(document, submission_, judge_, (*call_.assertions)->country(), tolerated_);
            if (!checked) {
                return passOn(checked);
            }
            checked_.push_back(std::move(*checked));
        }
        return call_.allow(tolerated_);
    }

    /// Every document in turn; the first refusal ends it.
    Result<void> handOver() {
        for (const auto& document : checked_) {
            const auto receipt =
                submission_.kind == Kind::Dispensation ? dispense(document) : discard(document);
            if (!receipt) {
                return passOn(receipt);
            }
            ++taken_;
            if (receipt->repeated) {
                tolerated_.emplace_back(kDeliveredBeforeTolerance);
            }
        }
        return {};
    }

    std::size_t taken() const noexcept { return taken_; }
    ihe::Touched touched() const {
        auto touched = touchedBy(submission_);
        touched.tolerated = tolerated_;
        if (checked_.size() == submission_.documents.size()) {
            touched.documents.clear();
            std::ranges::transform(checked_, std::back_inserter(touched.documents), &CheckedDocument::id);
        }
        return touched;
    }

  private:
    Result<national::Receipt> dispense(const CheckedDocument& document) {
        const auto translated = translate_ ? translate_(*document.content, call_) : nullptr;
        const auto allowed = policy_.authorize(
            *call_.assertions,
            national::Dispensation{submission_.patient, document.id, document.content, translated}, demand_);
        return allowed ? national_.dispense(*allowed, call_.deadline) : passOn(allowed);
    }

    Result<national::Receipt> discard(const CheckedDocument& document) {
        const auto allowed =
            policy_.authorize(*call_.assertions,
                              national::DispensationDiscard{submission_.patient, submission_.submissionSetId,
                                                            document.id, document.content},
                              demand_);
        return allowed ? national_.discard(*allowed, call_.deadline) : passOn(allowed);
    }

    const ReceivedSubmission& submission_;
    const ihe::Call& call_;
    national::Connector& national_;
    const saml::Policy& policy_;
    const ServerA::Translator& translate_;
    const validation::Judge* judge_;
    saml::Demand demand_;
    std::vector<std::string> tolerated_;
    std::vector<CheckedDocument> checked_;
    std::size_t taken_ = 0;
};

ihe::Answered refusal(Error error, ihe::Touched touched, const ihe::Call& call,
                      ihe::Status status = ihe::Status::Failure) {
    ihe::Answered answered;
    answered.action = std::string{kProvideResponseAction};
    answered.body = writeAnswer(status, {error}, call.codeStyle);
    answered.error = std::move(error);
    answered.touched = std::move(touched);
    return answered;
}

} // namespace

ihe::Answered ServerA::provide(const ihe::Call& call) const {
    const auto submission = parseSubmission(*call.envelope.body, call.attachments);
    if (!call.assertions || !submission) {
        const auto& error = call.assertions ? submission.error() : call.assertions.error();
        return error.code == ErrorCode::MalformedMessage
                   ? ihe::faultWith(error)
                   : refusal(error, submission ? touchedBy(*submission) : ihe::Touched{}, call);
    }
    Handover handover{*submission, call, national_, policy_, translate_, judge_};
    if (auto checked = handover.check(); !checked) {
        return refusal(checked.error(), handover.touched(), call);
    }
    if (auto handed = handover.handOver(); !handed) {
        return refusal(handed.error(), handover.touched(), call,
                       handover.taken() > 0 ? ihe::Status::PartialSuccess : ihe::Status::Failure);
    }
    ihe::Answered answered;
    answered.action = std::string{kProvideResponseAction};
    answered.body = writeAnswer(ihe::Status::Success, {}, call.codeStyle);
    answered.touched = handover.touched();
    return answered;
}

} // namespace ncp::dispense
