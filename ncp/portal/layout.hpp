#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/texts.hpp"
#include "ncp/portal/html.hpp"
#include "ncp/portal/identities.hpp"

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::portal {

/// What every page knows of its reader.
struct View {
    const Texts& texts;
    const std::vector<TextLanguage>& languages; ///< offered
    TextLanguage language;
    const Identity* identity; ///< nullptr before the sign-in
    std::string csrf;         ///< empty where there is no session; then no form is written
    std::string returnPath;   ///< where the language switch leads back to
    std::string version;

    std::string text(std::string_view key, std::initializer_list<std::string_view> arguments = {}) const {
        return texts.get(language, key, arguments);
    }
};

/// A page: head, skip link, header with language switch and sign-out, `main`, footer. `main` writes the
/// page's only h1.
std::string writePage(const View& view, std::string_view title, const std::function<void(Html&)>& main);

/// The hidden field that each form must carry.
void writeCsrf(Html& html, const View& view);

/// A box that a screen reader announces; with heading and, where there is one, the reference for support.
void writeNotice(Html& html, const View& view, std::string_view heading, std::string_view text,
                 std::string_view reference);

/// Term and description; nothing where the description is empty.
void writeFact(Html& html, std::string_view term, std::string_view description);

/// What the role of a clinician is called on the page; as the identities file says where the page has no
/// name.
std::string roleName(const View& view, const saml::Clinician& clinician);

/// A date of an HL7 TS or ISO date (its first eight digits) as people write it: 05.11.1980, in English
/// 5 November 1980; shorter or other text as it is.
std::string writtenDate(const View& view, std::string_view time);

/// A moment as people in Norway write it, by their clocks: 22.11.2026 kl. 08:30.
std::string writtenTime(const View& view, Instant instant);

/// The day, by Norway's clocks, of a time of document metadata (HL7 TS in UTC); where that has no time of
/// day, the date as it stands.
std::string writtenDay(const View& view, std::string_view utc);

} // namespace ncp::portal
