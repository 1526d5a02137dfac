#include "transform/render/leaf_wordings.hpp"

#include "transform/render/posology.hpp"
#include "transform/render/view_builder.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace ncp::transform::render {

namespace {

using inventory::Kind;
using inventory::Leaf;

/// The words of one language, for the values of one document.
class Words {
  public:
    Words(const Texts& texts, TextLanguage language) : texts_(texts), language_(language) {}

    std::string text(std::string_view key, std::initializer_list<std::string_view> arguments = {}) const {
        return texts_.get(language_, key, arguments);
    }
    void add(LeafWordings& into, std::string_view key) const {
        if (texts_.has(key)) {
            into.anyOf.push_back(text(key));
        }
    }
    bool has(std::string_view key) const { return texts_.has(key); }
    char decimalSign() const { return text("general.decimal_separator").front(); }
    bool english() const noexcept { return language_ == TextLanguage::English; }
    Wording wording() const { return Wording{texts_, language_, "", false}; }

  private:
    const Texts& texts_;
    TextLanguage language_;
};

/// A number without zeros at its end, as doses are written, or with them, as results are.
std::string number(std::string text, bool withZeros, const Words& words) {
    if (text.find_first_not_of("+-.0123456789") != std::string::npos ||
        text.find_first_of("0123456789") == std::string::npos) {
        return text;
    }
    if (text.starts_with('.')) {
        text.insert(0, 1, '0');
    }
    const std::size_t point = text.find('.');
    if (point != std::string::npos) {
        // 10.000 would read as ten thousand.
        const bool thousands =
            text.size() - point > 3 && text.find_first_not_of('0', point + 1) == std::string::npos;
        text[point] = words.decimalSign();
        while ((!withZeros || thousands) && text.ends_with('0')) {
            text.pop_back();
        }
        if (text.size() == point + 1) {
            text.pop_back();
        }
    }
    return text;
}

bool allDigits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string withoutZero(std::string_view digits) {
    return std::string{digits.starts_with('0') ? digits.substr(1) : digits};
}

LeafWordings timeWordings(const Leaf& leaf, const Words& words) {
    LeafWordings wordings;
    const std::string value{leaf.part("value")};
    const std::string digits = value.substr(0, value.find_first_of("+-."));
    wordings.anyOf.push_back(value);
    if (!allDigits(digits) || digits.size() < 4) {
        return wordings;
    }
    const std::string year = digits.substr(0, 4);
    if (digits.size() < 6) {
        wordings.anyOf = {year};
        wordings.number = true;
        return wordings;
    }
    const std::string month = words.text("month." + withoutZero(digits.substr(4, 2)));
    if (digits.size() < 8) {
        wordings.anyOf.push_back(month + ' ' + year);
        return wordings;
    }
    const std::string day = digits.substr(6, 2);
    wordings.anyOf.push_back(words.english() ? withoutZero(day) + ' ' + month + ' ' + year
                                             : day + '.' + digits.substr(4, 2) + '.' + year);
    wordings.number = true;
    if (digits.size() >= 10) {
        const std::string minute = digits.size() >= 12 ? digits.substr(10, 2) : "00";
        if (digits.substr(8, 2) != "00" || minute != "00") {
            wordings.allOf.push_back(digits.substr(8, 2) + ':' + minute);
        }
    }
    return wordings;
}

/// A frequency is said in words: every 12 hours is twice a day where only the number of times is prescribed.
void addFrequency(const Leaf& leaf, const Words& words, LeafWordings& into) {
    for (const bool institution : {true, false}) {
        cda::Timing timing;
        timing.kind = cda::TimingKind::Periodic;
        timing.institutionSpecified = institution;
        timing.period.value = leaf.part("value");
        timing.period.unit = leaf.part("unit");
        into.anyOf.push_back(timingWords(timing, words.wording()));
    }
    // Once a week from a stated day on is said by the day of the week.
    if ((leaf.part("unit") == "wk" && leaf.part("value") == "1") ||
        (leaf.part("unit") == "d" && leaf.part("value") == "7")) {
        for (const char weekday : {'1', '2', '3', '4', '5', '6', '7'}) {
            into.anyOf.push_back(
                words.text("posology.every_weekday", {words.text(std::string{"weekday."} + weekday)}));
        }
    }
}

/// Of a distance from an event, a page says before or after instead of the sign.
std::string withoutSign(std::string_view value, bool offset) {
    return std::string{offset && value.starts_with('-') ? value.substr(1) : value};
}

LeafWordings quantityWordings(const Leaf& leaf, std::string_view element, std::string_view above,
                              const Words& words) {
    LeafWordings wordings;
    wordings.number = true;
    const std::string stated = withoutSign(leaf.part("value"), element == "offset" || above == "offset");
    const std::string value = number(stated, false, words);
    const std::string exact = number(stated, true, words);
    const std::string unit{leaf.part("unit")};
    if (element == "period") {
        addFrequency(leaf, words, wordings);
    }
    // Every 4 to 6 hours.
    if (above == "period") {
        wordings.anyOf.push_back(element == "high" ? "\u2013" + value : value + ".\u2013");
    }
    // Zero up to something is as needed; an offset of zero is the event itself.
    if (element == "low" && value == "0") {
        wordings.anyOf.push_back(words.text("posology.as_needed"));
    }
    if (element == "denominator" && value == "1" && (unit.empty() || unit == "1")) {
        return {}; // a strength is that of one unit
    }
    if (unit.empty() || unit == "1" || value.empty()) {
        wordings.anyOf.push_back(value.empty() ? unit : value);
        wordings.anyOf.push_back(exact.empty() ? unit : exact);
        // Some senders forget the namespace of xsi:type, and a date looks like a number.
        for (std::string& date : timeWordings(leaf, words).anyOf) {
            wordings.anyOf.push_back(std::move(date));
        }
        return wordings;
    }
    const std::string shown = words.wording().unit(unit, leaf.part("value"));
    const std::string sign = words.wording().unit(unit, leaf.part("value"), Figure::Measured);
    for (const std::string& after : {shown, sign, unit}) {
        wordings.anyOf.push_back(value + ' ' + after);
        wordings.anyOf.push_back(exact + ' ' + after);
    }
    // The lower end of a range leaves its unit to the upper end, and one per unit needs no number.
    if (element == "low") {
        wordings.anyOf.push_back(value + "\u2013");
        wordings.anyOf.push_back(exact + "\u2013");
    }
    if (element == "denominator" && value == "1") {
        words.add(wordings, unit == "d" ? "posology.per_day" : "");
        wordings.anyOf.push_back(words.text("general.per") + ' ' + shown);
    }
    return wordings;
}

void addCode(const Leaf& leaf, std::string_view element, const Words& words, LeafWordings& into) {
    const std::string code{leaf.part("code")};
    const std::string display{leaf.part("displayName")};
    if (!display.empty()) {
        into.anyOf.push_back(display);
    } else if (!code.empty()) {
        into.anyOf.push_back(code);
    }
    if (element == "statusCode") {
        words.add(into, "status." + code);
        words.add(into, "immunization.not_given");
    }
    if (code == "PCP") {
        words.add(into, "patient.preferred_gp");
    }
    if (const auto absence = absenceCodes().find(code)) {
        words.add(into, absence->key);
    }
}

/// Which words stand for a missing value depends on what is missing.
void addMissing(std::string_view flavor, std::string_view element, const Words& words, LeafWordings& into) {
    into.anyOf.push_back(words.wording().nullFlavor(flavor));
    // Of these the reason itself is told.
    static constexpr std::array<std::string_view, 3> kAnswers{"value", "routeCode", "interpretationCode"};
    if (std::ranges::find(kAnswers, element) != kAnswers.end()) {
        words.add(into, "mark.unmapped");
        return;
    }
    for (const char* key : {"posology.unknown", "posology.frequency_unknown", "posology.amount_unknown",
                            "posology.free_text_only", "package.quantity_unknown", "package.content_unknown",
                            "package.unknown_type", "medication.product_unnamed", "mark.unmapped"}) {
        words.add(into, key);
    }
}

void addText(std::string_view text, const Words& words, LeafWordings& into) {
    for (const std::string_view scheme : {"tel:", "mailto:", "fax:"}) {
        if (text.starts_with(scheme)) {
            into.anyOf.emplace_back(text.substr(scheme.size()));
        }
    }
    words.add(into, "country." + std::string{text});
    words.add(into, "language." + std::string{text.substr(0, text.find('-'))});
    into.anyOf.emplace_back(text);
}

} // namespace

LeafWordings wordingsOf(const Leaf& leaf, const inventory::Inventory& document, const Texts& texts,
                        TextLanguage language) {
    const Words words{texts, language};
    const std::string_view element = document.place(leaf.place).element;
    LeafWordings wordings;
    switch (leaf.kind) {
    case Kind::Time:
        return timeWordings(leaf, words);
    case Kind::Quantity:
        return quantityWordings(leaf, element, document.place(document.place(leaf.place).parent).element,
                                words);
    case Kind::Code:
        addCode(leaf, element, words, wordings);
        break;
    case Kind::NullFlavor:
        addMissing(leaf.part("nullFlavor"), element, words, wordings);
        break;
    case Kind::Identifier:
        wordings.anyOf.emplace_back(leaf.part(leaf.part("extension").empty() ? "root" : "extension"));
        break;
    case Kind::Media: {
        std::size_t size = 0;
        const std::string_view digits = leaf.part("size");
        std::from_chars(digits.data(), digits.data() + digits.size(), size);
        wordings.anyOf.push_back(sizeWords(size, words.wording()));
        break;
    }
    case Kind::Attribute:
        if (const std::string_view mood = leaf.part("moodCode"); !mood.empty()) {
            wordings.anyOf.push_back(moodWords(mood, words.wording()));
            break;
        }
        for (const char* key : {"entry.negated", "immunization.not_given", "general.no", "result.denied",
                                "element.negationInd", "medication.not_containing"}) {
            words.add(wordings, key);
        }
        break;
    case Kind::Text:
    case Kind::Reference:
    case Kind::Element:
        for (const inventory::Part& part : leaf.parts) {
            addText(part.value, words, wordings);
            if (element == "sup" || element == "sub") {
                wordings.anyOf.push_back(element == "sup" ? cda::superscript(part.value)
                                                          : cda::subscript(part.value));
            }
        }
        break;
    }
    return wordings;
}

} // namespace ncp::transform::render
