#include "transform/terminology/snapshot_build.hpp"

#include "transform/terminology/snapshot_layout.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ncp::transform::terminology {
namespace {

constexpr std::size_t kMostBytes = 0xFFFFFFFF; ///< of texts, and of concepts

using Key = std::pair<std::string_view, std::string_view>; ///< code system, code

/// The texts of a snapshot, each once. What is added outlives the pool.
class TextPool {
  public:
    TextPool() { add({}); }

    layout::Text add(std::string_view text) {
        const auto [place, isNew] = places_.try_emplace(text, static_cast<layout::Text>(bytes_.size()));
        if (isNew) {
            const auto length = static_cast<std::uint16_t>(text.size());
            bytes_.append(reinterpret_cast<const char*>(&length), sizeof length);
            bytes_.append(text);
        }
        return place->second;
    }

    const std::string& bytes() const noexcept { return bytes_; }

  private:
    std::string bytes_;
    std::unordered_map<std::string_view, layout::Text> places_;
};

/// The concepts of a snapshot, one behind the other.
class ConceptBytes {
  public:
    /// The texts that are added next are its code and its designations.
    void begin(std::uint32_t system, bool retired) {
        const auto number = static_cast<layout::Word>(begins_.size());
        begins_.push_back(static_cast<layout::Word>(bytes_.size()));
        add(number);
        add(static_cast<layout::Word>(system * 2 + (retired ? 1U : 0U)));
    }
    void addText(std::string_view text) {
        add(static_cast<std::uint16_t>(text.size()));
        bytes_.append(text);
    }

    const std::vector<layout::Word>& begins() const noexcept { return begins_; }
    const std::string& bytes() const noexcept { return bytes_; }

  private:
    template <class Number>
    void add(Number number) {
        bytes_.append(reinterpret_cast<const char*>(&number), sizeof number);
    }

    std::vector<layout::Word> begins_;
    std::string bytes_;
};

/// A frozen hash table, a third empty at least.
class Slots {
  public:
    explicit Slots(std::size_t records)
        : slots_(std::bit_ceil(records + records / 2 + 1), layout::kEmptySlot) {}

    void put(std::uint64_t hash, std::uint32_t record) {
        auto at = hash & (slots_.size() - 1);
        while (slots_[at] != layout::kEmptySlot) {
            at = (at + 1) & (slots_.size() - 1);
        }
        slots_[at] = layout::slotOf(hash, record);
    }

    const std::vector<layout::Slot>& all() const noexcept { return slots_; }

  private:
    std::vector<layout::Slot> slots_;
};

/// The arrays of a snapshot, one after the other, behind room for the header.
class Image {
  public:
    Image() : bytes_(sizeof(layout::Header), '\0') {}

    template <class T>
    layout::Section append(const std::vector<T>& records) {
        return append({reinterpret_cast<const char*>(records.data()), records.size() * sizeof(T)},
                      records.size());
    }

    layout::Section append(std::string_view bytes, std::size_t count) {
        constexpr std::size_t kAlignment = 8;
        bytes_.resize((bytes_.size() + kAlignment - 1) / kAlignment * kAlignment);
        const layout::Section section{bytes_.size(), count};
        bytes_.append(bytes);
        return section;
    }

    std::string seal(layout::Header header) && {
        header.size = bytes_.size();
        put(header);
        header.checksum = layout::checksumOf(std::string_view{bytes_}.substr(layout::kChecksummedFrom));
        put(header);
        return std::move(bytes_);
    }

  private:
    void put(const layout::Header& header) {
        bytes_.replace(0, sizeof header, reinterpret_cast<const char*>(&header), sizeof header);
    }

    std::string bytes_;
};

template <class T>
std::vector<const T*> sortedByOid(const std::vector<T>& all) {
    std::vector<const T*> sorted;
    sorted.reserve(all.size());
    std::ranges::transform(all, std::back_inserter(sorted), [](const T& one) { return &one; });
    std::ranges::sort(sorted, {}, [](const T* one) -> const std::string& { return one->oid; });
    return sorted;
}

/// The designation that is kept of those in one language.
const DesignationContent* bestIn(const std::vector<DesignationContent>& all, std::string_view language) {
    const DesignationContent* best = nullptr;
    for (const auto& one : all) {
        if (one.language == language && !one.text.empty() &&
            (best == nullptr || (one.preferred && !best->preferred))) {
            best = &one;
        }
    }
    return best;
}

/// One build: numbers everything, then lays it down.
class Build {
  public:
    explicit Build(const Content& content) : content_(content) {}

    Result<std::string> run() {
        addSystems();
        gatherConcepts();
        if (fault_.empty()) {
            addConcepts();
            addValueSets();
            addMaps();
        }
        if (texts_.bytes().size() > kMostBytes || concepts_.bytes().size() > kMostBytes) {
            refuse("more than 4 GiB of texts");
        }
        if (!fault_.empty()) {
            return fail(ErrorCode::InputRefused, "release " + content_.name + ": " + fault_);
        }
        return image();
    }

  private:
    struct Source {
        Key key;
        const ConceptContent* given = nullptr; ///< null where a set or a map names the concept only
    };

    void refuse(std::string fault) {
        if (fault_.empty()) {
            fault_ = std::move(fault);
        }
    }

    /// The text, or an empty one where it is too long to be kept.
    std::string_view checked(std::string_view text) {
        if (text.size() > layout::kLongestText) {
            refuse("a text of " + std::to_string(text.size()) + " bytes is too long");
            return {};
        }
        return text;
    }

    layout::Text text(std::string_view text) { return texts_.add(checked(text)); }

    void addSystems() {
        std::set<std::string_view> taken;
        for (const auto* system : sortedByOid(content_.systems)) {
            const auto number = static_cast<std::uint32_t>(systems_.size());
            const auto first = static_cast<std::uint32_t>(identifiers_.size());
            std::set<std::string_view> aliases{system->aliases.begin(), system->aliases.end()};
            aliases.insert(system->uri);
            aliases.erase(system->oid);
            aliases.erase(std::string_view{});
            std::vector<std::string_view> names{system->oid};
            names.insert(names.end(), aliases.begin(), aliases.end());
            for (const auto name : names) {
                if (name.empty() || !taken.insert(name).second) {
                    refuse(name.empty() ? "code system " + system->name + " has no OID"
                                        : std::string{name} + " stands for two code systems");
                }
                identifiers_.push_back({text(name), number});
                identifierTexts_.push_back(name);
            }
            systemNumbers_.emplace(system->oid, number);
            systems_.push_back({text(system->oid), text(system->name), text(system->nameNb),
                                text(system->nameEn), text(system->version), first,
                                static_cast<std::uint32_t>(names.size())});
        }
        if (systems_.size() > 0xFFFF) {
            refuse("more than 65,535 code systems");
        }
    }

    /// Every concept that anything names, once and in order.
    void gatherConcepts() {
        for (const auto& one : content_.concepts) {
            sources_.push_back({{one.system, one.code}, &one});
        }
        for (const auto& set : content_.valueSets) {
            for (const auto& member : set.members) {
                sources_.push_back({{member.system, member.code}, nullptr});
            }
        }
        for (const auto& map : content_.maps) {
            for (const auto& element : map.elements) {
                sources_.push_back({{element.sourceSystem, element.sourceCode}, nullptr});
                sources_.push_back({{element.targetSystem, element.targetCode}, nullptr});
            }
        }
        std::ranges::sort(sources_, [](const Source& a, const Source& b) {
            return a.key != b.key ? a.key < b.key : a.given != nullptr && b.given == nullptr;
        });
        const auto twice = std::ranges::adjacent_find(
            sources_, [](const Source& a, const Source& b) { return a.key == b.key && b.given != nullptr; });
        if (twice != sources_.end()) {
            refuse("concept " + named(twice->key) + " stands twice");
        }
        const auto rest = std::ranges::unique(sources_, {}, &Source::key);
        sources_.erase(rest.begin(), rest.end());
        if (sources_.size() > layout::kMostRecords) {
            refuse("more than 16 million concepts");
        }
    }

    static std::string named(const Key& key) {
        return std::string{key.second} + " of " + std::string{key.first};
    }

    /// A concept's code and its designations lie together, for they are read together.
    void addConcepts() {
        std::set<std::string_view> languages;
        for (const auto& one : content_.concepts) {
            for (const auto& designation : one.designations) {
                languages.insert(designation.language);
            }
        }
        for (const auto language : languages) {
            languages_.push_back(text(language));
        }
        for (const auto& [key, given] : sources_) {
            const auto system = systemNumbers_.find(key.first);
            if (system == systemNumbers_.end() || key.second.empty()) {
                return refuse(key.second.empty() ? "an empty code of " + std::string{key.first}
                                                 : "the code system of " + named(key) + " is not given");
            }
            const bool retired = given != nullptr && !given->current;
            concepts_.begin(system->second, retired);
            concepts_.addText(checked(key.second));
            conceptSystems_.push_back(system->second);
            for (const auto language : languages) {
                const auto* best = given == nullptr ? nullptr : bestIn(given->designations, language);
                concepts_.addText(best == nullptr ? std::string_view{} : checked(best->text));
            }
        }
    }

    std::uint32_t numberOf(const Key& key) const {
        const auto found = std::ranges::lower_bound(sources_, key, {}, &Source::key);
        return static_cast<std::uint32_t>(found - sources_.begin());
    }

    void addValueSets() {
        for (const auto* set : sortedByOid(content_.valueSets)) {
            const auto first = members_.size();
            for (const auto& member : set->members) {
                members_.push_back(numberOf({member.system, member.code}));
            }
            const auto from = members_.begin() + static_cast<std::ptrdiff_t>(first);
            std::sort(from, members_.end());
            members_.erase(std::unique(from, members_.end()), members_.end());
            const auto oid = text(set->oid);
            if (set->oid.empty() || (!valueSets_.empty() && valueSets_.back().oid == oid)) {
                refuse("value set " + set->name + " stands twice or has no OID");
            }
            valueSets_.push_back({oid, text(set->name), text(set->version), static_cast<std::uint32_t>(first),
                                  static_cast<std::uint32_t>(members_.size() - first)});
        }
    }

    void addMaps() {
        for (const auto& map : content_.maps) {
            const auto number = static_cast<std::uint32_t>(maps_.size());
            maps_.push_back({text(map.name), text(map.version)});
            for (const auto& element : map.elements) {
                mapElements_.push_back({numberOf({element.sourceSystem, element.sourceCode}),
                                        numberOf({element.targetSystem, element.targetCode}), number,
                                        static_cast<std::uint16_t>(element.equivalence),
                                        static_cast<std::uint16_t>(element.valid ? 1 : 0)});
            }
        }
        // The nearest target first, then the order of the maps.
        std::ranges::sort(mapElements_, {}, [](const layout::MapElement& element) {
            return std::tuple{element.source, element.equivalence, element.map, element.target,
                              element.valid};
        });
    }

    Slots identifierSlots() const {
        Slots slots{identifiers_.size()};
        for (std::uint32_t i = 0; i < identifiers_.size(); ++i) {
            slots.put(layout::hashOf(0, identifierTexts_[i]), i);
        }
        return slots;
    }

    Slots conceptSlots() const {
        Slots slots{sources_.size()};
        for (std::uint32_t i = 0; i < sources_.size(); ++i) {
            slots.put(layout::hashOf(conceptSystems_[i], sources_[i].key.second), concepts_.begins()[i]);
        }
        return slots;
    }

    std::string image() {
        Image image;
        layout::Header header;
        header.name = text(content_.name);
        header.systems = image.append(systems_);
        header.identifiers = image.append(identifiers_);
        header.identifierSlots = image.append(identifierSlots().all());
        header.languages = image.append(languages_);
        header.concepts = image.append(concepts_.begins());
        header.conceptBytes = image.append(concepts_.bytes(), concepts_.bytes().size());
        header.conceptSlots = image.append(conceptSlots().all());
        header.valueSets = image.append(valueSets_);
        header.members = image.append(members_);
        header.maps = image.append(maps_);
        header.mapElements = image.append(mapElements_);
        header.texts = image.append(texts_.bytes(), texts_.bytes().size());
        return std::move(image).seal(header);
    }

    const Content& content_;
    std::string fault_; ///< the first
    TextPool texts_;
    std::vector<std::string_view> identifierTexts_;
    std::map<std::string_view, std::uint32_t> systemNumbers_; ///< by OID
    std::vector<Source> sources_;                             ///< of the concepts, in their order
    std::vector<std::uint32_t> conceptSystems_;               ///< in the same order
    std::vector<layout::System> systems_;
    std::vector<layout::Identifier> identifiers_;
    std::vector<layout::Text> languages_;
    ConceptBytes concepts_;
    std::vector<layout::ValueSet> valueSets_;
    std::vector<std::uint32_t> members_;
    std::vector<layout::Map> maps_;
    std::vector<layout::MapElement> mapElements_;
};

} // namespace

Result<std::string> buildSnapshot(const Content& content) {
    return Build{content}.run();
}

} // namespace ncp::transform::terminology
