#include "ncp/identify/device.hpp"
#include "ncp/identify/messages.hpp"
#include "ncp/identify/person_reading.hpp"
#include "ncp/ihe/peer_answer.hpp"

#include <utility>

namespace ncp::identify {
namespace {

constexpr std::size_t kMostMatches = 100;

tl::unexpected<Error> invalid(std::string_view what) {
    return fail(ErrorCode::PeerAnswerInvalid, "PRPA_IN201306UV02: " + std::string{what});
}

std::string attributeOf(const std::optional<xml::Node>& node, std::string_view name) {
    return node ? node->attribute(name) : std::string{};
}

/// Reads an answer and notes on the way what had to be tolerated.
class AnswerReader {
  public:
    explicit AnswerReader(xml::Node message) : message_(message) {}

    Result<ReceivedAnswer> read() && {
        const auto act = onlyChild(message_, "controlActProcess");
        if (!act) {
            return passOn(act);
        }
        readAcknowledgement();
        if (auto matches = readMatches(*act); !matches) {
            return passOn(matches);
        }
        readReason(*act);
        const auto response = act->path(kHl7Namespace, {"queryAck", "queryResponseCode"});
        if (!answer_.matches.empty() && (attributeOf(response, "code") == "AE" || acknowledgedAsError_)) {
            answer_.tolerated.emplace_back(kErrorCodeBesideMatch);
        }
        return std::move(answer_);
    }

  private:
    void readAcknowledgement() {
        const auto acknowledgement = message_.child(kHl7Namespace, "acknowledgement");
        if (!acknowledgement) {
            return;
        }
        acknowledgedAsError_ = attributeOf(acknowledgement->child(kHl7Namespace, "typeCode"), "code") == "AE";
        if (const auto target = acknowledgement->path(kHl7Namespace, {"targetMessage", "id"})) {
            answer_.targetMessage = readInstanceId(*target);
        }
        const auto code = acknowledgement->path(kHl7Namespace, {"acknowledgementDetail", "code"});
        answer_.errorCode = attributeOf(code, "code");
    }

    Result<void> readMatches(xml::Node act) {
        for (const auto subject : act.children(kHl7Namespace, "subject")) {
            const auto patient = subject.path(kHl7Namespace, {"registrationEvent", "subject1", "patient"});
            if (!patient) {
                return invalid("a subject without patient");
            }
            if (answer_.matches.size() == kMostMatches) {
                return invalid("more than 100 patients");
            }
            auto match = readMatch(*patient);
            if (!match) {
                return passOn(match);
            }
            answer_.matches.push_back(std::move(*match));
        }
        return {};
    }

    Result<ihe::PatientMatch> readMatch(xml::Node patient) {
        const auto idNode = patient.child(kHl7Namespace, "id");
        auto id = PatientId::make(attributeOf(idNode, "root"), attributeOf(idNode, "extension"));
        if (!id) {
            return passOn(id);
        }
        ihe::Demographics traits;
        if (const auto person = patient.child(kHl7Namespace, "patientPerson")) {
            auto read = readTraits(*person);
            if (!read) {
                return passOn(read);
            }
            traits = std::move(*read);
        }
        return ihe::PatientMatch{std::move(*id), std::move(traits)};
    }

    Result<ihe::Demographics> readTraits(xml::Node person) {
        ihe::Demographics traits;
        if (const auto name = person.child(kHl7Namespace, "name")) {
            auto read = readName(*name);
            if (!read) {
                return passOn(read);
            }
            traits.familyName = std::move(read->family);
            traits.givenName = std::move(read->given);
        }
        if (const auto address = person.child(kHl7Namespace, "addr")) {
            auto read = readAddress(*address);
            if (!read) {
                return passOn(read);
            }
            traits.address = std::move(*read);
        }
        const auto gender =
            readGender(attributeOf(person.child(kHl7Namespace, "administrativeGenderCode"), "code"));
        if (!gender) {
            answer_.tolerated.emplace_back(kUnknownGender);
        }
        traits.gender = gender.value_or("UN");
        auto date = readBirthDate(attributeOf(person.child(kHl7Namespace, "birthTime"), "value"));
        if (!date) {
            return passOn(date);
        }
        if (date->size() < 8) {
            answer_.tolerated.emplace_back(kShortBirthDate);
        }
        traits.birthDate = std::move(*date);
        return traits;
    }

    void readReason(xml::Node act) {
        const auto event = act.path(kHl7Namespace, {"reasonOf", "detectedIssueEvent"});
        if (!event) {
            return;
        }
        const auto mitigation =
            event->path(kHl7Namespace, {"mitigatedBy", "detectedIssueManagement", "code"});
        const auto trigger = event->path(kHl7Namespace, {"triggerFor", "actOrderRequired", "code"});
        answer_.reason = attributeOf(mitigation ? mitigation : trigger, "code");
    }

    xml::Node message_;
    ReceivedAnswer answer_;
    bool acknowledgedAsError_ = false;
};

} // namespace

Result<ReceivedAnswer> parseAnswer(xml::Node body) {
    if (!body.is(kHl7Namespace, "PRPA_IN201306UV02")) {
        return invalid("another element");
    }
    return ihe::asPeerAnswer(AnswerReader{body}.read());
}

} // namespace ncp::identify
