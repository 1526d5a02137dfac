#include "base/xml/document.hpp"

#include "base/handle.hpp"
#include "base/xml/runtime.hpp"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace ncp::xml {
namespace {

std::string_view view(const xmlChar* text) noexcept {
    return text == nullptr ? std::string_view{} : std::string_view{reinterpret_cast<const char*>(text)};
}

struct FreeXmlString {
    void operator()(xmlChar* text) const noexcept { xmlFree(text); }
};
using XmlString = std::unique_ptr<xmlChar, FreeXmlString>;

std::optional<Node> elementFrom(xmlNode* node) noexcept {
    while (node != nullptr && node->type != XML_ELEMENT_NODE) {
        node = node->next;
    }
    return node == nullptr ? std::nullopt : std::optional{Node{node}};
}

const xmlAttr* findAttribute(const xmlNode* node, std::string_view name,
                             std::string_view namespaceUri) noexcept {
    for (const auto* attribute = node->properties; attribute != nullptr; attribute = attribute->next) {
        const auto uri = attribute->ns == nullptr ? std::string_view{} : view(attribute->ns->href);
        if (view(attribute->name) == name && uri == namespaceUri) {
            return attribute;
        }
    }
    return nullptr;
}

std::string valueOf(const xmlAttr* attribute) {
    const auto* only = attribute->children;
    if (only == nullptr) {
        return {};
    }
    if (only->next == nullptr && only->type == XML_TEXT_NODE) {
        return std::string{view(only->content)};
    }
    const XmlString joined{xmlNodeListGetString(attribute->doc, attribute->children, 1)};
    return std::string{view(joined.get())};
}

void ignoreMessage(void* /*context*/, const char* /*message*/, ...) {}
void ignoreStructured(void* /*context*/, xmlErrorPtr /*error*/) {}

std::string describe(const xmlParserCtxt* context) {
    return "not well-formed, line " + std::to_string(context->lastError.line);
}

std::string serializeNode(xmlDoc* document, xmlNode* node) {
    const Handle<xmlBuffer, &xmlBufferFree> buffer{xmlBufferCreate()};
    if (xmlNodeDump(buffer.get(), document, node, 0, 0) < 0) {
        throw std::runtime_error("an element can't be serialized");
    }
    return {reinterpret_cast<const char*>(xmlBufferContent(buffer.get())),
            static_cast<std::size_t>(xmlBufferLength(buffer.get()))};
}

} // namespace

Runtime::Runtime() {
    LIBXML_TEST_VERSION
    xmlInitParser();
    xmlSetGenericErrorFunc(nullptr, &ignoreMessage);
    xmlThrDefSetGenericErrorFunc(nullptr, &ignoreMessage);
    xmlSetStructuredErrorFunc(nullptr, &ignoreStructured);
    xmlThrDefSetStructuredErrorFunc(nullptr, &ignoreStructured);
}

Runtime::~Runtime() {
    xmlCleanupParser();
}

std::string_view Node::name() const noexcept {
    return view(node_->name);
}

std::string_view Node::namespaceUri() const noexcept {
    return node_->ns == nullptr ? std::string_view{} : view(node_->ns->href);
}

bool Node::is(std::string_view namespaceUri, std::string_view name) const noexcept {
    return this->name() == name && this->namespaceUri() == namespaceUri;
}

std::optional<Node> Node::parent() const noexcept {
    auto* parent = node_->parent;
    return parent == nullptr || parent->type != XML_ELEMENT_NODE ? std::nullopt : std::optional{Node{parent}};
}

std::optional<Node> Node::firstChild() const noexcept {
    return elementFrom(node_->children);
}

std::optional<Node> Node::next() const noexcept {
    return elementFrom(node_->next);
}

std::optional<Node> Node::child(std::string_view namespaceUri, std::string_view name) const noexcept {
    for (const auto candidate : children()) {
        if (candidate.is(namespaceUri, name)) {
            return candidate;
        }
    }
    return std::nullopt;
}

std::optional<Node> Node::path(std::string_view namespaceUri,
                               std::initializer_list<std::string_view> names) const noexcept {
    std::optional<Node> at{*this};
    for (const auto name : names) {
        at = at->child(namespaceUri, name);
        if (!at) {
            return std::nullopt;
        }
    }
    return at;
}

Node::Children Node::children() const noexcept {
    return Children{firstChild()};
}

std::vector<Node> Node::children(std::string_view namespaceUri, std::string_view name) const {
    std::vector<Node> found;
    for (const auto candidate : children()) {
        if (candidate.is(namespaceUri, name)) {
            found.push_back(candidate);
        }
    }
    return found;
}

std::string Node::attribute(std::string_view name) const {
    const auto* found = findAttribute(node_, name, {});
    return found == nullptr ? std::string{} : valueOf(found);
}

std::optional<std::string> Node::attributeIfPresent(std::string_view name,
                                                    std::string_view namespaceUri) const {
    const auto* found = findAttribute(node_, name, namespaceUri);
    return found == nullptr ? std::nullopt : std::optional{valueOf(found)};
}

bool Node::hasAttribute(std::string_view name) const noexcept {
    return findAttribute(node_, name, {}) != nullptr;
}

std::vector<Node::Attribute> Node::attributes() const {
    std::vector<Attribute> all;
    for (const auto* at = node_->properties; at != nullptr; at = at->next) {
        all.push_back(
            {view(at->name), at->ns == nullptr ? std::string_view{} : view(at->ns->href), valueOf(at)});
    }
    return all;
}

std::vector<Node::Piece> Node::content() const {
    std::vector<Piece> pieces;
    for (xmlNode* at = node_->children; at != nullptr; at = at->next) {
        if (at->type == XML_ELEMENT_NODE) {
            pieces.push_back({Node{at}, {}});
        } else if ((at->type == XML_TEXT_NODE || at->type == XML_CDATA_SECTION_NODE) &&
                   at->content != nullptr) {
            pieces.push_back({std::nullopt, reinterpret_cast<const char*>(at->content)});
        }
    }
    return pieces;
}

std::string Node::text() const {
    const auto* only = node_->children;
    if (only != nullptr && only->next == nullptr && only->type == XML_TEXT_NODE) {
        return std::string{view(only->content)};
    }
    const XmlString joined{xmlNodeGetContent(node_)};
    return std::string{view(joined.get())};
}

Result<std::string> Node::plainText() const {
    std::string text;
    for (const auto* at = node_->children; at != nullptr; at = at->next) {
        if (at->type != XML_TEXT_NODE && at->type != XML_CDATA_SECTION_NODE) {
            return fail(ErrorCode::MalformedMessage, std::string{name()} + " holds something else than text");
        }
        text += view(at->content);
    }
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string::npos) {
        return std::string{};
    }
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool Node::holdsCommentsOrInstructions() const noexcept {
    for (const auto* at = node_->children; at != nullptr; at = at->next) {
        if (at->type == XML_COMMENT_NODE || at->type == XML_PI_NODE) {
            return true;
        }
    }
    for (const auto below : children()) {
        if (below.holdsCommentsOrInstructions()) {
            return true;
        }
    }
    return false;
}

std::optional<std::string> Node::resolvePrefix(std::string_view prefix) const {
    const std::string name{prefix};
    const auto* found = xmlSearchNs(
        node_->doc, node_, prefix.empty() ? nullptr : reinterpret_cast<const xmlChar*>(name.c_str()));
    return found == nullptr ? std::nullopt : std::optional{std::string{view(found->href)}};
}

long Node::line() const noexcept {
    return xmlGetLineNo(node_);
}

std::string Node::location() const {
    std::string path;
    for (std::optional<Node> at{*this}; at; at = at->parent()) {
        std::size_t position = 1;
        std::size_t same = 1;
        for (auto* before = at->node_->prev; before != nullptr; before = before->prev) {
            if (before->type == XML_ELEMENT_NODE && view(before->name) == at->name()) {
                ++position;
                ++same;
            }
        }
        for (auto* after = at->node_->next; after != nullptr; after = after->next) {
            same += after->type == XML_ELEMENT_NODE && view(after->name) == at->name() ? 1U : 0U;
        }
        const auto index = same > 1 ? "[" + std::to_string(position) + "]" : std::string{};
        path.insert(0, "/" + std::string{at->name()} + index);
    }
    return path;
}

std::string Node::serialize() const {
    const Handle<xmlDoc, &xmlFreeDoc> alone{xmlNewDoc(reinterpret_cast<const xmlChar*>("1.0"))};
    auto* copy = xmlDocCopyNode(node_, alone.get(), 1);
    if (copy == nullptr) {
        throw std::bad_alloc{};
    }
    xmlDocSetRootElement(alone.get(), copy);
    // Declarations above the element may be used by QNames in values only (xsi:type): carry those prefixes.
    const std::unique_ptr<xmlNs*, FreeWith<&free>> inherited{xmlGetNsList(node_->doc, node_)};
    for (auto** at = inherited.get(); at != nullptr && *at != nullptr; ++at) {
        const auto prefix = view((*at)->prefix);
        if (prefix.empty() || xmlSearchNs(alone.get(), copy, (*at)->prefix) != nullptr) {
            continue;
        }
        bool used = false;
        const auto start = std::string{prefix} + ":";
        walk(Node{copy}, [&](Node n) {
            const auto type = n.attributeIfPresent("type", "http://www.w3.org/2001/XMLSchema-instance");
            used = used || (type && type->starts_with(start));
            return !used;
        });
        if (used) {
            xmlNewNs(copy, (*at)->href, (*at)->prefix);
        }
    }
    return serializeNode(alone.get(), copy);
}

Result<Document> Document::parse(std::string_view bytes, const Limits& limits) {
    if (auto intake = checkIntake(bytes, limits); !intake) {
        return passOn(intake);
    }
    const Handle<xmlParserCtxt, &xmlFreeParserCtxt> context{xmlNewParserCtxt()};
    if (!context) {
        throw std::bad_alloc{};
    }
    constexpr int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT |
                            XML_PARSE_BIG_LINES; // else every line behind 65,535 is that one
    Document parsed{xmlCtxtReadMemory(context.get(), bytes.data(), static_cast<int>(bytes.size()), nullptr,
                                      nullptr, options)};
    if (parsed.document_ == nullptr || context->wellFormed == 0) {
        return fail(ErrorCode::MalformedXml, describe(context.get()));
    }
    if (parsed.document_->intSubset != nullptr) {
        return fail(ErrorCode::MalformedXml, "DOCTYPE and other declarations are refused");
    }
    if (context->nsWellFormed == 0) {
        return fail(ErrorCode::MalformedXml,
                    "namespaces not well-formed, line " + std::to_string(context->lastError.line));
    }
    return parsed;
}

Document Document::create(std::string_view namespaceUri, std::string_view rootName) {
    Document made{xmlNewDoc(reinterpret_cast<const xmlChar*>("1.0"))};
    const std::string name{rootName};
    const std::string uri{namespaceUri};
    auto* root =
        xmlNewDocNode(made.document_, nullptr, reinterpret_cast<const xmlChar*>(name.c_str()), nullptr);
    xmlDocSetRootElement(made.document_, root);
    xmlSetNs(root, xmlNewNs(root, reinterpret_cast<const xmlChar*>(uri.c_str()), nullptr));
    return made;
}

Document::Document(Document&& other) noexcept : document_(std::exchange(other.document_, nullptr)) {}

Document& Document::operator=(Document&& other) noexcept {
    std::swap(document_, other.document_);
    return *this;
}

Document::~Document() {
    if (document_ != nullptr) {
        xmlFreeDoc(document_);
    }
}

Node Document::root() const noexcept {
    return Node{xmlDocGetRootElement(document_)};
}

Document Document::copy() const {
    return Document{xmlCopyDoc(document_, 1)};
}

std::string Document::serialize() const {
    xmlChar* bytes = nullptr;
    int length = 0;
    xmlDocDumpMemoryEnc(document_, &bytes, &length, "UTF-8");
    const XmlString owned{bytes};
    return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length)};
}

void walk(Node element, const std::function<bool(Node)>& visit) {
    if (!visit(element)) {
        return;
    }
    for (const auto child : element.children()) {
        walk(child, visit);
    }
}

} // namespace ncp::xml
