#pragma once

#include "base/result.hpp"
#include "ncp/app/country_configuration.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace ncp::app {

/// Requests that may come at once, and that come back with time.
class TokenBucket {
  public:
    using Time = std::chrono::steady_clock::time_point;

    TokenBucket(std::size_t perMinute, Time now) noexcept;

    bool take(Time now) noexcept;
    /// Another rate, also for the time since the last request; what was taken stays taken.
    void change(std::size_t perMinute, Time now) noexcept;
    /// Until there is one to take; at least a second.
    std::chrono::seconds wait() const noexcept;
    /// Whether nothing has been taken that has not come back.
    bool full(Time now) const noexcept;

  private:
    void refill(Time now) noexcept;

    double capacity_;
    double perSecond_;
    double tokens_;
    Time filled_;
};

/// How much each country and each of its clinicians asks of us. Who asks for a place says how much the
/// country may have: that changes while the node runs. Safe to share between threads.
class RequestLimiter {
  public:
    using Time = TokenBucket::Time;

    struct Refusal {
        Error error; ///< RateLimited with the rule that decided
        std::chrono::seconds retryAfter{1};
    };

    /// A place among the requests of a country that are being worked on; free again when it goes.
    class Place {
      public:
        Place(RequestLimiter& limiter, std::string country)
            : limiter_(&limiter), country_(std::move(country)) {}
        ~Place();
        Place(Place&& other) noexcept
            : limiter_(std::exchange(other.limiter_, nullptr)), country_(std::move(other.country_)) {}
        Place& operator=(Place&&) = delete;

      private:
        RequestLimiter* limiter_;
        std::string country_;
    };

    /// Before anything of the request is read. Rules "country-requests-at-once" and "country-rate".
    tl::expected<Place, Refusal> admit(const std::string& country, const RequestLimits& limits, Time now);
    /// When the assertion is verified. Rule "clinician-rate".
    tl::expected<void, Refusal> admitClinician(const std::string& country, const std::string& nameId,
                                               const RequestLimits& limits, Time now);

  private:
    struct Country {
        TokenBucket requests;
        std::size_t running = 0;
        std::map<std::string, TokenBucket> clinicians;
    };

    Country& countryOf(const std::string& code, const RequestLimits& limits, Time now);
    void leave(const std::string& country);

    std::mutex mutex_;
    std::map<std::string, Country> countries_;
};

} // namespace ncp::app
