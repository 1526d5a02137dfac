#include "ncp/terminology/release_content.hpp"

#include "base/identifiers.hpp"
#include "ncp/terminology/workbench.hpp"
#include "transform/terminology/import/merge.hpp"
#include "transform/terminology/tables.hpp"

#include <map>
#include <set>
#include <string>
#include <system_error>

namespace ncp::terminology {
namespace {

using namespace transform::terminology;

/// Of one code system.
struct LeftOut {
    std::size_t concepts = 0;
    std::size_t members = 0;
    std::size_t mappings = 0;
};

/// Takes out what names code systems otherwise than by OID, since a snapshot knows them by OID alone.
class OidsOnly {
  public:
    ReleaseContent apply(Content content) {
        std::erase_if(content.concepts,
                      [this](const auto& each) { return isLeftOut(each.system, &LeftOut::concepts); });
        for (auto& set : content.valueSets) {
            std::erase_if(set.members,
                          [this](const auto& each) { return isLeftOut(each.system, &LeftOut::members); });
        }
        for (auto& map : content.maps) {
            std::erase_if(map.elements, [this](const auto& each) {
                return isLeftOut(each.sourceSystem, &LeftOut::mappings) ||
                       isLeftOut(each.targetSystem, &LeftOut::mappings);
            });
        }
        std::erase_if(content.systems, [](const auto& system) { return !OidTag::valid(system.oid); });
        return {std::move(content), findings()};
    }

  private:
    bool isLeftOut(const std::string& system, std::size_t LeftOut::* count) {
        if (OidTag::valid(system)) {
            return false;
        }
        ++(leftOut_[system].*count);
        return true;
    }

    std::vector<transform::Finding> findings() const {
        std::vector<transform::Finding> findings;
        for (const auto& [system, count] : leftOut_) {
            findings.push_back({"terminology.no_oid", Severity::Warning, "code system " + system,
                                std::to_string(count.concepts) + " concepts, " +
                                    std::to_string(count.members) + " members, " +
                                    std::to_string(count.mappings) + " mappings are left out",
                                "give the code system its OID in code-systems.tsv"});
        }
        return findings;
    }

    std::map<std::string, LeftOut> leftOut_;
};

void nameEverySystem(Content& content) {
    std::set<std::string> missing;
    for (const auto& each : content.concepts) {
        missing.insert(each.system);
    }
    for (const auto& map : content.maps) {
        for (const auto& element : map.elements) {
            missing.insert(element.sourceSystem);
            missing.insert(element.targetSystem);
        }
    }
    for (const auto& system : content.systems) {
        missing.erase(system.oid);
    }
    for (const auto& oid : missing) {
        content.systems.push_back({oid, {}, oid, {}, {}, {}, {}});
    }
}

} // namespace

Result<ReleaseContent> releaseContent(const std::filesystem::path& tables,
                                      const std::filesystem::path& workbench) {
    auto shipped = readTables(tables);
    if (!shipped) {
        return passOn(shipped);
    }
    std::error_code unreadable;
    if (!std::filesystem::exists(workbench, unreadable)) {
        return ReleaseContent{std::move(*shipped)};
    }
    auto bench = Workbench::open(workbench);
    if (!bench) {
        return passOn(bench);
    }
    const auto added = bench->content();
    if (!added) {
        return passOn(added);
    }
    auto release = OidsOnly{}.apply(import::merge(std::move(*shipped), *added));
    nameEverySystem(release.content);
    return release;
}

} // namespace ncp::terminology
