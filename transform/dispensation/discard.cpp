#include "transform/dispensation/dispensation.hpp"

#include "transform/cda/clinical_document.hpp"
#include "transform/cda/element.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

namespace ncp::transform::dispensation {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

/// Where one attribute's value stands in the text.
struct Span {
    std::size_t at = 0;
    std::size_t size = 0;
};

/// Walks the markup of a document that a parser has accepted, and nothing but it: comments, CDATA and
/// processing instructions are passed over.
class Markup {
  public:
    explicit Markup(std::string_view text) : text_(text) {}

    /// The next start tag, without its brackets, and the number of its ancestors; empty at the end.
    struct Tag {
        std::string_view text;
        std::size_t depth = 0;
    };
    Tag next() {
        while ((at_ = text_.find('<', at_)) != std::string_view::npos) {
            const auto rest = text_.substr(at_);
            if (skip(rest, "<!--", "-->") || skip(rest, "<![CDATA[", "]]>") || skip(rest, "<?", "?>")) {
                continue;
            }
            const auto end = endOfTag();
            const auto tag = text_.substr(at_ + 1, end - at_ - 1);
            at_ = end + 1;
            if (tag.starts_with('/')) {
                --depth_;
                continue;
            }
            const Tag found{tag, depth_};
            depth_ += tag.ends_with('/') ? 0U : 1U;
            return found;
        }
        return {};
    }

  private:
    bool skip(std::string_view rest, std::string_view open, std::string_view close) {
        if (!rest.starts_with(open)) {
            return false;
        }
        at_ = text_.find(close, at_ + open.size()) + close.size();
        return true;
    }

    /// A bracket inside an attribute's quotes ends nothing.
    std::size_t endOfTag() const {
        char quote = 0;
        auto end = at_;
        for (; quote != 0 || text_[end] != '>'; ++end) {
            if (quote == 0 && (text_[end] == '"' || text_[end] == '\'')) {
                quote = text_[end];
            } else if (text_[end] == quote) {
                quote = 0;
            }
        }
        return end;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
};

std::string_view localName(std::string_view tag) {
    const auto name = tag.substr(0, tag.find_first_of(" \t\r\n/"));
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// Value of an attribute without prefix. Quotes stand round every value.
std::optional<Span> valueOf(std::string_view tag, std::string_view attribute) {
    auto at = tag.find_first_of(kBlanks);
    while ((at = tag.find_first_not_of(kBlanks, at)) != std::string_view::npos) {
        const auto equals = tag.find('=', at);
        if (equals == std::string_view::npos) {
            return std::nullopt;
        }
        const auto name = tag.substr(at, tag.find_first_of(" \t\r\n=", at) - at);
        const auto open = tag.find_first_of("\"'", equals);
        const auto close = tag.find(tag[open], open + 1);
        if (name == attribute) {
            return Span{open + 1, close - open - 1};
        }
        at = close + 1;
    }
    return std::nullopt;
}

/// The first child of the root that bears the name, and where the attribute's value stands in the document.
std::optional<Span> valueInHeader(std::string_view document, std::string_view element,
                                  std::string_view attribute) {
    Markup markup{document};
    for (auto tag = markup.next(); !tag.text.empty(); tag = markup.next()) {
        if (tag.depth == 1 && localName(tag.text) == element) {
            auto span = valueOf(tag.text, attribute);
            if (span) {
                span->at += static_cast<std::size_t>(tag.text.data() - document.data());
            }
            return span;
        }
    }
    return std::nullopt;
}

} // namespace

Result<std::string> discardOf(std::string_view eDispensation) {
    const auto parsed = xml::Document::parse(eDispensation);
    if (!parsed) {
        return passOn(parsed);
    }
    const auto code = cda::child(parsed->root(), "code");
    const auto first = cda::child(parsed->root(), "templateId");
    if (!cda::isNamed(parsed->root(), "ClinicalDocument") || !code || !first ||
        code->attribute("code") != cda::kDispensation) {
        return fail(ErrorCode::DispensationFormatNotValid, "the document is no eDispensation");
    }
    struct Replacement {
        std::optional<Span> place;
        std::string value;
    };
    std::array replacements{Replacement{valueInHeader(eDispensation, "code", "code"),
                                        "DISCARD-" + std::string{cda::kDispensation}},
                            Replacement{valueInHeader(eDispensation, "templateId", "root"),
                                        "1.3.6.1.4.1.12559.11.10.1.3.1.1.2-DISCARD"}};
    if (!replacements.front().place || !replacements.back().place) {
        return fail(ErrorCode::DispensationFormatNotValid, "no template id or no code");
    }
    // From the back, so that the other place stays where it was found.
    std::ranges::sort(replacements, std::greater{}, [](const Replacement& r) { return r.place->at; });
    std::string discard{eDispensation};
    for (const auto& replacement : replacements) {
        discard.replace(replacement.place->at, replacement.place->size, replacement.value);
    }
    // An element of a foreign namespace could have borne the name of the one that was meant.
    const auto made = xml::Document::parse(discard);
    const auto marked = made ? cda::child(made->root(), "code") : std::nullopt;
    if (!marked || marked->attribute("code") != "DISCARD-" + std::string{cda::kDispensation}) {
        return fail(ErrorCode::DispensationFormatNotValid, "the code of the document can't be told apart");
    }
    return discard;
}

} // namespace ncp::transform::dispensation
