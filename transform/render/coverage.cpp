#include "transform/render/coverage.hpp"

#include "transform/render/header_names.hpp"
#include "transform/render/leaf_wordings.hpp"
#include "transform/render/view_builder.hpp"
#include "transform/render/writers.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace ncp::transform::render {

namespace {

bool isDigit(char c) noexcept {
    return c >= '0' && c <= '9';
}

std::string lowerCase(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

/// The form in which page and wording are compared: blanks single, none at the ends, lower case.
std::string comparable(std::string_view text) {
    std::string plain = withSingleBlanks(text);
    while (plain.ends_with(' ')) {
        plain.pop_back();
    }
    return lowerCase(plain.starts_with(' ') ? plain.substr(1) : std::move(plain));
}

/// True where a digit at an end of the words belongs to a longer number: a digit follows it, or a sign and a
/// digit.
bool continuesNumber(std::string_view page, std::size_t begin, std::size_t end) {
    const auto sign = [](char c) { return c == ',' || c == '.'; };
    if (isDigit(page[begin]) && begin > 0) {
        const char before = page[begin - 1];
        if (isDigit(before) || (sign(before) && begin > 1 && isDigit(page[begin - 2]))) {
            return true;
        }
    }
    if (isDigit(page[end - 1]) && end < page.size()) {
        const char after = page[end];
        return isDigit(after) || (sign(after) && end + 1 < page.size() && isDigit(page[end + 1]));
    }
    return false;
}

/// A letter, also one of another script than ours (UTF-8); punctuation and signs (U+0080 to U+00BF, U+2000 to
/// U+2FFF) are none.
bool isLetterLead(char c) noexcept {
    const auto byte = static_cast<unsigned char>(c);
    return (c >= 'a' && c <= 'z') || (byte >= 0xC3 && byte != 0xE2);
}

bool endsInLetter(std::string_view text) noexcept {
    std::size_t at = text.size();
    while (at > 1 && (static_cast<unsigned char>(text[at - 1]) & 0xC0U) == 0x80U) {
        --at;
    }
    return at > 0 && isLetterLead(text[at - 1]);
}

/// True where the words are but a part of a longer one: "left" of "lefthanded".
bool continuesWord(std::string_view page, std::size_t begin, std::size_t end) noexcept {
    const std::string_view words = page.substr(begin, end - begin);
    return (isLetterLead(words.front()) && endsInLetter(page.substr(0, begin))) ||
           (endsInLetter(words) && end < page.size() && isLetterLead(page[end]));
}

bool stands(std::string_view page, const std::string& words, bool number) {
    if (words.empty()) {
        return false;
    }
    for (std::size_t at = page.find(words); at != std::string_view::npos; at = page.find(words, at + 1)) {
        const std::size_t end = at + words.size();
        if (!continuesWord(page, at, end) && (!number || !continuesNumber(page, at, end))) {
            return true;
        }
    }
    return false;
}

/// A leaf that says nothing can't be missing: an empty display name, a blank.
bool saysNothing(const LeafWordings& wordings) {
    return std::ranges::all_of(wordings.anyOf,
                               [](const std::string& words) { return comparable(words).empty(); });
}

bool standsOn(std::string_view page, const LeafWordings& wordings) {
    const auto found = [&](const std::string& words) {
        return stands(page, comparable(words), wordings.number);
    };
    return std::ranges::any_of(wordings.anyOf, found) && std::ranges::all_of(wordings.allOf, found);
}

MissingLeaf missingLeaf(const inventory::Leaf& leaf, const inventory::Inventory& document) {
    return {leaf.kind, document.path(leaf), leaf.line, inventory::Inventory::describe(leaf), false};
}

/// The parts of a page in the form in which they are compared.
struct ComparablePage {
    explicit ComparablePage(const PageParts& parts) : whole(comparable(parts.whole)) {
        for (const auto& [entry, text] : parts.clinical) {
            clinical.emplace(entry, comparable(text));
        }
        for (const auto& [entry, text] : parts.codes) {
            codes.emplace(entry, comparable(text));
        }
    }

    bool shows(std::size_t entry, const LeafWordings& wordings, bool amongCodes) const {
        const auto in = [&](const std::map<std::size_t, std::string>& part) {
            const auto found = part.find(entry);
            return found != part.end() && standsOn(found->second, wordings);
        };
        return in(clinical) || (amongCodes && in(codes));
    }

    std::string whole;
    std::map<std::size_t, std::string> clinical;
    std::map<std::size_t, std::string> codes;
};

/// Which entry element of a section each place stands in, from 1 in document order; 0: none.
std::vector<std::size_t> entryNumbers(const inventory::Inventory& document) {
    std::vector<std::size_t> numbers(document.places());
    std::size_t last = 0;
    for (inventory::PlaceIndex at = 0; at < document.places(); ++at) {
        const inventory::Place& place = document.place(at);
        const bool entry = place.element == "entry" && document.place(place.parent).element == "section";
        numbers[at] = entry ? ++last : place.parent == at ? 0 : numbers[place.parent];
    }
    return numbers;
}

/// Elements with a code below them that says what they are.
std::set<inventory::PlaceIndex> codedElements(const inventory::Inventory& document) {
    std::set<inventory::PlaceIndex> coded;
    for (const inventory::Leaf* leaf : inventory::clinicalLeaves(document)) {
        const inventory::Place& place = document.place(leaf->place);
        if (leaf->kind == inventory::Kind::Code && place.element == "code" && !leaf->part("code").empty()) {
            coded.insert(place.parent);
        }
    }
    return coded;
}

/// Entries with an amount of some dose.
std::set<std::size_t> dosedEntries(const inventory::Inventory& document,
                                   const std::vector<std::size_t>& entries) {
    std::set<std::size_t> dosed;
    for (const inventory::Leaf* leaf : inventory::clinicalLeaves(document)) {
        if (leaf->kind == inventory::Kind::Quantity &&
            document.place(leaf->place).element == "doseQuantity") {
            dosed.insert(entries[leaf->place]);
        }
    }
    return dosed;
}

/// Why an answer is missing stands beside its own entry. That a question does not apply, and why a frame
/// round other answers or a time is empty, may be said once for several, as may a dose whose steps have
/// amounts.
bool mayStandAnywhere(const inventory::Leaf& leaf, const inventory::Inventory& document,
                      const std::vector<std::size_t>& entries, const std::set<std::size_t>& dosed) {
    static constexpr std::array<std::string_view, 6> kAnswers{
        "value", "doseQuantity", "rateQuantity", "maxDoseQuantity", "routeCode", "interpretationCode"};
    if (leaf.kind != inventory::Kind::NullFlavor) {
        return false;
    }
    const std::string_view element = document.place(leaf.place).element;
    const std::string_view flavor = leaf.part("nullFlavor");
    return flavor == "NA" || flavor == "NI" || std::ranges::find(kAnswers, element) == kAnswers.end() ||
           (element == "doseQuantity" && dosed.contains(entries[leaf.place]));
}

/// HL7 substanceAdminSubstitution.
constexpr std::string_view kSubstitution = "2.16.840.1.113883.5.1070";

/// What an entry is about, how much and when stands in its row or on its card. The codes behind a wording,
/// what the source called it, and codes that say what kind of statement it is may be one click away; so may
/// a code that the sender gave no name.
bool mayStandAmongCodes(const inventory::Leaf& leaf, const inventory::Inventory& document,
                        const std::set<inventory::PlaceIndex>& coded) {
    static constexpr std::array<std::string_view, 3> kSubjects{"playingEntity", "playingDevice",
                                                               "ingredientSubstance"};
    const inventory::Place& place = document.place(leaf.place);
    const inventory::Place& above = document.place(place.parent);
    if (leaf.translation || place.element == "originalText" || above.element == "originalText") {
        return true;
    }
    // The name beside a code is what the source called it, once the code has the reader's name.
    static constexpr std::array<std::string_view, 3> kClassified{
        "ingredientSubstance", "generalizedMaterialKind", "generalizedMedicineClass"};
    if (place.element == "name" && coded.contains(place.parent) &&
        std::ranges::find(kClassified, above.element) != kClassified.end()) {
        return true;
    }
    if (leaf.kind != inventory::Kind::Code) {
        return false;
    }
    // Our own sentence says what a prescriber allows.
    const bool sentence = leaf.part("codeSystem") == kSubstitution;
    const bool subject =
        place.element == "value" || std::ranges::find(kSubjects, above.element) != kSubjects.end();
    return !subject || sentence || leaf.part("displayName").empty();
}

} // namespace

std::vector<MissingLeaf> missingFrom(std::string_view shown, const inventory::Inventory& document,
                                     const Texts& texts, TextLanguage language) {
    const std::string page = comparable(shown);
    std::vector<MissingLeaf> missing;
    for (const inventory::Leaf* leaf : inventory::clinicalLeaves(document)) {
        const LeafWordings wordings = wordingsOf(*leaf, document, texts, language);
        if (!saysNothing(wordings) && !standsOn(page, wordings)) {
            missing.push_back(missingLeaf(*leaf, document));
        }
    }
    return missing;
}

std::vector<MissingLeaf> missingFromPage(const PageParts& parts, const inventory::Inventory& document,
                                         const Texts& texts, TextLanguage language) {
    const ComparablePage page{parts};
    const std::vector<std::size_t> entries = entryNumbers(document);
    const std::set<inventory::PlaceIndex> coded = codedElements(document);
    const std::set<std::size_t> dosed = dosedEntries(document, entries);
    std::vector<MissingLeaf> missing;
    for (const inventory::Leaf* leaf : inventory::clinicalLeaves(document)) {
        const LeafWordings wordings = wordingsOf(*leaf, document, texts, language);
        if (saysNothing(wordings)) {
            continue;
        }
        const std::size_t entry =
            mayStandAnywhere(*leaf, document, entries, dosed) ? 0 : entries[leaf->place];
        const bool found = entry == 0
                               ? standsOn(page.whole, wordings)
                               : page.shows(entry, wordings, mayStandAmongCodes(*leaf, document, coded));
        if (!found) {
            missing.push_back(missingLeaf(*leaf, document));
            missing.back().elsewhere = entry != 0 && standsOn(page.whole, wordings);
        }
    }
    return missing;
}

Result<PageParts> textParts(const xml::Document& document, const Texts& texts, TextLanguage language,
                            const RenderOptions& options) {
    auto read = cda::readClinicalDocument(document);
    if (!read) {
        return passOn(read);
    }
    const auto shown = withNamedHeader(std::move(*read), options.catalogue, language);
    const Wording wording = wordingFor(shown, texts, language, options.catalogue);
    return partsOf(writeTextPage(buildView(shown, wording, options), wording));
}

bool Coverage::complete() const noexcept {
    return std::ranges::all_of(pages, [](const PageCoverage& page) { return page.missing.empty(); });
}

Result<Coverage> measureCoverage(const xml::Document& document, const Texts& texts,
                                 const RenderOptions& options) {
    const inventory::Inventory leaves = inventory::takeInventory(document);
    Coverage coverage;
    coverage.leaves = inventory::clinicalLeaves(leaves).size();
    for (const TextLanguage language :
         {TextLanguage::Bokmaal, TextLanguage::Nynorsk, TextLanguage::English}) {
        const auto html = renderHtml(document, texts, language, options);
        if (!html) {
            return passOn(html);
        }
        coverage.pages.push_back({language, true, missingFromPage(partsOf(*html), leaves, texts, language)});
        const auto text = textParts(document, texts, language, options);
        if (!text) {
            return passOn(text);
        }
        coverage.pages.push_back({language, false, missingFromPage(*text, leaves, texts, language)});
    }
    return coverage;
}

} // namespace ncp::transform::render
