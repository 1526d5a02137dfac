#pragma once

#include "base/clock.hpp"
#include "base/guarded.hpp"
#include "base/texts.hpp"
#include "base/uuid.hpp"
#include "ncp/portal/identities.hpp"
#include "ncp/portal/visit.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace ncp::portal {

/// 256 unpredictable bits, hexadecimal.
std::string makeToken(Random& random);

/// How a session is held: by the cookie of the pages, or by the bearer token of the JSON API. Neither counts
/// as the other.
enum class SessionKind : std::uint8_t { Page, Api };

/// One person's session. A session of a page may be without a clinician: before the sign-in.
struct Session {
    SessionKind kind = SessionKind::Page;
    std::string token;
    std::string csrf; ///< stands in every form of the session's pages
    const Identity* identity = nullptr;
    Instant created;
    Guarded<Visit> visit;
};

/// The sessions of a portal, in memory. Sessions end after 30 minutes without use and after 8 hours.
class Sessions {
  public:
    static constexpr std::chrono::minutes kIdle{30};
    static constexpr std::chrono::hours kLife{8};
    static constexpr std::size_t kLimit = 256;

    Sessions(Random& random, const Clock& clock) : random_(random), clock_(clock) {}

    /// A new session. When all places are taken, the sessions before a sign-in that were used longest ago
    /// give way; Overloaded when every place belongs to a clinician.
    Result<std::shared_ptr<Session>> start(SessionKind kind, const Identity* identity, TextLanguage language);
    /// The session of a token, nothing when there is none or it has ended; counts as use.
    std::shared_ptr<Session> find(SessionKind kind, std::string_view token);
    void end(std::string_view token);

  private:
    struct Entry {
        std::shared_ptr<Session> session;
        Instant lastUsed;
    };
    using Entries = std::unordered_map<std::string, Entry>;

    static void removeEnded(Entries& entries, Instant now);
    static bool makeRoom(Entries& entries);

    Random& random_;
    const Clock& clock_;
    Guarded<Entries> entries_;
};

/// Counts wrong PINs: after five in a row there is a minute without attempts.
class SignInAttempts {
  public:
    static constexpr unsigned kLimit = 5;
    static constexpr std::chrono::seconds kPause{60};

    /// Whether whoever tries may try now; by attemptsOf().
    bool allowed(const std::string& who, Instant now);
    void failed(const std::string& who, Instant now);
    void succeeded(const std::string& who);

  private:
    struct Count {
        unsigned wrong = 0;
        Instant until;
    };
    Guarded<std::unordered_map<std::string, Count>> counts_;
};

/// Under what the attempts for an identity are counted, on pages and in the API alike; all that are unknown
/// are one.
std::string attemptsOf(const Identity* identity);

} // namespace ncp::portal
