#pragma once

#include "base/result.hpp"
#include "base/xml/intake.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct _xmlNode;
struct _xmlDoc;

namespace ncp::xml {

class Document;

/// A view of one element. Copyable and cheap; it must not outlive its Document.
/// Elements and attributes are addressed by namespace and local name, never by prefix.
class Node {
  public:
    explicit Node(_xmlNode* node) noexcept : node_(node) {}

    std::string_view name() const noexcept;         ///< local name
    std::string_view namespaceUri() const noexcept; ///< empty where there is none
    bool is(std::string_view namespaceUri, std::string_view name) const noexcept;

    std::optional<Node> parent() const noexcept;
    std::optional<Node> firstChild() const noexcept; ///< first child element
    std::optional<Node> next() const noexcept;       ///< next sibling element

    /// First child element of that name.
    std::optional<Node> child(std::string_view namespaceUri, std::string_view name) const noexcept;
    /// First child at the end of a path of names, all of one namespace: `path(kHl7, {"device", "id"})`.
    std::optional<Node> path(std::string_view namespaceUri,
                             std::initializer_list<std::string_view> names) const noexcept;

    /// Iterates the child elements.
    class Children;
    Children children() const noexcept;
    /// All child elements of that name.
    std::vector<Node> children(std::string_view namespaceUri, std::string_view name) const;

    /// Value of an attribute without namespace; empty where it is absent.
    std::string attribute(std::string_view name) const;
    std::optional<std::string> attributeIfPresent(std::string_view name,
                                                  std::string_view namespaceUri = {}) const;
    bool hasAttribute(std::string_view name) const noexcept;
    /// Every attribute, namespace declarations excluded.
    struct Attribute {
        std::string_view name;
        std::string_view namespaceUri;
        std::string value;
    };
    std::vector<Attribute> attributes() const;

    /// One piece of mixed content: a child element, or text between them (CDATA included).
    struct Piece;
    /// Child elements and texts in document order; comments and processing instructions left out.
    std::vector<Piece> content() const;

    /// All text below, joined across comments and markup.
    std::string text() const;
    /// Text of an element that holds nothing but text, white space trimmed. A comment, a processing
    /// instruction or an element inside is MalformedMessage: two readers could take it differently.
    Result<std::string> plainText() const;
    /// True when a comment or processing instruction stands anywhere below.
    bool holdsCommentsOrInstructions() const noexcept;

    /// Namespace that a prefix is bound to here; for QNames in values such as xsi:type.
    std::optional<std::string> resolvePrefix(std::string_view prefix) const;
    long line() const noexcept;
    /// Names of the elements from the root with positions, for messages: /ClinicalDocument/component[2]/…
    std::string location() const;

    /// The element with its subtree as text, with every namespace declaration that it needs, as it stands.
    std::string serialize() const;

    friend bool operator==(Node a, Node b) noexcept { return a.node_ == b.node_; }
    /// For base/xml and the signature code only.
    _xmlNode* native() const noexcept { return node_; }

  private:
    _xmlNode* node_;
};

struct Node::Piece {
    std::optional<Node> element;
    std::string text; ///< where `element` is absent
};

/// Forward iteration over child elements.
class Node::Children {
  public:
    class Iterator {
      public:
        explicit Iterator(std::optional<Node> at) noexcept : at_(at) {}
        Node operator*() const noexcept { return *at_; }
        Iterator& operator++() noexcept {
            at_ = at_->next();
            return *this;
        }
        friend bool operator==(const Iterator& a, const Iterator& b) noexcept { return a.at_ == b.at_; }

      private:
        std::optional<Node> at_;
    };

    explicit Children(std::optional<Node> first) noexcept : first_(first) {}
    Iterator begin() const noexcept { return Iterator{first_}; }
    Iterator end() const noexcept { return Iterator{std::nullopt}; }

  private:
    std::optional<Node> first_;
};

/// A parsed document; owns its tree.
class Document {
  public:
    /// The only way from outside bytes to a tree: UTF-8, no DOCTYPE, no network, limits kept.
    static Result<Document> parse(std::string_view bytes, const Limits& limits = {});
    /// A new document with an empty root element in `namespaceUri` (declared as default namespace).
    static Document create(std::string_view namespaceUri, std::string_view rootName);

    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();

    Node root() const noexcept;
    /// A deep copy; expensive, for tests and for transformations that keep their input.
    Document copy() const;
    /// UTF-8 with XML declaration.
    std::string serialize() const;

    _xmlDoc* native() const noexcept { return document_; }

  private:
    explicit Document(_xmlDoc* document) noexcept : document_(document) {}

    _xmlDoc* document_;
};

/// Calls `visit` for the element and every element below it, in document order; stops descending where it
/// returns false.
void walk(Node element, const std::function<bool(Node)>& visit);

} // namespace ncp::xml
