#include "ncp/app/request_limiter.hpp"

#include <algorithm>
#include <cmath>

namespace ncp::app {
namespace {

constexpr double kSecondsPerMinute = 60.0;
/// Buckets that are kept for the clinicians of a country. When there are more, those that are full again are
/// forgotten; when all are in use, somebody new shares the bucket of the empty name.
constexpr std::size_t kMostClinicians = 20'000;

tl::unexpected<RequestLimiter::Refusal> refuse(std::string rule, std::string detail,
                                               std::chrono::seconds retryAfter) {
    return tl::unexpected<RequestLimiter::Refusal>{
        {Error{ErrorCode::RateLimited, std::move(detail), std::move(rule)}, retryAfter}};
}

} // namespace

TokenBucket::TokenBucket(std::size_t perMinute, Time now) noexcept
    : capacity_(static_cast<double>(perMinute)), perSecond_(capacity_ / kSecondsPerMinute),
      tokens_(capacity_), filled_(now) {}

void TokenBucket::change(std::size_t perMinute, Time now) noexcept {
    capacity_ = static_cast<double>(perMinute);
    perSecond_ = capacity_ / kSecondsPerMinute;
    tokens_ = std::min(tokens_, capacity_);
    refill(now);
}

void TokenBucket::refill(Time now) noexcept {
    if (now > filled_) {
        const std::chrono::duration<double> passed = now - filled_;
        tokens_ = std::min(capacity_, tokens_ + passed.count() * perSecond_);
        filled_ = now;
    }
}

bool TokenBucket::take(Time now) noexcept {
    refill(now);
    if (tokens_ < 1.0) {
        return false;
    }
    tokens_ -= 1.0;
    return true;
}

std::chrono::seconds TokenBucket::wait() const noexcept {
    const double missing = std::max(0.0, 1.0 - tokens_);
    return std::chrono::seconds{std::max<std::int64_t>(1, std::llround(std::ceil(missing / perSecond_)))};
}

bool TokenBucket::full(Time now) const noexcept {
    const std::chrono::duration<double> passed = now - filled_;
    return tokens_ + passed.count() * perSecond_ >= capacity_;
}

RequestLimiter::Place::~Place() {
    if (limiter_ != nullptr) {
        limiter_->leave(country_);
    }
}

RequestLimiter::Country& RequestLimiter::countryOf(const std::string& code, const RequestLimits& limits,
                                                   Time now) {
    const auto known = countries_.find(code);
    if (known != countries_.end()) {
        known->second.requests.change(limits.requestsPerMinute, now);
        return known->second;
    }
    return countries_.emplace(code, Country{TokenBucket{limits.requestsPerMinute, now}, 0, {}}).first->second;
}

tl::expected<RequestLimiter::Place, RequestLimiter::Refusal>
RequestLimiter::admit(const std::string& country, const RequestLimits& limits, Time now) {
    const std::scoped_lock lock{mutex_};
    auto& account = countryOf(country, limits, now);
    if (account.running >= limits.concurrentRequests) {
        return refuse("country-requests-at-once", "too many requests of the country are being answered",
                      std::chrono::seconds{1});
    }
    if (!account.requests.take(now)) {
        return refuse("country-rate", "too many requests of the country in a minute",
                      account.requests.wait());
    }
    ++account.running;
    return Place{*this, country};
}

tl::expected<void, RequestLimiter::Refusal> RequestLimiter::admitClinician(const std::string& country,
                                                                           const std::string& nameId,
                                                                           const RequestLimits& limits,
                                                                           Time now) {
    const std::scoped_lock lock{mutex_};
    auto& clinicians = countryOf(country, limits, now).clinicians;
    auto known = clinicians.find(nameId);
    if (known == clinicians.end()) {
        if (clinicians.size() >= kMostClinicians) {
            std::erase_if(clinicians, [&](const auto& entry) { return entry.second.full(now); });
        }
        const auto& name = clinicians.size() >= kMostClinicians ? std::string{} : nameId;
        known = clinicians.try_emplace(name, limits.clinicianRequestsPerMinute, now).first;
    }
    known->second.change(limits.clinicianRequestsPerMinute, now);
    if (!known->second.take(now)) {
        return refuse("clinician-rate", "too many requests of the clinician in a minute",
                      known->second.wait());
    }
    return {};
}

void RequestLimiter::leave(const std::string& country) {
    const std::scoped_lock lock{mutex_};
    --countries_.at(country).running;
}

} // namespace ncp::app
