#include "base/tolerance.hpp"

#include <algorithm>
#include <array>

namespace ncp {
namespace {

constexpr std::string_view kHttp = "HTTP";
constexpr std::string_view kSoap = "SOAP 1.2, WS-Addressing";
constexpr std::string_view kSaml = "eHDSI SAML profile";
constexpr std::string_view kXcpd = "ITI-55";
constexpr std::string_view kQuery = "ITI-38";
constexpr std::string_view kRetrieve = "ITI-39";
constexpr std::string_view kProvide = "ITI-41";
constexpr std::string_view kEntry = "XDS metadata";

constexpr std::array kTolerances{
    Tolerance{"http.chunked-body", kHttp, "sends a body in chunks", "joined, inside the limits of a body",
              false},
    Tolerance{"http.gzip-body", kHttp, "sends a body compressed with gzip",
              "inflated, inside the limits of a body", false},
    Tolerance{"http.expect-continue", kHttp, "waits for 100 Continue before its body",
              "told to continue when the head is acceptable", false},

    Tolerance{"soap.message-id-in-wrong-namespace", kSoap,
              "repeats the addressing blocks in the namespace of the anonymous address",
              "ignored; their MessageID is taken when the right namespace has none", false},
    Tolerance{"soap.unknown-header", kSoap, "sends a header block of unknown kind without mustUnderstand",
              "ignored", false},
    Tolerance{"soap.correlation-ignored", kSoap, "sends a correlation block that is not of our form",
              "an id of our own is made", false},

    Tolerance{"assertion-order", kSaml, "sends its assertions in another order than NOK, HCP, TRC",
              "told apart by what they are", false},
    Tolerance{"hcp-audience-absent", kSaml, "leaves AudienceRestriction out of the HCP assertion",
              "accepted; the signer and the patient bind the assertion", false},
    Tolerance{"trc-audience-absent", kSaml, "leaves AudienceRestriction out of the TRC assertion",
              "accepted; the signer and the patient bind the assertion", false},
    Tolerance{"nok-audience-absent", kSaml, "leaves AudienceRestriction out of the NOK assertion",
              "accepted; the signer and the patient bind the assertion", false},
    Tolerance{"hcp-issuer-pattern", kSaml, "names no country in the issuer of the HCP assertion",
              "its signer and the TLS certificate say the country", false},
    Tolerance{"trc-issuer-pattern", kSaml, "names no country in the issuer of the TRC assertion",
              "its signer and the TLS certificate say the country", false},
    Tolerance{"nok-issuer-pattern", kSaml, "names no country in the issuer of the NOK assertion",
              "its signer and the TLS certificate say the country", false},
    Tolerance{"hcp-purpose-system", kSaml,
              "writes PurposeOfUse of the HCP assertion with another code system, or with none",
              "read by its code", false},
    Tolerance{"trc-purpose-system", kSaml,
              "writes PurposeOfUse of the TRC assertion with another code system, or with none",
              "read by its code", false},
    Tolerance{"hcp-role-prefixed", kSaml, "writes Role or PurposeOfUse with a namespace prefix",
              "read by namespace", false},
    Tolerance{"hcp-role-system-absent", kSaml, "leaves the code system out of Role", "read as a code of ISCO",
              false},

    Tolerance{"identify.error-code-beside-match", kXcpd,
              "acknowledges a match with AE, or sends an error code beside it", "the patients decide", false},
    Tolerance{"identify.gender", kXcpd, "sends a gender other than F, M, UN", "read as UN", true},
    Tolerance{"identify.birth-date", kXcpd, "sends a birth date that is not a full date", "kept as it came",
              true},
    Tolerance{"identify.identifier-without-extension", kXcpd, "sends a livingSubjectId without extension",
              "left out", true},
    Tolerance{"identify.several-values", kXcpd, "sends several values in one livingSubjectId",
              "the first is read", true},

    Tolerance{"documents.quoted-list", kQuery, "sends several class codes in one quoted list",
              "each is a class of its own", false},
    Tolerance{"documents.community-without-urn", kRetrieve,
              "names the community without urn:oid:", "read as the same community", false},
    Tolerance{"documents.status-missing", kQuery, "answers without status", "decided by what it holds",
              false},
    Tolerance{"documents.object-list-missing", kQuery, "answers without RegistryObjectList",
              "read as an empty list", false},
    Tolerance{"documents.listed-twice", kQuery, "lists the same document twice", "shown once", true},
    Tolerance{"documents.error-in-success", kQuery, "sends registry errors in a success",
              "the documents count and the error is told", false},

    Tolerance{"entry.creation-time", kEntry, "sends a creation time that is no time", "left out", true},
    Tolerance{"entry.size", kEntry, "sends a size that is no number", "left out", true},
    Tolerance{"entry.classification-without-scheme", kEntry, "sends a classification without scheme",
              "left out", true},
    Tolerance{"entry.format-code-case", kEntry, "writes a format code in another case",
              "compared without regard to case", false},

    Tolerance{"document.nested-translation", kRetrieve,
              "puts the translation of a code inside another translation instead of beside it",
              "read and kept as it stands", false},

    Tolerance{"message.repeated-dispensation", kProvide, "delivers a message again that was answered",
              "has no second effect, and gets the answer of the first time", false},
    Tolerance{"submission.format-missing", kProvide, "leaves the format code out", "told by the class code",
              false},
    Tolerance{"submission.class-missing", kProvide, "leaves the class code out", "told by the format code",
              false},
    Tolerance{"submission.document-id", kProvide, "gives its one document another id than its metadata",
              "taken as the document of the metadata", false},
    Tolerance{"submission.set-missing", kProvide, "sends no submission set",
              "taken by its document; a discard needs the set", false},
    Tolerance{"submission.creation-time", kProvide, "sends a creation time that is no time", "left out",
              true},
    Tolerance{"submission.unique-id-missing", kProvide, "sends metadata without the document's unique id",
              "the document's own id counts", false},
    Tolerance{"submission.unique-id-differs", kProvide, "gives another unique id than the document has",
              "the document's own id counts", true},
    Tolerance{"submission.discard-unmarked", kProvide, "sends a discard whose document is not marked as one",
              "the submission's class and format decide", false},
    Tolerance{"submission.delivered-before", kProvide,
              "delivers a dispensation again under another message id",
              "has no second effect, and gets the answer of the first time", false},
    Tolerance{"provide.status-missing", kProvide, "answers a submission without status",
              "read as unknown unless it tells an error", false},
};

} // namespace

std::span<const Tolerance> tolerances() noexcept {
    return kTolerances;
}

const Tolerance* findTolerance(std::string_view name) noexcept {
    const auto* row = std::ranges::find(kTolerances, name, &Tolerance::name);
    return row == kTolerances.end() ? nullptr : row;
}

} // namespace ncp
