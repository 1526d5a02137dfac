#include "transform/rules/product_checks.hpp"

#include "transform/cda/element.hpp"
#include "transform/rules/checks.hpp"
#include "transform/rules/display_names.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::rules {
namespace {

constexpr std::string_view kPharmacy = "urn:hl7-org:pharm";
constexpr std::string_view kAtc = "2.16.840.1.113883.6.73";
constexpr std::size_t kSubstanceLevel = 7; ///< letters of an ATC code that names a substance
constexpr double kSameStrength = 1.5;
constexpr std::size_t kLongestText = 512;

struct Unit {
    std::string_view name;
    double micrograms;
};
/// As texts and UCUM write them, in lower case.
constexpr std::array kMasses{Unit{"mg", 1e3},         Unit{"ug", 1},          Unit{"µg", 1},
                             Unit{"μg", 1},           Unit{"mcg", 1},         Unit{"g", 1e6},
                             Unit{"kg", 1e9},         Unit{"ng", 1e-3},       Unit{"milligram", 1e3},
                             Unit{"milligrams", 1e3}, Unit{"microgram", 1},   Unit{"micrograms", 1},
                             Unit{"mikrogram", 1},    Unit{"nanogram", 1e-3}, Unit{"nanograms", 1e-3},
                             Unit{"gram", 1e6},       Unit{"grams", 1e6}};

/// In micrograms; 0 for a unit of anything else.
double massOf(std::string_view unit) {
    const auto found = std::ranges::find(kMasses, unit, &Unit::name);
    return found == kMasses.end() ? 0 : found->micrograms;
}

/// 0 for what is no number above it.
double numberOf(std::string_view text) {
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
    return whole && value > 0 ? value : 0;
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// The amounts of mass in a text, in micrograms: numbers, each with the unit behind it or behind the next
/// ones
/// ("160/4.5 µg"); of "100 mg/5 ml" also what is in one.
class Amounts {
  public:
    explicit Amounts(std::string_view text) : text_(text) {
        while (at_ < text_.size()) {
            if (isDigit(text_[at_])) {
                number();
            } else if (isLetter(text_[at_])) {
                unit(word());
            } else {
                ++at_;
            }
        }
    }

    const std::vector<double>& all() const noexcept { return amounts_; }
    /// Some are not in grams: grams alone may be those of the container.
    bool isStrength() const noexcept { return isStrength_; }

  private:
    static bool isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80U;
    }

    /// `1.000` is one and a thousand: countries differ, and nobody is to be accused.
    void number() {
        std::string digits;
        for (; at_ < text_.size(); ++at_) {
            const bool mark = (text_[at_] == '.' || text_[at_] == ',') && at_ + 1 < text_.size() &&
                              isDigit(text_[at_ + 1]) && digits.find('.') == std::string::npos;
            if (!mark && !isDigit(text_[at_])) {
                break;
            }
            digits += mark ? '.' : text_[at_];
        }
        const auto value = numberOf(digits);
        if (value == 0) {
            return;
        }
        numbers_.push_back(value);
        const auto point = digits.find('.');
        if (point != std::string::npos && digits.size() - point == 4) {
            numbers_.push_back(value * 1000);
        }
    }

    std::string word() {
        std::string word;
        for (; at_ < text_.size() && isLetter(text_[at_]); ++at_) {
            const char c = text_[at_];
            word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
        return word;
    }

    void unit(const std::string& name) {
        const auto mass = massOf(name);
        const auto last = amounts_.size();
        for (const auto number : numbers_) {
            for (auto i = group_; i < last; ++i) {
                amounts_.push_back(amounts_[i] / number); // "100 mg/5 ml", "10 mg/2 g"
            }
        }
        group_ = amounts_.size();
        for (const auto number : numbers_) {
            if (mass > 0) {
                amounts_.push_back(number * mass);
            }
        }
        isStrength_ = isStrength_ || (mass > 0 && mass < kGram && !numbers_.empty());
        numbers_.clear();
    }

    static constexpr double kGram = 1e6;

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<double> numbers_; ///< without a unit so far
    std::vector<double> amounts_;
    std::size_t group_ = 0; ///< where those of the last unit begin
    bool isStrength_ = false;
};

/// What containers hold, in this unit; 1 for one unit of it.
std::vector<double> contentsOf(xml::Node product, std::string_view unit) {
    std::vector<double> contents{1};
    if (unit == "1" || unit.empty()) {
        return contents; // tablets: no text says how much is in all of them
    }
    for (const auto& content : product.children(kPharmacy, "asContent")) {
        const auto quantity = content.child(kPharmacy, "quantity");
        if (quantity && quantity->attribute("unit") == unit) {
            contents.push_back(numberOf(quantity->attribute("value")));
        }
    }
    return contents;
}

/// The amounts of mass that the ingredients may be written as; none where one of them has no mass.
std::vector<double> strengthsOf(xml::Node product) {
    std::vector<double> strengths;
    for (const auto& ingredient : product.children(kPharmacy, "ingredient")) {
        const auto quantity = ingredient.child(kPharmacy, "quantity");
        const auto numerator = quantity ? cda::child(*quantity, "numerator") : std::nullopt;
        const auto denominator = quantity ? cda::child(*quantity, "denominator") : std::nullopt;
        if (!numerator || !denominator) {
            return {};
        }
        const auto mass = massOf(numerator->attribute("unit")) * numberOf(numerator->attribute("value"));
        const auto per = numberOf(denominator->attribute("value"));
        if (mass == 0 || per == 0) {
            return {};
        }
        strengths.push_back(mass);
        for (const auto content : contentsOf(product, denominator->attribute("unit"))) {
            strengths.push_back(mass / per * content);
        }
    }
    return strengths;
}

/// One of the ingredients belongs to one of the ATC groups.
bool isOfGroup(xml::Node product, const std::vector<std::string>& groups) {
    return std::ranges::any_of(product.children(kPharmacy, "ingredient"), [&](xml::Node ingredient) {
        const auto substance = ingredient.child(kPharmacy, "ingredientSubstance");
        const auto code = substance ? substance->child(kPharmacy, "code") : std::nullopt;
        return code && std::ranges::any_of(groups, [&](const std::string& group) {
                   return code->attribute("code").starts_with(group);
               });
    });
}

bool isNear(double a, double b) {
    return a <= b * kSameStrength && b <= a * kSameStrength;
}

bool agrees(const Amounts& stated, const std::vector<double>& strengths) {
    return !stated.isStrength() || std::ranges::any_of(stated.all(), [&](double amount) {
        return std::ranges::any_of(strengths, [&](double strength) { return isNear(amount, strength); });
    });
}

/// The code of a substance in ATC; empty where it is another code.
std::string substanceCode(xml::Node code) {
    const auto text = code.attribute("codeSystem") == kAtc ? code.attribute("code") : std::string{};
    return text.size() == kSubstanceLevel ? text : std::string{};
}

} // namespace

std::vector<Violation> otherStrength(const Rule& rule, Place context, const DocumentIndex& document) {
    const auto product = document.node(context);
    const auto strengths =
        isOfGroup(product, rule.argument.values) ? std::vector<double>{} : strengthsOf(product);
    std::vector<Violation> violations;
    if (strengths.empty()) {
        return violations;
    }
    for (const auto& match : rule.target.select(document, context)) {
        const auto text = cda::collapse(document.text(match.element));
        if (text.size() <= kLongestText && !agrees(Amounts{text}, strengths)) {
            violations.push_back({match.element, describe(document.node(match.element))});
        }
    }
    return violations;
}

std::vector<Violation> otherSubstance(const Rule& rule, Place context, const DocumentIndex& document) {
    const auto ingredients = document.node(context).children(kPharmacy, "ingredient");
    const auto substance =
        ingredients.size() == 1 ? ingredients.front().child(kPharmacy, "ingredientSubstance") : std::nullopt;
    const auto code = substance ? substance->child(kPharmacy, "code") : std::nullopt;
    const auto own = code ? substanceCode(*code) : std::string{};
    std::vector<Violation> violations;
    for (const auto& match : rule.target.select(document, context)) {
        const auto product = document.node(match.element);
        const auto other = substanceCode(product);
        if (own.empty() || other.empty() || own == other) {
            continue;
        }
        const auto name = code->attribute("displayName");
        const auto nameOfProduct = product.attribute("displayName");
        if (!name.empty() && !nameOfProduct.empty() &&
            compareNames(name, nameOfProduct, {}) == Naming::Other) {
            violations.push_back({match.element, describe(product) + " / " + describe(*code)});
        }
    }
    return violations;
}

} // namespace ncp::transform::rules
