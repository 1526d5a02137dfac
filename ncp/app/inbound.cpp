#include "ncp/app/inbound.hpp"

#include "ncp/app/transaction_event.hpp"
#include "ncp/dispense/messages.hpp"
#include "ncp/documents/messages.hpp"
#include "ncp/identify/messages.hpp"
#include "ncp/ihe/fault_answer.hpp"
#include "ncp/soap/envelope.hpp"
#include "ncp/soap/mtom.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <iterator>
#include <optional>
#include <string>
#include <typeinfo>
#include <utility>

namespace ncp::app {
namespace {

using std::chrono::microseconds;

/// Nothing was asked on such a connection, and a flood must not wait for the disk; the metrics count it.
constexpr std::array<std::string_view, 2> kUnrecordedRules{"connection-limit", "address-limit"};
constexpr std::string_view kServices = "/openncp-ws-server/services/";
constexpr std::array kRoutes{
    Route{"/openncp-ws-server/services/XCPD_Service", identify::kRequestAction,
          saml::Transaction::PatientDiscovery},
    Route{"/openncp-ws-server/services/XCA_Service", documents::kQueryAction, saml::Transaction::Query},
    Route{"/openncp-ws-server/services/XCA_Service", documents::kRetrieveAction, saml::Transaction::Retrieve},
    Route{"/openncp-ws-server/services/XDR_Service", dispense::kProvideAction, saml::Transaction::Provide},
};
constexpr std::string_view kRepeatedTolerance = "message.repeated-dispensation";
constexpr std::string_view kReplayRule = "replay";
constexpr std::string_view kMethodRule = "method";
constexpr std::string_view kAddressRule = "address";
constexpr std::string_view kFaultAction = "http://www.w3.org/2005/08/addressing/soap/fault";

std::string_view withoutTrailingSlash(std::string_view path) {
    return path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
}

/// The transaction, told by address and action.
Result<Route> route(std::string_view path, const soap::Envelope& envelope) {
    path = withoutTrailingSlash(path);
    const auto* found = std::ranges::find_if(
        kRoutes, [&](const Route& known) { return known.path == path && known.action == envelope.action; });
    if (found == kRoutes.end()) {
        return failRule(ErrorCode::UnknownAction, "action", "no such action at this address");
    }
    return *found;
}

/// One request on its way through NCP-A.
class Passage {
  public:
    Passage(const Inbound::Parts& parts, const http::Request& request)
        : parts_(parts), request_(request), countries_(parts.countries.get()),
          started_(std::chrono::steady_clock::now()),
          correlation_(CorrelationId::parse(makeUuid(parts.random)).value()) {
        event_.time = parts.clock.now();
        event_.side = audit::Side::CountryA;
        event_.transaction = "unknown";
        event_.peerAddress = request.clientAddress;
        event_.requestBytes = static_cast<std::int64_t>(request.body.size());
        if (request.clientCertificate) {
            event_.peerCertificate = boundedSubject(*request.clientCertificate);
            event_.peerCountry = request.clientCertificate->country().value_or("");
        }
    }

    http::Response run() {
        if (parts_.limiter == nullptr) {
            return pass();
        }
        const auto country = mayAsk(event_.peerCountry) ? event_.peerCountry : std::string{};
        const auto place = parts_.limiter->admit(country, countries_->limitsOf(country), started_);
        if (!place) {
            retryAfter_ = place.error().retryAfter;
            return fault(place.error().error);
        }
        return pass();
    }

    /// After an exception, which is a defect of ours: the request has its record and its answer all the same.
    http::Response defect() {
        return fault(Error{ErrorCode::Internal, "a defect ended the transaction", "defect"});
    }

  private:
    http::Response pass() {
        auto answered = process();
        return answered.fault ? fault(*answered.error) : finish(std::move(answered));
    }

    ihe::Answered process() {
        auto package = soap::unpack(request_.header("content-type"), request_.body);
        if (!package) {
            return ihe::faultWith(package.error());
        }
        auto action = package->action;
        if (action.empty()) {
            action = soapAction();
        }
        auto envelope = soap::parseEnvelope(package->xml, action);
        if (!envelope) {
            return ihe::faultWith(envelope.error());
        }
        return serve(*envelope, std::move(package->attachments));
    }

    ihe::Answered serve(const soap::Envelope& envelope, ihe::Attachments attachments) {
        if (envelope.correlation) {
            correlation_ = *envelope.correlation;
        }
        event_.tolerated = request_.tolerated;
        event_.tolerated.insert(event_.tolerated.end(), envelope.tolerated.begin(), envelope.tolerated.end());
        if (!envelope.messageId) {
            return ihe::faultWith(
                Error{ErrorCode::MalformedMessage, "wsa:MessageID is missing", "message-id"});
        }
        messageId_ = envelope.messageId->str();
        event_.messageId = messageId_;
        const auto found = route(request_.path, envelope);
        if (!found) {
            return ihe::faultWith(found.error());
        }
        event_.transaction = saml::name(found->transaction);
        if (!envelope.body) {
            return ihe::faultWith(Error{ErrorCode::MalformedMessage, "the body is empty", "body"});
        }
        const auto fresh = found->transaction == saml::Transaction::Provide
                               ? checkDelivery(*envelope.body, attachments)
                               : checkReplay();
        if (!fresh) {
            return ihe::faultWith(fresh.error());
        }
        return call(envelope, found->transaction, std::move(attachments));
    }

    ihe::Answered call(const soap::Envelope& envelope, saml::Transaction transaction,
                       ihe::Attachments attachments) {
        ihe::Call call{envelope, verify(envelope, transaction), parts_.clock.now(), request_.deadline};
        call.attachments = std::move(attachments);
        const auto& terms = countries_->termsOf(event_.peerCountry);
        call.codeStyle = terms.codeStyle;
        call.refusedTolerances = terms.refusedTolerances;
        call.communities = &countries_->communities;
        if (call.assertions) {
            tellAssertions(event_, **call.assertions);
            if (auto admitted = admitClinician(**call.assertions); !admitted) {
                return ihe::faultWith(admitted.error());
            }
        }
        if (auto allowed = call.allow(event_.tolerated); !allowed) {
            return ihe::faultWith(allowed.error());
        }
        switch (transaction) {
        case saml::Transaction::PatientDiscovery:
            return parts_.identify.answer(call);
        case saml::Transaction::Query:
            return parts_.documents.query(call);
        case saml::Transaction::Retrieve:
            return parts_.documents.retrieve(call);
        case saml::Transaction::Provide:
            return parts_.dispense.provide(call);
        }
        return ihe::faultWith(Error{ErrorCode::UnknownAction, "no such action at this address", "action"});
    }

    Result<std::shared_ptr<const saml::VerifiedAssertions>> verify(const soap::Envelope& envelope,
                                                                   saml::Transaction transaction) const {
        saml::Received received;
        received.securityHeader = envelope.security.has_value();
        received.assertions = envelope.assertions;
        received.transaction = transaction;
        received.now = parts_.clock.now();
        if (request_.clientCertificate) {
            if (const auto country = request_.clientCertificate->country()) {
                if (auto code = CountryCode::parse(*country)) {
                    received.tlsCountry = std::move(*code);
                }
            }
        }
        if (!received.tlsCountry || !mayAsk(received.tlsCountry->str())) {
            return failRule(ErrorCode::SecurityGeneric, "peer-country-enabled",
                            "the TLS client is of no country that may ask us");
        }
        return parts_.verifier.verify(received).map([](saml::VerifiedAssertions&& verified) {
            return std::make_shared<const saml::VerifiedAssertions>(std::move(verified));
        });
    }

    Result<void> admitClinician(const saml::VerifiedAssertions& assertions) {
        if (parts_.limiter == nullptr) {
            return {};
        }
        const auto& country = assertions.country().str();
        const auto admitted = parts_.limiter->admitClinician(country, assertions.hcp().nameId,
                                                             countries_->limitsOf(country), started_);
        if (!admitted) {
            retryAfter_ = admitted.error().retryAfter;
            return tl::unexpected<Error>{admitted.error().error};
        }
        return {};
    }

    Result<void> checkReplay() const {
        const auto before = parts_.answered.wasAnswered(peer(), messageId_);
        if (!before) {
            return passOn(before);
        }
        if (*before) {
            return failRule(ErrorCode::Replayed, std::string{kReplayRule},
                            "this message was already answered");
        }
        return {};
    }

    /// A peer that lost our answer may deliver the same submission again: the national side does nothing
    /// twice, and the answer is the same. Other documents under the same id are a replay like any other.
    Result<void> checkDelivery(xml::Node body, const ihe::Attachments& attachments) {
        const auto delivery =
            parts_.deliveries.noteDelivery(peer(), messageId_, dispense::contentDigest(body, attachments));
        if (!delivery) {
            return passOn(delivery);
        }
        switch (*delivery) {
        case store::Delivery::First:
            submission_ = true;
            return checkReplay();
        case store::Delivery::Repeated:
            submission_ = true;
            repeated_ = true;
            event_.tolerated.emplace_back(kRepeatedTolerance);
            return {};
        case store::Delivery::Differs:
            break;
        }
        return failRule(ErrorCode::Replayed, std::string{kReplayRule},
                        "this message id stands for other documents");
    }

    bool mayAsk(const std::string& country) const { return countries_->partners.contains(country); }

    /// Whose message ids are told apart: the certificate of the TLS client.
    std::string peer() const {
        return request_.clientCertificate ? request_.clientCertificate->fingerprint()
                                          : request_.clientAddress;
    }

    std::string soapAction() const {
        std::string_view value = request_.header("soapaction");
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
            value = value.substr(1, value.size() - 2);
        }
        return std::string{value};
    }

    void close(const std::optional<Error>& error, std::size_t answerBytes) {
        event_.correlationId = correlation_.str();
        event_.outcome = outcomeOf(error);
        event_.errorId = error ? std::string{spec(error->code).id} : std::string{};
        event_.rule = error ? error->rule : std::string{};
        event_.answerBytes = static_cast<std::int64_t>(answerBytes);
        event_.durationMicroseconds =
            std::chrono::duration_cast<microseconds>(std::chrono::steady_clock::now() - started_).count();
        if (error) {
            parts_.log.info("transaction.refused",
                            {{"correlation_id", std::string_view{event_.correlationId}},
                             {"error", std::string_view{event_.errorId}},
                             {"rule", std::string_view{error->rule}},
                             {"detail", std::string_view{error->detail}}});
        }
    }

    soap::ResponseHeader header(std::string_view action) const {
        return {std::string{action}, MessageId::parse("urn:uuid:" + makeUuid(parts_.random)).value(),
                messageId_.empty() ? std::nullopt : std::optional{messageId_}};
    }

    /// A SOAP fault: not an answer, so the peer may repeat the message.
    http::Response fault(const Error& error) {
        const auto body = soap::writeFault(error, header(kFaultAction), correlation_);
        close(error, body.size());
        const bool limited = error.code == ErrorCode::RateLimited;
        const auto recorded = limited ? parts_.recorder.recordRefusal(event_)
                                      : parts_.recorder.record(event_).map([](std::int64_t) {});
        const int status = recorded ? std::max(400, spec(error.code).httpStatus) : 500;
        http::Response response{status, "application/soap+xml; charset=UTF-8", body, {}};
        if (limited) {
            response.headers.emplace_back("Retry-After", std::to_string(retryAfter_.count()));
        }
        return response;
    }

    http::Response finish(ihe::Answered answered) {
        const auto xml = soap::writeResponse(header(answered.action), answered.body);
        http::Response response{
            200, "application/soap+xml; charset=UTF-8; action=\"" + answered.action + "\"", {}, {}};
        if (!answered.attachments.empty()) {
            std::vector<soap::OutgoingPart> parts;
            for (const auto& attached : answered.attachments) {
                parts.push_back({attached.contentId, *attached.bytes});
            }
            auto packed = soap::pack(xml, parts, "ncp-" + makeUuid(parts_.random), answered.action);
            response.contentType = std::move(packed.contentType);
            response.body = std::move(packed.body);
        } else {
            response.body = xml;
        }
        if (!answered.touched.patientId.empty()) {
            event_.patientId = std::move(answered.touched.patientId);
        }
        event_.patients = std::move(answered.touched.patients);
        event_.documents = std::move(answered.touched.documents);
        event_.documentClass = std::move(answered.touched.documentClass);
        std::ranges::move(answered.touched.tolerated, std::back_inserter(event_.tolerated));
        close(answered.error, response.body.size());
        if (const auto recorded = recordAnswer(); !recorded) {
            return fault(recorded.error());
        }
        return response;
    }

    /// The national side has a submission by now: no answer to it may say that the message was refused.
    Result<std::int64_t> recordAnswer() {
        if (!repeated_) {
            auto recorded = parts_.recorder.recordAnswered(event_, peer(), messageId_);
            if (recorded || !submission_ || recorded.error().code != ErrorCode::Replayed) {
                return recorded;
            }
        }
        return parts_.recorder.record(event_);
    }

    const Inbound::Parts& parts_;
    const http::Request& request_;
    std::shared_ptr<const CountryTables> countries_; ///< the same to the end of the request
    std::chrono::steady_clock::time_point started_;
    CorrelationId correlation_;
    std::string messageId_;
    std::chrono::seconds retryAfter_{1}; ///< of a request over a limit
    bool submission_ = false;            ///< of documents that its message id stands for
    bool repeated_ = false;              ///< a submission that came before
    audit::Event event_;
};

} // namespace

std::span<const Route> routes() noexcept {
    return kRoutes;
}

http::Response Inbound::handle(const http::Request& request) const {
    if (!request.path.starts_with(kServices)) {
        refused({request.clientAddress, std::string{kAddressRule}, request.clientCertificate, true});
        return {404, "text/plain; charset=UTF-8", "no such address\n", {}};
    }
    if (request.method != "POST") {
        refused({request.clientAddress, std::string{kMethodRule}, request.clientCertificate, true});
        return {405, "text/plain; charset=UTF-8", "POST only\n", {{"Allow", "POST"}}};
    }
    Passage passage{parts_, request};
    try {
        return passage.run();
    } catch (const std::exception& thrown) {
        parts_.log.error("transaction.defect", {{"kind", std::string_view{typeid(thrown).name()}}});
        return passage.defect();
    }
}

void Inbound::refused(const http::ConnectionRefusal& refusal) const {
    if (std::ranges::find(kUnrecordedRules, refusal.rule) != kUnrecordedRules.end()) {
        return;
    }
    const auto event = refusalEvent(refusal, parts_.clock.now(), parts_.random);
    if (const auto recorded = parts_.recorder.recordRefusal(event); !recorded) {
        parts_.log.error("audit.refusal_not_durable", {{"rule", std::string_view{refusal.rule}}});
    }
}

} // namespace ncp::app
