#include "ncp/app/reloader.hpp"

#include <algorithm>
#include <exception>
#include <sys/stat.h>
#include <utility>

namespace ncp::app {

std::vector<FileState> statesOf(const std::vector<std::filesystem::path>& files) {
    std::vector<FileState> states;
    states.reserve(files.size());
    for (const auto& file : files) {
        FileState state{file};
        struct stat found{};
        if (::stat(file.c_str(), &found) == 0) {
            constexpr std::int64_t kNanoseconds = 1'000'000'000;
            state.modified = std::int64_t{found.st_mtim.tv_sec} * kNanoseconds + found.st_mtim.tv_nsec;
            state.size = static_cast<std::uint64_t>(found.st_size);
            state.inode = std::uint64_t{found.st_ino};
        }
        states.push_back(std::move(state));
    }
    return states;
}

Reloader::Reloader(Parts parts, std::vector<FileState> loaded)
    : parts_(std::move(parts)), seen_(std::move(loaded)), thread_([this] { watch(); }) {}

Reloader::~Reloader() {
    stop();
}

void Reloader::stop() {
    {
        const std::scoped_lock lock{mutex_};
        ended_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void Reloader::request() {
    {
        const std::scoped_lock lock{mutex_};
        requested_ = true;
    }
    wake_.notify_all();
}

std::optional<std::string> Reloader::fault() const {
    return fault_.with([](const auto& fault) { return fault; });
}

/// Nobody is seen to write into one of them.
bool Reloader::wholeAsFarAsSeen(const std::vector<FileState>& states) const {
    const auto same = [](const FileState& now, const std::vector<FileState>& before) {
        return std::ranges::find(before, now) != before.end();
    };
    const auto writtenInPlace = [&](const FileState& now) {
        return std::ranges::any_of(seen_, [&](const FileState& before) {
            return before.file == now.file && before.inode == now.inode && before.modified >= 0;
        });
    };
    return std::ranges::all_of(states, [&](const FileState& now) {
        return same(now, seen_) || same(now, looked_) || !writtenInPlace(now);
    });
}

void Reloader::watch() {
    for (;;) {
        bool requested = false;
        {
            std::unique_lock lock{mutex_};
            wake_.wait_for(lock, parts_.period, [this] { return requested_ || ended_; });
            if (ended_) {
                return;
            }
            requested = std::exchange(requested_, false);
        }
        try {
            // Before they are read: what changes meanwhile is seen the next time.
            auto states = statesOf(parts_.files());
            if (requested || parts_.due() || (states != seen_ && wholeAsFarAsSeen(states))) {
                seen_ = states;
                take();
            }
            looked_ = std::move(states);
        } catch (const std::exception&) {
            fault_.with([](auto& fault) { fault = "a defect ended the reload"; });
            parts_.log.error("reload.defect");
        }
    }
}

void Reloader::take() {
    const auto taken = parts_.take();
    if (taken) {
        // The configuration may name other files by now.
        const auto files = parts_.files();
        if (!std::ranges::equal(files, seen_, {}, {}, &FileState::file)) {
            seen_ = statesOf(files);
        }
        parts_.log.info("reload.taken", {{"what", parts_.what}});
    } else {
        parts_.log.error("reload.refused",
                         {{"what", parts_.what}, {"cause", std::string_view{taken.error().detail}}});
    }
    fault_.with([&](auto& fault) { fault = taken ? std::nullopt : std::optional{taken.error().detail}; });
    parts_.tell(taken.has_value());
}

} // namespace ncp::app
