#include "certs/development_pki.hpp"

#include "base/handle.hpp"
#include "base/table.hpp"
#include "certs/development_authority.hpp"
#include "certs/private_file.hpp"
#include "certs/revocation_list.hpp"

#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

namespace ncp::certs {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::days kValidityDays{825};
constexpr std::chrono::days kRenewedBefore{7};
constexpr std::chrono::hours kBackdated{1}; ///< clocks of development machines differ

constexpr std::array<std::string_view, 11> kAuthorityFiles{
    "tls.key", "tls.pem", "tls.crl", "signature.key",  "signature.pem", "signature.crl",
    "smp.key", "smp.pem", "smp.crl", "smp-signer.key", "smp-signer.pem"};
constexpr std::array<std::string_view, 6> kCountryFiles{"tls-server.key", "tls-server.pem", "tls-client.key",
                                                        "tls-client.pem", "signature.key",  "signature.pem"};

auto refuse(const fs::path& file, std::string_view why,
            std::source_location where = std::source_location::current()) {
    return fail(ErrorCode::ConfigurationInvalid, file.string() + ": " + std::string{why}, where);
}

Validity validityFrom(Instant now) {
    return {now - kBackdated, now + kValidityDays};
}

/// The certificate first: it says that the pair is ours, so that a run that was cut off can be repeated.
Result<void> writeCredential(const fs::path& withoutExtension, const Credential& credential) {
    if (auto written = writeFile(fs::path{withoutExtension}.concat(".pem"), credential.certificate().pem());
        !written) {
        return written;
    }
    return writePrivateFile(fs::path{withoutExtension}.concat(".key"), unprotectedPem(credential.key));
}

bool isDevelopmentCertificate(const fs::path& file) {
    const auto text = readFile(file);
    const auto certificate = text ? Certificate::fromPem(*text) : passOn(text);
    return certificate &&
           certificate->subject().find("O=" + std::string{kDevelopmentOrganization}) != std::string::npos;
}

bool isCountryFolder(const std::string& name) {
    const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
    return name.size() == 2 && std::ranges::all_of(name, lower);
}

/// Known names only, and certificates only of our making: nobody's real keys are written over.
Result<void> checkFolder(const fs::path& folder, std::span<const std::string_view> known) {
    for (const auto& entry : fs::directory_iterator{folder}) {
        const auto name = entry.path().filename().string();
        const bool unfinished = name.ends_with(".new");
        const auto plain = unfinished ? name.substr(0, name.size() - 4) : name;
        if (!fs::is_regular_file(entry.symlink_status()) || std::ranges::find(known, plain) == known.end()) {
            return refuse(entry.path(), "not a file of a development PKI; choose another directory");
        }
        const auto certificate = fs::path{entry.path()}.replace_extension(".pem");
        if (!unfinished && entry.path().extension() != ".crl" && !isDevelopmentCertificate(certificate)) {
            return refuse(entry.path(), "not of a development PKI; choose another directory");
        }
    }
    return {};
}

Result<void> checkDirectory(const fs::path& directory) {
    if (!fs::exists(directory)) {
        return {};
    }
    for (const auto& entry : fs::directory_iterator{directory}) {
        const auto name = entry.path().filename().string();
        const bool ours = fs::is_directory(entry.symlink_status()) && (name == "ca" || isCountryFolder(name));
        if (!ours) {
            return refuse(entry.path(), "not of a development PKI; choose another directory");
        }
        if (auto checked =
                checkFolder(entry.path(), name == "ca" ? std::span<const std::string_view>{kAuthorityFiles}
                                                       : std::span<const std::string_view>{kCountryFiles});
            !checked) {
            return checked;
        }
    }
    return {};
}

/// The credential that stands there, when it is whole and valid long enough.
std::optional<Credential> existing(const fs::path& withoutExtension, Instant now) {
    auto credential =
        loadCredential(fs::path{withoutExtension}.concat(".key"), fs::path{withoutExtension}.concat(".pem"));
    if (!credential || credential->certificate().notAfter() < now + kRenewedBefore ||
        credential->certificate().notBefore() > now) {
        return std::nullopt;
    }
    return *std::move(credential);
}

bool isIssuedBy(const Certificate& certificate, const Certificate& authority) {
    return X509_verify(certificate.native(), X509_get0_pubkey(authority.native())) == 1;
}

bool isCurrentList(const fs::path& file, const Certificate& authority, Instant now) {
    const auto text = readFile(file);
    const auto lists = text ? RevocationList::read(*text) : passOn(text);
    return lists && std::ranges::all_of(*lists, [&](const RevocationList& list) {
               return list.isSignedBy(authority) && list.isCurrent(now + kRenewedBefore);
           });
}

Result<DevelopmentAuthority> makeAuthority(const fs::path& withoutExtension, const std::string& commonName,
                                           Instant now) {
    const auto credential = existing(withoutExtension, now);
    auto authority = credential ? DevelopmentAuthority{*credential}
                                : DevelopmentAuthority::make(commonName, validityFrom(now), KeyKind::Rsa2048);
    if (!credential) {
        if (auto written = writeCredential(withoutExtension, authority.credential()); !written) {
            return passOn(written);
        }
    }
    const auto list = fs::path{withoutExtension}.concat(".crl");
    if (!isCurrentList(list, authority.certificate(), now)) {
        if (auto written = writeFile(list, authority.revocationList({}, validityFrom(now))); !written) {
            return passOn(written);
        }
    }
    return authority;
}

Result<void> makeLeaf(const fs::path& withoutExtension, const DevelopmentAuthority& authority,
                      const CertificateSubject& subject, CertificateUse use, Instant now) {
    if (const auto credential = existing(withoutExtension, now)) {
        const auto& certificate = credential->certificate();
        if (isIssuedBy(certificate, authority.certificate()) && certificate.dnsNames() == subject.hostNames) {
            return {};
        }
    }
    return writeCredential(withoutExtension, authority.issueWithNewKey(subject, use, validityFrom(now)));
}

std::string lowerCase(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

Result<void> checkHostNames(const DevelopmentCountry& country) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-";
    for (const auto& host : country.hostNames) {
        if (host.empty() || host.find_first_not_of(allowed) != std::string::npos) {
            return fail(ErrorCode::ConfigurationInvalid,
                        "host name of " + country.country.str() + " is not a DNS name or IP address");
        }
    }
    return {};
}

Result<void> makeCountry(const fs::path& directory, const DevelopmentCountry& country,
                         const DevelopmentAuthority& tls, const DevelopmentAuthority& signature,
                         Instant now) {
    const auto& code = country.country.str();
    const auto folder = directory / lowerCase(code);
    fs::create_directories(folder);
    const auto server = country.hostNames.empty() ? "NCP " + code : country.hostNames.front();
    if (auto made = makeLeaf(folder / "tls-server", tls, {code, server, country.hostNames},
                             CertificateUse::TlsServer, now);
        !made) {
        return made;
    }
    if (auto made = makeLeaf(folder / "tls-client", tls, {code, "NCP " + code + " TLS client", {}},
                             CertificateUse::TlsClient, now);
        !made) {
        return made;
    }
    return makeLeaf(folder / "signature", signature, {code, "NCP " + code + " signature", {}},
                    CertificateUse::Signature, now);
}

Result<void> makeAll(const fs::path& directory, const std::vector<DevelopmentCountry>& countries,
                     Instant now) {
    if (auto checked = checkDirectory(directory); !checked) {
        return checked;
    }
    fs::create_directories(directory / "ca");
    const auto tls = makeAuthority(directory / "ca" / "tls", "ncp development TLS authority", now);
    if (!tls) {
        return passOn(tls);
    }
    const auto signature =
        makeAuthority(directory / "ca" / "signature", "ncp development signature authority", now);
    if (!signature) {
        return passOn(signature);
    }
    const auto smp = makeAuthority(directory / "ca" / "smp", "ncp development SMP authority", now);
    if (!smp) {
        return passOn(smp);
    }
    if (auto made = makeLeaf(directory / "ca" / "smp-signer", *smp, {"EU", "ncp development SMP", {}},
                             CertificateUse::Signature, now);
        !made) {
        return made;
    }
    for (const auto& country : countries) {
        if (auto made = makeCountry(directory, country, *tls, *signature, now); !made) {
            return made;
        }
    }
    return {};
}

} // namespace

Result<void> makeDevelopmentPki(const fs::path& directory, const std::vector<DevelopmentCountry>& countries,
                                Instant now) {
    for (const auto& country : countries) {
        if (auto checked = checkHostNames(country); !checked) {
            return checked;
        }
    }
    try {
        return makeAll(directory, countries, now);
    } catch (const fs::filesystem_error& failed) {
        return refuse(directory, failed.code().message());
    }
}

} // namespace ncp::certs
