#include "ncp/portal/session.hpp"

#include "base/base64.hpp"

#include <algorithm>
#include <utility>

namespace ncp::portal {

std::string makeToken(Random& random) {
    std::string token;
    for (int half = 0; half < 2; ++half) {
        const auto bytes = random.sixteenBytes();
        token += hexEncode({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    }
    return token;
}

void Sessions::removeEnded(Entries& entries, Instant now) {
    std::erase_if(entries, [&](const auto& item) {
        const auto& entry = item.second;
        return now - entry.lastUsed > kIdle || now - entry.session->created > kLife;
    });
}

bool Sessions::makeRoom(Entries& entries) {
    if (entries.size() < kLimit) {
        return true;
    }
    auto oldest = entries.end();
    for (auto at = entries.begin(); at != entries.end(); ++at) {
        if (at->second.session->identity == nullptr &&
            (oldest == entries.end() || at->second.lastUsed < oldest->second.lastUsed)) {
            oldest = at;
        }
    }
    if (oldest == entries.end()) {
        return false;
    }
    entries.erase(oldest);
    return true;
}

Result<std::shared_ptr<Session>> Sessions::start(SessionKind kind, const Identity* identity,
                                                 TextLanguage language) {
    const auto now = clock_.now();
    auto session = std::make_shared<Session>();
    session->kind = kind;
    session->token = makeToken(random_);
    session->csrf = makeToken(random_);
    session->identity = identity;
    session->created = now;
    session->visit.with([&](Visit& visit) { visit.language = language; });
    return entries_.with([&](Entries& entries) -> Result<std::shared_ptr<Session>> {
        removeEnded(entries, now);
        if (!makeRoom(entries)) {
            return fail(ErrorCode::Overloaded, "every session is taken");
        }
        entries.emplace(session->token, Entry{session, now});
        return session;
    });
}

std::shared_ptr<Session> Sessions::find(SessionKind kind, std::string_view token) {
    const auto now = clock_.now();
    return entries_.with([&](Entries& entries) -> std::shared_ptr<Session> {
        removeEnded(entries, now);
        const auto found = entries.find(std::string{token});
        if (found == entries.end() || found->second.session->kind != kind) {
            return nullptr;
        }
        found->second.lastUsed = now;
        return found->second.session;
    });
}

void Sessions::end(std::string_view token) {
    entries_.with([&](Entries& entries) { entries.erase(std::string{token}); });
}

bool SignInAttempts::allowed(const std::string& who, Instant now) {
    return counts_.with([&](auto& counts) {
        std::erase_if(counts, [&](const auto& item) { return item.second.until <= now; });
        const auto found = counts.find(who);
        return found == counts.end() || found->second.wrong < kLimit;
    });
}

void SignInAttempts::failed(const std::string& who, Instant now) {
    counts_.with([&](auto& counts) {
        auto& count = counts[who];
        ++count.wrong;
        count.until = now + kPause;
    });
}

void SignInAttempts::succeeded(const std::string& who) {
    counts_.with([&](auto& counts) { counts.erase(who); });
}

std::string attemptsOf(const Identity* identity) {
    return "identity " + (identity == nullptr ? std::string{} : identity->clinician.id);
}

} // namespace ncp::portal
