#include "transform/terminology/import/release_difference.hpp"

#include "transform/terminology/import/table_readers.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace ncp::transform::terminology::import {
namespace {

/// Compares one part after the other and keeps what differs.
class Comparison {
  public:
    Comparison(const Catalogue& release, const Content& content) : release_(release), content_(content) {}

    std::vector<Difference> run() {
        systems();
        concepts();
        valueSets();
        mappings();
        std::ranges::stable_sort(out_, {}, &Difference::part);
        return std::move(out_);
    }

  private:
    void add(Part part, std::string key, std::string_view before, std::string_view after) {
        if (before == after) {
            return;
        }
        const auto change = before.empty()  ? Change::Added
                            : after.empty() ? Change::Removed
                                            : Change::Changed;
        out_.push_back({part, change, std::move(key), std::string{before}, std::string{after}});
    }

    void systems() {
        for (const auto& system : content_.systems) {
            const auto known = release_.system(system.oid);
            add(Part::CodeSystem, system.oid, known ? known->name : std::string_view{}, system.name);
        }
        for (const auto& known : release_.systems()) {
            if (std::ranges::find(content_.systems, known.oid, &CodeSystemContent::oid) ==
                content_.systems.end()) {
                add(Part::CodeSystem, std::string{known.oid}, known.name, {});
            }
        }
    }

    void concepts() {
        for (const auto& each : content_.concepts) {
            const auto known = release_.find(each.system, each.code);
            const auto key = each.system + " " + each.code;
            add(Part::Concept, key,
                !known           ? ""
                : known->current ? "current"
                                 : "retired",
                each.current ? "current" : "retired");
            for (const auto& designation : each.designations) {
                text(key, each, designation);
            }
        }
    }

    void text(const std::string& key, const ConceptContent& each, const DesignationContent& designation) {
        const auto language = parseTextLanguage(designation.language);
        if (!language || !designation.preferred) {
            return;
        }
        const auto known = release_.designation(each.system, each.code, *language);
        const bool same = known && known->tag == designation.language;
        add(Part::Designation, key + " " + designation.language, same ? known->text : std::string_view{},
            designation.text);
    }

    void valueSets() {
        std::set<std::string, std::less<>> seen;
        for (const auto& set : content_.valueSets) {
            const auto known = release_.valueSet(set.oid);
            seen.insert(set.oid);
            add(Part::ValueSet, set.oid,
                known ? std::string{known->name} + " " + std::string{known->version} : std::string{},
                set.name + " " + set.version);
            members(set);
        }
        for (const auto& known : release_.valueSets()) {
            if (!seen.contains(known.oid)) {
                add(Part::ValueSet, std::string{known.oid}, known.name, {});
            }
        }
    }

    void members(const ValueSetContent& set) {
        std::set<std::pair<std::string_view, std::string_view>> after;
        for (const auto& member : set.members) {
            after.emplace(member.system, member.code);
        }
        std::set<std::pair<std::string_view, std::string_view>> before;
        for (const auto& member : release_.expand(set.oid)) {
            before.emplace(member.system.oid, member.code);
            if (!after.contains({member.system.oid, member.code})) {
                add(Part::Member,
                    set.oid + " " + std::string{member.system.oid} + " " + std::string{member.code}, "member",
                    {});
            }
        }
        for (const auto& member : set.members) {
            if (!before.contains({member.system, member.code})) {
                add(Part::Member, set.oid + " " + member.system + " " + member.code, {}, "member");
            }
        }
    }

    /// What maps lead to, before and after, for every source that the content names; what is only proposed
    /// leads nowhere.
    void mappings() {
        for (const auto& map : content_.maps) {
            std::map<Place, std::string> after;
            for (const auto& element : map.elements) {
                auto& said = after[{element.sourceSystem, element.sourceCode, element.targetSystem}];
                if (element.valid) {
                    say(said, element.targetCode, element.equivalence);
                }
            }
            for (const auto& [place, said] : after) {
                const auto& [system, code, target] = place;
                std::string before;
                for (const auto& known : release_.mappings(system, code)) {
                    if (known.map == map.name && known.target.system.oid == target) {
                        say(before, known.target.code, known.equivalence);
                    }
                }
                add(Part::Mapping, map.name + " " + system + " " + code + " " + target, before, said);
            }
        }
    }

    static void say(std::string& said, std::string_view code, Equivalence equivalence) {
        said +=
            (said.empty() ? "" : "; ") + std::string{code} + " (" + std::string{nameOf(equivalence)} + ")";
    }

    using Place = std::tuple<std::string, std::string, std::string>; ///< source system, code, target system

    const Catalogue& release_;
    const Content& content_;
    std::vector<Difference> out_;
};

} // namespace

std::vector<Difference> difference(const Catalogue& release, const Content& content) {
    return Comparison{release, content}.run();
}

} // namespace ncp::transform::terminology::import
