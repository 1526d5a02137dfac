#include "tests/transform/terminology/random_content.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ncp::test {
namespace {

using namespace transform::terminology;

class Generator {
  public:
    explicit Generator(std::uint32_t seed) : random_(seed) {}

    Content make() {
        Content content;
        content.name = "release-" + std::to_string(upTo(1000));
        makeSystems(content);
        makeConcepts(content);
        makeValueSets(content);
        makeMaps(content);
        std::shuffle(content.concepts.begin(), content.concepts.end(), random_);
        std::shuffle(content.systems.begin(), content.systems.end(), random_);
        return content;
    }

  private:
    std::size_t upTo(std::size_t most) {
        return std::uniform_int_distribution<std::size_t>{0, most}(random_);
    }
    bool oneIn(std::size_t n) { return upTo(n - 1) == 0; }

    template <class T>
    const T& any(const std::vector<T>& all) {
        return all[upTo(all.size() - 1)];
    }

    std::string word(std::size_t most) {
        static const std::vector<std::string> letters{"a", "b", "Z", "0", "7", ".", "-",
                                                      "%", "{", "<", "æ", "ø", "Å"};
        std::string made;
        for (std::size_t length = 1 + upTo(most - 1); length > 0; --length) {
            made += any(letters);
        }
        return made;
    }

    void makeSystems(Content& content) {
        const auto count = 1 + upTo(4);
        for (std::size_t i = 0; i < count; ++i) {
            const auto number = std::to_string(i);
            CodeSystemContent system{
                "1.2." + number, oneIn(2) ? "urn:test:" + number : "", "System " + number, "", "", {}, ""};
            for (std::size_t alias = upTo(3); alias > 0; --alias) {
                system.aliases.push_back("alias-" + number + "-" + std::to_string(alias));
            }
            system.version = oneIn(2) ? "v" + number : "";
            content.systems.push_back(std::move(system));
        }
    }

    void makeConcepts(Content& content) {
        const std::array<std::string, 7> languages{"nb-NO", "nb", "no", "nn-NO", "nn", "en-GB", "en"};
        std::set<std::pair<std::string, std::string>> taken;
        for (std::size_t i = upTo(80); i > 0; --i) {
            ConceptContent made{any(content.systems).oid, word(20), !oneIn(5), {}};
            for (const auto& language : languages) {
                if (oneIn(3)) {
                    made.designations.push_back({language, word(60), "test", "proposed", true});
                }
            }
            if (taken.emplace(made.system, made.code).second) {
                content.concepts.push_back(std::move(made));
            }
        }
    }

    Member anyMember(const Content& content) {
        if (content.concepts.empty() || oneIn(10)) {
            return {any(content.systems).oid, "only-a-member-" + std::to_string(upTo(5))};
        }
        const auto& known = any(content.concepts);
        return {known.system, known.code};
    }

    void makeValueSets(Content& content) {
        for (std::size_t i = upTo(5); i > 0; --i) {
            ValueSetContent set{"1.3." + std::to_string(i), "set" + std::to_string(i), "8", false, {}};
            for (std::size_t member = upTo(20); member > 0; --member) {
                set.members.push_back(anyMember(content));
            }
            content.valueSets.push_back(std::move(set));
        }
    }

    void makeMaps(Content& content) {
        for (std::size_t i = upTo(3); i > 0; --i) {
            ConceptMapContent map{"map" + std::to_string(i), "", {}};
            for (std::size_t element = upTo(15); element > 0; --element) {
                const auto source = anyMember(content);
                const auto target = anyMember(content);
                map.elements.push_back({source.system, source.code, target.system, target.code,
                                        static_cast<Equivalence>(upTo(4)), !oneIn(3)});
            }
            content.maps.push_back(std::move(map));
        }
    }

    std::mt19937 random_;
};

} // namespace

Content randomContent(std::uint32_t seed) {
    return Generator{seed}.make();
}

} // namespace ncp::test
