#include "transform/render/view_builder.hpp"

#include <charconv>
#include <optional>
#include <utility>

namespace ncp::transform::render {

namespace {

bool isCountable(const cda::Quantity& quantity) {
    return quantity.unit.empty() || quantity.unit == "1";
}

std::string containerName(const cda::Package& package, const Wording& wording) {
    const std::string form = wording.phrase(package.form).text;
    return package.form.empty() || form.empty() ? wording.text("package.unknown_type") : form;
}

/// What lies in the innermost container: things that have a word of their own, or pieces.
std::string contentWords(const cda::Quantity& quantity, const std::string& form, const Wording& wording) {
    const bool named = !quantity.unitText.empty() || wording.has("unit.form." + form + ".one");
    return isCountable(quantity) && !named ? wording.counted("package.pieces", quantity.value)
                                           : joined(wording.amount(quantity, form));
}

/// What a container holds: containers of the next level, or the product itself.
std::string levelWords(const std::vector<cda::Package>& levels, std::size_t at, const std::string& form,
                       const Wording& wording) {
    const cda::Quantity& quantity = levels[at].quantity;
    if (quantity.value.empty()) {
        return quantity.empty() ? std::string{} : wording.text("package.content_unknown");
    }
    if (at == 0) {
        return contentWords(quantity, form, wording);
    }
    const std::string count =
        isCountable(quantity) ? wording.number(quantity.value) : wording.quantity(quantity);
    return wording.text("package.part", {count, containerName(levels[at - 1], wording)});
}

void addLevel(const std::vector<cda::Package>& levels, std::size_t at, const cda::Product& product,
              const Wording& wording, Cell& into) {
    const cda::Package& level = levels[at];
    Line line = wording.line(level.form);
    if (joined(line).empty()) {
        line = {wording.plain(wording.text("package.unknown_type"), Weight::Muted)};
    }
    if (const std::string content = levelWords(levels, at, product.form.code, wording); !content.empty()) {
        line.push_back(wording.plain("\u2013 " + content));
    }
    append(into, cell(std::move(line)));
    if (level.name != product.name) {
        append(into, cell(wording, level.name));
    }
    append(into, cell(wording.foreign(level.description)));
    if (level.capacity && !level.capacity->value.empty()) {
        append(into, cell(wording, wording.text("package.capacity", {wording.quantity(*level.capacity)})));
    }
    if (!level.code.code.empty()) {
        append(into,
               cell(wording, wording.text("medication.package_id") + ": " + level.code.code, Weight::Muted));
    }
}

/// A number without its decimal point, and how many decimals it had.
struct Decimal {
    long digits = 1;
    std::size_t decimals = 0;
};

/// A positive number; nothing for any other text, and for one of more digits than a pack has.
std::optional<Decimal> decimalOf(std::string text) {
    Decimal number{0, 0};
    if (const std::size_t point = text.find('.'); point != std::string::npos) {
        number.decimals = text.size() - point - 1;
        text.erase(point, 1);
    }
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number.digits);
    return error == std::errc{} && end == text.data() + text.size() && number.digits > 0 &&
                   number.digits <= 100'000 && number.decimals < 4
               ? std::optional{number}
               : std::nullopt;
}

/// Product of the quantities of all levels; only the innermost may be no whole number, and of other things
/// than pieces. Nothing when one is missing.
std::optional<std::string> totalOf(const std::vector<cda::Package>& levels) {
    Decimal total;
    for (const cda::Package& level : levels) {
        const auto factor = decimalOf(level.quantity.value);
        const bool countsPacks = factor && factor->decimals == 0 && isCountable(level.quantity);
        if (!factor || (!countsPacks && &level != &levels.front()) || total.digits > 1'000'000'000) {
            return std::nullopt;
        }
        total.digits *= factor->digits;
        total.decimals += factor->decimals;
    }
    std::string words = std::to_string(total.digits);
    if (total.decimals == 0) {
        return words;
    }
    if (words.size() <= total.decimals) {
        words.insert(0, total.decimals + 1 - words.size(), '0');
    }
    words.insert(words.size() - total.decimals, 1, '.');
    words.erase(words.find_last_not_of('0') + 1);
    if (words.ends_with('.')) {
        words.pop_back();
    }
    return words;
}

} // namespace

Cell packageLines(const cda::Product& product, const Wording& wording) {
    Cell lines;
    for (const std::vector<cda::Package>& levels : product.packages) {
        for (std::size_t at = levels.size(); at-- > 0;) {
            addLevel(levels, at, product, wording, lines);
        }
    }
    return lines;
}

Cell totalCell(const cda::Product& product, const Wording& wording) {
    Cell lines;
    for (const std::vector<cda::Package>& levels : product.packages) {
        if (levels.size() < 2) {
            continue;
        }
        const auto total = totalOf(levels);
        if (!total) {
            append(lines, cell(wording, wording.text("package.total_unknown"), Weight::Muted));
            continue;
        }
        cda::Quantity quantity = levels.front().quantity;
        quantity.value = *total;
        append(lines, cell(wording, wording.text("package.total",
                                                 {contentWords(quantity, product.form.code, wording), ""})));
    }
    return lines;
}

Cell partLines(const cda::Part& part, const Wording& wording) {
    const cda::Quantity& quantity = part.quantity;
    const Phrase count = quantity.value.empty()
                             ? wording.plain(wording.text("package.quantity_unknown") + ':', Weight::Muted)
                             : wording.plain((isCountable(quantity) ? wording.number(quantity.value)
                                                                    : wording.quantity(quantity)) +
                                                 " \u00d7",
                                             Weight::Strong);
    Cell lines = productCell(part.product, wording);
    if (lines.empty()) {
        lines.push_back({wording.plain(wording.text("medication.product_unnamed"), Weight::Muted)});
    }
    lines.front().insert(lines.front().begin(), count);
    append(lines, packageLines(part.product, wording));
    append(lines, totalCell(part.product, wording));
    append(lines, partLines(part.product, wording));
    return lines;
}

Cell partLines(const cda::Product& product, const Wording& wording) {
    Cell lines;
    for (const cda::Part& part : product.parts) {
        append(lines, partLines(part, wording));
    }
    return lines;
}

} // namespace ncp::transform::render
