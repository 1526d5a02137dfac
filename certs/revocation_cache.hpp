#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "certs/revocation_source.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace ncp::certs {

/// One request over plain HTTP: what comes back is signed, or it is not believed.
struct PlainRequest {
    std::string url;
    std::string contentType; ///< of the body
    std::string body;        ///< empty: GET, else POST
    std::size_t answerLimit = 0;
    Deadline deadline;
};
/// The body of an answer with status 200; anything else is an error.
using PlainFetch = std::function<Result<std::string>(const PlainRequest&)>;

/// Asks responders (OCSP) and fetches lists from distribution points, and keeps what they say until it ends:
/// an answer that is current costs no network. What is in use is renewed in the background, before it ends.
/// Who does not answer is left in peace for a while, and everybody is told Unknown at once meanwhile. Several
/// threads that need the same answer cause one question.
class RevocationCache final : public RevocationSource {
  public:
    struct Settings {
        std::chrono::milliseconds timeout{4000};  ///< for one certificate, all of its sources together
        std::chrono::hours acceptStale{0};        ///< how long an answer that ended still counts as Good when
                                                  ///< nobody answers
        std::filesystem::path folder;             ///< answers that survive a restart; empty: none do
        std::chrono::seconds retryAfter{30};      ///< after a failure
        std::chrono::milliseconds period{15'000}; ///< of the background's work; 0: no background
    };
    RevocationCache(Settings settings, PlainFetch fetch, const Clock& clock, Logger& log);
    ~RevocationCache() override;
    RevocationCache(const RevocationCache&) = delete;
    RevocationCache& operator=(const RevocationCache&) = delete;

    RevocationAnswer ask(const Certificate& certificate, const Certificate& issuer, Instant now,
                         RevocationEffort effort) override;
    void learn(const Certificate& certificate, const Certificate& issuer, std::string_view ocspResponse,
               Instant now) override;

    /// The current OCSP response about a certificate of ours, DER, to be shown in handshakes; nothing where
    /// there is none. Fetches nothing.
    std::optional<std::string> response(const Certificate& certificate, const Certificate& issuer,
                                        Instant now);
    /// Renews what was asked for in the last day and has lived half of its time or an hour.
    void refresh(Instant now);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ncp::certs
