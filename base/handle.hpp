#pragma once

#include <memory>

namespace ncp {

/// Stateless deleter for a C library's free function.
template <auto Free>
struct FreeWith {
    template <class T>
    void operator()(T* pointer) const noexcept {
        Free(pointer);
    }
};

/// Owner of a C object: `Handle<xmlDoc, &xmlFreeDoc>`.
template <class T, auto Free>
using Handle = std::unique_ptr<T, FreeWith<Free>>;

} // namespace ncp
