#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/xml/document.hpp"
#include "certs/certificate.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ncp::discovery {

inline constexpr std::string_view kSmpNamespace = "http://docs.oasis-open.org/bdxr/ns/SMP/2016/05";

struct SchemedIdentifier {
    std::string scheme;
    std::string value;

    friend bool operator==(const SchemedIdentifier&, const SchemedIdentifier&) = default;
};

/// One address of a process.
struct ServiceEndpoint {
    std::string transportProfile;
    std::string uri;
    bool businessLevelSignature = false;
    std::string minimumAuthenticationLevel; ///< empty where there is none
    std::optional<Instant> activation;
    std::optional<Instant> expiration;
    std::optional<certs::Certificate> certificate; ///< nothing where the element is empty
    std::string description;
    std::string technicalContact;
    std::string technicalInformation;
    std::string extension; ///< the first element in an Extension, such as a search mask, as text
};

struct ServiceProcess {
    SchemedIdentifier identifier;
    std::vector<ServiceEndpoint> endpoints;
};

struct ServiceInformation {
    SchemedIdentifier participant;
    SchemedIdentifier document;
    std::vector<ServiceProcess> processes;
};

/// The metadata are at another SMP.
struct ServiceRedirect {
    std::string href;
    std::string certificateUid; ///< of the certificate with which the other SMP signs
};

/// A ServiceMetadata element (OASIS BDXR SMP 1.0, section 3.4).
using ServiceMetadata = std::variant<ServiceInformation, ServiceRedirect>;

/// Reads the element; everything in the schema's order, nothing beside. MalformedMessage names the line and
/// what is wrong; a date or a certificate that can't be read is an error. Signatures in extensions are read
/// over.
Result<ServiceMetadata> readServiceMetadata(xml::Node element);

/// The element as a document of its own, in the schema's order, with an empty Extension at the end into which
/// the national signature goes.
xml::Document writeServiceMetadata(const ServiceInformation& information);

/// Where the national signature stands, or goes: the last Extension of ServiceInformation or Redirect.
/// Nothing where there is no Extension.
std::optional<xml::Node> signatureExtension(xml::Node serviceMetadata);

} // namespace ncp::discovery
