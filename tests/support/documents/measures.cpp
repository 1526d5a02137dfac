#include "tests/support/documents/maker.hpp"

#include <array>

namespace ncp::test {
namespace {

constexpr std::array<std::string_view, 6> kNumbers{"0.5", "1", "2", "12", "1000", "0.125"};
constexpr std::array<std::string_view, 5> kUnits{"mg", "mL", "1", "ug", "[IU]"};
constexpr std::array<std::string_view, 5> kTimes{"2026", "202601", "20260131", "20260131101500+0100",
                                                 "202601311015"};
constexpr std::array<std::string_view, 4> kPeriodUnits{"h", "d", "wk", "min"};
constexpr std::array<std::string_view, 8> kEvents{"AC", "ACM", "ACD", "ACV", "HS", "PCM", "PCD", "PCV"};

void measure(Maker& make, std::string_view name) {
    make.out.start(name).attribute("value", number(make)).attribute("unit", make.dice.pick(kUnits)).end();
}

/// What is counted has its name in the translation of the unit.
void unitText(Maker& make) {
    make.out.start("translation").attribute("nullFlavor", "UNK");
    make.out.leaf("originalText", words(make)).end();
}

void everyPeriod(Maker& make, std::string_view name) {
    make.out.start(name).type("PIVL_TS");
    if (make.dice.chance(60)) {
        make.out.attribute("institutionSpecified", make.dice.chance(50) ? "true" : "false");
    }
    if (make.dice.chance(70)) {
        make.out.attribute("operator", "A");
    }
    if (make.dice.chance(30)) {
        make.out.start("phase").empty("low", "value", time(make));
        make.out.start("width").attribute("value", "1").attribute("unit", "h").end().end();
    }
    make.out.start("period").attribute("value", number(make));
    make.out.attribute("unit", make.dice.pick(kPeriodUnits)).end().end();
}

void withEvent(Maker& make, std::string_view name) {
    make.out.start(name).type("EIVL_TS");
    if (make.dice.chance(70)) {
        make.out.attribute("operator", "A");
    }
    make.out.start("event").attribute("code", make.dice.pick(kEvents));
    if (make.dice.chance(50)) {
        make.out.attribute("codeSystem", "2.16.840.1.113883.5.139");
    }
    make.out.end();
    if (make.dice.chance(40)) {
        make.out.start("offset");
        make.out.start("low").attribute("value", "-30").attribute("unit", "min").end();
        make.out.start("width").attribute("value", "10").attribute("unit", "min").end().end();
    }
    make.out.end();
}

void severalTimes(Maker& make) {
    make.out.start("effectiveTime").type("SXPR_TS").attribute("operator", "A");
    const auto parts = make.dice.between(2, 3);
    for (std::size_t i = 0; i < parts; ++i) {
        if (make.dice.chance(50)) {
            everyPeriod(make, "comp");
        } else {
            withEvent(make, "comp");
        }
    }
    make.out.end();
}

} // namespace

std::string number(Maker& make) {
    return std::string{make.dice.pick(kNumbers)};
}

std::string time(Maker& make) {
    return std::string{make.dice.pick(kTimes)};
}

void timeOrNull(Maker& make, std::string_view name) {
    if (make.dice.chance(80)) {
        make.out.empty(name, "value", time(make));
    } else {
        make.out.empty(name, "nullFlavor", make.dice.chance(50) ? "UNK" : "NA");
    }
}

void period(Maker& make, std::string_view type) {
    make.out.start("effectiveTime");
    if (!type.empty()) {
        make.out.type(type);
    }
    timeOrNull(make, "low");
    if (make.dice.chance(60)) {
        timeOrNull(make, "high");
    }
    make.out.end();
}

void quantity(Maker& make, std::string_view name, std::string_view type, bool pharmacy) {
    if (pharmacy) {
        make.out.startPharmacy(name);
    } else {
        make.out.start(name);
    }
    if (!type.empty()) {
        make.out.type(type);
    }
    make.out.attribute("value", number(make));
    if (make.dice.chance(85)) {
        make.out.attribute("unit", make.dice.pick(kUnits));
    }
    if (make.dice.chance(30)) {
        unitText(make);
    }
    make.out.end();
}

void posology(Maker& make) {
    switch (make.dice.below(6)) {
    case 0:
        return everyPeriod(make, "effectiveTime");
    case 1:
        return withEvent(make, "effectiveTime");
    case 2:
        return severalTimes(make);
    case 3:
        make.out.empty("effectiveTime", "value", time(make)); // once, at that time
        return;
    case 4:
        make.out.start("effectiveTime").attribute("operator", "A").attribute("nullFlavor", "UNK").end();
        return;
    default:
        return period(make, "IVL_TS");
    }
}

void dose(Maker& make) {
    switch (make.dice.below(4)) {
    case 0:
        make.out.empty("doseQuantity", "nullFlavor", "UNK");
        return;
    case 1:
        return quantity(make, "doseQuantity");
    case 2: // as needed: nothing is a dose, too
        make.out.start("doseQuantity").start("low").attribute("value", "0").attribute("unit", "1").end();
        measure(make, "high");
        make.out.end();
        return;
    default:
        make.out.start("doseQuantity");
        measure(make, "low");
        measure(make, "high");
        make.out.end();
    }
}

} // namespace ncp::test
