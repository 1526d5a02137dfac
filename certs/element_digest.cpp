#include "certs/element_digest.hpp"

#include <libxml/tree.h>

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

namespace ncp::certs {
namespace {

/// What follows in the digest's input.
enum class Part : char { Element, Declaration, Attribute, Text, End };

/// The input of the digest, front to back.
class Input {
  public:
    Input() { bytes_.reserve(std::size_t{32} * 1024); }

    void part(Part kind) { bytes_ += static_cast<char>(kind); }

    /// Seven bits a byte, the last one without the high bit: short for what is small, and never ambiguous.
    void number(std::size_t value) {
        for (; value >= 0x80; value >>= 7U) {
            bytes_ += static_cast<char>(0x80U | (value & 0x7FU));
        }
        bytes_ += static_cast<char>(value);
    }

    void string(const xmlChar* text) {
        string(text == nullptr ? std::string_view{} : std::string_view{reinterpret_cast<const char*>(text)});
    }
    void string(std::string_view text) {
        number(text.size());
        bytes_.append(text);
    }

    /// In full where a name first uses it, by its number after that: there are few of them and many names.
    void space(const xmlNs* space) {
        const auto known = std::ranges::find(spaces_, space);
        number(static_cast<std::size_t>(known - spaces_.begin()));
        if (known == spaces_.end()) {
            spaces_.push_back(space);
            string(space == nullptr ? nullptr : space->href);
            string(space == nullptr ? nullptr : space->prefix);
        }
    }

    std::string_view bytes() const noexcept { return bytes_; }

  private:
    std::string bytes_;
    std::vector<const xmlNs*> spaces_;
};

void addName(Input& input, const xmlChar* name, const xmlNs* space) {
    input.string(name);
    input.space(space);
}

void addDeclarations(Input& input, const xmlNode* element) {
    for (const auto* at = element->nsDef; at != nullptr; at = at->next) {
        input.part(Part::Declaration);
        input.string(at->prefix);
        input.string(at->href);
    }
}

void addAttribute(Input& input, const xmlAttr* attribute) {
    input.part(Part::Attribute);
    addName(input, attribute->name, attribute->ns);
    const auto* only = attribute->children;
    if (only != nullptr && only->next == nullptr && only->type == XML_TEXT_NODE) {
        input.string(only->content);
        return;
    }
    auto* joined = xmlNodeListGetString(attribute->doc, attribute->children, 1);
    input.string(joined);
    xmlFree(joined);
}

void addElement(Input& input, const xmlNode* element, const xmlNode* leftOut) {
    input.part(Part::Element);
    addName(input, element->name, element->ns);
    addDeclarations(input, element);
    for (const auto* at = element->properties; at != nullptr; at = at->next) {
        addAttribute(input, at);
    }
    for (const auto* at = element == leftOut ? nullptr : element->children; at != nullptr; at = at->next) {
        if (at->type == XML_ELEMENT_NODE) {
            addElement(input, at, leftOut);
        } else {
            input.part(Part::Text);
            input.string(at->content);
        }
    }
    input.part(Part::End);
}

/// The declarations and xml: attributes of everything above, nearest first: the nearest one counts.
void addContext(Input& input, const xmlNode* element) {
    for (const auto* at = element->parent; at != nullptr && at->type == XML_ELEMENT_NODE; at = at->parent) {
        addDeclarations(input, at);
        for (const auto* attribute = at->properties; attribute != nullptr; attribute = attribute->next) {
            if (attribute->ns != nullptr && xmlStrEqual(attribute->ns->href, XML_XML_NAMESPACE) != 0) {
                addAttribute(input, attribute);
            }
        }
        input.part(Part::End);
    }
}

} // namespace

bool holdsOnlyElementsAndText(xml::Node element) noexcept {
    for (auto* at = element.native()->children; at != nullptr; at = at->next) {
        const bool text = at->type == XML_TEXT_NODE || at->type == XML_CDATA_SECTION_NODE;
        if (!text && (at->type != XML_ELEMENT_NODE || !holdsOnlyElementsAndText(xml::Node{at}))) {
            return false;
        }
    }
    return true;
}

std::string elementDigest(xml::Node element, std::string_view context, std::optional<xml::Node> leftOut) {
    Input input;
    input.string(context);
    addElement(input, element.native(), leftOut ? leftOut->native() : nullptr);
    addContext(input, element.native());
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (EVP_Digest(input.bytes().data(), input.bytes().size(), digest.data(), &length, EVP_sha256(),
                   nullptr) != 1) {
        throw std::runtime_error("SHA-256 is not available");
    }
    return {reinterpret_cast<const char*>(digest.data()), length};
}

} // namespace ncp::certs
