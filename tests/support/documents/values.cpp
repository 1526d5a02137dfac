#include "tests/support/documents/maker.hpp"

#include <array>

namespace ncp::test {
namespace {

/// Words that a careless writer gets wrong: markup, quotes, other scripts, a blank that is none, what
/// looks like an entity, letters of two code points.
constexpr std::array<std::string_view, 12> kWords{"prøve",
                                                  "A & B",
                                                  "<ikke>",
                                                  "\"sitat\"",
                                                  "it's",
                                                  "5 % \xC2\xA0mg",
                                                  "\xCE\xB1-\xCE\xB2",
                                                  "&amp;lt;",
                                                  "e\xCC\x81n",
                                                  "\xD8\xA7\xD8\xAE",
                                                  "\xF0\x9F\x92\x8A",
                                                  "0,5"};
constexpr std::array<std::string_view, 4> kNulls{"UNK", "NI", "NA", "OTH"};

std::string systemName(std::string_view system) {
    return "System " + std::string{system};
}

void conceptAttributes(Maker& make, const Concept& meant) {
    make.out.attribute("code", meant.code).attribute("codeSystem", meant.system);
    if (make.dice.chance(40)) {
        make.out.attribute("codeSystemName", systemName(meant.system));
    }
    if (make.dice.chance(30)) {
        make.out.attribute("codeSystemVersion", "2025-01");
    }
    if (make.dice.chance(90)) {
        make.out.attribute("displayName", meant.display);
    }
}

void originalText(Maker& make) {
    make.out.start("originalText");
    if (!make.target.empty() && make.dice.chance(50)) {
        make.out.empty("reference", "value", "#" + make.target);
    } else {
        make.out.text(words(make));
    }
    make.out.end();
}

void qualifier(Maker& make) {
    make.out.start("qualifier");
    fixedCode(make, "name", "272741003", "2.16.840.1.113883.6.96", "Laterality");
    fixedCode(make, "value", make.dice.chance(50) ? "7771000" : "24028007", "2.16.840.1.113883.6.96",
              make.dice.chance(50) ? "Left" : "");
    make.out.end();
}

void translation(Maker& make, const Concepts& concepts, std::size_t deeper) {
    const auto& from =
        concepts.national.empty() || make.dice.chance(40) ? concepts.exchanged : concepts.national;
    make.out.start("translation");
    conceptAttributes(make, make.dice.pick(from));
    if (make.dice.chance(20)) {
        originalText(make);
    }
    if (deeper > 0 && make.dice.chance(40)) {
        translation(make, concepts, deeper - 1);
    }
    make.out.end();
}

void startCoded(Maker& make, std::string_view name, const CodeForm& form) {
    if (form.pharmacy) {
        make.out.startPharmacy(name);
    } else {
        make.out.start(name);
    }
    if (!form.type.empty()) {
        make.out.type(form.type);
    }
}

} // namespace

void coded(Maker& make, std::string_view name, const Concepts& concepts, const CodeForm& form) {
    startCoded(make, name, form);
    const bool national = make.wishes.national && !concepts.national.empty() && make.dice.chance(80);
    const bool unknown = !form.mustHaveCode && make.dice.chance(12);
    if (unknown) {
        make.out.attribute("nullFlavor", make.dice.pick(kNulls));
    } else {
        conceptAttributes(make, make.dice.pick(national ? concepts.national : concepts.exchanged));
    }
    if (make.dice.chance(25)) {
        originalText(make);
    }
    if (form.qualified && make.dice.chance(30)) {
        qualifier(make);
    }
    const std::size_t translations = make.dice.chance(50) ? make.dice.below(3) : 0;
    for (std::size_t i = 0; i < translations; ++i) {
        translation(make, concepts, 2);
    }
    make.out.end();
}

void fixedCode(Maker& make, std::string_view name, std::string_view code, std::string_view system,
               std::string_view display) {
    make.out.start(name).attribute("code", code).attribute("codeSystem", system);
    if (!display.empty()) {
        make.out.attribute("displayName", display);
    }
    make.out.end();
}

void newId(Maker& make) {
    const auto extension = make.dice.chance(85) ? "X-" + std::to_string(++make.made) : std::string{};
    make.out.id(extension.empty() ? "2.999.3." + std::to_string(++make.made) : "2.999.2", extension);
}

void reference(Maker& make) {
    make.out.start("text").empty("reference", "value", "#" + make.target).end();
}

std::string words(Maker& make) {
    std::string text;
    const auto count = make.dice.between(1, 4);
    for (std::size_t i = 0; i < count; ++i) {
        text += std::string{text.empty() ? "" : " "} + std::string{make.dice.pick(kWords)};
    }
    return text + " " + std::to_string(make.dice.below(100000));
}

} // namespace ncp::test
