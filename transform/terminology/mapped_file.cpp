#include "transform/terminology/mapped_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace ncp::transform::terminology {
namespace {

/// Closes a descriptor at the end of its scope; a mapping outlives it.
class Descriptor {
  public:
    explicit Descriptor(const std::filesystem::path& file) noexcept
        : number_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {}
    ~Descriptor() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int number() const noexcept { return number_; }

  private:
    int number_;
};

tl::unexpected<Error> failBy(const std::filesystem::path& file, int cause) {
    return fail(ErrorCode::InputRefused,
                file.string() + ": can't be read: " + std::generic_category().message(cause));
}

} // namespace

Result<MappedFile> MappedFile::open(const std::filesystem::path& file) {
    const Descriptor descriptor{file};
    struct stat found{};
    if (descriptor.number() < 0 || ::fstat(descriptor.number(), &found) != 0) {
        return failBy(file, errno);
    }
    if (!S_ISREG(found.st_mode) || found.st_size <= 0) {
        return fail(ErrorCode::InputRefused, file.string() + ": is empty or no file");
    }
    const auto size = static_cast<std::size_t>(found.st_size);
    void* const start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.number(), 0);
    if (start == MAP_FAILED) {
        return failBy(file, errno);
    }
    return MappedFile{std::string_view{static_cast<const char*>(start), size}};
}

MappedFile::MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
}

MappedFile::~MappedFile() {
    if (!bytes_.empty()) {
        ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
    }
}

} // namespace ncp::transform::terminology
