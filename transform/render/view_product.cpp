#include "transform/render/view_builder.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ncp::transform::render {

namespace {

/// Anatomical Therapeutic Chemical classification.
constexpr std::string_view kAtc = "2.16.840.1.113883.6.73";

std::string ingredientName(const cda::Ingredient& ingredient, const Wording& wording) {
    const std::string coded = ingredient.substance.nullFlavor.empty() || ingredient.name.empty()
                                  ? wording.phrase(ingredient.substance).text
                                  : std::string{};
    return coded.empty() ? ingredient.name : coded;
}

std::string strengthOf(const cda::Ingredient& ingredient, const Wording& wording) {
    const std::string words = ingredient.strength ? wording.ratio(*ingredient.strength) : std::string{};
    return words.empty() ? ingredient.strengthText : words;
}

bool equalApartFromCase(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [lower](char x, char y) { return lower(x) == lower(y); });
}

bool equalApartFromBlanks(std::string_view a, std::string_view b) {
    const auto digest = [](std::string_view text) {
        std::string plain;
        for (std::size_t at = 0; at < text.size(); ++at) {
            const bool hard = text.substr(at).starts_with("\u00a0");
            at += hard ? 1 : 0;
            plain += hard || text[at] == ' ' ? std::string{} : std::string{text[at]};
        }
        return plain;
    };
    return !a.empty() && digest(a) == digest(b);
}

/// A strength of nothing is no part of a name.
bool isUsable(const cda::Ingredient& ingredient) {
    return !ingredient.strength ||
           ingredient.strength->numerator.value.find_first_of("123456789") != std::string::npos;
}

/// True where the name already stands with the code, in the reader's language or in the original.
bool isNameOf(const cda::CodedValue& code, const std::string& name) {
    return name.empty() || equalApartFromCase(name, code.display) ||
           equalApartFromCase(name, code.originalText) ||
           std::any_of(code.translations.begin(), code.translations.end(),
                       [&](const cda::Translation& translation) {
                           return equalApartFromCase(name, translation.display);
                       });
}

Line ingredientLine(const cda::Ingredient& ingredient, Weight weight, const Wording& wording) {
    const bool coded = ingredient.substance.nullFlavor.empty() && !ingredient.substance.empty();
    Line line =
        coded ? wording.line(ingredient.substance, weight) : Line{wording.plain(ingredient.name, weight)};
    if (coded && !isNameOf(ingredient.substance, ingredient.name)) {
        line.push_back(wording.plain('(' + ingredient.name + ')', Weight::Muted));
    }
    if (const std::string strength = strengthOf(ingredient, wording); !strength.empty()) {
        line.push_back(wording.plain(strength, Weight::Strong));
    }
    return line;
}

} // namespace

std::vector<cda::Ingredient> activeIngredients(const cda::Product& product) {
    std::vector<cda::Ingredient> active;
    std::ranges::copy_if(product.ingredients, std::back_inserter(active),
                         [](const auto& ingredient) { return ingredient.active && !ingredient.negated; });
    return active;
}

Cell ingredientLines(const cda::Product& product, Weight weight, const Wording& wording) {
    Cell lines;
    for (const cda::Ingredient& ingredient : activeIngredients(product)) {
        append(lines, cell(ingredientLine(ingredient, weight, wording)));
    }
    return lines;
}

Cell excipientLines(const cda::Product& product, const Wording& wording) {
    Cell lines;
    for (const cda::Ingredient& ingredient : product.ingredients) {
        if (!ingredient.active && !ingredient.negated) {
            append(lines, cell(ingredientLine(ingredient, Weight::Normal, wording)));
        }
    }
    return lines;
}

Cell absentIngredientLines(const cda::Product& product, const Wording& wording) {
    Cell lines;
    for (const cda::Ingredient& ingredient : product.ingredients) {
        if (ingredient.negated) {
            append(lines, cell(ingredientLine(ingredient, Weight::Normal, wording)));
        }
    }
    return lines;
}

Cell otherIngredientLines(const cda::Product& product, const Wording& wording) {
    Cell lines;
    const auto add = [&](const char* key, Cell names) {
        for (Line& name : names) {
            name.insert(name.begin(), wording.plain(wording.text(key) + ':', Weight::Muted));
            lines.push_back(std::move(name));
        }
    };
    add("medication.excipient", excipientLines(product, wording));
    add("medication.not_containing", absentIngredientLines(product, wording));
    return lines;
}

std::string strengthWords(const cda::Product& product, const Wording& wording) {
    std::string words;
    for (const cda::Ingredient& ingredient : activeIngredients(product)) {
        if (const std::string strength = strengthOf(ingredient, wording);
            !strength.empty() && isUsable(ingredient)) {
            words += words.empty() ? strength : " + " + strength;
        }
    }
    return words;
}

Line productTitle(const cda::Product& product, const Wording& wording) {
    Line title;
    const std::vector<cda::Ingredient> active = activeIngredients(product);
    if (!product.name.empty()) {
        title = {wording.plain(product.name, Weight::Strong)};
    } else if (!product.classifications.empty()) {
        title = wording.line(product.classifications.front(), Weight::Strong);
    } else if (active.size() == 1) {
        title = {wording.plain(ingredientName(active.front(), wording), Weight::Strong)};
    } else if (!product.code.empty()) {
        title = wording.line(product.code, Weight::Strong);
    }
    if (const std::string strength = strengthWords(product, wording); !strength.empty()) {
        title.push_back(wording.plain(strength, Weight::Strong));
    }
    return title;
}

Cell productCell(const cda::Product& product, const Wording& wording) {
    // The active ingredient comes first: brand names of another country say little to the reader.
    Cell lines = ingredientLines(product, Weight::Strong, wording);
    const std::vector<cda::Ingredient> active = activeIngredients(product);
    std::vector<cda::CodedValue> classes = product.classifications;
    const bool named = !lines.empty();
    if (!named && !classes.empty()) {
        append(lines, cell(wording.line(classes.front(), Weight::Strong)));
    }
    const Weight weight = lines.empty() ? Weight::Strong : Weight::Normal;
    const cda::CodedValue& code = product.code;
    const bool worded = !code.display.empty() || !code.originalText.empty() || !code.translations.empty();
    const bool namedByCode = product.name.empty() && worded;
    Line brand = namedByCode ? wording.line(code, weight) : Line{wording.plain(product.name, weight)};
    if (!product.form.empty()) {
        if (!joined(brand).empty()) {
            brand.push_back(wording.plain("\u00b7", Weight::Muted));
        }
        Line form = wording.line(product.form);
        brand.insert(brand.end(), form.begin(), form.end());
    }
    append(lines, cell(std::move(brand)));
    for (const cda::CodedValue& kind : classes) {
        const std::string name = wording.phrase(kind).text;
        const bool shown =
            (!named && &kind == &classes.front()) || std::ranges::any_of(active, [&](const auto& ingredient) {
                return ingredientName(ingredient, wording) == name;
            });
        Line line = shown ? Line{} : wording.line(kind, Weight::Muted);
        const bool atc = kind.system == kAtc && !kind.code.empty();
        line.push_back(wording.plain((atc ? "ATC " : "") + kind.code, Weight::Muted));
        append(lines, cell(std::move(line)));
    }
    append(lines, otherIngredientLines(product, wording));
    const bool single = product.ingredients.size() == 1;
    if (!single || !equalApartFromBlanks(product.description, strengthWords(product, wording))) {
        append(lines, cell(wording.foreign(product.description, Weight::Muted)));
    }
    append(lines, cell(wording, product.holder, Weight::Muted));
    return lines;
}

} // namespace ncp::transform::render
