#include "transform/terminology/import/table_writers.hpp"

#include "transform/terminology/import/delimited_text.hpp"
#include "transform/terminology/import/table_readers.hpp"

#include <initializer_list>
#include <map>
#include <string_view>
#include <utility>

namespace ncp::transform::terminology::import {
namespace {

void addRow(std::string& table, char separator, std::initializer_list<std::string_view> cells) {
    bool first = true;
    for (const auto cell : cells) {
        if (!first) {
            table += separator;
        }
        table += delimitedCell(cell, separator);
        first = false;
    }
    table += '\n';
}

std::map<std::pair<std::string_view, std::string_view>, std::string_view>
englishTexts(const Content& content) {
    std::map<std::pair<std::string_view, std::string_view>, std::string_view> texts;
    for (const auto& each : content.concepts) {
        for (const auto& designation : each.designations) {
            if (designation.language == "en-GB" && designation.preferred) {
                texts[{each.system, each.code}] = designation.text;
            }
        }
    }
    return texts;
}

} // namespace

std::string designationTable(const Content& content, char separator) {
    std::string table;
    addRow(table, separator, {"system", "code", "language", "text", "source", "status"});
    for (const auto& each : content.concepts) {
        for (const auto& designation : each.designations) {
            addRow(table, separator,
                   {each.system, each.code, designation.language, designation.text, designation.source,
                    designation.status});
        }
    }
    return table;
}

std::string mapTable(const Content& content, char separator) {
    std::string table;
    addRow(table, separator,
           {"map", "source_system", "source_code", "target_system", "target_code", "equivalence", "status"});
    for (const auto& map : content.maps) {
        for (const auto& element : map.elements) {
            addRow(table, separator,
                   {map.name, element.sourceSystem, element.sourceCode, element.targetSystem,
                    element.targetCode, nameOf(element.equivalence),
                    element.valid ? "approved" : "proposed"});
        }
    }
    return table;
}

std::string catalogueTable(const Content& content) {
    const auto texts = englishTexts(content);
    std::string table = "valueset_name\tvalueset_oid\tversion\tcode_system_oid_or_uri\tcode\tdisplay_en\n";
    for (const auto& set : content.valueSets) {
        for (const auto& member : set.members) {
            const auto text = texts.find({member.system, member.code});
            table.append(set.name).append("\t").append(set.oid).append("\t").append(set.version).append("\t");
            table.append(member.system).append("\t").append(member.code).append("\t");
            table.append(text == texts.end() ? std::string_view{} : text->second).append("\n");
        }
    }
    return table;
}

} // namespace ncp::transform::terminology::import
