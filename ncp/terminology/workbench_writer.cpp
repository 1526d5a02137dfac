#include "ncp/terminology/workbench_rows.hpp"

#include "transform/terminology/import/table_readers.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace ncp::terminology {
namespace {

using namespace transform::terminology;

bool same(const CodeSystemContent& a, const CodeSystemContent& b) {
    return std::tie(a.uri, a.name, a.nameNb, a.nameEn, a.version, a.aliases) ==
           std::tie(b.uri, b.name, b.nameNb, b.nameEn, b.version, b.aliases);
}

bool same(const ConceptContent& a, const ConceptContent& b) {
    return a.current == b.current &&
           std::ranges::equal(a.designations, b.designations, [](const auto& x, const auto& y) {
               return std::tie(x.language, x.text, x.source, x.status, x.preferred) ==
                      std::tie(y.language, y.text, y.source, y.status, y.preferred);
           });
}

bool same(const ValueSetContent& a, const ValueSetContent& b) {
    return std::tie(a.name, a.version, a.fixed) == std::tie(b.name, b.version, b.fixed) &&
           std::ranges::equal(a.members, b.members, [](const Member& x, const Member& y) {
               return std::tie(x.system, x.code) == std::tie(y.system, y.code);
           });
}

bool same(const ConceptMapContent& a, const ConceptMapContent& b) {
    return a.version == b.version &&
           std::ranges::equal(a.elements, b.elements, [](const auto& x, const auto& y) {
               return std::tie(x.sourceSystem, x.sourceCode, x.targetSystem, x.targetCode, x.equivalence,
                               x.valid) == std::tie(y.sourceSystem, y.sourceCode, y.targetSystem,
                                                    y.targetCode, y.equivalence, y.valid);
           });
}

/// The elements of `after` that `before` lacks or has otherwise; both in the order of `key`.
template <class Element, class Key>
std::vector<const Element*> changed(const std::vector<Element>& before, const std::vector<Element>& after,
                                    Key key) {
    std::vector<const Element*> out;
    auto old = before.begin();
    for (const auto& element : after) {
        while (old != before.end() && key(*old) < key(element)) {
            ++old;
        }
        if (old == before.end() || key(*old) != key(element) || !same(*old, element)) {
            out.push_back(&element);
        }
    }
    return out;
}

void bindAll(store::Statement& statement, std::initializer_list<std::string_view> texts) {
    int parameter = 0;
    for (const auto text : texts) {
        statement.bind(++parameter, text);
    }
}

std::string joined(const std::vector<std::string>& lines) {
    std::string out;
    for (const auto& line : lines) {
        out += line + "\n";
    }
    return out;
}

Result<void> writeSystems(store::Connection& connection,
                          const std::vector<const CodeSystemContent*>& systems) {
    auto system = connection.prepare("INSERT OR REPLACE INTO code_system VALUES (?, ?, ?, ?, ?, ?)");
    auto version =
        connection.prepare("INSERT OR IGNORE INTO code_system_version (system, version) VALUES (?, ?)");
    if (!system || !version) {
        return passOn(system ? version : system);
    }
    for (const auto* each : systems) {
        bindAll(*system,
                {each->oid, each->uri, each->name, each->nameNb, each->nameEn, joined(each->aliases)});
        if (auto written = system->run(); !written) {
            return written;
        }
        if (each->version.empty()) {
            continue;
        }
        bindAll(*version, {each->oid, each->version});
        if (auto written = version->run(); !written) {
            return written;
        }
    }
    return {};
}

/// Statements for one concept after the other.
class ConceptWriter {
  public:
    static Result<ConceptWriter> prepare(store::Connection& connection) {
        auto row = connection.prepare("INSERT INTO concept (system, code, current) VALUES (?, ?, ?) "
                                      "ON CONFLICT (system, code) DO UPDATE SET current = excluded.current "
                                      "RETURNING id");
        auto clear = connection.prepare("DELETE FROM designation WHERE concept = ?");
        auto designation = connection.prepare("INSERT INTO designation VALUES (?, ?, ?, ?, ?, ?)");
        if (!row || !clear || !designation) {
            return passOn(!row ? row : !clear ? clear : designation);
        }
        return ConceptWriter{std::move(*row), std::move(*clear), std::move(*designation)};
    }

    Result<void> write(const ConceptContent& each) {
        const auto id = writeConcept(each);
        if (!id) {
            return passOn(id);
        }
        clear_.bind(1, *id);
        if (auto cleared = clear_.run(); !cleared) {
            return cleared;
        }
        for (const auto& designation : each.designations) {
            designation_.bind(1, *id);
            designation_.bind(2, designation.language);
            designation_.bind(3, designation.source);
            designation_.bind(4, designation.text);
            designation_.bind(5, designation.status);
            designation_.bind(6, static_cast<std::int64_t>(designation.preferred));
            if (auto written = designation_.run(); !written) {
                return written;
            }
        }
        return {};
    }

  private:
    ConceptWriter(store::Statement row, store::Statement clear, store::Statement designation) noexcept
        : row_(std::move(row)), clear_(std::move(clear)), designation_(std::move(designation)) {}

    Result<std::int64_t> writeConcept(const ConceptContent& each) {
        row_.bind(1, each.system);
        row_.bind(2, each.code);
        row_.bind(3, static_cast<std::int64_t>(each.current));
        const auto stepped = row_.step();
        if (!stepped) {
            return passOn(stepped);
        }
        const auto id = row_.integer(0);
        row_.reset();
        return id;
    }

    store::Statement row_;
    store::Statement clear_;
    store::Statement designation_;
};

Result<void> writeConcepts(store::Connection& connection,
                           const std::vector<const ConceptContent*>& concepts) {
    auto writer = ConceptWriter::prepare(connection);
    if (!writer) {
        return passOn(writer);
    }
    for (const auto* each : concepts) {
        if (auto written = writer->write(*each); !written) {
            return written;
        }
    }
    return {};
}

Result<void> writeValueSets(store::Connection& connection, const std::vector<const ValueSetContent*>& sets) {
    auto clear = connection.prepare("DELETE FROM value_set WHERE oid = ?"); // and its members
    auto set = connection.prepare("INSERT INTO value_set VALUES (?, ?, ?, ?)");
    auto member = connection.prepare("INSERT INTO member VALUES (?, ?, ?)");
    if (!clear || !set || !member) {
        return passOn(!clear ? clear : !set ? set : member);
    }
    for (const auto* each : sets) {
        clear->bind(1, each->oid);
        bindAll(*set, {each->oid, each->name, each->version});
        set->bind(4, static_cast<std::int64_t>(each->fixed));
        for (auto* statement : {&*clear, &*set}) {
            if (auto written = statement->run(); !written) {
                return written;
            }
        }
        for (const auto& of : each->members) {
            bindAll(*member, {each->oid, of.system, of.code});
            if (auto written = member->run(); !written) {
                return written;
            }
        }
    }
    return {};
}

Result<void> writeMaps(store::Connection& connection, const std::vector<const ConceptMapContent*>& maps) {
    auto clear = connection.prepare("DELETE FROM concept_map WHERE name = ?"); // and its mappings
    auto map = connection.prepare("INSERT INTO concept_map VALUES (?, ?)");
    auto mapping = connection.prepare("INSERT INTO mapping VALUES (?, ?, ?, ?, ?, ?, ?)");
    if (!clear || !map || !mapping) {
        return passOn(!clear ? clear : !map ? map : mapping);
    }
    for (const auto* each : maps) {
        clear->bind(1, each->name);
        bindAll(*map, {each->name, each->version});
        for (auto* statement : {&*clear, &*map}) {
            if (auto written = statement->run(); !written) {
                return written;
            }
        }
        for (const auto& element : each->elements) {
            bindAll(*mapping, {each->name, element.sourceSystem, element.sourceCode, element.targetSystem,
                               element.targetCode, import::nameOf(element.equivalence),
                               element.valid ? "approved" : "proposed"});
            if (auto written = mapping->run(); !written) {
                return written;
            }
        }
    }
    return {};
}

} // namespace

Result<void> writeContent(store::Connection& connection, const Content& before, const Content& after) {
    const auto oidOf = [](const auto& each) { return std::tie(each.oid); };
    const auto nameOf = [](const ConceptMapContent& map) { return std::tie(map.name); };
    const auto codeOf = [](const ConceptContent& each) { return std::tie(each.system, each.code); };
    return writeSystems(connection, changed(before.systems, after.systems, oidOf))
        .and_then([&] { return writeConcepts(connection, changed(before.concepts, after.concepts, codeOf)); })
        .and_then(
            [&] { return writeValueSets(connection, changed(before.valueSets, after.valueSets, oidOf)); })
        .and_then([&] { return writeMaps(connection, changed(before.maps, after.maps, nameOf)); });
}

} // namespace ncp::terminology
