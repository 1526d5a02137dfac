#include "transform/render/wording.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>

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

/// Three digits at a time from five digits on, parted by a narrow hard space (ISO 80000-1): nobody counts the
/// zeros of a million units, and a comma or point would be taken for the decimal sign.
void groupThousands(std::string& number) {
    constexpr std::size_t kUngrouped = 4;
    const std::size_t begin = number.starts_with('-') || number.starts_with('+') ? 1 : 0;
    const std::size_t end = std::min(number.find('.'), number.size());
    if (end - begin <= kUngrouped || number[begin] == '0') {
        return;
    }
    for (std::size_t at = end - 3; at > begin; at -= std::min<std::size_t>(at, 3)) {
        number.insert(at, "\u202f");
    }
}

} // namespace

std::string Wording::counted(std::string_view key, std::string_view number,
                             std::initializer_list<std::string_view> more) const {
    const std::string full = std::string{key} + (isSingular(number) ? ".one" : ".other");
    const std::string shown = this->number(number);
    return more.size() == 0 ? text(full, {shown}) : text(full, {shown, *more.begin()});
}

std::string Wording::number(std::string_view value, Figure figure) const {
    std::string shown{value};
    if (shown.starts_with('.')) {
        shown.insert(0, 1, '0'); // a point in front is overlooked: .5 becomes 5
    }
    if (shown.ends_with('.')) {
        shown.pop_back();
    }
    if (!isNumber(shown)) {
        return std::string{value};
    }
    if (const std::size_t point = shown.find('.'); point != std::string::npos) {
        const std::size_t last = shown.find_last_not_of('0');
        // A result keeps its exactness, but for three zeros, which read as thousands.
        const bool thousands = last == point && shown.size() - point > 3;
        if (figure == Figure::Dose || thousands) {
            shown.erase(last == point ? point : last + 1);
        }
    }
    groupThousands(shown);
    std::replace(shown.begin(), shown.end(), '.', text("general.decimal_separator").front());
    return shown;
}

std::string Wording::unitPart(std::string_view part, bool singular, Figure figure) const {
    if (part.starts_with('{') && part.ends_with('}')) {
        part = part.substr(1, part.size() - 2);
    }
    std::string lower{part};
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
    const std::string ending = singular ? ".one" : ".other";
    const std::string sign = "ucum." + std::string{part};
    const std::string word = "unit." + std::string{part} + ending;
    for (const std::string& key : {figure == Figure::Dose ? word : sign, figure == Figure::Dose ? sign : word,
                                   "unit." + lower + ending}) {
        if (has(key)) {
            return text(key);
        }
    }
    return std::string{part};
}

std::string Wording::unitBelow(std::string_view below, Figure figure) const {
    if (below.starts_with('(') && below.ends_with(')')) {
        below = below.substr(1, below.size() - 2);
    }
    // `24.h`: so many of a unit.
    const std::size_t point = below.find('.');
    if (point != std::string_view::npos && isNumber(below.substr(0, point))) {
        return text("general.per") + ' ' + number(below.substr(0, point)) + "\u00a0" +
               unitPart(below.substr(point + 1), false, figure);
    }
    const std::string word = unitPart(below, true, figure);
    const bool spoken = has("unit." + std::string{below} + ".one") || below.starts_with('{');
    return spoken ? text("general.per") + ' ' + word : '/' + word;
}

std::string Wording::unit(std::string_view ucum, std::string_view count, Figure figure) const {
    const bool singular = isSingular(count);
    const std::size_t slash = ucum.find('/');
    if (slash == std::string_view::npos || has("ucum." + std::string{ucum})) {
        // A lone U is misread as 0, wherever it stands.
        return unitPart(ucum, singular, ucum == "U" ? Figure::Dose : figure);
    }
    const std::string above = slash == 0 ? std::string{} : unitPart(ucum.substr(0, slash), singular, figure);
    const std::string below = unitBelow(ucum.substr(slash + 1), figure);
    return above.empty() || below.starts_with('/') ? above + below : above + ' ' + below;
}

std::string Wording::quantity(const cda::Quantity& quantity, Figure figure) const {
    if (quantity.value.empty()) {
        if (!quantity.unitText.empty()) {
            return quantity.unitText;
        }
        return quantity.nullFlavor.empty() ? std::string{} : nullFlavor(quantity.nullFlavor);
    }
    const std::string value = number(quantity.value, figure);
    if (quantity.unit.empty() || quantity.unit == "1") {
        return (quantity.unitText.empty() ? value : value + ' ' + quantity.unitText) +
               doubt(quantity.nullFlavor);
    }
    return value + "\u00a0" + unit(quantity.unit, quantity.value, figure) + doubt(quantity.nullFlavor);
}

std::string Wording::doubt(std::string_view flavor) const {
    if (flavor.empty()) {
        return {};
    }
    return " (" + lowerFirst(nullFlavor(flavor)) + ')';
}

std::string Wording::quantityRange(const cda::QuantityRange& range, Figure figure) const {
    if (range.width && !range.width->value.empty()) {
        cda::QuantityRange rest = range;
        rest.width.reset();
        const std::string words = quantityRange(rest, figure);
        return (words.empty() ? words : words + ' ') + '(' +
               text("posology.spread", {quantity(*range.width, figure)}) + ')';
    }
    if (range.exact) {
        return quantity(*range.exact, figure);
    }
    if (range.low && range.high && !range.low->value.empty() && !range.high->value.empty()) {
        if (!range.low->inclusive || !range.high->inclusive) {
            return (range.low->inclusive ? "\u2265\u00a0" : ">\u00a0") + quantity(*range.low, figure) + ", " +
                   (range.high->inclusive ? "\u2264\u00a0" : "<\u00a0") + quantity(*range.high, figure);
        }
        const bool same = range.low->unit == range.high->unit;
        const std::string low = same ? number(range.low->value, figure) : quantity(*range.low, figure) + ' ';
        return range.low->value == range.high->value && same ? quantity(*range.high, figure)
                                                             : low + "\u2013" + quantity(*range.high, figure);
    }
    if (range.low && !range.low->value.empty()) {
        return (range.low->inclusive ? "\u2265\u00a0" : ">\u00a0") + quantity(*range.low, figure);
    }
    if (range.high && !range.high->value.empty()) {
        return (range.high->inclusive ? "\u2264\u00a0" : "<\u00a0") + quantity(*range.high, figure);
    }
    return range.nullFlavor.empty() ? std::string{} : nullFlavor(range.nullFlavor);
}

std::string Wording::ratio(const cda::Ratio& ratio, Figure figure) const {
    const cda::Quantity& below = ratio.denominator;
    const std::string above = quantity(ratio.numerator, figure);
    if (ratio.numerator.value.empty() || below.value.empty()) {
        return ratio.numerator.value.empty() ? above : above + " / " + quantity(below, figure);
    }
    const auto isBare = [](const cda::Quantity& one) {
        return (one.unit.empty() || one.unit == "1") && one.unitText.empty();
    };
    if (isBare(ratio.numerator) && isBare(below) && below.value != "1") {
        return above + ':' + quantity(below, figure); // a titre
    }
    const bool countable = below.unit.empty() || below.unit == "1";
    if (countable && below.value == "1") {
        return below.unitText.empty() ? above : text("strength.per", {above, below.unitText});
    }
    const std::string per = below.value == "1" ? unit(below.unit, "1", figure) : quantity(below, figure);
    return text("strength.per", {above, per});
}

Line Wording::amount(const cda::Quantity& quantity, std::string_view doseForm) const {
    const bool countable = quantity.unit.empty() || quantity.unit == "1";
    if (!countable || quantity.value.empty()) {
        return {plain(this->quantity(quantity))};
    }
    const std::string value = number(quantity.value);
    const std::string key = "unit.form." + std::string{doseForm};
    const bool named = has(key + ".one");
    if (!named && !quantity.unitText.empty()) {
        return {plain(value), foreign(quantity.unitText), plain(doubt(quantity.nullFlavor))};
    }
    const std::string counted =
        named ? text(key + (isSingular(quantity.value) ? ".one" : ".other")) : unit("1", quantity.value);
    return {plain(text("posology.amount", {value, counted}) + doubt(quantity.nullFlavor))};
}

} // namespace ncp::transform::render
