#include "ncp/terminology/release_store.hpp"

#include "base/table.hpp"
#include "certs/digest.hpp"
#include "ncp/terminology/durable_file.hpp"
#include "ncp/terminology/manifest.hpp"
#include "transform/terminology/mapped_file.hpp"

#include <algorithm>
#include <system_error>
#include <tuple>
#include <utility>

namespace ncp::terminology {
namespace {

using transform::terminology::Catalogue;
using transform::terminology::MappedFile;

constexpr std::string_view kSnapshot = ".snapshot";
constexpr std::string_view kManifest = ".json";

tl::unexpected<Error> refuseName(std::string_view name) {
    return fail(ErrorCode::InputRefused, "\"" + std::string{name.substr(0, 64)} +
                                             "\" is no name of a release: letters, digits, '.', '_' and '-', "
                                             "at most 64, not a dot first");
}

} // namespace

bool ReleaseStore::isName(std::string_view name) noexcept {
    constexpr std::size_t kLongest = 64;
    constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    return !name.empty() && name.size() <= kLongest && name.front() != '.' &&
           name.find_first_not_of(kAllowed) == std::string_view::npos;
}

std::filesystem::path ReleaseStore::snapshotOf(std::string_view name) const {
    return directory_ / (std::string{name} + std::string{kSnapshot});
}

std::filesystem::path ReleaseStore::manifestOf(std::string_view name) const {
    return directory_ / (std::string{name} + std::string{kManifest});
}

Result<std::string> ReleaseStore::current() const {
    std::error_code error;
    if (!std::filesystem::exists(pointer(), error)) {
        return fail(ErrorCode::InputRefused,
                    directory_.string() + ": no release is in force; 'ncp terminology build --releases " +
                        directory_.string() + "' makes one");
    }
    auto name = readFile(pointer());
    if (!name) {
        return name;
    }
    while (name->ends_with('\n')) {
        name->pop_back();
    }
    if (!isName(*name)) {
        return fail(ErrorCode::InputRefused, pointer().string() +
                                                 ": holds no name of a release; 'ncp terminology rollback' "
                                                 "writes it anew");
    }
    return name;
}

Result<Catalogue> ReleaseStore::openCurrent() const {
    const auto name = current();
    return name ? open(*name) : passOn(name);
}

Result<Catalogue> ReleaseStore::open(std::string_view name) const {
    if (!isName(name)) {
        return refuseName(name);
    }
    auto catalogue = Catalogue::open(snapshotOf(name));
    if (catalogue && catalogue->name() != name) {
        return fail(ErrorCode::InputRefused, snapshotOf(name).string() + ": is release " + catalogue->name());
    }
    return catalogue;
}

Result<Manifest> ReleaseStore::manifest(std::string_view name) const {
    if (!isName(name)) {
        return refuseName(name);
    }
    const auto file = manifestOf(name);
    std::error_code error;
    if (!std::filesystem::exists(file, error)) {
        return fail(ErrorCode::InputRefused, directory_.string() + ": no release " + std::string{name} +
                                                 "; 'ncp terminology status' lists those that are there");
    }
    const auto json = readFile(file);
    if (!json) {
        return passOn(json);
    }
    auto read = parseManifest(*json);
    if (!read || read->name != name) {
        return fail(ErrorCode::InputRefused,
                    file.string() + ": is no manifest of release " + std::string{name});
    }
    return read;
}

std::vector<Manifest> ReleaseStore::releases() const {
    std::vector<Manifest> found;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator{directory_, error}) {
        if (entry.path().extension() == kManifest) {
            if (auto read = manifest(entry.path().stem().string())) {
                found.push_back(std::move(*read));
            }
        }
    }
    std::ranges::sort(found, {}, [](const Manifest& one) { return std::tie(one.built, one.name); });
    return found;
}

Result<Manifest> ReleaseStore::add(std::string_view image, std::string_view previous, Instant now) const {
    const auto catalogue = Catalogue::fromImage(std::string{image}, "the new release");
    if (!catalogue) {
        return passOn(catalogue);
    }
    const auto& name = catalogue->name();
    if (!isName(name)) {
        return refuseName(name);
    }
    std::error_code error;
    std::filesystem::create_directories(directory_, error);
    if (std::filesystem::exists(snapshotOf(name), error) ||
        std::filesystem::exists(manifestOf(name), error)) {
        return fail(ErrorCode::InputRefused,
                    directory_.string() + ": release " + name +
                        " is there; a release is never changed, choose another name");
    }
    Manifest manifest{name,         std::string{previous}, now, certs::hex(certs::sha256(image)),
                      image.size(), catalogue->counts(),   {}};
    for (const auto language : catalogue->languages()) {
        manifest.languages.emplace_back(language);
    }
    // The manifest last: what has one is whole.
    if (auto written = writeDurably(snapshotOf(name), image); !written) {
        return passOn(written);
    }
    if (auto written = writeDurably(manifestOf(name), toJson(manifest)); !written) {
        return passOn(written);
    }
    return manifest;
}

Result<void> ReleaseStore::verify(std::string_view name) const {
    const auto known = manifest(name);
    if (!known) {
        return passOn(known);
    }
    const auto mapped = MappedFile::open(snapshotOf(name));
    if (!mapped) {
        return passOn(mapped);
    }
    if (certs::hex(certs::sha256(mapped->bytes())) != known->sha256) {
        return fail(ErrorCode::InputRefused,
                    snapshotOf(name).string() + ": is not the file that the manifest tells of (SHA-256)");
    }
    return {};
}

Result<void> ReleaseStore::makeCurrent(std::string_view name) const {
    if (auto verified = verify(name); !verified) {
        return verified;
    }
    if (const auto opened = open(name); !opened) {
        return passOn(opened);
    }
    return writeDurably(pointer(), std::string{name} + "\n");
}

} // namespace ncp::terminology
