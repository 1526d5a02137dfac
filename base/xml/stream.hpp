#pragma once

#include "base/result.hpp"
#include "base/xml/intake.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace ncp::xml {

/// A piece of the input: offsets in bytes from its beginning.
struct Range {
    std::size_t begin = 0;
    std::size_t end = 0; ///< behind the last byte

    std::size_t size() const noexcept { return end - begin; }
    friend bool operator==(Range, Range) = default;
};

/// The start tag of an element in a stream. Views live until the handler returns.
class StartTag {
  public:
    std::string_view name() const noexcept { return view(name_); } ///< local name
    std::string_view prefix() const noexcept { return view(prefix_); }
    std::string_view namespaceUri() const noexcept { return view(namespaceUri_); }
    /// Within a document each name has one address, and each namespace; null where there is none. What is
    /// known of a name can be kept by it. They live until the reading ends.
    const char* nameAddress() const noexcept { return name_; }
    const char* namespaceAddress() const noexcept { return namespaceUri_; }
    Range range() const noexcept { return range_; } ///< from `<` to behind `>`
    bool empty() const noexcept { return empty_; }  ///< `<name/>`
    long line() const noexcept { return line_; }    ///< where the tag ends

    /// The value of an attribute, with entities resolved.
    std::optional<std::string_view> attribute(std::string_view name,
                                              std::string_view namespaceUri = {}) const noexcept;
    /// An attribute as the parser has it.
    struct Attribute {
        const char* nameAddress = nullptr;      ///< local name
        const char* namespaceAddress = nullptr; ///< null where it has none
        std::string_view value;                 ///< with entities resolved
    };
    std::size_t attributeCount() const noexcept { return attributeCount_; }
    Attribute attribute(std::size_t index) const noexcept;
    /// The namespace that this tag makes the default one; empty text for `xmlns=""`.
    std::optional<std::string_view> defaultNamespace() const noexcept;

    /// An attribute as it stands in the input.
    struct Written {
        Range whole; ///< from its name to behind the closing quote
        Range value; ///< between the quotes
    };
    /// Of the attribute that is written with this name (a prefix is part of it).
    std::optional<Written> written(std::string_view name) const noexcept;
    /// The same for several names in one pass.
    template <std::size_t N>
    std::array<std::optional<Written>, N>
    written(const std::array<std::string_view, N>& names) const noexcept {
        std::array<std::optional<Written>, N> found;
        for (auto next = firstWritten(); next; next = writtenBehind(next->whole.end)) {
            const auto name = nameOf(*next);
            for (std::size_t i = 0; i < N; ++i) {
                if (names[i] == name) {
                    found[i] = next;
                }
            }
        }
        return found;
    }
    /// Where one more attribute can be inserted: behind the last one, or behind the name.
    std::size_t endOfAttributes() const noexcept;

  private:
    friend class StreamParser;
    std::optional<Written> firstWritten() const noexcept;
    std::optional<Written> writtenBehind(std::size_t at) const noexcept;
    std::string_view nameOf(const Written& attribute) const noexcept;

    static std::string_view view(const char* text) noexcept {
        return text == nullptr ? std::string_view{} : std::string_view{text};
    }

    std::string_view input_;
    const char* name_ = nullptr;
    const char* prefix_ = nullptr;
    const char* namespaceUri_ = nullptr;
    Range range_;
    bool empty_ = false;
    long line_ = 0;
    const unsigned char** attributes_ = nullptr; ///< name, prefix, URI, begin and end of the value
    std::size_t attributeCount_ = 0;
    const unsigned char** namespaces_ = nullptr; ///< prefix, URI
    int namespaceCount_ = 0;
};

/// What a document is read for, tag by tag.
class StreamHandler {
  public:
    virtual ~StreamHandler() = default;
    /// False ends the reading; nothing more is checked then.
    virtual bool start(const StartTag& tag) = 0;
    /// The element that was started last, and not ended yet, ends. The range is that of its end tag; for
    /// `<name/>` it is empty and stands behind the tag.
    virtual bool end(Range tag) = 0;
};

/// Reads a document front to back without a tree, with the limits and refusals of Document::parse, and tells
/// where its tags stand in the bytes. MalformedXml or XmlLimitExceeded: the handler has seen a part of the
/// document then.
Result<void> readStream(std::string_view bytes, StreamHandler& handler, const Limits& limits = {});

} // namespace ncp::xml
