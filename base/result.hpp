#pragma once

#include "base/error_table.hpp"

#include <source_location>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace ncp {

/// What the world caused: a row of the error table, what exactly was wrong (never patient data), and where
/// in the code it was noticed (logged, never sent).
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string detail;
    std::string rule; ///< name of the security rule or tolerance that decided, empty where none did
    std::source_location where = std::source_location::current();
};

template <class T>
using Result = tl::expected<T, Error>;

/// `return fail(ErrorCode::MalformedXml, "line 7: …");`
[[nodiscard]] inline tl::unexpected<Error>
fail(ErrorCode code, std::string detail, std::source_location where = std::source_location::current()) {
    return tl::unexpected<Error>{Error{code, std::move(detail), {}, where}};
}

/// A refusal by a named rule.
[[nodiscard]] inline tl::unexpected<Error>
failRule(ErrorCode code, std::string rule, std::string detail,
         std::source_location where = std::source_location::current()) {
    return tl::unexpected<Error>{Error{code, std::move(detail), std::move(rule), where}};
}

/// Hands an error on to another Result: `if (!x) return passOn(x);`
template <class T>
[[nodiscard]] tl::unexpected<Error> passOn(const Result<T>& failed) {
    return tl::unexpected<Error>{failed.error()};
}

} // namespace ncp
