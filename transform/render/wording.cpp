#include "transform/render/wording.hpp"

#include "transform/render/source_name.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ncp::transform::render {

namespace {

Mark markOf(terminology::Step step) noexcept {
    switch (step) {
    case terminology::Step::Exact:
    case terminology::Step::Regionless:
        return Mark::None;
    case terminology::Step::MacroLanguage:
        return Mark::MacroLanguage;
    case terminology::Step::Sibling:
        return Mark::Sibling;
    case terminology::Step::English:
        return Mark::English;
    }
    return Mark::English;
}

std::string languageOnly(std::string_view tag) {
    return std::string{tag.substr(0, tag.find('-'))};
}

} // namespace

std::string Wording::nullFlavor(std::string_view code) const {
    struct Name {
        std::string_view code;
        std::string_view key;
    };
    static constexpr std::array kNames{
        Name{"NI", "missing.no_information"},
        Name{"UNK", "missing.unknown"},
        Name{"ASKU", "missing.asked_unknown"},
        Name{"NAV", "missing.temporarily_unavailable"},
        Name{"NASK", "missing.not_asked"},
        Name{"NA", "missing.not_applicable"},
        Name{"MSK", "missing.masked"},
        Name{"OTH", "missing.other"},
        Name{"INV", "missing.invalid"},
        Name{"PINF", "missing.positive_infinity"},
        Name{"NINF", "missing.negative_infinity"},
        Name{"QS", "missing.sufficient_quantity"},
        Name{"TRC", "missing.trace"},
        Name{"DER", "missing.derived"},
        Name{"UNC", "missing.unencoded"},
        Name{"NP", "missing.not_stated"},
    };
    for (const Name& name : kNames) {
        if (name.code == code) {
            return text(name.key);
        }
    }
    return std::string{code};
}

std::string Wording::country(std::string_view codeOrName) const {
    const std::string key = "country." + std::string{codeOrName};
    return has(key) ? text(key) : std::string{codeOrName};
}

std::string Wording::address(const cda::Address& address) const {
    std::string words;
    const auto add = [&words](const std::string& part, std::string_view before) {
        if (!part.empty()) {
            words += words.empty() ? part : std::string{before} + part;
        }
    };
    for (const std::string& part : address.lines) {
        add(part, ", ");
    }
    add(address.postalCode, ", ");
    add(address.city, address.postalCode.empty() ? ", " : " ");
    add(address.state, ", ");
    add(country(address.country), ", ");
    return words;
}

std::string Wording::telecom(const cda::Telecom& telecom) const {
    return telecom.value;
}

std::string Wording::identifier(const cda::Identifier& identifier) const {
    return identifier.extension.empty() ? identifier.root : identifier.extension;
}

Phrase Wording::plain(std::string text, Weight weight) const {
    return {std::move(text), {}, Mark::None, weight};
}

Phrase Wording::foreign(std::string text, Weight weight) const {
    const std::string source = languageOnly(sourceLanguage_);
    const std::string page{tag(language_)};
    return {std::move(text), source == page ? std::string{} : sourceLanguage_, Mark::None, weight};
}

/// A translation beside the same code is ours or the sender's own: a release tells, which has the code or
/// not.
bool Wording::isTranslated(const cda::CodedValue& value) const {
    return value.translated && (catalogue_ == nullptr ||
                                catalogue_->designation(value.system, value.code, language_).has_value());
}

Wording::SourceName Wording::judge(const cda::CodedValue& value, std::string_view sent) const {
    if (sent.empty()) {
        return SourceName::Same;
    }
    const auto english = catalogue_->designation(value.system, value.code, TextLanguage::English);
    const std::string_view meant = english ? std::string_view{english->text} : value.display;
    if (sent == meant) {
        return SourceName::Same;
    }
    const bool unlike =
        namesSomethingElse(sent, value.display) && (!english || namesSomethingElse(sent, meant));
    if (contradicts(sent, meant) ||
        (namedInEnglish_ && (unlike || (english && isOtherSubstance(sent, meant))))) {
        return SourceName::Contradicting;
    }
    return unlike ? SourceName::Foreign : SourceName::Same;
}

/// What the sender called the code, and what the clinician wrote, where the name does not say it.
void Wording::addSourceNames(const cda::CodedValue& value, Line& words) const {
    if (catalogue_ == nullptr || !value.nullFlavor.empty() || !isTranslated(value)) {
        return;
    }
    const auto add = [&](const char* key, const std::string& name, Weight weight) {
        words.push_back(plain(text(key), weight));
        words.push_back(foreign(name, weight));
    };
    const SourceName sent = judge(value, value.originalDisplay);
    if (sent == SourceName::Contradicting) {
        add("mark.contradicted", value.originalDisplay, Weight::Strong);
    } else if (sent == SourceName::Foreign) {
        add("mark.original_name", value.originalDisplay, Weight::Muted);
    }
    const std::string& written = value.originalText;
    if (written.empty() || written == value.originalDisplay) {
        return;
    }
    const bool english = languageOnly(sourceLanguage_) == "en";
    const bool contradicting = contradicts(written, value.display) ||
                               (english && judge(value, written) == SourceName::Contradicting);
    if (contradicting) {
        add("mark.contradicted", written, Weight::Strong);
    } else if (tellsSideBeyond(written, value.display) && value.qualifiers.empty()) {
        add("mark.original_name", written, Weight::Normal);
    }
}

/// A translated name says nothing of its language: the release does.
void Wording::markStep(const cda::CodedValue& value, Phrase& shown) const {
    if (catalogue_ == nullptr || !value.translated || language_ == TextLanguage::English) {
        return;
    }
    const auto found = catalogue_->designation(value.system, value.code, language_);
    if (!found || found->text != value.display || !terminology::isFallback(found->step)) {
        return;
    }
    shown.mark = markOf(found->step);
    shown.language = shown.mark == Mark::MacroLanguage ? std::string{found->tag} : localeTag(found->language);
}

Phrase Wording::phrase(const cda::CodedValue& value, Weight weight) const {
    const auto national = std::find_if(value.translations.begin(), value.translations.end(),
                                       [](const cda::Translation& t) { return !t.display.empty(); });
    if (!value.nullFlavor.empty()) {
        const bool other = value.nullFlavor == "OTH";
        if (national != value.translations.end()) {
            Phrase shown = foreign(national->display, weight);
            shown.mark = Mark::Unmapped;
            return shown;
        }
        if (!value.originalText.empty()) {
            Phrase shown = foreign(value.originalText, weight);
            shown.mark = other ? Mark::Unmapped : Mark::None;
            return shown;
        }
        // A code beside the reason why there is none: both are told.
        if (!value.display.empty() || !value.code.empty()) {
            Phrase shown = foreign(value.display.empty() ? value.code : value.display, weight);
            shown.text += value.code.empty() ? std::string{} : doubt(value.nullFlavor);
            shown.mark = value.display.empty() ? Mark::UnknownCode : Mark::None;
            return shown;
        }
        return plain(nullFlavor(value.nullFlavor), Weight::Muted);
    }
    if (!value.display.empty()) {
        Phrase shown = plain(value.display, weight);
        markStep(value, shown);
        if (!isTranslated(value) && language_ != TextLanguage::English) {
            shown.language = "en";
            shown.mark = documentTranslated_ && !value.code.empty() ? Mark::NotTranslated : Mark::None;
        }
        return shown;
    }
    if (!value.originalText.empty()) {
        return foreign(value.originalText, weight);
    }
    if (national != value.translations.end()) {
        Phrase shown = foreign(national->display, weight);
        shown.mark = Mark::NotTranslated;
        return shown;
    }
    Phrase shown = plain(value.code, weight);
    shown.mark = value.code.empty() ? Mark::None : Mark::UnknownCode;
    return shown;
}

Line Wording::line(const cda::CodedValue& value, Weight weight) const {
    Line words{phrase(value, weight)};
    addSourceNames(value, words);
    for (const cda::CodedValue& qualifier : cda::qualifiersOf(value)) {
        words.push_back(plain("\u00b7", Weight::Muted));
        words.push_back(phrase(qualifier, weight));
    }
    return words;
}

Line Wording::value(const cda::Value& value, Figure figure) const {
    if (value.coded) {
        return line(*value.coded);
    }
    if (value.quantity) {
        return {plain(quantityRange(*value.quantity, figure))};
    }
    if (value.ratio) {
        return {plain(ratio(*value.ratio, figure))};
    }
    if (value.time) {
        return {plain(period(*value.time))};
    }
    if (value.boolean) {
        return {plain(text(*value.boolean ? "general.yes" : "general.no"))};
    }
    if (!value.text.empty()) {
        return {foreign(value.text)};
    }
    return value.nullFlavor.empty() ? Line{} : Line{plain(nullFlavor(value.nullFlavor), Weight::Muted)};
}

const char* markKey(Mark mark) noexcept {
    switch (mark) {
    case Mark::None:
        return nullptr;
    case Mark::NotTranslated:
        return "mark.not_translated";
    case Mark::Unmapped:
        return "mark.unmapped";
    case Mark::UnknownCode:
        return "mark.unknown_code";
    case Mark::Sibling:
        return "mark.sibling";
    case Mark::MacroLanguage:
        return "mark.macro_language";
    case Mark::English:
        return "mark.from_english";
    }
    return nullptr;
}

std::string joined(const Line& line) {
    std::string words;
    for (const Phrase& phrase : line) {
        if (!phrase.text.empty()) {
            words += words.empty() ? phrase.text : ' ' + phrase.text;
        }
    }
    return words;
}

} // namespace ncp::transform::render
