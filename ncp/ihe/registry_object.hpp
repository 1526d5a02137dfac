#pragma once

#include "base/result.hpp"
#include "base/uuid.hpp"
#include "base/xml/document.hpp"
#include "base/xml/writer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ncp::ihe {

inline constexpr std::string_view kLoinc = "2.16.840.1.113883.6.1";
inline constexpr std::string_view kApproved = "urn:oasis:names:tc:ebxml-regrep:StatusType:Approved";
inline constexpr std::string_view kDocumentObjectType = "urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1";

/// `urn:uuid:` and a new UUID.
std::string newUuidUrn(Random& random);

/// Slots of an author Classification (IHE ITI TF-3 4.2.3.1.4); empty ones are left out.
struct AuthorSlots {
    std::string institution;
    std::string person;
    std::vector<std::string> specialties;
};

/// Writes the parts of a registry object (ExtrinsicObject, RegistryPackage) that refer to it by its id; the
/// default namespace must be rim. Every Classification with a code gets its codingScheme slot first and a
/// Name, every ExternalIdentifier a Name: the reference implementation reads them unconditionally.
class RegistryObjectParts {
  public:
    RegistryObjectParts(xml::Writer& writer, std::string_view objectId, Random& random)
        : writer_(writer), objectId_(objectId), random_(random) {}

    /// Name or Description.
    void text(std::string_view element, std::string_view value);
    void classification(std::string_view scheme, std::string_view code, std::string_view codingScheme,
                        std::string_view name);
    /// Nothing for an author without slots.
    void author(std::string_view scheme, const AuthorSlots& slots);
    void identifier(std::string_view scheme, std::string_view value, std::string_view name);

  private:
    void start(std::string_view scheme, std::string_view code);

    xml::Writer& writer_;
    std::string_view objectId_;
    Random& random_;
};

/// Code of the one Classification of that scheme; empty where there is none. MalformedMessage when there are
/// two.
Result<std::string> classificationCode(xml::Node object, std::string_view scheme);

/// Value of the external identifier of that scheme, or of that name (in any case) where the scheme is
/// another; empty where there is none. MalformedMessage when there are two.
Result<std::string> externalIdentifier(xml::Node object, std::string_view scheme, std::string_view name);

} // namespace ncp::ihe
