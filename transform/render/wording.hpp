#pragma once

#include "base/texts.hpp"
#include "transform/cda/clinical_document.hpp"
#include "transform/cda/values.hpp"
#include "transform/render/view.hpp"
#include "transform/terminology/catalogue.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace ncp::transform::render {

/// What a number is for.
enum class Figure {
    /// Dose, strength, pack, time: no zero behind the decimal sign that says nothing (1,0 is read as 10), and
    /// words for abbreviations that are misread (U as 0, µg as mg). ISMP, error-prone abbreviations.
    Dose,
    /// Result of an examination: as exact as it was stated, with the signs that laboratories use.
    Measured,
};

/// Puts values into words of one language. It must not outlive the texts.
class Wording {
  public:
    /// `sourceLanguage` is the tag of the document's narrative; `documentTranslated` says whether a missing
    /// translation is worth a mark.
    /// `catalogue`, where there is one, tells the names that come from another language than the page's; it
    /// must outlive the wording.
    /// `namedInEnglish` says whether the source names its codes in English.
    Wording(const Texts& texts, TextLanguage language, std::string sourceLanguage, bool documentTranslated,
            const terminology::Catalogue* catalogue = nullptr, bool namedInEnglish = true)
        : texts_(texts), language_(language), sourceLanguage_(std::move(sourceLanguage)),
          documentTranslated_(documentTranslated), catalogue_(catalogue), namedInEnglish_(namedInEnglish) {}

    std::string text(std::string_view key, std::initializer_list<std::string_view> arguments = {}) const {
        return texts_.get(language_, key, arguments);
    }
    bool has(std::string_view key) const { return texts_.has(key); }
    /// `key.one` for the number 1 (and parts of 1), `key.other` for all others; {0} is the number.
    std::string counted(std::string_view key, std::string_view number,
                        std::initializer_list<std::string_view> more = {}) const;
    TextLanguage language() const noexcept { return language_; }
    const std::string& sourceLanguage() const noexcept { return sourceLanguage_; }

    /// With the decimal sign of the language and narrow hard spaces between thousands from five digits on;
    /// text that is no number comes back as it is.
    std::string number(std::string_view value, Figure figure = Figure::Dose) const;
    /// 31.01.2026 (31 January 2026 in English), januar 2026, 2026; with the time of day where it is stated.
    std::string date(const cda::TimeStamp& time) const;
    /// The time of day of a dose with its zone: `08:00 (UTC+1)`, `08:00–08:30 (UTC+1)` with an end. Midnight,
    /// too: in a date senders write zeros for nothing, in a time of day they don't. Empty where none is
    /// stated.
    std::string clock(const cda::TimeStamp& time, const std::optional<cda::TimeStamp>& end) const;
    /// Only the time of day, `08:00`; empty where none is stated.
    std::string timeOfDay(const cda::TimeStamp& time) const;
    std::string period(const cda::TimeRange& range) const;
    /// The same for a column that is headed "since": only the date where it isStart.
    std::string since(const cda::TimeRange& range) const;
    /// A UCUM unit in words or signs; `count` decides between singular and plural.
    std::string unit(std::string_view ucum, std::string_view count, Figure figure = Figure::Dose) const;
    std::string quantity(const cda::Quantity& quantity, Figure figure = Figure::Dose) const;
    std::string quantityRange(const cda::QuantityRange& range, Figure figure = Figure::Dose) const;
    std::string ratio(const cda::Ratio& ratio, Figure figure = Figure::Dose) const;
    /// Number and word for countable things; the word comes from the unit, the dose form, or the source.
    Line amount(const cda::Quantity& quantity, std::string_view doseForm) const;
    std::string nullFlavor(std::string_view code) const;
    std::string country(std::string_view codeOrName) const;
    std::string address(const cda::Address& address) const;
    std::string telecom(const cda::Telecom& telecom) const;
    std::string identifier(const cda::Identifier& identifier) const;

    Phrase plain(std::string text, Weight weight = Weight::Normal) const;
    Phrase foreign(std::string text, Weight weight = Weight::Normal) const; ///< in the source's language
    Phrase phrase(const cda::CodedValue& value, Weight weight = Weight::Normal) const;
    Line line(const cda::CodedValue& value, Weight weight = Weight::Normal) const; ///< with qualifiers
    Line value(const cda::Value& value, Figure figure = Figure::Dose) const;

  private:
    /// ` (ukjent)`: why a value must not be trusted though one is stated; empty without a reason.
    std::string doubt(std::string_view flavor) const;
    std::string unitPart(std::string_view part, bool singular, Figure figure) const;
    std::string unitBelow(std::string_view below, Figure figure) const;
    bool isTranslated(const cda::CodedValue& value) const;
    /// How what the sender called a code goes with what the code means.
    enum class SourceName {
        Same,          ///< a wording of it
        Foreign,       ///< of another language, as far as one can tell
        Contradicting, ///< of another thing: one of the two is wrong
    };
    SourceName judge(const cda::CodedValue& value, std::string_view sent) const;
    void addSourceNames(const cda::CodedValue& value, Line& words) const;
    void markStep(const cda::CodedValue& value, Phrase& shown) const;

    const Texts& texts_;
    TextLanguage language_;
    std::string sourceLanguage_;
    bool documentTranslated_;
    const terminology::Catalogue* catalogue_;
    bool namedInEnglish_;
};

/// True where nothing but a start, or one point of time, is stated of a period, or nothing at all.
bool isStart(const cda::TimeRange& range) noexcept;

/// A wording as a part of a sentence.
std::string lowerFirst(std::string text);

/// Text of a line, its phrases joined with blanks.
std::string joined(const Line& line);

} // namespace ncp::transform::render
