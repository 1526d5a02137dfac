#pragma once

#include "base/result.hpp"
#include "base/sensitive.hpp"

#include <compare>
#include <string>
#include <string_view>
#include <utility>

namespace ncp {

/// A string of a checked form. Each `Tag` says what is valid and what the thing is called.
template <class Tag>
class Strong {
  public:
    static Result<Strong> parse(std::string_view text) {
        if (!Tag::valid(text)) {
            return fail(ErrorCode::MalformedMessage, std::string{"malformed "} + Tag::name);
        }
        return Strong{std::string{text}};
    }

    const std::string& str() const noexcept { return value_; }

    friend auto operator<=>(const Strong&, const Strong&) = default;

  private:
    explicit Strong(std::string value) : value_(std::move(value)) {}

    std::string value_;
};

struct OidTag {
    static constexpr const char* name = "OID";
    /// Arcs of digits without leading zeros, at least two; the first may be 0 (0.2.216… is in use).
    static bool valid(std::string_view text) noexcept;
};
using Oid = Strong<OidTag>;

struct HomeCommunityIdTag {
    static constexpr const char* name = "homeCommunityId";
    static bool valid(std::string_view text) noexcept { return OidTag::valid(text); }
};
/// The OID of a country's community, without `urn:oid:`.
using HomeCommunityId = Strong<HomeCommunityIdTag>;

/// `urn:oid:<OID>` or the bare OID.
Result<HomeCommunityId> parseHomeCommunityId(std::string_view text);
/// `urn:oid:<OID>`, as ExtrinsicObject/@home and the retrieve request have it.
std::string urn(const HomeCommunityId& community);

struct CountryCodeTag {
    static constexpr const char* name = "country code";
    /// ISO 3166-1 alpha-2, upper case.
    static bool valid(std::string_view text) noexcept;
};
using CountryCode = Strong<CountryCodeTag>;

struct MessageIdTag {
    static constexpr const char* name = "wsa:MessageID";
    /// Printable ASCII without blanks, 1 to 256 characters.
    static bool valid(std::string_view text) noexcept;
};
using MessageId = Strong<MessageIdTag>;

struct CorrelationIdTag {
    static constexpr const char* name = "correlation id";
    /// Letters, digits, '-' and '_', 8 to 64 characters: one id from the clinician's click to the other
    /// node's log.
    static bool valid(std::string_view text) noexcept;
};
using CorrelationId = Strong<CorrelationIdTag>;

struct LanguageTag {
    static constexpr const char* name = "language";
    /// BCP 47 as far as eHDSI uses it: `nb-NO`, `en`.
    static bool valid(std::string_view text) noexcept;
};
using Language = Strong<LanguageTag>;

/// A patient's identifier: assigning authority and extension. It does not print.
class PatientId {
  public:
    /// Refuses a root that is not an OID and an extension that is empty, longer than 128 characters or holds
    /// `^`, `&`, quotes or control characters (they would change the meaning of the CX form).
    static Result<PatientId> make(std::string_view root, std::string_view extension);
    /// HL7 v2 CX form `<extension>^^^&<root>&ISO`; a pair of single quotes round it is allowed.
    static Result<PatientId> parseCx(std::string_view text);

    const Oid& root() const noexcept { return root_; }
    const std::string& revealExtension() const noexcept { return extension_.reveal(); }
    /// HL7 v2 CX form, without quotes.
    std::string revealCx() const;

    friend auto operator<=>(const PatientId&, const PatientId&) = default;

  private:
    PatientId(Oid root, std::string extension) : root_(std::move(root)), extension_(std::move(extension)) {}

    Oid root_;
    Sensitive<std::string> extension_;
};

/// A coded value; equal when code system and code are, whatever the display name says.
struct Code {
    std::string code;
    std::string system; ///< OID
    std::string display;
    std::string systemName;

    friend bool operator==(const Code& a, const Code& b) noexcept {
        return a.code == b.code && a.system == b.system;
    }
};

} // namespace ncp
