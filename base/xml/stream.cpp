#include "base/xml/stream.hpp"

#include "base/handle.hpp"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <cstring>
#include <exception>
#include <new>
#include <string>

namespace ncp::xml {
namespace {

constexpr std::size_t kAttributeFields = 5;

const char* chars(const unsigned char* text) noexcept {
    return reinterpret_cast<const char*>(text);
}

std::string_view between(const unsigned char* begin, const unsigned char* end) noexcept {
    return {chars(begin), static_cast<std::size_t>(end - begin)};
}

/// True when the C string is this text; a null pointer is the empty one.
bool isText(const unsigned char* text, std::string_view wanted) noexcept {
    if (text == nullptr) {
        return wanted.empty();
    }
    const auto* begin = chars(text);
    return !wanted.empty() && *begin == wanted.front() &&
           std::strncmp(begin, wanted.data(), wanted.size()) == 0 && begin[wanted.size()] == '\0';
}

bool isSpace(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

} // namespace

std::optional<std::string_view> StartTag::attribute(std::string_view name,
                                                    std::string_view namespaceUri) const noexcept {
    for (std::size_t i = 0; i < attributeCount_; ++i) {
        const auto* const* fields = attributes_ + i * kAttributeFields;
        if (isText(fields[0], name) && isText(fields[2], namespaceUri)) {
            return between(fields[3], fields[4]);
        }
    }
    return std::nullopt;
}

StartTag::Attribute StartTag::attribute(std::size_t index) const noexcept {
    const auto* const* fields = attributes_ + index * kAttributeFields;
    return {chars(fields[0]), chars(fields[2]), between(fields[3], fields[4])};
}

std::optional<std::string_view> StartTag::defaultNamespace() const noexcept {
    for (int i = 0; i < namespaceCount_; ++i) {
        if (namespaces_[2 * i] == nullptr) {
            return view(chars(namespaces_[2 * i + 1]));
        }
    }
    return std::nullopt;
}

std::optional<StartTag::Written> StartTag::written(std::string_view name) const noexcept {
    for (auto next = firstWritten(); next; next = writtenBehind(next->whole.end)) {
        if (nameOf(*next) == name) {
            return next;
        }
    }
    return std::nullopt;
}

std::optional<StartTag::Written> StartTag::firstWritten() const noexcept {
    auto at = range_.begin;
    while (at < range_.end && !isSpace(input_[at])) {
        ++at;
    }
    return writtenBehind(at);
}

std::optional<StartTag::Written> StartTag::writtenBehind(std::size_t at) const noexcept {
    while (at < range_.end && isSpace(input_[at])) {
        ++at;
    }
    if (at >= range_.end || input_[at] == '>' || input_[at] == '/') {
        return std::nullopt;
    }
    auto open = at;
    while (input_[open] != '"' && input_[open] != '\'') {
        ++open;
    }
    const auto close = input_.find(input_[open], open + 1);
    return Written{{at, close + 1}, {open + 1, close}};
}

std::string_view StartTag::nameOf(const Written& attribute) const noexcept {
    auto end = attribute.whole.begin;
    while (input_[end] != '=' && !isSpace(input_[end])) {
        ++end;
    }
    return input_.substr(attribute.whole.begin, end - attribute.whole.begin);
}

std::size_t StartTag::endOfAttributes() const noexcept {
    auto end = range_.end - (empty_ ? 2 : 1);
    while (isSpace(input_[end - 1])) {
        --end;
    }
    return end;
}

/// Runs libxml2's SAX2 interface and turns its events into tags with their places.
class StreamParser {
  public:
    StreamParser(std::string_view bytes, StreamHandler& handler) : bytes_(bytes), handler_(handler) {
        context_.reset(xmlNewParserCtxt());
        if (!context_) {
            throw std::bad_alloc{};
        }
        *context_->sax = {};
        context_->sax->initialized = XML_SAX2_MAGIC;
        context_->sax->startElementNs = &onStart;
        context_->sax->endElementNs = &onEnd;
        context_->userData = this;
    }

    Result<void> run() {
        // The bytes are known to be UTF-8; what the declaration says would only make the offsets another's.
        constexpr int options =
            XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC;
        xmlFreeDoc(xmlCtxtReadMemory(context_.get(), bytes_.data(), static_cast<int>(bytes_.size()), nullptr,
                                     nullptr, options));
        if (thrown_) {
            std::rethrow_exception(thrown_);
        }
        if (stopped_) {
            return {};
        }
        if (context_->wellFormed == 0 || context_->nsWellFormed == 0) {
            return fail(ErrorCode::MalformedXml, std::string{context_->wellFormed == 0 ? "" : "namespaces "} +
                                                     "not well-formed, line " +
                                                     std::to_string(context_->lastError.line));
        }
        return {};
    }

  private:
    static void onStart(void* self, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri,
                        int namespaceCount, const xmlChar** namespaces, int attributeCount, int /*defaulted*/,
                        const xmlChar** attributes) {
        auto& parser = *static_cast<StreamParser*>(self);
        StartTag tag;
        tag.name_ = chars(name);
        tag.prefix_ = chars(prefix);
        tag.namespaceUri_ = chars(uri);
        tag.attributes_ = attributes;
        tag.attributeCount_ = static_cast<std::size_t>(attributeCount);
        tag.namespaces_ = namespaces;
        tag.namespaceCount_ = namespaceCount;
        parser.start(tag);
    }

    static void onEnd(void* self, const xmlChar* /*name*/, const xmlChar* /*prefix*/,
                      const xmlChar* /*uri*/) {
        static_cast<StreamParser*>(self)->end();
    }

    /// As xmlByteConsumed has it for input that is not converted.
    std::size_t position() const noexcept {
        const auto& input = *context_->input;
        return input.consumed + static_cast<std::size_t>(input.cur - input.base);
    }

    /// Where the tag begins whose end stands at `at`.
    std::size_t beginOfTag(std::size_t at) const noexcept {
        const auto* found = static_cast<const char*>(memrchr(bytes_.data(), '<', at));
        return static_cast<std::size_t>(found - bytes_.data());
    }

    /// The parser stands before `>` or `/>` now; `<` can't stand in a tag but at its beginning.
    void start(StartTag& tag) {
        const auto at = position();
        tag.input_ = bytes_;
        tag.empty_ = bytes_[at] == '/';
        tag.range_ = {beginOfTag(at), at + (tag.empty_ ? 2U : 1U)};
        tag.line_ = context_->input->line;
        endsAt_ = tag.empty_ ? tag.range_.end : 0;
        guard([&] { return handler_.start(tag); });
    }

    /// The parser stands behind the tag now.
    void end() {
        const auto at = position();
        const Range tag{endsAt_ == at ? at : beginOfTag(at), at};
        endsAt_ = 0;
        guard([&] { return handler_.end(tag); });
    }

    /// No exception may pass through the C library.
    template <class Step>
    void guard(const Step& step) noexcept {
        try {
            if (step()) {
                return;
            }
        } catch (...) {
            thrown_ = std::current_exception();
        }
        stopped_ = true;
        xmlStopParser(context_.get());
    }

    std::string_view bytes_;
    StreamHandler& handler_;
    Handle<xmlParserCtxt, &xmlFreeParserCtxt> context_;
    std::size_t endsAt_ = 0; ///< end of the `<name/>` that was just started, else 0
    bool stopped_ = false;
    std::exception_ptr thrown_;
};

Result<void> readStream(std::string_view bytes, StreamHandler& handler, const Limits& limits) {
    if (auto intake = checkIntake(bytes, limits); !intake) {
        return intake;
    }
    return StreamParser{bytes, handler}.run();
}

} // namespace ncp::xml
