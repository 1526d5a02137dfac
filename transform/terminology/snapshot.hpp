#pragma once

#include "base/result.hpp"
#include "transform/terminology/mapped_file.hpp"
#include "transform/terminology/snapshot_layout.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace ncp::transform::terminology {

/// A snapshot, every offset of which was found to lie within it before anything is read by it. Records are
/// named by their number; views live as long as the snapshot's bytes, which moving leaves where they are.
class Snapshot {
  public:
    /// Maps the file. InputRefused for what is no snapshot, of another format version or byte order, damaged,
    /// or points outside of itself.
    static Result<Snapshot> open(const std::filesystem::path& file);
    /// The same for bytes in memory; `source` names them in messages.
    static Result<Snapshot> take(std::string bytes, const std::string& source);

    std::string_view name() const noexcept { return text(header_.name); }
    std::string_view bytes() const noexcept;

    std::span<const layout::System> systems() const noexcept { return systems_; }
    std::span<const layout::Identifier> identifiers(const layout::System& system) const noexcept {
        return identifiers_.subspan(system.firstIdentifier, system.identifierCount);
    }
    std::span<const layout::Text> languages() const noexcept { return languages_; }
    std::size_t conceptCount() const noexcept { return concepts_.size(); }
    layout::Concept conceptAt(std::uint32_t number) const noexcept {
        return layout::Concept{conceptBytes_.data() + concepts_[number]};
    }
    std::span<const layout::ValueSet> valueSets() const noexcept { return valueSets_; }
    /// Numbers of concepts, rising.
    std::span<const std::uint32_t> members(const layout::ValueSet& set) const noexcept {
        return members_.subspan(set.firstMember, set.memberCount);
    }
    std::span<const layout::Map> maps() const noexcept { return maps_; }
    std::span<const layout::MapElement> mapElements() const noexcept { return mapElements_; }

    std::string_view text(layout::Text text) const noexcept { return layout::textAt(texts_.data() + text); }

    /// By OID or alias.
    std::optional<std::uint32_t> findSystem(std::string_view identifier) const noexcept;
    std::optional<layout::Concept> findConcept(std::uint32_t system, std::string_view code) const noexcept;
    /// By OID.
    const layout::ValueSet* findValueSet(std::string_view oid) const noexcept;
    /// Every element whose source it is, the preferred one first.
    std::span<const layout::MapElement> mappings(std::uint32_t source) const noexcept;

  private:
    using Bytes = std::variant<MappedFile, std::unique_ptr<const std::string>>;

    explicit Snapshot(Bytes bytes) noexcept : bytes_(std::move(bytes)) {}
    static Result<Snapshot> check(Bytes bytes, const std::string& source);
    std::string faultOfHeader();
    std::string faultOfRecords();
    template <class T>
    bool place(const layout::Section& section, std::span<const T>& records) const noexcept;
    bool placeAll() noexcept;
    bool countsAgree() const noexcept;
    bool hasText(layout::Text text) const noexcept;
    bool haveTexts() const noexcept;
    std::optional<std::size_t> endOfConcept(std::size_t begin) const noexcept;
    bool conceptsPointInside() const;
    bool systemsPointInside() const noexcept;
    bool pointInside() const;
    template <class Same>
    std::optional<std::uint32_t> findIn(std::span<const layout::Slot> slots, std::uint64_t hash,
                                        const Same& same) const noexcept;

    Bytes bytes_;
    layout::Header header_;
    std::span<const layout::System> systems_;
    std::span<const layout::Identifier> identifiers_;
    std::span<const layout::Slot> identifierSlots_;
    std::span<const layout::Text> languages_;
    std::span<const layout::Word> concepts_;
    std::span<const char> conceptBytes_;
    std::span<const layout::Slot> conceptSlots_;
    std::span<const layout::ValueSet> valueSets_;
    std::span<const std::uint32_t> members_;
    std::span<const layout::Map> maps_;
    std::span<const layout::MapElement> mapElements_;
    std::span<const char> texts_;
};

} // namespace ncp::transform::terminology
