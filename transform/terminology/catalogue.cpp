#include "transform/terminology/catalogue.hpp"

#include "transform/terminology/snapshot.hpp"
#include "transform/terminology/snapshot_build.hpp"
#include "transform/terminology/tables.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>
#include <utility>

namespace ncp::transform::terminology {
namespace {

/// One step of a language chain.
struct Link {
    std::string_view tag;
    TextLanguage language;
    Step step;
};
constexpr std::array<Link, 7> kBokmaalChain{{{"nb-NO", TextLanguage::Bokmaal, Step::Exact},
                                             {"nb", TextLanguage::Bokmaal, Step::Regionless},
                                             {"no", TextLanguage::Bokmaal, Step::MacroLanguage},
                                             {"nn-NO", TextLanguage::Nynorsk, Step::Sibling},
                                             {"nn", TextLanguage::Nynorsk, Step::Sibling},
                                             {"en-GB", TextLanguage::English, Step::English},
                                             {"en", TextLanguage::English, Step::English}}};
constexpr std::array<Link, 7> kNynorskChain{{{"nn-NO", TextLanguage::Nynorsk, Step::Exact},
                                             {"nn", TextLanguage::Nynorsk, Step::Regionless},
                                             {"no", TextLanguage::Nynorsk, Step::MacroLanguage},
                                             {"nb-NO", TextLanguage::Bokmaal, Step::Sibling},
                                             {"nb", TextLanguage::Bokmaal, Step::Sibling},
                                             {"en-GB", TextLanguage::English, Step::English},
                                             {"en", TextLanguage::English, Step::English}}};
constexpr std::array<Link, 2> kEnglishChain{
    {{"en-GB", TextLanguage::English, Step::Exact}, {"en", TextLanguage::English, Step::Regionless}}};

std::span<const Link> chainOf(TextLanguage language) noexcept {
    switch (language) {
    case TextLanguage::Bokmaal:
        return kBokmaalChain;
    case TextLanguage::Nynorsk:
        return kNynorskChain;
    case TextLanguage::English:
        return kEnglishChain;
    }
    return kEnglishChain;
}

bool sameIgnoringCase(std::string_view a, std::string_view b) noexcept {
    return std::ranges::equal(
        a, b, [](unsigned char x, unsigned char y) { return x == y || std::tolower(x) == std::tolower(y); });
}

/// A language of the release that a chain leads to.
struct Reachable {
    std::size_t language = 0; ///< its number in the snapshot
    const Link* link = nullptr;
};

std::vector<Reachable> reachable(const Snapshot& snapshot, TextLanguage language) {
    std::vector<Reachable> found;
    for (const auto& link : chainOf(language)) {
        for (std::size_t i = 0; i < snapshot.languages().size(); ++i) {
            if (snapshot.text(snapshot.languages()[i]) == link.tag) {
                found.push_back({i, &link});
            }
        }
    }
    return found;
}

} // namespace

std::string_view name(Step step) noexcept {
    switch (step) {
    case Step::Exact:
        return "exact";
    case Step::Regionless:
        return "regionless";
    case Step::MacroLanguage:
        return "macro_language";
    case Step::Sibling:
        return "sibling";
    case Step::English:
        return "english";
    }
    return {};
}

std::string_view name(Equivalence equivalence) noexcept {
    switch (equivalence) {
    case Equivalence::Equal:
        return "equal";
    case Equivalence::Equivalent:
        return "equivalent";
    case Equivalence::Wider:
        return "wider";
    case Equivalence::Narrower:
        return "narrower";
    case Equivalence::Inexact:
        return "inexact";
    }
    return {};
}

struct Catalogue::State {
    explicit State(Snapshot served)
        : snapshot(std::move(served)), name(snapshot.name()),
          chains{reachable(snapshot, TextLanguage::Bokmaal), reachable(snapshot, TextLanguage::Nynorsk),
                 reachable(snapshot, TextLanguage::English)} {}

    std::optional<layout::Concept> find(std::string_view system, std::string_view code) const noexcept {
        const auto number = snapshot.findSystem(system);
        return number ? snapshot.findConcept(*number, code) : std::nullopt;
    }
    const std::vector<Reachable>& chain(TextLanguage language) const noexcept {
        return chains[language == TextLanguage::Bokmaal ? 0 : language == TextLanguage::Nynorsk ? 1 : 2];
    }
    CodeSystem system(std::uint32_t number) const noexcept {
        const auto& record = snapshot.systems()[number];
        return {snapshot.text(record.oid), snapshot.text(record.name), snapshot.text(record.version)};
    }
    Concept view(layout::Concept found) const noexcept {
        return {system(found.system()), found.code(), !found.retired()};
    }
    Concept at(std::uint32_t number) const noexcept { return view(snapshot.conceptAt(number)); }
    ValueSet valueSet(const layout::ValueSet& set) const noexcept {
        return {snapshot.text(set.oid), snapshot.text(set.name), snapshot.text(set.version), set.memberCount};
    }
    Mapping mapping(const layout::MapElement& element) const noexcept {
        return {at(element.target), static_cast<Equivalence>(element.equivalence),
                snapshot.text(snapshot.maps()[element.map].name)};
    }

    Snapshot snapshot;
    std::string name;
    std::array<std::vector<Reachable>, 3> chains;
};

Catalogue::Catalogue(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue& Catalogue::operator=(Catalogue&&) noexcept = default;
Catalogue::~Catalogue() = default;

Result<Catalogue> Catalogue::load(const std::filesystem::path& directory) {
    const auto content = readTables(directory);
    if (!content) {
        return passOn(content);
    }
    auto image = buildSnapshot(*content);
    return image ? fromImage(std::move(*image), directory.string()) : passOn(image);
}

Result<Catalogue> Catalogue::open(const std::filesystem::path& snapshot) {
    auto opened = Snapshot::open(snapshot);
    if (!opened) {
        return passOn(opened);
    }
    return Catalogue{std::make_unique<State>(std::move(*opened))};
}

Result<Catalogue> Catalogue::fromImage(std::string bytes, const std::string& source) {
    auto taken = Snapshot::take(std::move(bytes), source);
    if (!taken) {
        return passOn(taken);
    }
    return Catalogue{std::make_unique<State>(std::move(*taken))};
}

std::optional<Designation> Catalogue::designation(std::string_view system, std::string_view code,
                                                  TextLanguage language) const noexcept {
    const auto found = state_->find(system, code);
    if (!found) {
        return std::nullopt;
    }
    for (const auto& one : state_->chain(language)) {
        if (const auto text = found->designation(one.language); !text.empty()) {
            return Designation{text, one.link->language, one.link->step, one.link->tag};
        }
    }
    return std::nullopt;
}

std::optional<Concept> Catalogue::find(std::string_view system, std::string_view code) const noexcept {
    const auto found = state_->find(system, code);
    return found ? std::optional{state_->view(*found)} : std::nullopt;
}

std::optional<CodeSystem> Catalogue::system(std::string_view oidOrAlias) const noexcept {
    const auto found = state_->snapshot.findSystem(oidOrAlias);
    return found ? std::optional{state_->system(*found)} : std::nullopt;
}

bool Catalogue::knowsSystem(std::string_view system) const noexcept {
    return state_->snapshot.findSystem(system).has_value();
}

bool Catalogue::isNameOf(std::string_view system, std::string_view name) const noexcept {
    const auto& snapshot = state_->snapshot;
    const auto found = snapshot.findSystem(system);
    if (!found || name.empty()) {
        return false;
    }
    const auto& record = snapshot.systems()[*found];
    return sameIgnoringCase(snapshot.text(record.name), name) ||
           sameIgnoringCase(snapshot.text(record.nameEn), name) ||
           std::ranges::any_of(snapshot.identifiers(record), [&](const layout::Identifier& identifier) {
               return identifier.text != record.oid && sameIgnoringCase(snapshot.text(identifier.text), name);
           });
}

Membership Catalogue::membership(std::string_view valueSet, std::string_view system,
                                 std::string_view code) const noexcept {
    const auto* set = state_->snapshot.findValueSet(valueSet);
    if (set == nullptr || set->memberCount == 0) {
        return Membership::UnknownSet;
    }
    const auto found = state_->find(system, code);
    return found && std::ranges::binary_search(state_->snapshot.members(*set), found->number())
               ? Membership::Member
               : Membership::Outside;
}

std::optional<Mapping> Catalogue::mapping(std::string_view system, std::string_view code,
                                          std::string_view valueSet) const noexcept {
    const auto found = state_->find(system, code);
    if (!found) {
        return std::nullopt;
    }
    const auto& snapshot = state_->snapshot;
    const auto* set = snapshot.findValueSet(valueSet);
    const layout::MapElement* first = nullptr;
    for (const auto& element : snapshot.mappings(found->number())) {
        if (element.valid == 0) {
            continue;
        }
        if (set != nullptr && std::ranges::binary_search(snapshot.members(*set), element.target)) {
            return state_->mapping(element);
        }
        first = first == nullptr ? &element : first;
    }
    return first == nullptr ? std::nullopt : std::optional{state_->mapping(*first)};
}

std::vector<CodeSystem> Catalogue::systems() const {
    std::vector<CodeSystem> all;
    for (std::uint32_t i = 0; i < state_->snapshot.systems().size(); ++i) {
        all.push_back(state_->system(i));
    }
    return all;
}

std::vector<ValueSet> Catalogue::valueSets() const {
    std::vector<ValueSet> all;
    for (const auto& set : state_->snapshot.valueSets()) {
        all.push_back(state_->valueSet(set));
    }
    return all;
}

std::vector<std::string_view> Catalogue::languages() const {
    std::vector<std::string_view> all;
    for (const auto tag : state_->snapshot.languages()) {
        all.push_back(state_->snapshot.text(tag));
    }
    return all;
}

std::optional<ValueSet> Catalogue::valueSet(std::string_view oidOrName) const noexcept {
    const auto& snapshot = state_->snapshot;
    for (const auto& set : snapshot.valueSets()) {
        if (snapshot.text(set.oid) == oidOrName || snapshot.text(set.name) == oidOrName) {
            return state_->valueSet(set);
        }
    }
    return std::nullopt;
}

std::vector<Concept> Catalogue::expand(std::string_view valueSetOid) const {
    std::vector<Concept> all;
    if (const auto* set = state_->snapshot.findValueSet(valueSetOid)) {
        for (const auto member : state_->snapshot.members(*set)) {
            all.push_back(state_->at(member));
        }
    }
    return all;
}

std::vector<Mapping> Catalogue::mappings(std::string_view system, std::string_view code) const {
    std::vector<Mapping> all;
    if (const auto found = state_->find(system, code)) {
        for (const auto& element : state_->snapshot.mappings(found->number())) {
            if (element.valid != 0) {
                all.push_back(state_->mapping(element));
            }
        }
    }
    return all;
}

std::size_t Catalogue::size() const noexcept {
    return state_->snapshot.conceptCount();
}

std::vector<Extent> Catalogue::extent() const {
    const auto& snapshot = state_->snapshot;
    std::vector<std::size_t> concepts(snapshot.systems().size());
    std::vector<std::size_t> designations(snapshot.languages().size());
    for (std::uint32_t number = 0; number < snapshot.conceptCount(); ++number) {
        const auto found = snapshot.conceptAt(number);
        ++concepts[found.system()];
        for (std::size_t language = 0; language < designations.size(); ++language) {
            designations[language] += found.designation(language).empty() ? 0U : 1U;
        }
    }
    std::vector<std::size_t> mappings(snapshot.maps().size());
    for (const auto& element : snapshot.mapElements()) {
        mappings[element.map] += element.valid;
    }
    std::vector<Extent> all;
    const auto add = [&](std::string_view kind, layout::Text name, std::size_t count) {
        all.push_back({std::string{kind} + std::string{snapshot.text(name)}, count});
    };
    for (std::size_t i = 0; i < concepts.size(); ++i) {
        add("code system ", snapshot.systems()[i].oid, concepts[i]);
    }
    for (const auto& set : snapshot.valueSets()) {
        add("value set ", set.oid, set.memberCount);
    }
    for (std::size_t i = 0; i < mappings.size(); ++i) {
        add("concept map ", snapshot.maps()[i].name, mappings[i]);
    }
    for (std::size_t i = 0; i < designations.size(); ++i) {
        add("language ", snapshot.languages()[i], designations[i]);
    }
    return all;
}

Counts Catalogue::counts() const {
    const auto& snapshot = state_->snapshot;
    Counts counts{snapshot.systems().size(), snapshot.conceptCount(),      0, snapshot.valueSets().size(), 0,
                  snapshot.maps().size(),    snapshot.mapElements().size()};
    for (const auto& [part, count] : extent()) {
        counts.members += part.starts_with("value set ") ? count : 0;
        counts.designations += part.starts_with("language ") ? count : 0;
    }
    return counts;
}

const std::string& Catalogue::name() const noexcept {
    return state_->name;
}

} // namespace ncp::transform::terminology
