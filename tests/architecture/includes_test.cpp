#include "base/table.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

using namespace ncp;

namespace {

using Rooms = std::set<std::string>;

/// What each room may include beside itself; docs/architecture.md shows the same table.
const std::map<std::string, Rooms> kMayInclude{
    {"base", {}},
    {"certs", {"base"}},
    {"transform", {"base"}},
    {"ncp/http", {"base", "certs"}},
    {"ncp/soap", {"base", "certs", "ncp/http"}},
    {"ncp/saml", {"base", "certs"}},
    {"ncp/ihe", {"base", "ncp/soap", "ncp/saml"}},
    {"ncp/audit", {"base"}},
    {"ncp/store", {"base", "certs", "ncp/audit"}},
    {"ncp/admin", {"base", "ncp/audit", "ncp/http"}},
    {"ncp/validation", {"base", "transform"}},
    {"ncp/transformation", {"base", "transform", "ncp/audit"}},
    {"ncp/national",
     {"base", "certs", "transform", "ncp/ihe", "ncp/saml", "ncp/transformation", "ncp/validation"}},
    {"ncp/identify",
     {"base", "certs", "ncp/discovery", "ncp/http", "ncp/ihe", "ncp/national", "ncp/saml", "ncp/soap"}},
    {"ncp/documents",
     {"base", "certs", "ncp/discovery", "ncp/http", "ncp/ihe", "ncp/national", "ncp/saml", "ncp/soap"}},
    {"ncp/dispense",
     {"base", "certs", "transform", "ncp/discovery", "ncp/http", "ncp/ihe", "ncp/national", "ncp/saml",
      "ncp/soap", "ncp/validation"}},
    {"ncp/discovery", {"base", "certs", "ncp/http", "ncp/ihe", "ncp/saml"}},
    {"ncp/consultation",
     {"base", "certs", "transform", "ncp/audit", "ncp/discovery", "ncp/dispense", "ncp/documents", "ncp/http",
      "ncp/identify", "ncp/ihe", "ncp/saml", "ncp/soap", "ncp/store", "ncp/transformation",
      "ncp/validation"}},
    {"ncp/terminology", {"base", "certs", "transform", "ncp/store"}},
    {"ncp/portal",
     {"base", "certs", "transform", "ncp/consultation", "ncp/discovery", "ncp/documents", "ncp/http",
      "ncp/identify", "ncp/ihe", "ncp/saml", "ncp/store"}},
    {"ncp/app",
     {"base",
      "certs",
      "transform",
      "ncp/admin",
      "ncp/audit",
      "ncp/consultation",
      "ncp/discovery",
      "ncp/dispense",
      "ncp/documents",
      "ncp/http",
      "ncp/identify",
      "ncp/ihe",
      "ncp/national",
      "ncp/portal",
      "ncp/saml",
      "ncp/soap",
      "ncp/store",
      "ncp/terminology",
      "ncp/transformation",
      "ncp/validation"}},
};

/// Headers of libraries that one room, or one folder of it, alone may use; they stay in its .cpp files.
const std::map<std::string, Rooms> kOnlyUsers{
    {"libxml/", {"base", "certs"}},
    {"xmlsec/", {"certs"}},
    {"sqlite3.h", {"ncp/store"}},
    {"openssl/", {"certs", "ncp/http"}},
    {"Poco/Net/", {"ncp/http", "ncp/app"}},
    {"prometheus/", {"ncp/admin"}},
    {"ares.h", {"ncp/discovery"}},
    {"cairo", {"transform/render/paper"}},
    {"pango/", {"transform/render/paper"}},
    {"qpdf/", {"transform/render/paper"}},
    {"turbojpeg.h", {"transform/render/paper"}},
};

std::string roomOf(const std::string& path) {
    const auto first = path.find('/');
    if (path.substr(0, first) != "ncp") {
        return path.substr(0, first);
    }
    return path.substr(0, path.find('/', first + 1));
}

struct Include {
    std::string file;
    std::string included;
};

std::vector<Include> includesBelow(const std::filesystem::path& root, const std::string& folder,
                                   const std::regex& pattern) {
    std::vector<Include> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{root / folder}) {
        const auto extension = entry.path().extension();
        if (extension != ".hpp" && extension != ".cpp") {
            continue;
        }
        const auto text = readFile(entry.path()).value();
        const auto file = std::filesystem::relative(entry.path(), root).string();
        for (std::sregex_iterator at{text.begin(), text.end(), pattern}, end; at != end; ++at) {
            found.push_back({file, (*at)[1]});
        }
    }
    return found;
}

const std::filesystem::path kRoot{NCP_SOURCE_DIR};

} // namespace

TEST_CASE("every include follows the table of rooms", "[architecture]") {
    const std::regex own{"#include \"([^\"]+)\""};
    std::size_t seen = 0;
    for (const std::string folder : {"base", "certs", "transform", "ncp"}) {
        for (const auto& include : includesBelow(kRoot, folder, own)) {
            const auto from = roomOf(include.file);
            const auto to = roomOf(include.included);
            ++seen;
            INFO(include.file << " includes " << include.included);
            REQUIRE(kMayInclude.contains(from));
            CHECK((from == to || kMayInclude.at(from).contains(to)));
        }
    }
    CHECK(seen > 100);
}

TEST_CASE("the table has no cycle", "[architecture]") {
    for (const auto& [room, allowed] : kMayInclude) {
        for (const auto& other : allowed) {
            INFO(room << " and " << other);
            CHECK_FALSE(kMayInclude.at(other).contains(room));
        }
    }
}

TEST_CASE("a library's headers are used by its room only", "[architecture]") {
    const std::regex foreign{"#include <([^>]+)>"};
    for (const std::string folder : {"base", "certs", "transform", "ncp"}) {
        for (const auto& include : includesBelow(kRoot, folder, foreign)) {
            for (const auto& [library, users] : kOnlyUsers) {
                if (include.included.starts_with(library)) {
                    INFO(include.file << " includes " << include.included);
                    CHECK(std::any_of(users.begin(), users.end(), [&](const std::string& user) {
                        return include.file.starts_with(user + '/');
                    }));
                }
            }
        }
    }
}
