#include "ncp/http/body.hpp"

#include "ncp/http/head.hpp"

#include <Poco/Exception.h>
#include <Poco/InflatingStream.h>
#include <Poco/MemoryStream.h>
#include <algorithm>
#include <array>
#include <charconv>

namespace ncp::http {
namespace {

constexpr std::size_t kLineLimit = 8 * 1024;
constexpr std::size_t kTrailerLines = 20;

tl::unexpected<BodyFault> faultOf(IoStatus status) {
    return tl::unexpected{status == IoStatus::TimedOut ? BodyFault::TimedOut : BodyFault::Truncated};
}

std::optional<std::size_t> parseNumber(std::string_view digits, int base) noexcept {
    std::size_t number = 0;
    const auto* const end = digits.data() + digits.size();
    const auto [stopped, fault] = std::from_chars(digits.data(), end, number, base);
    return fault == std::errc{} && stopped == end ? std::optional{number} : std::nullopt;
}

bool take(BodyShare* share, std::size_t bytes) noexcept {
    return share == nullptr || share->grow(bytes);
}

/// Moves exactly `count` bytes from the connection to the end of the body.
tl::expected<void, BodyFault> takeBytes(Connection& connection, std::size_t count, std::string& body,
                                        Deadline deadline, BodyShare* share) {
    while (count > 0) {
        if (connection.buffered().empty()) {
            if (const auto status = connection.fill(deadline); status != IoStatus::Done) {
                return faultOf(status);
            }
        }
        const auto part = connection.buffered().substr(0, count);
        if (!take(share, part.size())) {
            return tl::unexpected{BodyFault::OverBudget};
        }
        body.append(part);
        count -= part.size();
        connection.consume(part.size());
    }
    return {};
}

tl::expected<std::string, BodyFault> takeLine(Connection& connection, Deadline deadline) {
    for (;;) {
        const auto buffered = connection.buffered();
        const auto end = buffered.find("\r\n");
        if (end != std::string_view::npos) {
            std::string line{buffered.substr(0, end)};
            connection.consume(end + 2);
            return line;
        }
        if (buffered.size() > kLineLimit) {
            return tl::unexpected{BodyFault::Malformed};
        }
        if (const auto status = connection.fill(deadline); status != IoStatus::Done) {
            return faultOf(status);
        }
    }
}

tl::expected<void, BodyFault> skipTrailers(Connection& connection, Deadline deadline) {
    for (std::size_t lines = 0; lines < kTrailerLines; ++lines) {
        const auto line = takeLine(connection, deadline);
        if (!line) {
            return tl::unexpected{line.error()};
        }
        if (line->empty()) {
            return {};
        }
    }
    return tl::unexpected{BodyFault::Malformed};
}

tl::expected<std::size_t, BodyFault> takeChunkSize(Connection& connection, Deadline deadline) {
    const auto line = takeLine(connection, deadline);
    if (!line) {
        return tl::unexpected{line.error()};
    }
    const auto size = std::string_view{*line}.substr(0, line->find_first_of("; \t"));
    const auto number = parseNumber(size, 16);
    return number ? tl::expected<std::size_t, BodyFault>{*number} : tl::unexpected{BodyFault::Malformed};
}

tl::expected<std::string, BodyFault> readChunked(Connection& connection, std::size_t limit, Deadline deadline,
                                                 BodyShare* share) {
    std::string body;
    for (;;) {
        const auto size = takeChunkSize(connection, deadline);
        if (!size) {
            return tl::unexpected{size.error()};
        }
        if (*size == 0) {
            const auto skipped = skipTrailers(connection, deadline);
            return skipped ? tl::expected<std::string, BodyFault>{std::move(body)}
                           : tl::unexpected{skipped.error()};
        }
        if (*size > limit - body.size()) {
            return tl::unexpected{BodyFault::TooLarge};
        }
        if (const auto taken = takeBytes(connection, *size, body, deadline, share); !taken) {
            return tl::unexpected{taken.error()};
        }
        const auto end = takeLine(connection, deadline);
        if (!end || !end->empty()) {
            return tl::unexpected{end ? BodyFault::Malformed : end.error()};
        }
    }
}

tl::expected<std::string, BodyFault> readUntilClose(Connection& connection, std::size_t limit,
                                                    Deadline deadline) {
    std::string body;
    for (;;) {
        body.append(connection.buffered());
        connection.consume(connection.buffered().size());
        if (body.size() > limit) {
            return tl::unexpected{BodyFault::TooLarge};
        }
        const auto status = connection.fill(deadline);
        if (status == IoStatus::Closed) {
            return body;
        }
        if (status != IoStatus::Done) {
            return faultOf(status);
        }
    }
}

/// RFC 1952: the last four bytes say the size, lowest first. POCO ends without a word where the input does,
/// so that this is what tells a whole file from a cut one.
bool announcesSize(std::string_view compressed, std::size_t size) noexcept {
    constexpr std::size_t kLength = 4;
    if (compressed.size() < kLength) {
        return false;
    }
    std::uint32_t announced = 0;
    for (const char c : compressed.substr(compressed.size() - kLength)) {
        announced = (announced >> 8U) | (static_cast<std::uint32_t>(static_cast<unsigned char>(c)) << 24U);
    }
    return announced == static_cast<std::uint32_t>(size);
}

} // namespace

tl::expected<Framing, BodyFault> framingOf(const Headers& headers, Framing otherwise) {
    const auto length = headers.find("content-length");
    const auto encoding = headers.find("transfer-encoding");
    if (encoding != headers.end()) {
        if (length != headers.end() || lowerCase(encoding->second) != "chunked") {
            return tl::unexpected{BodyFault::Malformed};
        }
        return Framing{Framing::Kind::Chunked, 0};
    }
    if (length == headers.end()) {
        return otherwise;
    }
    const auto number = parseNumber(length->second, 10);
    if (!number) {
        return tl::unexpected{BodyFault::Malformed};
    }
    return Framing{Framing::Kind::Length, *number};
}

tl::expected<std::string, BodyFault> readBody(Connection& connection, const Framing& framing,
                                              std::size_t limit, Deadline deadline, BodyShare* share) {
    if (framing.kind == Framing::Kind::Chunked) {
        return readChunked(connection, limit, deadline, share);
    }
    if (framing.kind == Framing::Kind::UntilClose) {
        return readUntilClose(connection, limit, deadline);
    }
    if (framing.length > limit) {
        return tl::unexpected{BodyFault::TooLarge};
    }
    if (share != nullptr && !share->fits(framing.length)) {
        return tl::unexpected{BodyFault::OverBudget};
    }
    std::string body;
    // Memory follows what came, not what was announced.
    body.reserve(std::min<std::size_t>(framing.length, 256 * 1024));
    if (const auto taken = takeBytes(connection, framing.length, body, deadline, share); !taken) {
        return tl::unexpected{taken.error()};
    }
    return body;
}

tl::expected<std::string, BodyFault> gunzip(std::string_view compressed, std::size_t limit,
                                            BodyShare* share) {
    std::string inflated;
    try {
        Poco::MemoryInputStream source{compressed.data(), static_cast<std::streamsize>(compressed.size())};
        Poco::InflatingInputStream inflater{source, Poco::InflatingStreamBuf::STREAM_GZIP};
        inflater.exceptions(std::ios::badbit);
        std::array<char, 16 * 1024> part{};
        while (inflater.good()) {
            inflater.read(part.data(), static_cast<std::streamsize>(part.size()));
            const auto count = static_cast<std::size_t>(inflater.gcount());
            if (!take(share, count)) {
                return tl::unexpected{BodyFault::OverBudget};
            }
            inflated.append(part.data(), count);
            if (inflated.size() > limit) {
                return tl::unexpected{BodyFault::TooLarge};
            }
        }
    } catch (const std::exception&) {
        return tl::unexpected{BodyFault::Malformed};
    }
    if (!announcesSize(compressed, inflated.size())) {
        return tl::unexpected{BodyFault::Malformed};
    }
    return inflated;
}

} // namespace ncp::http
