#include "base/table.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <string_view>

using namespace ncp;

namespace {

const std::filesystem::path kRoot{NCP_SOURCE_DIR};

std::string contentOf(const std::filesystem::path& file) {
    auto content = readFile(file);
    REQUIRE(content);
    return std::move(*content);
}

template <class Visit>
void visitFiles(const std::filesystem::path& directory, Visit visit) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator{kRoot / directory}) {
        if (entry.is_regular_file()) {
            visit(entry.path());
        }
    }
}

/// The sources of the program, one behind the other.
std::string sources() {
    std::string all;
    for (const char* directory : {"base", "certs", "transform", "ncp"}) {
        visitFiles(directory, [&](const std::filesystem::path& file) {
            if (file.extension() == ".cpp" || file.extension() == ".hpp") {
                all += contentOf(file);
            }
        });
    }
    return all;
}

/// The words of a text that `pattern` takes in its first group.
std::set<std::string> found(const std::string& text, const char* pattern) {
    const std::regex expression{pattern};
    std::set<std::string> words;
    for (auto at = std::sregex_iterator{text.begin(), text.end(), expression}; at != std::sregex_iterator{};
         ++at) {
        words.insert((*at)[1].str());
    }
    return words;
}

/// What tables and lists of the configuration name; the texts themselves left out.
std::set<std::string> namedInData() {
    std::set<std::string> words;
    visitFiles("config", [&](const std::filesystem::path& file) {
        const bool text = file.parent_path() == kRoot / "config/texts";
        if (!text && (file.extension() == ".tsv" || file.extension() == ".yaml")) {
            words.merge(found(contentOf(file), R"(([A-Za-z_0-9.-]+))"));
        }
    });
    return words;
}

std::set<std::string> keys() {
    std::set<std::string> keys;
    visitFiles("config/texts", [&](const std::filesystem::path& file) {
        const std::string text = contentOf(file);
        for (std::size_t at = 0; at < text.size(); at = std::min(text.find('\n', at), text.size() - 1) + 1) {
            const std::string key = text.substr(at, text.find_first_of("\t\n", at) - at);
            if (!key.empty() && key.front() != '#' && key != "key") {
                keys.insert(key);
            }
        }
    });
    return keys;
}

/// A key without the ending by which a number chooses its form.
std::string withoutNumber(const std::string& key) {
    for (const std::string_view ending : {".one", ".other"}) {
        if (key.ends_with(ending)) {
            return key.substr(0, key.size() - ending.size());
        }
    }
    return key;
}

/// Literals that end in a point and are no beginning of a key: names of codes, fields and findings.
constexpr std::array<std::string_view, 6> kNoBeginnings{"document.", "identifier.", "nextOfKin.",
                                                        "patient.",  "pivot.",      "translation."};

/// How the sources name keys: whole, by a beginning, or by an ending behind a whole one.
struct Uses {
    std::set<std::string> whole = found(sources(), R"re("([A-Za-z_0-9.*\[\]-]+)")re");
    std::set<std::string> data = namedInData();

    bool isWhole(const std::string& key) const { return whole.contains(key) || data.contains(key); }

    bool hasBeginning(const std::string& key) const {
        return std::ranges::any_of(whole, [&](const std::string& literal) {
            return literal.size() > 2 && literal.ends_with('.') && key.starts_with(literal) &&
                   std::ranges::find(kNoBeginnings, literal) == kNoBeginnings.end();
        });
    }

    bool hasEnding(const std::string& key) const {
        return std::ranges::any_of(whole, [&](const std::string& literal) {
            return literal.starts_with('.') && key.ends_with(literal) &&
                   whole.contains(key.substr(0, key.size() - literal.size()));
        });
    }

    bool use(const std::string& key) const {
        return isWhole(key) || isWhole(withoutNumber(key)) || hasBeginning(key) || hasEnding(key);
    }
};

} // namespace

TEST_CASE("every text is used by the program or by its tables", "[architecture][texts]") {
    const Uses uses;
    const std::set<std::string> all = keys();
    REQUIRE(all.size() > 1000);
    for (const std::string& key : all) {
        if (!uses.use(key)) {
            FAIL_CHECK(key << " is used by nothing");
        }
    }
    CHECK_FALSE(uses.use("posology.that_nobody_asks_for"));
}

TEST_CASE("every text that the program asks for by name exists", "[architecture][texts]") {
    const std::set<std::string> all = keys();
    const auto asked = found(sources(), R"re(\b(?:text|counted)\(\s*"([a-z_]+(?:\.[a-z_0-9-]+)+)"\s*[,)])re");
    REQUIRE(asked.size() > 200);
    for (const std::string& key : asked) {
        if (!all.contains(key) && !(all.contains(key + ".one") && all.contains(key + ".other"))) {
            FAIL_CHECK(key << " has no text");
        }
    }
}
