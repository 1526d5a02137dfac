#include "tests/transform/rules/mutation.hpp"

#include <array>
#include <functional>

namespace ncp::test {
namespace {

constexpr std::array<std::string_view, 27> kValues{"",
                                                   " ",
                                                   "X",
                                                   "1",
                                                   "-1",
                                                   "0.5",
                                                   "1e3",
                                                   "20260101",
                                                   "2026010112",
                                                   "20260101T12",
                                                   "abc",
                                                   "a b",
                                                   "true",
                                                   "1.2.3",
                                                   "01.2",
                                                   "NI",
                                                   "UNC",
                                                   "OTH",
                                                   "L R",
                                                   " SUBJ ",
                                                   "EVN",
                                                   "CD",
                                                   "urn:x",
                                                   "50%",
                                                   "INT",
                                                   "id-9",
                                                   "20260101120000.5+01"};
constexpr std::array<std::string_view, 24> kTypes{
    "CD",   "CE", "CV",     "CS",        "CO",      "ST",      "ED",      "INT",
    "REAL", "PQ", "IVL_PQ", "TS",        "IVL_TS",  "PIVL_TS", "EIVL_TS", "SXPR_TS",
    "BL",   "II", "RTO",    "RTO_PQ_PQ", "IVL_INT", "AD",      "PN",      "ANY"};
constexpr std::array<std::string_view, 22> kAttributes{
    "nullFlavor", "code",      "codeSystem",  "displayName",  "value",          "unit",   "root", "extension",
    "classCode",  "moodCode",  "typeCode",    "operator",     "inclusive",      "ID",     "use",  "mediaType",
    "language",   "styleCode", "negationInd", "inversionInd", "determinerCode", "foreign"};
constexpr std::array<std::string_view, 8> kTexts{"text",           "&lt;script&gt;",    "<br/>",
                                                 "<unknown/>",     "<!-- remark -->",   "\n  ",
                                                 "<text>x</text>", "<id root=\"1.2\"/>"};

/// Chooses without the distributions of the standard library: their results differ between libraries.
class Choice {
  public:
    explicit Choice(std::uint32_t seed) : engine_(seed) {}
    std::size_t below(std::size_t count) { return count == 0 ? 0 : engine_() % count; }
    template <class Container>
    decltype(auto) of(const Container& container) {
        return container[below(container.size())];
    }

  private:
    std::mt19937 engine_;
};

struct AttributePlace {
    std::size_t begin = 0; ///< of the blank before its name
    std::size_t valueBegin = 0;
    std::size_t valueEnd = 0;
    std::size_t end = 0;
    std::string name;
};

std::vector<AttributePlace> attributesOf(std::string_view document, const ElementPlace& element) {
    std::vector<AttributePlace> places;
    auto at = document.find_first_of(" \t\r\n/>", element.begin);
    while (at < element.tagEnd) {
        const auto name = document.find_first_not_of(" \t\r\n", at);
        if (name >= element.tagEnd || document[name] == '>' || document[name] == '/') {
            break;
        }
        const auto equals = document.find('=', name);
        const auto open = document.find_first_of("\"'", equals);
        const auto close = document.find(document[open], open + 1);
        auto text = std::string{document.substr(name, equals - name)};
        text.erase(text.find_last_not_of(" \t\r\n") + 1);
        places.push_back({at, open + 1, close, close + 1, std::move(text)});
        at = close + 1;
    }
    return places;
}

std::string replaced(std::string_view document, std::size_t begin, std::size_t end, std::string_view text) {
    return std::string{document.substr(0, begin)}.append(text).append(document.substr(end));
}

/// The document, its places and where chance leads.
struct Surgery {
    std::string_view document;
    std::vector<ElementPlace> places;
    Choice choice;

    const ElementPlace& any() { return choice.of(places); }
    std::string_view bytes(const ElementPlace& place) const {
        return document.substr(place.begin, place.end - place.begin);
    }
    std::string_view name(const ElementPlace& place) const {
        const auto end = document.find_first_of(" \t\r\n/>", place.begin);
        return document.substr(place.begin + 1, end - place.begin - 1);
    }
};

std::string withoutElement(Surgery& s) {
    const auto& place = s.any();
    return place.begin == s.places.front().begin ? std::string{s.document}
                                                 : replaced(s.document, place.begin, place.end, "");
}

std::string doubled(Surgery& s) {
    const auto& place = s.any();
    return replaced(s.document, place.end, place.end, s.bytes(place));
}

std::string movedBack(Surgery& s) {
    const auto& place = s.any();
    for (const auto& sibling : s.places) {
        if (sibling.parent == place.parent && sibling.begin > place.begin && &sibling != &place) {
            auto moved = std::string{s.document.substr(0, place.begin)};
            moved.append(s.document.substr(place.end, sibling.end - place.end)).append(s.bytes(place));
            return moved.append(s.document.substr(sibling.end));
        }
    }
    return doubled(s);
}

std::string transplanted(Surgery& s) {
    const auto& from = s.any();
    const auto& to = s.any();
    return replaced(s.document, to.begin, to.begin, s.bytes(from));
}

std::string renamed(Surgery& s) {
    const auto& place = s.any();
    const auto name = s.name(place);
    const auto other = s.name(s.any());
    auto text = std::string{s.bytes(place)};
    if (text[place.tagEnd - place.begin - 2] != '/') {
        text.replace(text.rfind("</") + 2, name.size(), other);
    }
    text.replace(1, name.size(), other);
    return replaced(s.document, place.begin, place.end, text);
}

std::string withoutAttribute(Surgery& s) {
    const auto attributes = attributesOf(s.document, s.any());
    if (attributes.empty()) {
        return withoutElement(s);
    }
    const auto& attribute = s.choice.of(attributes);
    return attribute.name.starts_with("xmlns") ? doubled(s)
                                               : replaced(s.document, attribute.begin, attribute.end, "");
}

std::string withOtherValue(Surgery& s) {
    const auto attributes = attributesOf(s.document, s.any());
    if (attributes.empty()) {
        return doubled(s);
    }
    const auto& attribute = s.choice.of(attributes);
    if (attribute.name.starts_with("xmlns")) {
        return withoutElement(s);
    }
    const auto value = attribute.name.ends_with(":type") ? s.choice.of(kTypes) : s.choice.of(kValues);
    return replaced(s.document, attribute.valueBegin, attribute.valueEnd, value);
}

std::string withAttribute(Surgery& s) {
    const auto& place = s.any();
    const auto name = s.choice.of(kAttributes);
    for (const auto& attribute : attributesOf(s.document, place)) {
        if (attribute.name == name) {
            return replaced(s.document, attribute.valueBegin, attribute.valueEnd, s.choice.of(kValues));
        }
    }
    const auto at = place.begin + 1 + s.name(place).size();
    return replaced(s.document, at, at,
                    " " + std::string{name} + "=\"" + std::string{s.choice.of(kValues)} + "\"");
}

std::string withOtherType(Surgery& s) {
    const auto& place = s.any();
    for (const auto& attribute : attributesOf(s.document, place)) {
        if (attribute.name == "xsi:type") {
            return replaced(s.document, attribute.valueBegin, attribute.valueEnd, s.choice.of(kTypes));
        }
    }
    const auto at = place.begin + 1 + s.name(place).size();
    return replaced(s.document, at, at, " xsi:type=\"" + std::string{s.choice.of(kTypes)} + "\"");
}

std::string withText(Surgery& s) {
    const auto& place = s.any();
    const auto& text = s.choice.of(kTexts);
    if (s.document[place.tagEnd - 2] == '/') {
        const auto tag = std::string{s.document.substr(place.begin, place.tagEnd - place.begin - 2)};
        return replaced(s.document, place.begin, place.end,
                        tag + ">" + std::string{text} + "</" + std::string{s.name(place)} + ">");
    }
    return replaced(s.document, place.tagEnd, place.tagEnd, text);
}

} // namespace

std::vector<ElementPlace> elementPlaces(std::string_view document) {
    std::vector<ElementPlace> places;
    std::vector<std::size_t> open;
    for (auto at = document.find('<'); at != std::string_view::npos; at = document.find('<', at)) {
        if (document.substr(at).starts_with("<!--")) {
            at = document.find("-->", at) + 3;
        } else if (document[at + 1] == '?') {
            at = document.find("?>", at) + 2;
        } else if (document[at + 1] == '/') {
            at = document.find('>', at) + 1;
            places[open.back()].end = at;
            open.pop_back();
        } else {
            const auto end = document.find('>', at) + 1;
            places.push_back({at, end, end, open.empty() ? 0 : open.back()});
            if (document[end - 2] != '/') {
                open.push_back(places.size() - 1);
            }
            at = end;
        }
    }
    return places;
}

std::string mutated(std::string_view document, std::uint32_t seed) {
    using Mutation = std::string (*)(Surgery&);
    constexpr std::array<Mutation, 10> kMutations{
        &withoutElement,   &doubled,        &movedBack,     &transplanted,  &renamed,
        &withoutAttribute, &withOtherValue, &withAttribute, &withOtherType, &withText};
    Surgery surgery{document, elementPlaces(document), Choice{seed}};
    return surgery.choice.of(kMutations)(surgery);
}

} // namespace ncp::test
