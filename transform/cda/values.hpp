#pragma once

#include <optional>
#include <string>
#include <vector>

namespace ncp::transform::cda {

/// HL7 II: an OID or UUID, and an identifier below it.
struct Identifier {
    std::string root;
    std::string extension;
    std::string nullFlavor;
    std::string assigner; ///< assigningAuthorityName
};

struct Qualifier;

/// An equivalent of a coded value: what a translation step replaced, or the code of the source country.
struct Translation {
    std::string code;
    std::string system;
    std::string systemName;
    std::string display;
    std::string originalText;
    std::vector<Qualifier> qualifiers;
};

/// HL7 CD, CE, CV, CO. After translation `display` is in the reader's language and the first of
/// `translations` holds the same code with the display name that the peer sent (eHDSI semantic
/// transformation: the code stays, the designation is replaced, the old one is kept beside it).
struct CodedValue {
    std::string code;
    std::string system; ///< OID
    std::string systemName;
    std::string display;
    std::string originalText;    ///< resolved where it is a reference into the narrative
    std::string originalDisplay; ///< display name before translation; empty where nothing was translated
    std::string nullFlavor;
    bool translated = false;
    std::vector<Translation> translations; ///< all, nested ones too, outermost first
    std::vector<Qualifier> qualifiers;

    bool empty() const noexcept {
        return code.empty() && display.empty() && originalText.empty() && nullFlavor.empty() &&
               translations.empty();
    }
};

/// A qualifier of a coded value.
struct Qualifier {
    CodedValue name;
    CodedValue value;
};

/// The values of the qualifiers of a coded value, and of those that only its wording in the source country
/// has: a side is not lost because the European code came without it. None twice.
std::vector<CodedValue> qualifiersOf(const CodedValue& value);

/// HL7 TS: `YYYY[MM[DD[hh[mm[ss[.f]]]]]][±zzzz]` as it stands.
struct TimeStamp {
    std::string value;
    std::string nullFlavor;

    bool empty() const noexcept { return value.empty() && nullFlavor.empty(); }
};

/// HL7 PQ, INT, REAL: number and UCUM unit as they stand.
struct Quantity {
    std::string value;
    std::string unit;     ///< UCUM; empty and `1` both mean countable things
    std::string unitText; ///< the source's word for the unit, in the language of the source
    std::vector<Translation> translations;
    std::string nullFlavor;
    bool inclusive = true; ///< of a bound: the bound itself belongs to the range

    bool empty() const noexcept { return value.empty() && nullFlavor.empty() && unitText.empty(); }
};

/// HL7 IVL_PQ, or one PQ as `exact`.
struct QuantityRange {
    std::optional<Quantity> exact;
    std::optional<Quantity> low;
    std::optional<Quantity> high;
    std::optional<Quantity> width; ///< where no second bound says it
    std::string nullFlavor;

    bool empty() const noexcept { return !exact && !low && !high && !width && nullFlavor.empty(); }
};

/// HL7 RTO.
struct Ratio {
    Quantity numerator;
    Quantity denominator;
};

/// HL7 IVL_TS, or one TS as `exact`.
struct TimeRange {
    std::optional<TimeStamp> exact;
    std::optional<TimeStamp> low;
    std::optional<TimeStamp> high;
    std::optional<TimeStamp> centre;
    std::optional<Quantity> width;
    std::string nullFlavor;

    bool empty() const noexcept { return !exact && !low && !high && !centre && !width && nullFlavor.empty(); }
};

struct PersonName {
    std::string prefix;
    std::string given;
    std::string family;
    std::string suffix;
    std::string text; ///< a name without parts
    std::string nullFlavor;

    std::string full() const; ///< parts in order with blanks between
    bool empty() const noexcept { return full().empty(); }
};

struct Address {
    std::vector<std::string> lines; ///< street, house number, post box, anything without a place of its own
    std::string postalCode;
    std::string city;
    std::string state;
    std::string country; ///< ISO 3166-1 code or the text that came
    std::string use;
    std::string nullFlavor;

    bool empty() const noexcept {
        return lines.empty() && postalCode.empty() && city.empty() && state.empty() && country.empty();
    }
};

enum class TelecomKind { Phone, Email, Fax, Web, Other };

struct Telecom {
    TelecomKind kind = TelecomKind::Other;
    std::string value; ///< without the URL scheme
    std::string use;
    std::string nullFlavor;
};

/// The value of an observation, whatever its HL7 data type.
struct Value {
    std::optional<CodedValue> coded;
    std::optional<QuantityRange> quantity;
    std::optional<Ratio> ratio;
    std::optional<TimeRange> time;
    std::string text;            ///< ST, ED, and any type that is not known
    std::optional<bool> boolean; ///< BL
    std::string nullFlavor;

    bool empty() const noexcept {
        return !coded && !quantity && !ratio && !time && text.empty() && !boolean && nullFlavor.empty();
    }
};

} // namespace ncp::transform::cda
