#include "ncp/national/person_number.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>

namespace ncp::national {
namespace {

constexpr std::string_view kBirthNumber = "2.16.578.1.12.4.1.4.1";
constexpr std::string_view kDNumber = "2.16.578.1.12.4.1.4.2";
constexpr std::size_t kDigits = 11;
using Digits = std::array<int, kDigits>;

constexpr std::array kFirstWeights{3, 7, 6, 1, 8, 9, 4, 5, 2, 1};
constexpr std::array kSecondWeights{5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
constexpr int kModulus = 11;
/// Of the first check digit: 0 always, 1 to 3 for numbers issued since 2032.
constexpr int kLargestRemainder = 3;

/// The digits from the first on, each times its weight; the last weight is the check digit's.
template <std::size_t N>
int remainder(const Digits& digits, const std::array<int, N>& weights) noexcept {
    return std::inner_product(weights.begin(), weights.end(), digits.begin(), 0) % kModulus;
}

constexpr bool isWithin(int value, int least, int most) noexcept {
    return value >= least && value <= most;
}

/// A day of 1 to 31, a month of 1 to 12, both as they are written in numbers of the kind.
bool hasDate(const Digits& digits, bool dNumber) noexcept {
    const int day = digits[0] * 10 + digits[1] - (dNumber ? 40 : 0);
    const int month = digits[2] * 10 + digits[3];
    return isWithin(day, 1, 31) &&
           (isWithin(month, 1, 12) || isWithin(month, 41, 52) || isWithin(month, 81, 92));
}

} // namespace

bool isMistyped(const PatientId& identifier) noexcept {
    const bool dNumber = identifier.root().str() == kDNumber;
    if (!dNumber && identifier.root().str() != kBirthNumber) {
        return false;
    }
    const std::string_view text = identifier.revealExtension();
    if (text.size() != kDigits || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) {
        return true;
    }
    Digits digits{};
    std::ranges::transform(text, digits.begin(), [](char c) { return c - '0'; });
    return !hasDate(digits, dNumber) || remainder(digits, kFirstWeights) > kLargestRemainder ||
           remainder(digits, kSecondWeights) != 0;
}

} // namespace ncp::national
