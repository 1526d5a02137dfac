#include "base/xml/intake.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace ncp::xml {
namespace {

bool isSpace(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

tl::unexpected<Error> tooMuch(std::string_view what, std::size_t limit) {
    return fail(ErrorCode::XmlLimitExceeded, std::string{what} + ": limit " + std::to_string(limit));
}

constexpr std::size_t kBlock = 32;

/// True for ASCII without NUL.
bool isAsciiBlock(const char* at) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101ULL;
    constexpr std::uint64_t highs = 0x8080808080808080ULL;
    std::array<std::uint64_t, kBlock / sizeof(std::uint64_t)> words{};
    std::memcpy(words.data(), at, kBlock);
    std::uint64_t found = 0;
    for (const auto word : words) {
        found |= word | (word - ones); // of seven bits, only a zero borrows
    }
    return (found & highs) == 0;
}

/// Length of the UTF-8 sequence at `bytes[i]`, 0 when malformed.
std::size_t sequenceLength(std::string_view bytes, std::size_t i) noexcept {
    const auto at = [&](std::size_t k) -> std::uint32_t {
        return k < bytes.size() ? static_cast<unsigned char>(bytes[k]) : 0U;
    };
    const auto continues = [&](std::size_t k) { return (at(k) & 0xC0U) == 0x80U; };
    const auto first = at(i);
    if (first < 0x80) {
        return first == 0 ? 0 : 1;
    }
    if (first >= 0xC2 && first <= 0xDF) {
        return continues(i + 1) ? 2 : 0;
    }
    if (first >= 0xE0 && first <= 0xEF) {
        const auto second = at(i + 1);
        const bool overlong = first == 0xE0 && second < 0xA0;
        const bool surrogate = first == 0xED && second > 0x9F;
        return continues(i + 1) && continues(i + 2) && !overlong && !surrogate ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const auto second = at(i + 1);
        const bool overlong = first == 0xF0 && second < 0x90;
        const bool beyond = first == 0xF4 && second > 0x8F;
        return continues(i + 1) && continues(i + 2) && continues(i + 3) && !overlong && !beyond ? 4 : 0;
    }
    return 0;
}

/// The encoding that the XML declaration names, empty where it names none.
std::string declaredEncoding(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) {
        bytes.remove_prefix(3);
    }
    if (!bytes.starts_with("<?xml")) {
        return {};
    }
    const auto declaration = bytes.substr(0, bytes.find("?>"));
    const auto name = declaration.find("encoding");
    const auto quote = declaration.find_first_of("'\"", name);
    if (name == std::string_view::npos || quote == std::string_view::npos) {
        return {};
    }
    const auto close = declaration.find(declaration[quote], quote + 1);
    std::string encoding{declaration.substr(quote + 1, close - quote - 1)};
    std::ranges::transform(encoding, encoding.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return encoding;
}

/// The bytes of a start tag that its scan takes note of.
constexpr std::array<bool, 256> kNoted = [] {
    std::array<bool, 256> noted{};
    for (const char c : {'"', '\'', '=', 'x'}) {
        noted[static_cast<unsigned char>(c)] = true;
    }
    return noted;
}();

/// Walks the tags of a document and counts what the limits bound.
class TagWalk {
  public:
    TagWalk(std::string_view bytes, const Limits& limits) : bytes_(bytes), limits_(limits) {}

    Result<void> run() {
        while (true) {
            const auto* open =
                static_cast<const char*>(std::memchr(bytes_.data() + at_, '<', bytes_.size() - at_));
            if (open == nullptr) {
                return {};
            }
            at_ = static_cast<std::size_t>(open - bytes_.data());
            if (auto step = tag(); !step) {
                return step;
            }
        }
    }

  private:
    Result<void> tag() {
        const auto next = at_ + 1 < bytes_.size() ? bytes_[at_ + 1] : '\0';
        if (next == '/') {
            leave();
            return skipTo(">", 2);
        }
        if (next == '?') {
            return skipTo("?>", 2);
        }
        return next == '!' ? declaration() : startTag();
    }

    Result<void> declaration() {
        const auto rest = bytes_.substr(at_);
        if (rest.starts_with("<!--")) {
            return skipTo("-->", 4);
        }
        if (rest.starts_with("<![CDATA[")) {
            return skipTo("]]>", 9);
        }
        return fail(ErrorCode::MalformedXml, "DOCTYPE and other declarations are refused");
    }

    Result<void> skipTo(std::string_view ending, std::size_t from) {
        const auto end =
            ending.size() == 1 ? bytes_.find(ending.front(), at_ + from) : bytes_.find(ending, at_ + from);
        if (end == std::string_view::npos) {
            return fail(ErrorCode::MalformedXml, "markup is not closed");
        }
        at_ = end + ending.size();
        return {};
    }

    /// What the scan of one start tag found.
    struct StartTag {
        std::size_t end = 0; ///< where `>` stands
        std::size_t attributes = 0;
        std::size_t declarations = 0; ///< those of the attributes that declare a namespace
    };

    bool declaresNamespace(std::size_t i) const noexcept {
        const auto rest = bytes_.substr(i);
        return isSpace(bytes_[i - 1]) && rest.starts_with("xmlns") && rest.size() > 5 &&
               (rest[5] == ':' || rest[5] == '=' || isSpace(rest[5]));
    }

    /// `end` is `limit` where the tag does not end before it.
    StartTag scanStartTag(std::size_t limit) const noexcept {
        StartTag found;
        auto i = at_ + 1;
        while (i < limit && bytes_[i] != '>') {
            const char c = bytes_[i];
            if (!kNoted[static_cast<unsigned char>(c)]) {
                ++i;
                continue;
            }
            if (c == '"' || c == '\'') {
                const auto* close =
                    static_cast<const char*>(std::memchr(bytes_.data() + i + 1, c, limit - i - 1));
                i = close == nullptr ? limit : static_cast<std::size_t>(close - bytes_.data());
            } else if (c == '=') {
                ++found.attributes;
            } else if (c == 'x' && declaresNamespace(i)) {
                ++found.declarations;
            }
            ++i;
        }
        found.end = std::min(i, limit);
        return found;
    }

    Result<void> startTag() {
        const auto limit = std::min(bytes_.size(), at_ + limits_.tagBytes);
        const auto tag = scanStartTag(limit);
        if (tag.end == limit) {
            return limit == bytes_.size() ? fail(ErrorCode::MalformedXml, "a start tag is not closed")
                                          : tooMuch("bytes of one start tag", limits_.tagBytes);
        }
        if (tag.attributes > limits_.attributes) {
            return tooMuch("attributes of one element", limits_.attributes);
        }
        if (inScope_ + tag.declarations > limits_.namespaces) {
            return tooMuch("namespace declarations in scope", limits_.namespaces);
        }
        if (++elements_ > limits_.elements) {
            return tooMuch("elements", limits_.elements);
        }
        if (bytes_[tag.end - 1] != '/') {
            if (declared_.size() == limits_.depth) {
                return tooMuch("depth of elements", limits_.depth);
            }
            declared_.push_back(tag.declarations);
            inScope_ += tag.declarations;
        }
        at_ = tag.end + 1;
        return {};
    }

    void leave() noexcept {
        if (!declared_.empty()) {
            inScope_ -= declared_.back();
            declared_.pop_back();
        }
    }

    std::string_view bytes_;
    const Limits& limits_;
    std::size_t at_ = 0;
    std::size_t elements_ = 0;
    std::vector<std::size_t> declared_; ///< namespace declarations of each open element
    std::size_t inScope_ = 0;           ///< their sum
};

} // namespace

bool isUtf8(std::string_view bytes) noexcept {
    std::size_t i = 0;
    while (i < bytes.size()) {
        while (i + kBlock <= bytes.size() && isAsciiBlock(bytes.data() + i)) {
            i += kBlock;
        }
        if (i == bytes.size()) {
            return true;
        }
        const auto length = sequenceLength(bytes, i);
        if (length == 0) {
            return false;
        }
        i += length;
    }
    return true;
}

Result<void> checkIntake(std::string_view bytes, const Limits& limits) {
    if (bytes.size() > limits.bytes) {
        return tooMuch("bytes of the document", limits.bytes);
    }
    if (!isUtf8(bytes)) {
        return fail(ErrorCode::MalformedXml, "not UTF-8");
    }
    const auto encoding = declaredEncoding(bytes);
    if (!encoding.empty() && encoding != "utf-8" && encoding != "us-ascii") {
        return fail(ErrorCode::MalformedXml, "declares another encoding than UTF-8");
    }
    if (std::ranges::all_of(bytes, isSpace)) {
        return fail(ErrorCode::MalformedXml, "empty document");
    }
    return TagWalk{bytes, limits}.run();
}

} // namespace ncp::xml
