#include "ncp/app/refusal_rows.hpp"

#include <utility>

namespace ncp::app {
namespace {

constexpr std::chrono::minutes kMinute{1};
constexpr std::size_t kNamedShare = 10;    ///< rows of a verified country for each of a stranger
constexpr std::size_t kMostSenders = 4096; ///< that are told apart; further ones share one account

void moveCounted(std::map<std::string, audit::Event>& counted, std::vector<audit::Event>& into) {
    for (auto& [rule, event] : counted) {
        into.push_back(std::move(event));
    }
}

} // namespace

RefusalRows::Minute& RefusalRows::minuteOf(const audit::Event& event, Time now) {
    auto sender = event.peerAddress + ' ' + event.peerCountry;
    if (minutes_.size() >= kMostSenders && !minutes_.contains(sender)) {
        sender.clear();
    }
    const auto [entry, fresh] = minutes_.try_emplace(std::move(sender));
    if (fresh) {
        entry->second.end = now + kMinute;
    }
    return entry->second;
}

bool RefusalRows::add(const audit::Event& event, Time now) {
    auto& minute = minuteOf(event, now);
    const auto limit = event.peerCountry.empty() ? anonymous_ : anonymous_ * kNamedShare;
    if (minute.rows < limit) {
        ++minute.rows;
        return true;
    }
    const auto [counted, fresh] = minute.counted.try_emplace(event.rule, event);
    if (!fresh) {
        const auto before = counted->second.further;
        counted->second = event;
        counted->second.further = before + 1;
    }
    return false;
}

std::vector<audit::Event> RefusalRows::due(Time now) {
    std::vector<audit::Event> rows;
    for (auto entry = minutes_.begin(); entry != minutes_.end();) {
        if (entry->second.end > now) {
            ++entry;
            continue;
        }
        moveCounted(entry->second.counted, rows);
        entry = minutes_.erase(entry);
    }
    return rows;
}

std::vector<audit::Event> RefusalRows::remaining() {
    std::vector<audit::Event> rows;
    for (auto& [sender, minute] : minutes_) {
        moveCounted(minute.counted, rows);
    }
    minutes_.clear();
    return rows;
}

} // namespace ncp::app
