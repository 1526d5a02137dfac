#include "tests/transform/rules/oddity.hpp"

#include "tests/transform/rules/mutation.hpp"

#include <array>

namespace ncp::test {
namespace {

constexpr std::array<std::string_view, 24> kAttributes{"xsi:nil=\"true\"",
                                                       "xsi:nil=\"false\"",
                                                       "xsi:schemaLocation=\"urn:hl7-org:v3 CDA.xsd\"",
                                                       "xsi:noNamespaceSchemaLocation=\"CDA.xsd\"",
                                                       "xsi:other=\"x\"",
                                                       "xml:lang=\"no\"",
                                                       "xml:id=\"a\"",
                                                       "xml:space=\"preserve\"",
                                                       "xmlns=\"\"",
                                                       "xmlns=\"urn:hl7-org:pharm\"",
                                                       "xmlns:h=\"urn:hl7-org:v3\" xsi:type=\"h:CD\"",
                                                       "xmlns:h=\"urn:hl7-org:v3\" xsi:type=\"h:PQ\"",
                                                       "xmlns:h=\"urn:hl7-org:v3\" h:code=\"x\"",
                                                       "xmlns:h=\"urn:hl7-org:pharm\" xsi:type=\"h:Content\"",
                                                       "xsi:type=\"missing:CD\"",
                                                       "xsi:type=\" CE \"",
                                                       "xsi:type=\"ADXP.SAL\"",
                                                       "xsi:type=\"Narrative\"",
                                                       "xsi:type=\"xsi:string\"",
                                                       "ID=\"twice\"",
                                                       "ID=\" twice\"",
                                                       "ID=\"1\"",
                                                       "nullFlavor=\"\"",
                                                       "use=\"HP  TMP\""};
constexpr std::array<std::string_view, 36> kValues{" ",
                                                   "&#9;",
                                                   "&#10;x",
                                                   "x ",
                                                   "  x",
                                                   "x  y",
                                                   "é",
                                                   "ø-1",
                                                   "&#160;",
                                                   "+1",
                                                   "-0",
                                                   ".5",
                                                   "5.",
                                                   "-.5",
                                                   "1.",
                                                   "INF",
                                                   "NaN",
                                                   "1E5",
                                                   "00012",
                                                   "1e-3",
                                                   "1 2",
                                                   "TRUE",
                                                   "12345678901234567890123456",
                                                   "1234567890.12345678901234567890",
                                                   "2.16.",
                                                   "0",
                                                   "3.1",
                                                   "A.1",
                                                   "a:b",
                                                   "://",
                                                   "tel:+47 22 22",
                                                   "mailto:a@b",
                                                   "http://[",
                                                   "%zz",
                                                   "DEL HP",
                                                   "x&amp;y"};
constexpr std::array<std::string_view, 10> kContents{" ",
                                                     "\n",
                                                     "&#32;",
                                                     "&#160;",
                                                     "&#13;",
                                                     "<![CDATA[ ]]>",
                                                     "<?p i?>",
                                                     "<!-- c -->",
                                                     "<![CDATA[x]]>",
                                                     "<h:id xmlns:h=\"urn:hl7-org:v3\" root=\"1.2\"/>"};

template <class Pieces>
std::string_view chosen(const Pieces& pieces, std::mt19937& chance) {
    return pieces[chance() % pieces.size()];
}

std::string inserted(std::string_view document, std::size_t at, std::string_view what) {
    return std::string{document.substr(0, at)}.append(what).append(document.substr(at));
}

std::string withValue(std::string_view document, const ElementPlace& place, std::string_view value) {
    const auto open = document.find("=\"", place.begin);
    if (open >= place.tagEnd) {
        return inserted(document, place.tagEnd, value);
    }
    const auto close = document.find('"', open + 2);
    return std::string{document.substr(0, open + 2)}.append(value).append(document.substr(close));
}

} // namespace

std::string withOddity(std::string_view document, std::uint32_t seed) {
    std::mt19937 chance{seed};
    const auto places = elementPlaces(document);
    const auto& place = places[chance() % places.size()];
    switch (chance() % 3) {
    case 0: {
        const auto nameEnd = document.find_first_of(" \t\r\n/>", place.begin);
        return inserted(document, nameEnd, " " + std::string{chosen(kAttributes, chance)});
    }
    case 1:
        return withValue(document, place, chosen(kValues, chance));
    default: {
        const bool hasContent = document[place.tagEnd - 2] != '/';
        return inserted(document, hasContent ? place.tagEnd : place.begin, chosen(kContents, chance));
    }
    }
}

} // namespace ncp::test
