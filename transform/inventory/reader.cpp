#include "transform/inventory/reader.hpp"

#include "base/base64.hpp"
#include "transform/cda/element.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace ncp::transform::inventory {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kTextStep = "text()";

bool isBlank(std::string_view text) noexcept {
    return text.find_first_not_of(kBlanks) == std::string_view::npos;
}

/// Child elements and texts; texts that a comment or a CDATA section divides are one.
std::vector<xml::Node::Piece> piecesOf(xml::Node element) {
    auto pieces = element.content();
    std::vector<xml::Node::Piece> joined;
    joined.reserve(pieces.size());
    for (auto& piece : pieces) {
        if (!piece.element && !joined.empty() && !joined.back().element) {
            joined.back().text += piece.text;
        } else {
            joined.push_back(std::move(piece));
        }
    }
    return joined;
}

/// True where an element's text is all that it holds; translations beside it don't count.
bool isPlainText(const std::vector<xml::Node::Piece>& pieces) {
    return std::ranges::none_of(
        pieces, [](const auto& piece) { return piece.element && piece.element->name() != "translation"; });
}

bool holdsText(const std::vector<xml::Node::Piece>& pieces) {
    return std::ranges::any_of(pieces, [](const auto& piece) { return !isBlank(piece.text); });
}

std::string textOf(const std::vector<xml::Node::Piece>& pieces) {
    std::string text;
    for (const auto& piece : pieces) {
        text += piece.text;
    }
    return cda::collapse(text);
}

/// Runs of white space as one blank, also at the ends: beside markup it parts words.
std::string collapseInside(std::string_view text, bool first, bool last) {
    auto collapsed = cda::collapse(text);
    if (!first && kBlanks.find(text.front()) != std::string_view::npos) {
        collapsed.insert(0, " ");
    }
    if (!last && kBlanks.find(text.back()) != std::string_view::npos) {
        collapsed += " ";
    }
    return collapsed;
}

/// FNV-1a, 64 bits: tells files apart that differ by mistake.
std::string digestOf(std::string_view bytes) {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char c : bytes) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    }
    std::string eight;
    for (int shift = 56; shift >= 0; shift -= 8) {
        eight.push_back(static_cast<char>((hash >> static_cast<unsigned>(shift)) & 0xFFU));
    }
    return hexEncode(eight);
}

/// What an embedded file is: of base64 the bytes that it stands for, else the text as it stands.
std::vector<Part> fileParts(const std::string& text, bool encoded) {
    const auto decoded = encoded ? base64Decode(text) : Result<std::string>{text};
    const auto& bytes = decoded ? *decoded : text;
    return {Part{"digest", (decoded ? "" : "undecoded ") + digestOf(bytes)},
            Part{"size", std::to_string(bytes.size())}};
}

/// The attributes of one element by the leaf that they belong to.
struct Groups {
    std::vector<Part> code, value, identifier;
    std::vector<std::pair<Kind, Part>> single;
};

} // namespace

Inventory Reader::read(xml::Node root) {
    Reader reader;
    reader.inventory_.places_.push_back(
        {0, reader.keep(root.namespaceUri()), reader.keep(root.name()), 1, 1, {}, true});
    reader.element(root, 0, contextOf(root, {}));
    return std::move(reader.inventory_);
}

void Reader::element(xml::Node element, PlaceIndex place, const Context& context) {
    const auto before = inventory_.leaves_.size();
    const bool said = attributes(element, place, context);
    const auto pieces = piecesOf(element);
    content(element, pieces, place, context);
    if (!said && inventory_.leaves_.size() == before && !element.firstChild()) {
        add(element, place, context, Kind::Element, {Part{}});
    }
}

bool Reader::attributes(xml::Node element, PlaceIndex place, const Context& context) {
    Groups groups;
    const auto all = element.attributes();
    for (const auto& attribute : all) {
        Part part{keep(attributeName(attribute)), attributeValue(element, attribute)};
        const auto kind = attribute.namespaceUri.empty() ? kindOfAttribute(attribute.name) : Kind::Attribute;
        if (kind == Kind::Code) {
            groups.code.push_back(std::move(part));
        } else if (kind == Kind::Identifier) {
            groups.identifier.push_back(std::move(part));
        } else if (part.name == "value" || part.name == "unit") {
            groups.value.push_back(std::move(part));
        } else {
            groups.single.emplace_back(kind, std::move(part));
        }
    }
    if (!groups.code.empty()) {
        add(element, place, context, Kind::Code, std::move(groups.code));
    }
    if (!groups.value.empty()) {
        add(element, place, context, kindOfValue(element, context), std::move(groups.value));
    }
    if (!groups.identifier.empty()) {
        add(element, place, context, Kind::Identifier, std::move(groups.identifier));
    }
    for (auto& [kind, part] : groups.single) {
        add(element, place, context, kind, {std::move(part)});
    }
    return !all.empty();
}

void Reader::content(xml::Node element, const Pieces& pieces, PlaceIndex place, const Context& context) {
    const bool file = holdsFile(element, context);
    const bool plain = isPlainText(pieces);
    if (file) {
        const auto encoded = element.attribute("representation") == "B64";
        add(element, place, context, Kind::Media, fileParts(textOf(pieces), encoded));
    } else if (plain && holdsText(pieces)) {
        add(element, place, context, Kind::Text, {Part{{}, textOf(pieces)}});
    }
    Siblings siblings{place, isOrdered(element, context) || holdsText(pieces), 0, {}, {}};
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (const auto child = pieces[i].element) {
            const auto childPlace = placeOf(*child, siblings);
            this->element(*child, childPlace, contextOf(*child, context));
        } else if (!file && !plain) {
            text(element, pieces, i, siblings, context);
        }
    }
    markAlone(siblings);
}

void Reader::text(xml::Node parent, const Pieces& pieces, std::size_t at, Siblings& siblings,
                  const Context& context) {
    const bool first = at == 0;
    const bool last = at + 1 == pieces.size();
    const auto& text = pieces[at].text;
    if (isBlank(text)) {
        // A blank between two pieces of narrative parts words: what follows moves up when it goes.
        const bool parts = context.region == Region::Narrative && !isLayout(parent) && !first && !last;
        siblings.order += parts ? 1U : 0U;
        return;
    }
    const auto place =
        addPlace({siblings.parent, {}, keep(kTextStep), 0, ++siblings.order, {}, true}, siblings);
    add(parent, place, context, Kind::Text, {Part{{}, collapseInside(text, first, last)}});
}

PlaceIndex Reader::placeOf(xml::Node child, Siblings& siblings) {
    Place place{siblings.parent, keep(child.namespaceUri()), keep(child.name()), 0, 0, {}, true};
    if (place.element == "translation") {
        place.translation = statementOf(child);
        // One that is nested in another belongs to the same coded element as that one.
        while (inventory_.places_[place.parent].element == "translation") {
            place.parent = inventory_.places_[place.parent].parent;
        }
    } else if (siblings.ordered) {
        place.order = ++siblings.order;
    }
    return addPlace(place, siblings);
}

PlaceIndex Reader::addPlace(Place place, Siblings& siblings) {
    place.position = ++siblings.ofName[place.element.data()];
    if (place.order == 0 && place.element != "translation") {
        place.order = place.position;
    }
    const auto index = static_cast<PlaceIndex>(inventory_.places_.size());
    inventory_.places_.push_back(place);
    siblings.places.push_back(index);
    return index;
}

void Reader::markAlone(const Siblings& siblings) {
    for (const auto index : siblings.places) {
        auto& place = inventory_.places_[index];
        place.alone = siblings.ofName.at(place.element.data()) == 1;
    }
}

void Reader::add(xml::Node element, PlaceIndex place, const Context& context, Kind kind,
                 std::vector<Part> parts) {
    std::ranges::sort(parts, {}, &Part::name);
    Leaf leaf{kind, context.region, false, context.translation, place, element.line(), std::move(parts)};
    leaf.clinical = isClinical(leaf, element, context);
    inventory_.leaves_.push_back(std::move(leaf));
}

std::string_view Reader::keep(std::string_view text) {
    const auto found = inventory_.names_.find(text);
    return found == inventory_.names_.end() ? *inventory_.names_.emplace(text).first : *found;
}

std::string_view Reader::statementOf(xml::Node translation) {
    std::vector<std::string> said;
    for (const auto& attribute : translation.attributes()) {
        said.push_back(attributeName(attribute) + "=" + attributeValue(translation, attribute));
    }
    std::ranges::sort(said);
    std::string statement;
    for (const auto& one : said) {
        statement += one + "\n";
    }
    return keep(statement);
}

} // namespace ncp::transform::inventory
