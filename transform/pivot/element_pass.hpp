#pragma once

#include "base/xml/stream.hpp"
#include "transform/cda/coded_elements.hpp"
#include "transform/pivot/journal.hpp"
#include "transform/pivot/judge.hpp"
#include "transform/pivot/tag_names.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ncp::transform::pivot {

/// One pass over a document: finds its coded elements by the list, asks the judge, and enters what changes
/// into the journal. Nothing is kept of the document but the open elements.
class ElementPass final : public xml::StreamHandler, public Location {
  public:
    ElementPass(std::string_view document, const cda::CodedElements& list, Judge& judge, Direction direction);

    bool start(const xml::StartTag& tag) override;
    bool end(xml::Range tag) override;
    std::string path() const override;
    long line() const noexcept override { return line_; }

    /// After the whole document: what it lacks.
    void finish();

    bool isClinicalDocument() const noexcept { return isClinicalDocument_; }
    std::optional<cda::DocumentType> type() const noexcept { return type_; }
    FindingList& findings() noexcept { return findings_; }
    Journal& journal() noexcept { return journal_; }

  private:
    /// How many children of each name an element has had. Names are the parser's, one address for each.
    class ChildNumbers {
      public:
        std::uint32_t next(const char* name);
        void clear() noexcept;

      private:
        std::vector<std::pair<const char*, std::uint32_t>> few_;
        std::unordered_map<const char*, std::uint32_t> many_;
    };
    /// An original that waits for its place among the children of the element.
    struct Waiting {
        std::string translation; ///< the element to insert
        /// What the original says: code, codeSystem, codeSystemName, codeSystemVersion, displayName.
        std::array<std::optional<std::string>, 5> said;
        /// Another concept stands there now, or none: system name and version are gone.
        bool replaced = false;
        std::string newCode; ///< of the element now
        std::string newSystem;
        Keep keep = Keep::Nothing;
        std::size_t firstTranslation = 0; ///< 0: none seen
        std::size_t behindTranslations = 0;
        std::size_t firstOther = 0; ///< child that has to stand behind a translation
        bool toldBefore = false;    ///< the first translation has the concept that the element has
        bool identical = false;     ///< some translation says exactly what this one would
    };
    struct Frame {
        const char* name = nullptr;
        std::uint32_t number = 1;
        ChildNumbers children;
        long line = 0;
        std::size_t contentBegin = 0; ///< of one with a textRow
        const cda::CodedElement* textRow = nullptr;
        bool walked = false;
        bool defaultIsHl7 = false;
        bool translation = false;
        bool lacksCode = false;
        bool holdsCode = false; ///< a code, a reason for none, or the place of one
        bool isNull = false;    ///< it, or an element round it, has a nullFlavor
        bool waits = false;
        Waiting waiting;
    };

    TagName nameOf(const xml::StartTag& tag);
    Frame& push(const xml::StartTag& tag, const TagName& name);
    Frame* parent() noexcept { return depth_ < 2 ? nullptr : &frames_[depth_ - 2]; }
    void settleType(const xml::StartTag& tag);
    void noteInParent(const xml::StartTag& tag, const TagName& name);
    void noteTranslation(const xml::StartTag& tag, Waiting& waiting, bool direct) const;
    void visit(const xml::StartTag& tag, const TagName& name, Frame& frame);
    void visitAttribute(const xml::StartTag& tag, const cda::CodedElement& row);
    void visitElement(const xml::StartTag& tag, const cda::CodedElement* row, Frame& frame);
    bool isProductNumber(const cda::CodedElement* row);
    bool hasNoCode(const xml::StartTag& tag, const cda::CodedElement* row, Frame& frame);
    void change(const xml::StartTag& tag, const CodedView& coded, const Change& change, Frame& frame);
    void wait(const CodedView& coded, const Change& change, Frame& frame);
    /// code, codeSystem, codeSystemName, codeSystemVersion and displayName as they stand.
    using Written = std::array<std::optional<xml::StartTag::Written>, 5>;
    void write(const xml::StartTag& tag, const std::optional<xml::StartTag::Written>& written,
               std::string_view name, std::string_view value);
    void remove(const std::optional<xml::StartTag::Written>& written);
    void composeTranslation(const xml::StartTag& tag, const Frame& frame, const Written& written);
    void insertWaiting(const Waiting& waiting, std::size_t endTag);
    void noteMissing(const Frame& frame);

    std::string_view document_;
    const cda::CodedElements& list_;
    cda::CodedElementWalk walk_;
    Judge& judge_;
    Direction direction_;
    FindingList findings_;
    Journal journal_;
    std::vector<Frame> frames_; ///< never shrinks: those beyond depth_ lend their memory
    std::size_t depth_ = 0;
    std::size_t inTranslation_ = 0;
    std::vector<std::size_t> waitingFrames_;
    std::vector<bool> seen_; ///< rows of the list
    xml::KnownNames<TagName> names_;
    CodeAttributes codeAttributes_;    ///< of the tag that starts
    std::string translation_;          ///< that was composed last
    const char* hl7Address_ = nullptr; ///< of the namespace of the root
    bool isClinicalDocument_ = false;
    bool coded_ = false; ///< the document has a code
    cda::DocumentClass class_ = cda::DocumentClass::Unknown;
    std::optional<cda::DocumentType> type_;
    long line_ = 0;
};

} // namespace ncp::transform::pivot
