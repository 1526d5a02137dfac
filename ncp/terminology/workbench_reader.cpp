#include "ncp/terminology/workbench_rows.hpp"

#include "transform/terminology/import/table_readers.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace ncp::terminology {
namespace {

using namespace transform::terminology;

/// Calls `each` for every row; stops at the first failure.
template <class Each>
Result<void> forEachRow(store::Connection& connection, std::string_view sql, Each each) {
    auto statement = connection.prepare(sql);
    if (!statement) {
        return passOn(statement);
    }
    while (true) {
        const auto row = statement->step();
        if (!row) {
            return passOn(row);
        }
        if (!*row) {
            return {};
        }
        each(*statement);
    }
}

std::vector<std::string> linesOf(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

Result<void> readSystems(store::Connection& connection, Content& content) {
    return forEachRow(
        connection,
        "SELECT oid, uri, name, name_nb, name_en, aliases, coalesce((SELECT version FROM "
        "code_system_version WHERE system = code_system.oid ORDER BY id DESC LIMIT 1), '') FROM code_system "
        "ORDER BY oid",
        [&](const store::Statement& row) {
            content.systems.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.text(6),
                                       linesOf(row.text(5)), row.text(4)});
        });
}

Result<void> readConcepts(store::Connection& connection, Content& content) {
    std::int64_t last = -1;
    return forEachRow(
        connection,
        "SELECT c.id, c.system, c.code, c.current, d.language, d.text, d.source, d.status, d.preferred "
        "FROM concept c LEFT JOIN designation d ON d.concept = c.id "
        "ORDER BY c.system, c.code, d.language, d.source, d.text",
        [&](const store::Statement& row) {
            if (row.integer(0) != last) {
                last = row.integer(0);
                content.concepts.push_back({row.text(1), row.text(2), row.integer(3) == 1, {}});
            }
            if (auto language = row.text(4); !language.empty()) {
                content.concepts.back().designations.push_back(
                    {std::move(language), row.text(5), row.text(6), row.text(7), row.integer(8) == 1});
            }
        });
}

Result<void> readValueSets(store::Connection& connection, Content& content) {
    auto read = forEachRow(connection, "SELECT oid, name, version, fixed FROM value_set ORDER BY oid",
                           [&](const store::Statement& row) {
                               content.valueSets.push_back(
                                   {row.text(0), row.text(1), row.text(2), row.integer(3) == 1, {}});
                           });
    if (!read) {
        return read;
    }
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < content.valueSets.size(); ++i) {
        places.emplace(content.valueSets[i].oid, i);
    }
    return forEachRow(
        connection, "SELECT value_set, system, code FROM member ORDER BY value_set, system, code",
        [&](const store::Statement& row) {
            content.valueSets.at(places.at(row.text(0))).members.push_back({row.text(1), row.text(2)});
        });
}

Result<void> readMaps(store::Connection& connection, Content& content) {
    auto read = forEachRow(
        connection, "SELECT name, version FROM concept_map ORDER BY name",
        [&](const store::Statement& row) { content.maps.push_back({row.text(0), row.text(1), {}}); });
    if (!read) {
        return read;
    }
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < content.maps.size(); ++i) {
        places.emplace(content.maps[i].name, i);
    }
    return forEachRow(
        connection,
        "SELECT concept_map, source_system, source_code, target_system, target_code, equivalence, "
        "status FROM mapping ORDER BY concept_map, source_system, source_code, target_system, "
        "target_code",
        [&](const store::Statement& row) {
            const auto equivalence = import::parseEquivalence(row.text(5));
            content.maps.at(places.at(row.text(0)))
                .elements.push_back({row.text(1), row.text(2), row.text(3), row.text(4),
                                     equivalence.value_or(Equivalence::Inexact), row.text(6) == "approved"});
        });
}

} // namespace

Result<Content> readContent(store::Connection& connection) {
    Content content;
    content.name = "workbench";
    for (const auto read : {readSystems, readConcepts, readValueSets, readMaps}) {
        if (auto done = read(connection, content); !done) {
            return passOn(done);
        }
    }
    return content;
}

} // namespace ncp::terminology
