#include "ncp/consultation/dispensing.hpp"

#include "ncp/consultation/call_record.hpp"
#include "ncp/consultation/prescription_items.hpp"
#include "ncp/consultation/report_content.hpp"
#include "ncp/dispense/client_b.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ncp::consultation {
namespace {

using store::SentDispensation;
using store::SentKind;
using store::SentState;

constexpr std::string_view kPermission = "PPD-046";
/// Longer than any sender waits after its deadline.
constexpr std::chrono::minutes kGrace{1};
constexpr std::size_t kLongestReason = 500; ///< bytes

/// Errors that leave open what became of a report, or that say so.
SentState stateOf(const std::optional<Error>& error) {
    if (!error) {
        return SentState::Accepted;
    }
    return error->code == ErrorCode::DispensationUnknown ? SentState::Unknown : SentState::Refused;
}

std::string errorId(const std::optional<Error>& error) {
    return error ? std::string{spec(error->code).id} : std::string{};
}

/// The error that a row of the book names.
std::optional<Error> recordedError(const SentDispensation& sent) {
    if (sent.errorId.empty()) {
        return std::nullopt;
    }
    const auto table = errorTable();
    const auto found = std::ranges::find(table, sent.errorId, &ErrorSpec::id);
    return Error{found == table.end() ? ErrorCode::DispensationUnknown : found->code,
                 "the report of " + formatXmlDateTime(sent.created) + " ended so",
                 {}};
}

Result<void> checkPermission(const saml::Clinician& clinician) {
    if (!Dispensing::isPermitted(clinician)) {
        return failRule(ErrorCode::InsufficientRights, "permission-missing",
                        "dispensing needs the permission PPD-046");
    }
    return {};
}

/// The key of a request, so that nobody reaches another clinician's.
std::string keyOf(const TreatmentRelation& relation, const std::string& requestKey) {
    return relation.enquirer.clinician.id + ":" + requestKey;
}

dispense::Submission submissionFor(const TreatmentRelation& relation, const SentDispensation& sent,
                                   const Dispensing::Parts& parts) {
    const auto& clinician = relation.enquirer.clinician;
    return {sent.kind == SentKind::Discard ? dispense::Kind::Discard : dispense::Kind::Dispensation,
            relation.patient,
            demographicsOf(*sent.document),
            sent.submissionSet,
            sent.documentId,
            parts.language.str(),
            sent.created,
            {clinician.name, clinician.organisation, clinician.organisationId},
            parts.country,
            parts.own,
            sent.document};
}

} // namespace

Dispensing::Dispensing(Parts parts) : parts_(std::move(parts)) {}

bool Dispensing::isPermitted(const saml::Clinician& clinician) noexcept {
    return std::ranges::find(clinician.permissions, kPermission) != clinician.permissions.end();
}

Result<discovery::Peer> Dispensing::peerFor(const TreatmentRelation& relation) const {
    if (auto permitted = checkPermission(relation.enquirer.clinician); !permitted) {
        return passOn(permitted);
    }
    if (parts_.clock.now() >= relation.notOnOrAfter) {
        return fail(ErrorCode::TreatmentRelationNotValid, "the treatment relation has ended");
    }
    auto peer = parts_.peers.find(relation.country);
    if (peer && peer->provide.empty()) {
        return fail(ErrorCode::UnsupportedFeature, "the country takes no dispensations");
    }
    return peer;
}

Result<Report> Dispensing::dispense(const TreatmentRelation& relation, const ReadDocument& prescription,
                                    const transform::dispensation::Handout& handout,
                                    const std::string& requestKey) const {
    const auto peer = peerFor(relation);
    if (!peer) {
        return passOn(peer);
    }
    const auto document = xml::Document::parse(prescription.original);
    const auto items = prescriptionItems(prescription, {});
    const auto dispenser = dispenserOf(relation.enquirer.clinician, parts_.country);
    if (!document || !items || !dispenser) {
        return !document ? passOn(document) : !items ? passOn(items) : passOn(dispenser);
    }
    const auto root = newOid(parts_.random);
    auto composed = transform::dispensation::compose(*document, *dispenser, handout,
                                                     {root, "1", parts_.clock.now(), parts_.language.str()});
    if (!composed) {
        return passOn(composed);
    }
    SentDispensation sent;
    sent.requestKey = keyOf(relation, requestKey);
    sent.requestDigest = digestOf(prescription.entry.uniqueId, handout);
    sent.prescription = prescription.entry.uniqueId;
    sent.item = static_cast<std::int64_t>(handout.item);
    sent.packages = handout.packages;
    sent.product = handout.substitute ? handout.substitute->name : (*items)[handout.item].product;
    sent.documentId = root + "^1";
    sent.document = std::make_shared<const std::string>(std::move(*composed));
    return begin(relation, *peer, std::move(sent));
}

Result<SentDispensation> Dispensing::ofPatient(const TreatmentRelation& relation,
                                               const std::string& id) const {
    auto sent = report(id);
    if (sent && (sent->country != relation.country.str() || sent->patient != relation.patient.revealCx())) {
        return fail(ErrorCode::InputRefused, "the dispensation is not one of this patient");
    }
    return sent;
}

Result<Report> Dispensing::discard(const TreatmentRelation& relation, const std::string& id,
                                   const std::string& requestKey) const {
    const auto peer = peerFor(relation);
    if (!peer) {
        return passOn(peer);
    }
    const auto dispensation = ofPatient(relation, id);
    if (!dispensation) {
        return passOn(dispensation);
    }
    if (dispensation->kind != SentKind::Dispensation || dispensation->state != SentState::Accepted) {
        return fail(ErrorCode::InputRefused, "only a dispensation that was accepted is taken back");
    }
    auto document = transform::dispensation::discardOf(*dispensation->document);
    if (!document) {
        return passOn(document);
    }
    auto sent = *dispensation;
    sent.kind = SentKind::Discard;
    sent.requestKey = keyOf(relation, requestKey);
    sent.requestDigest = "discard " + id;
    sent.takesBack = id;
    sent.document = std::make_shared<const std::string>(std::move(*document));
    return begin(relation, *peer, std::move(sent));
}

/// Enters the report, then sends it: never the other way round.
Result<Report> Dispensing::begin(const TreatmentRelation& relation, const discovery::Peer& peer,
                                 SentDispensation sent) const {
    sent.id = makeUuid(parts_.random);
    sent.country = relation.country.str();
    sent.patient = relation.patient.revealCx();
    sent.clinician = relation.enquirer.clinician.id;
    sent.submissionSet = newOid(parts_.random);
    sent.correlationId = relation.enquirer.correlation.str();
    sent.messageId = newMessageId(parts_.random).str();
    auto entered = parts_.book.enter(sent);
    if (!entered) {
        return passOn(entered);
    }
    if (entered->fresh) {
        return send(relation, peer, std::move(entered->sent));
    }
    if (entered->sent.requestKey == sent.requestKey && entered->sent.requestDigest != sent.requestDigest) {
        return fail(ErrorCode::InputRefused, "the request's key belongs to another request");
    }
    auto error = recordedError(entered->sent);
    return Report{std::move(entered->sent), std::move(error), true};
}

Report Dispensing::send(const TreatmentRelation& relation, const discovery::Peer& peer,
                        SentDispensation sent) const {
    const auto messageId = MessageId::parse(sent.messageId).value();
    CallRecord row{parts_.clock, "ITI-41", relation.enquirer, relation.country, messageId};
    row.relation(relation);
    row.event().documentClass =
        sent.kind == SentKind::Discard ? dispense::kDiscardClass : dispense::kDispensationClass;
    row.event().documents.push_back(sent.documentId);
    const auto submitted =
        dispense::submit(parts_.client, parts_.random,
                         {peer, relation.assertions, messageId, relation.enquirer.correlation,
                          std::chrono::steady_clock::now() + parts_.timeout},
                         submissionFor(relation, sent, parts_));
    auto error = errorOf(submitted.outcome);
    parts_.peers.callEnded(relation.country, error);
    const auto written = row.write(parts_.trail, error, submitted.traffic);
    const auto settled = parts_.book.settle(sent.id, sent.attempt, stateOf(error), errorId(error));
    if (!written || !settled) {
        // What can't be recorded can't be told as an outcome.
        error = Error{ErrorCode::DispensationUnknown,
                      "the outcome could not be recorded: " +
                          (written ? settled.error().detail : written.error().detail),
                      {}};
        sent.state = SentState::Unknown;
    } else if (const auto recorded = parts_.book.findSent(sent.id); recorded && *recorded) {
        sent = **recorded;
    } else {
        sent.state = stateOf(error);
    }
    sent.errorId = errorId(error);
    return Report{std::move(sent), std::move(error), false};
}

Result<Report> Dispensing::resend(const TreatmentRelation& relation, const std::string& id,
                                  std::int64_t number) const {
    const auto peer = peerFor(relation);
    if (!peer) {
        return passOn(peer);
    }
    auto sent = ofPatient(relation, id);
    if (!sent) {
        return passOn(sent);
    }
    sent->clinician = relation.enquirer.clinician.id;
    sent->correlationId = relation.enquirer.correlation.str();
    sent->messageId = newMessageId(parts_.random).str();
    sent->attempt = number;
    if (auto entered =
            parts_.book.enterAgain({sent->id, number, sent->clinician, sent->correlationId, sent->messageId});
        !entered) {
        return passOn(entered);
    }
    return send(relation, *peer, std::move(*sent));
}

Result<std::vector<SentDispensation>> Dispensing::reports(const store::SentFilter& filter) const {
    // Whoever sent these is gone without a word: they must not stand as being under way for ever.
    if (auto settled = settleInterrupted(parts_.clock.now() - parts_.timeout - kGrace); !settled) {
        return passOn(settled);
    }
    return parts_.book.listSent(filter);
}

Result<std::vector<SentDispensation>> Dispensing::reports(const TreatmentRelation& relation) const {
    store::SentFilter filter;
    filter.country = relation.country.str();
    filter.patient = relation.patient.revealCx();
    return reports(filter);
}

Result<SentDispensation> Dispensing::report(const std::string& id) const {
    auto found = parts_.book.findSent(id);
    if (!found) {
        return passOn(found);
    }
    if (!*found) {
        return fail(ErrorCode::InputRefused, "no report has this id");
    }
    return std::move(**found);
}

/// The row of something that happens to a report here, without a message to the country.
audit::Event Dispensing::rowOf(const SentDispensation& sent, std::string_view transaction) const {
    audit::Event event;
    event.time = parts_.clock.now();
    event.side = audit::Side::CountryB;
    event.transaction = transaction;
    event.peerCountry = sent.country;
    event.patientId = sent.patient;
    event.documents.push_back(sent.documentId);
    event.documentClass =
        sent.kind == SentKind::Discard ? dispense::kDiscardClass : dispense::kDispensationClass;
    return event;
}

Result<SentDispensation> Dispensing::close(const Enquirer& enquirer, const std::string& id,
                                           const std::string& reason) const {
    if (!isPermitted(enquirer.clinician)) {
        return fail(ErrorCode::InsufficientRights, "the clinician reports no dispensations");
    }
    if (reason.empty() || reason.size() > kLongestReason) {
        return fail(ErrorCode::InputRefused, "a reason of 1 to 500 characters is needed");
    }
    const auto sent = report(id);
    if (!sent) {
        return passOn(sent);
    }
    if (sent->state != SentState::Unknown || !sent->closed.empty()) {
        return fail(ErrorCode::InputRefused, "only a report of unknown outcome is closed, and once");
    }
    auto event = rowOf(*sent, "report-closed");
    event.outcome = audit::Outcome::Success;
    event.correlationId = enquirer.correlation.str();
    event.clinicianId = enquirer.clinician.id;
    event.clinicianName = enquirer.clinician.name;
    event.clinicianRole = enquirer.clinician.role.code;
    event.organisation = enquirer.clinician.organisation;
    event.reason = reason;
    // The book decides between two who close at once; the trail names only the one who did.
    return parts_.book.close(id, reason)
        .and_then([&] { return parts_.trail.record(event); })
        .and_then([&](std::int64_t) { return report(id); });
}

Result<std::size_t> Dispensing::settleInterrupted(Instant before) const {
    store::SentFilter filter;
    filter.state = SentState::Sending;
    filter.changedBefore = before;
    const auto left = parts_.book.listSent(filter);
    if (!left) {
        return passOn(left);
    }
    const Error unknown{ErrorCode::DispensationUnknown, "the sender ended before the answer", {}};
    for (const auto& sent : *left) {
        auto event = rowOf(sent, "ITI-41");
        event.outcome = outcomeOf(unknown);
        event.errorId = errorId(unknown);
        event.correlationId = sent.correlationId;
        event.messageId = sent.messageId;
        event.clinicianId = sent.clinician;
        const auto settled = parts_.trail.record(event).and_then([&](std::int64_t) {
            return parts_.book.settle(sent.id, sent.attempt, SentState::Unknown, errorId(unknown));
        });
        if (!settled) {
            return passOn(settled);
        }
    }
    return left->size();
}

} // namespace ncp::consultation
