#pragma once

#include "base/result.hpp"
#include "transform/cda/document_type.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::cda {

/// What a document type asks of a coded element (eHDSI coded element list).
enum class Usage : std::uint8_t {
    NotApplicable,      ///< NA: not one of this document type
    Optional,           ///< O
    RequiredNullFlavor, ///< RNFA: required, a nullFlavor is allowed
    Required,           ///< R
};

/// Where the code stands.
enum class CodePlace : std::uint8_t {
    Element,   ///< @code and @codeSystem of the element (CD, CE)
    Attribute, ///< an attribute alone (@unit, @use, @classCode, @code of a CS)
    Text,      ///< the text of the element (country)
};

/// One row of the coded element list.
struct CodedElement {
    std::string id;   ///< "ps.problem.value"; stable, for reports and tests
    std::string path; ///< for people, without the marks of what must hold
    CodePlace place = CodePlace::Element;
    std::string attribute; ///< the attribute of CodePlace::Attribute, empty otherwise
    std::array<Usage, kDocumentTypes> usage{};
    std::vector<std::string> valueSets; ///< OIDs; the code has to be in one of them. Empty: any code
    std::string system;                 ///< OID that is meant where the document names none; may be empty
    /// False where the schema has no place for a `translation` child (EIVL.event).
    bool holdsTranslation = true;
    std::size_t line = 0; ///< of the table

    Usage usageIn(DocumentType type) const noexcept { return usage[static_cast<std::size_t>(type)]; }
};

/// The attributes of an element, from a stream or a tree. Views live until the next call.
class ElementAttributes {
  public:
    virtual ~ElementAttributes() = default;
    /// Of the attribute without namespace; empty where there is none.
    virtual std::string_view value(std::string_view name) const = 0;
    virtual bool has(std::string_view name) const = 0;
    /// Local part of xsi:type; empty where there is none.
    virtual std::string_view type() const = 0;
};

/// The name of an element as the list knows it.
struct ElementName {
    static constexpr std::uint16_t kUnknown = 0xFFFF;
    enum class Qualifies : std::uint8_t { Nothing, ByTemplate, ByCode };

    std::uint16_t index = kUnknown; ///< of the names in the list's paths
    Qualifies qualifies = Qualifies::Nothing;
};

class CodedElementWalk;

/// The coded element list, compiled into one automaton. Immutable; shared by threads.
///
/// A path names elements by their local names; those of HL7 v3, of the pharmacy extension and of its epSOS
/// predecessor are the same to it. It starts at the document (`/ClinicalDocument/…`) or anywhere (`//…`), and
/// a step may ask for `[template=OID|OID]`, `[code=A|B]` (its child `code`), `[@classCode=A|B]` and
/// `[@xsi:type=A|B]`. `[must-hold]` marks the element that has to hold the code, where the type requires it:
/// whatever lies between is missing with it. `[must-hold-unless=OID]` lets a child with a code of that code
/// system (nothing is known) take its place. A path ends in an element, in `/@name` or in `/text()`. OIDs may
/// be shortened by the prefixes of `oid-prefixes.tsv`.
class CodedElements {
  public:
    /// Reads `coded-elements.tsv` and `oid-prefixes.tsv` of the directory. ConfigurationInvalid lists every
    /// fault with file and line: an unknown usage or path, an id that stands twice, a row without any usage,
    /// and a row that can never match in one of its document types (its own conditions exclude each other, or
    /// a row above takes all that it would match).
    static Result<CodedElements> load(const std::filesystem::path& directory);
    /// The same from texts; `source` names the list in messages.
    static Result<CodedElements> parse(std::string_view list, std::string_view prefixes,
                                       const std::string& source);

    /// True for the namespaces of clinical documents: HL7 v3, the pharmacy extension, that of epSOS, sdtc.
    static bool knowsNamespace(std::string_view uri) noexcept;

    /// True for code systems at or below an OID of `oid-prefixes.tsv`: those that every country reads.
    bool isOfExchange(std::string_view system) const noexcept;

    /// For readers that meet a name many times. Of a namespace that is not known: `ElementName{}`.
    ElementName nameOf(std::string_view namespaceUri, std::string_view name) const noexcept;

    std::span<const CodedElement> all() const noexcept;
    const CodedElement* find(std::string_view id) const noexcept;

    /// A small document in which the row matches: nothing but what its path names.
    std::string exampleOf(const CodedElement& element) const;

    /// A new walk over one document. The list outlives it.
    CodedElementWalk walk(DocumentType type) const;

    CodedElements(CodedElements&&) noexcept;
    CodedElements& operator=(CodedElements&&) noexcept;
    ~CodedElements();

  private:
    friend class CodedElementWalk;
    struct Automaton;
    explicit CodedElements(std::unique_ptr<const Automaton> automaton) noexcept;

    std::unique_ptr<const Automaton> automaton_;
};

/// Follows a document element by element, in document order, and tells which rows of the list match. What
/// qualifies an element (templateId, code) has to stand before what it qualifies, as the schema has it.
class CodedElementWalk {
  public:
    /// The rows that match the element that starts here: at most one for its code or text and one for each of
    /// its attributes. The upper row of the list wins. Valid until the next call.
    std::span<const CodedElement* const> enter(std::string_view namespaceUri, std::string_view name,
                                               const ElementAttributes& attributes);
    std::span<const CodedElement* const> enter(ElementName name, const ElementAttributes& attributes);
    /// A row of usage R or RNFA that the open element should hold and has not held.
    struct Missing {
        const CodedElement* row = nullptr;
        std::string_view below; ///< where it should stand: "participant/participantRole/playingEntity/code"
    };
    /// At the end of the open element. Each is told once, by the innermost element that lacks it. Valid until
    /// the next call.
    std::span<const Missing> missing();
    /// The element that was entered last, and not left yet, ends.
    void leave() noexcept;

    /// Where it turns out on the way (the level of a document is known at its body).
    void setType(DocumentType type) noexcept { type_ = type; }
    DocumentType type() const noexcept { return type_; }

  private:
    friend class CodedElements;
    CodedElementWalk(const CodedElements::Automaton& automaton, DocumentType type);

    /// A place of the automaton that the open element has reached, and what it still waits for.
    struct Reached {
        std::uint16_t node = 0;
        std::uint16_t waiting = 0; ///< one bit for each condition on a child that was not met yet
        std::uint16_t held = 0;    ///< one bit for each thing wanted that was met
        std::size_t from = 0;      ///< the place that led here
    };
    static constexpr std::size_t kNowhere = 0; ///< for the first step of a path: nothing asks
    /// A place that a name leads to.
    struct Step {
        std::uint16_t name = 0;
        std::uint16_t node = 0;
    };
    void meet(ElementName::Qualifies by, const ElementAttributes& attributes);
    void note(Reached& holder, std::uint16_t name, const ElementAttributes& attributes) const;
    void tell(std::size_t place, const ElementAttributes& attributes) noexcept;
    void hold(std::size_t place, std::size_t above, std::uint16_t row) noexcept;
    void reach(std::span<const Step> next, std::uint16_t name, const ElementAttributes& attributes,
               std::size_t from);
    void choose(const CodedElement& element, const ElementAttributes& attributes);

    const CodedElements::Automaton* automaton_;
    DocumentType type_;
    std::vector<Reached> reached_;    ///< of all open elements, outermost first
    std::vector<std::size_t> frames_; ///< where those of each open element begin
    std::vector<const CodedElement*> matches_;
    std::vector<Missing> missing_;
};

} // namespace ncp::transform::cda
