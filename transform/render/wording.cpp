#include "transform/render/wording.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace ncp::transform::render {

namespace {

bool isDigit(char c) noexcept {
    return c >= '0' && c <= '9';
}

bool isNumber(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    const auto digits = [](std::string_view part) {
        return !part.empty() && std::all_of(part.begin(), part.end(), isDigit);
    };
    const std::size_t point = text.find('.');
    return point == std::string_view::npos ? digits(text)
                                           : digits(text.substr(0, point)) && digits(text.substr(point + 1));
}

/// More than 0 and at most 1: the singular in all three languages (0,5 tablett).
bool isSingular(std::string_view number) {
    double value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    return error == std::errc{} && end == number.data() + number.size() && value > 0 && value <= 1;
}

std::string languageOnly(std::string_view tag) {
    return std::string{tag.substr(0, tag.find('-'))};
}

} // namespace

std::string Wording::counted(std::string_view key, std::string_view number,
                             std::initializer_list<std::string_view> more) const {
    const std::string full = std::string{key} + (isSingular(number) ? ".one" : ".other");
    const std::string shown = this->number(number);
    return more.size() == 0 ? text(full, {shown}) : text(full, {shown, *more.begin()});
}

std::string Wording::number(std::string_view value) const {
    std::string shown{value};
    if (value.starts_with('.') && isNumber('0' + shown)) {
        shown.insert(0, 1, '0'); // a point in front is overlooked: .5 becomes 5
    }
    if (isNumber(shown)) {
        // Three zeros behind the separator read as thousands.
        const std::size_t point = shown.find('.');
        if (point != std::string::npos && shown.size() - point > 3 &&
            shown.find_first_not_of('0', point + 1) == std::string::npos) {
            shown.erase(point);
        }
        std::replace(shown.begin(), shown.end(), '.', text("general.decimal_separator").front());
    }
    return shown;
}

std::string Wording::unit(std::string_view ucum, std::string_view count) const {
    const std::string form = isSingular(count) ? ".one" : ".other";
    const auto word = [&](std::string_view part, const std::string& ending) -> std::string {
        if (part.starts_with('{') && part.ends_with('}')) {
            part = part.substr(1, part.size() - 2);
        }
        std::string lower{part};
        std::transform(lower.begin(), lower.end(), lower.begin(),
                       [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
        for (const std::string& key :
             {"ucum." + std::string{part}, "unit." + std::string{part} + ending, "unit." + lower + ending}) {
            if (has(key)) {
                return text(key);
            }
        }
        return std::string{part};
    };
    if (has("ucum." + std::string{ucum})) {
        return text("ucum." + std::string{ucum});
    }
    if (ucum == "U") {
        return text("unit.enzyme_unit" + form); // a lone U is misread as 0
    }
    const std::size_t slash = ucum.find('/');
    if (slash == std::string_view::npos) {
        return word(ucum, form);
    }
    const std::string_view below = ucum.substr(slash + 1);
    const bool spoken = has("unit." + std::string{below} + ".one") || below.starts_with('{');
    const std::string above = slash == 0 ? std::string{} : word(ucum.substr(0, slash), form);
    if (spoken) {
        const std::string per = text("general.per") + ' ' + word(below, ".one");
        return above.empty() ? per : above + ' ' + per;
    }
    return above + '/' + word(below, ".one");
}

std::string Wording::quantity(const cda::Quantity& quantity) const {
    if (quantity.value.empty()) {
        if (!quantity.unitText.empty()) {
            return quantity.unitText;
        }
        return quantity.nullFlavor.empty() ? std::string{} : nullFlavor(quantity.nullFlavor);
    }
    const std::string value = number(quantity.value);
    if (quantity.unit.empty() || quantity.unit == "1") {
        return quantity.unitText.empty() ? value : value + ' ' + quantity.unitText;
    }
    return value + "\u00a0" + unit(quantity.unit, quantity.value);
}

std::string Wording::quantityRange(const cda::QuantityRange& range) const {
    if (range.width && !range.width->value.empty()) {
        cda::QuantityRange rest = range;
        rest.width.reset();
        const std::string words = quantityRange(rest);
        return (words.empty() ? words : words + ' ') + '(' +
               text("posology.spread", {quantity(*range.width)}) + ')';
    }
    if (range.exact) {
        return quantity(*range.exact);
    }
    if (range.low && range.high && !range.low->value.empty() && !range.high->value.empty()) {
        if (!range.low->inclusive || !range.high->inclusive) {
            return (range.low->inclusive ? "\u2265\u00a0" : ">\u00a0") + quantity(*range.low) + ", " +
                   (range.high->inclusive ? "\u2264\u00a0" : "<\u00a0") + quantity(*range.high);
        }
        const bool same = range.low->unit == range.high->unit;
        const std::string low = same ? number(range.low->value) : quantity(*range.low) + ' ';
        return range.low->value == range.high->value && same ? quantity(*range.high)
                                                             : low + "\u2013" + quantity(*range.high);
    }
    if (range.low && !range.low->value.empty()) {
        return (range.low->inclusive ? "\u2265\u00a0" : ">\u00a0") + quantity(*range.low);
    }
    if (range.high && !range.high->value.empty()) {
        return (range.high->inclusive ? "\u2264\u00a0" : "<\u00a0") + quantity(*range.high);
    }
    return range.nullFlavor.empty() ? std::string{} : nullFlavor(range.nullFlavor);
}

std::string Wording::ratio(const cda::Ratio& ratio) const {
    const cda::Quantity& below = ratio.denominator;
    const std::string above = quantity(ratio.numerator);
    if (ratio.numerator.value.empty() || below.value.empty()) {
        return ratio.numerator.value.empty() ? above : above + " / " + quantity(below);
    }
    const auto isBare = [](const cda::Quantity& one) {
        return (one.unit.empty() || one.unit == "1") && one.unitText.empty();
    };
    if (isBare(ratio.numerator) && isBare(below) && below.value != "1") {
        return above + ':' + quantity(below); // a titre
    }
    const bool countable = below.unit.empty() || below.unit == "1";
    if (countable && below.value == "1") {
        return below.unitText.empty() ? above : text("strength.per", {above, below.unitText});
    }
    const std::string per = below.value == "1" ? unit(below.unit, "1") : quantity(below);
    return text("strength.per", {above, per});
}

Line Wording::amount(const cda::Quantity& quantity, std::string_view doseForm) const {
    const bool countable = quantity.unit.empty() || quantity.unit == "1";
    if (!countable || quantity.value.empty()) {
        return {plain(this->quantity(quantity))};
    }
    const std::string value = number(quantity.value);
    const std::string key = "unit.form." + std::string{doseForm};
    if (has(key + ".one")) {
        return {plain(
            text("posology.amount", {value, text(key + (isSingular(quantity.value) ? ".one" : ".other"))}))};
    }
    if (!quantity.unitText.empty()) {
        return {plain(value), foreign(quantity.unitText)};
    }
    return {plain(text("posology.amount", {value, unit("1", quantity.value)}))};
}

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

/// What the sender called the code where that is another thing than the code means: one of the two is wrong.
bool Wording::isContradicted(const cda::CodedValue& value) const {
    if (catalogue_ == nullptr || value.originalDisplay.empty() || !isTranslated(value)) {
        return false;
    }
    const auto english = catalogue_->designation(value.system, value.code, TextLanguage::English);
    return namesSomethingElse(value.originalDisplay, value.display) &&
           (!english || namesSomethingElse(value.originalDisplay, english->text));
}

/// A translated name says nothing of its language: the release does.
void Wording::markStep(const cda::CodedValue& value, Phrase& shown) const {
    if (catalogue_ == nullptr || !value.translated || language_ == TextLanguage::English) {
        return;
    }
    const auto found = catalogue_->designation(value.system, value.code, language_);
    if (found && found->step != terminology::Step::Exact && found->text == value.display) {
        shown.language = localeTag(found->language);
        shown.mark = found->step == terminology::Step::Sibling ? Mark::Sibling : Mark::English;
    }
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
        if (!value.display.empty()) {
            return foreign(value.display, weight);
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
    if (isContradicted(value)) {
        words.push_back(plain(text("mark.contradicted"), Weight::Strong));
        words.push_back(foreign(value.originalDisplay, Weight::Strong));
    }
    for (const cda::CodedValue& qualifier : cda::qualifiersOf(value)) {
        words.push_back(plain("\u00b7", Weight::Muted));
        words.push_back(phrase(qualifier, weight));
    }
    return words;
}

Line Wording::value(const cda::Value& value) const {
    if (value.coded) {
        return line(*value.coded);
    }
    if (value.quantity) {
        return {plain(quantityRange(*value.quantity))};
    }
    if (value.ratio) {
        return {plain(ratio(*value.ratio))};
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
