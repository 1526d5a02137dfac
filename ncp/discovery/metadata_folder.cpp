#include "ncp/discovery/metadata_folder.hpp"

#include "base/table.hpp"

#include <array>
#include <string_view>
#include <system_error>
#include <utility>

namespace ncp::discovery {
namespace {

constexpr std::array<std::string_view, 2> kColumns{"fetched", "smp"};
constexpr const char* kTable = "fetched.tsv";

std::string fileName(Service service) {
    return std::string{name(service)} + ".xml";
}

} // namespace

std::filesystem::path MetadataFolder::folderOf(const CountryCode& country) const {
    return folder_ / country.str();
}

/// The table goes first and comes back last: documents without it don't count.
Result<void> MetadataFolder::keep(const CountryCode& country, const KeptMetadata& metadata) const {
    if (folder_.empty()) {
        return {};
    }
    const auto folder = folderOf(country);
    std::error_code fault;
    std::filesystem::create_directories(folder, fault);
    std::filesystem::remove(folder / kTable, fault);
    for (const auto service : kServices) {
        const auto found = metadata.documents.find(service);
        if (found == metadata.documents.end()) {
            std::filesystem::remove(folder / fileName(service), fault);
        } else if (const auto written = writeFile(folder / fileName(service), found->second); !written) {
            return fail(ErrorCode::StorageFailed, written.error().detail);
        }
    }
    const auto row = "fetched\tsmp\n" + formatXmlDateTime(metadata.fetched) + "\t" + metadata.smp + "\n";
    const auto written = writeFile(folder / kTable, row);
    return written ? Result<void>{} : fail(ErrorCode::StorageFailed, written.error().detail);
}

void MetadataFolder::forget(const CountryCode& country) const noexcept {
    if (!folder_.empty()) {
        std::error_code fault;
        std::filesystem::remove_all(folderOf(country), fault);
    }
}

Result<KeptMetadata> MetadataFolder::load(const CountryCode& country) const {
    const auto nothing = [] { return fail(ErrorCode::PeerNotFound, "no metadata were kept"); };
    if (folder_.empty()) {
        return nothing();
    }
    const auto folder = folderOf(country);
    const auto table = readTable(folder / kTable, kColumns);
    if (!table || table->rows.size() != 1) {
        return nothing();
    }
    const auto& cells = table->rows.front().cells;
    const auto fetched = parseXmlDateTime(cells[0]);
    if (!fetched) {
        return nothing();
    }
    KeptMetadata kept{*fetched, cells[1], {}};
    for (const auto service : kServices) {
        if (auto bytes = readFile(folder / fileName(service))) {
            kept.documents.emplace(service, *std::move(bytes));
        }
    }
    return kept;
}

} // namespace ncp::discovery
