#pragma once

#include "base/result.hpp"
#include "base/wire_code.hpp"
#include "base/xml/document.hpp"
#include "base/xml/writer.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::ihe {

/// A RegistryError (ebXML RS 3.0) with the code as it stands on the wire.
struct RegistryError {
    std::string code;
    std::string context; ///< codeContext: a sentence without patient data
    Severity severity = Severity::Error;
    std::string location;

    friend bool operator==(const RegistryError&, const RegistryError&) = default;
};

/// The registry error for an error of ours: its code as the peer spells it, fixed English sentence, severity.
RegistryError registryError(const Error& error, WireForm form = {});

/// What an error about documents of a class is about; General for classes that have no codes of their own.
CodeFamily codeFamily(std::string_view classCode) noexcept;

enum class Status : std::uint8_t { Success, PartialSuccess, Failure };

/// The status URI (ebXML RS 3.0; IHE for PartialSuccess).
std::string_view wireStatus(Status status) noexcept;
/// Nothing for an unknown URI.
std::optional<Status> statusFromWire(std::string_view uri) noexcept;

/// Writes `rs:RegistryErrorList` with its namespace declared; nothing for an empty list. Every error has its
/// errorCode and codeContext: the reference implementation's client breaks without.
void writeErrorList(xml::Writer& writer, const std::vector<RegistryError>& errors);
/// The errors of the `rs:RegistryErrorList` below `response`; empty where there is none. A missing severity
/// means Error (the schema's default). MalformedMessage for more than 1000 errors.
Result<std::vector<RegistryError>> readErrorList(xml::Node response);

} // namespace ncp::ihe
