#include "transform/terminology/check.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace ncp::transform::terminology {
namespace {

using Key = std::pair<std::string_view, std::string_view>; ///< code system, code

/// One kind of fault in one place.
struct Fault {
    std::string_view code;
    Severity severity;
    std::string path;
    std::string_view advice;

    friend auto operator<=>(const Fault& a, const Fault& b) {
        return std::tie(a.path, a.code) <=> std::tie(b.path, b.code);
    }
};

/// Counts faults of one kind and place, and keeps a few examples.
class Faults {
  public:
    void add(Fault fault, std::string_view example) {
        auto& [count, examples] = faults_[std::move(fault)];
        constexpr std::size_t kExamples = 5;
        if (count < kExamples) {
            examples += (count == 0 ? "" : ", ") + std::string{example};
        }
        ++count;
    }

    /// Errors first, then by place.
    std::vector<Finding> findings() const {
        std::vector<Finding> findings;
        for (const bool errors : {true, false}) {
            for (const auto& [fault, seen] : faults_) {
                if ((fault.severity == Severity::Error) == errors) {
                    findings.push_back({std::string{fault.code}, fault.severity, fault.path,
                                        std::to_string(seen.first) + ": " + seen.second,
                                        std::string{fault.advice}});
                }
            }
        }
        return findings;
    }

  private:
    std::map<Fault, std::pair<std::size_t, std::string>> faults_;
};

bool hasEnglish(const ConceptContent& one) {
    return std::ranges::any_of(one.designations, [](const DesignationContent& designation) {
        return !designation.text.empty() && (designation.language == "en-GB" || designation.language == "en");
    });
}

std::string placeOf(const ValueSetContent& set) {
    return "value set " + set.oid + " " + set.name;
}

/// One look through a release's content.
class Check {
  public:
    explicit Check(const Content& content) : content_(content) {}

    std::vector<Finding> run() {
        lookAtSystems();
        lookAtConcepts();
        for (const auto& set : content_.valueSets) {
            lookAt(set);
        }
        for (const auto& map : content_.maps) {
            lookAt(map);
        }
        lookForNames();
        return faults_.findings();
    }

  private:
    void duplicate(std::string place, std::string_view what) {
        faults_.add(
            {"terminology.duplicate", Severity::Error, std::move(place), "merge the two, or take one away"},
            what);
    }

    void lookAtSystems() {
        std::set<std::string_view> identifiers;
        for (const auto& system : content_.systems) {
            const std::set<std::string_view> aliases{system.aliases.begin(), system.aliases.end()};
            systems_.insert(system.oid);
            if (!identifiers.insert(system.oid).second) {
                duplicate("code systems", system.oid);
            }
            for (const auto alias : aliases) {
                if (alias != system.oid && !identifiers.insert(alias).second) {
                    duplicate("aliases of code systems", alias);
                }
            }
        }
    }

    void lookAtConcepts() {
        for (const auto& one : content_.concepts) {
            if (!concepts_.emplace(Key{one.system, one.code}, &one).second) {
                duplicate("code system " + one.system, one.code);
            }
            lookAtSystemOf(one.system, one.code, "concepts");
        }
    }

    void lookAtSystemOf(std::string_view system, std::string_view code, const std::string& place) {
        if (!systems_.contains(system)) {
            faults_.add({"terminology.system_unknown", Severity::Error,
                         place + ", code system " + std::string{system},
                         "add the code system, or resolve the name that stands for it"},
                        code);
        }
    }

    void lookAt(const ValueSetContent& set) {
        const auto weight = set.fixed ? Severity::Error : Severity::Warning;
        if (!valueSets_.insert(set.oid).second) {
            duplicate("value sets", set.oid);
        }
        if (set.members.empty()) {
            faults_.add({"terminology.set_empty", weight, placeOf(set),
                         "import the set's members; without them nothing is checked against it"},
                        "no member");
        }
        std::set<Key> members;
        for (const auto& member : set.members) {
            lookAtSystemOf(member.system, member.code, placeOf(set));
            if (!members.emplace(member.system, member.code).second) {
                duplicate(placeOf(set), member.code);
            }
            if (!concepts_.contains({member.system, member.code})) {
                faults_.add({"terminology.member_dangling", weight, placeOf(set),
                             "import the concepts, or take the members away"},
                            member.code);
            }
        }
    }

    void lookAt(const ConceptMapContent& map) {
        const auto place = "concept map " + map.name;
        std::set<std::tuple<std::string_view, std::string_view, std::string_view, Equivalence>> sources;
        for (const auto& element : map.elements) {
            lookAtSystemOf(element.sourceSystem, element.sourceCode, place);
            lookAtSystemOf(element.targetSystem, element.targetCode, place);
            sources_.emplace(element.sourceSystem, element.sourceCode);
            if (!element.valid) {
                continue;
            }
            const auto target = concepts_.find({element.targetSystem, element.targetCode});
            if (target == concepts_.end()) {
                faults_.add({"terminology.target_dangling", Severity::Error, place,
                             "import the target concepts, or correct the mappings"},
                            element.sourceCode + " to " + element.targetCode);
            } else if (!hasEnglish(*target->second)) {
                faults_.add({"terminology.target_unnamed", Severity::Error, place,
                             "add the English designation: other countries read it"},
                            element.sourceCode + " to " + element.targetCode);
            }
            if (!sources
                     .emplace(element.sourceSystem, element.sourceCode, element.targetSystem,
                              element.equivalence)
                     .second) {
                faults_.add({"terminology.mapping_ambiguous", Severity::Warning, place,
                             "approve one, or say by equivalence which is nearer"},
                            element.sourceCode);
            }
        }
    }

    /// National codes are what a map begins with: they may go without an English name.
    void lookForNames() {
        for (const auto& one : content_.concepts) {
            if (!hasEnglish(one) && !sources_.contains({one.system, one.code})) {
                faults_.add({"terminology.english_missing", Severity::Warning, "code system " + one.system,
                             "add the English designation: it is what every language falls back to"},
                            one.code);
            }
        }
    }

    const Content& content_;
    Faults faults_;
    std::set<std::string_view> systems_;
    std::set<std::string_view> valueSets_;
    std::map<Key, const ConceptContent*> concepts_;
    std::set<Key> sources_;
};

} // namespace

std::vector<Finding> check(const Content& content) {
    return Check{content}.run();
}

} // namespace ncp::transform::terminology
