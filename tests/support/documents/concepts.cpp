#include "tests/support/documents/concepts.hpp"

#include <array>

namespace ncp::test::concepts {
namespace {

constexpr std::string_view kSnomed = "2.16.840.1.113883.6.96";
constexpr std::string_view kLoinc = "2.16.840.1.113883.6.1";
constexpr std::string_view kEdqm = "0.4.0.127.0.16.1.1.2.1";
constexpr std::string_view kAtc = "2.16.840.1.113883.6.73";
constexpr std::string_view kIcd = "1.3.6.1.4.1.12559.11.10.1.3.1.44.2";
constexpr std::string_view kIsco = "2.16.840.1.113883.2.9.6.2.7";
constexpr std::string_view kInvented = "2.999.77.1"; ///< a code system that no catalogue knows

constexpr std::array kProblems{
    Concept{kIcd, "J45", "Asthma"},
    Concept{kIcd, "A04.7", "Enterocolitis due to Clostridium difficile"},
    Concept{kIcd, "E05.0", "Thyrotoxicosis with diffuse goitre"},
    Concept{"1.3.6.1.4.1.12559.11.10.1.3.1.44.5", "586", "Cystic fibrosis"},
    Concept{kIcd, "Z99.99", "Invented, in no catalogue"},
};
constexpr std::array kNationalProblems{
    Concept{"2.16.578.1.12.4.1.1.7110", "A00", "Kolera"},
    Concept{"2.16.578.1.12.4.1.1.7110", "A010", "Tyfoidfeber"},
    Concept{"2.16.578.1.12.4.1.1.7170", "R96", "Astma"},
    Concept{kInvented, "P1", "Oppdiktet lidelse & <prøve>"},
};
constexpr std::array kReactions{
    Concept{kSnomed, "39579001", "Anaphylaxis"},
    Concept{kSnomed, "76067001", "Sneezing"},
    Concept{kSnomed, "402407004", "Angioedema of tongue"},
};
constexpr std::array kNationalReactions{
    Concept{"2.16.578.1.12.4.1.1.7497", "1", "Anafylaktisk reaksjon"},
    Concept{"2.16.578.1.12.4.1.1.7497", "2", "Blodtrykksfall"},
};
constexpr std::array kAllergens{
    Concept{kSnomed, "102263004", "Eggs (edible)"},
    Concept{kSnomed, "3718001", "Cow's milk"},
    Concept{kAtc, "J01CE02", "phenoxymethylpenicillin"},
};
constexpr std::array kNationalAllergens{
    Concept{"2.16.578.1.12.4.1.1.7514", "2", "Egg"},
    Concept{"2.16.578.1.12.4.1.1.7180", "J01CE02", "fenoksymetylpenicillin"},
    Concept{kInvented, "A9", "Oppdiktet allergen"},
};
constexpr std::array kSubstances{
    Concept{kAtc, "N02BE01", "paracetamol"},
    Concept{kAtc, "A10BA02", "metformin"},
    Concept{kAtc, "A01AB18", "clotrimazole"},
};
constexpr std::array kNationalSubstances{
    Concept{"2.16.578.1.12.4.1.1.7180", "A01AB18", "Klotrimazol"},
    Concept{kInvented, "S5", "Oppdiktet virkestoff"},
};
constexpr std::array kProcedures{
    Concept{kSnomed, "11466000", "Caesarean section"},
    Concept{kSnomed, "45595009", "Laparoscopic cholecystectomy"},
};
constexpr std::array kNationalProcedures{Concept{kInvented, "JKA21", "Oppdiktet inngrep"}};
constexpr std::array kDevices{
    Concept{kSnomed, "72506001", "Implantable defibrillator"},
    Concept{kSnomed, "360041000", "Implanted drug delivery system"},
};
constexpr std::array kNationalDevices{Concept{kInvented, "D1", "Oppdiktet implantat"}};
constexpr std::array kVaccines{
    Concept{kSnomed, "836385002", "Yellow fever virus antigen-containing vaccine product"},
    Concept{kAtc, "J07BM01", "papillomavirus (human types 6, 11, 16, 18)"},
};
constexpr std::array kNationalVaccines{Concept{"2.16.578.1.12.4.1.1.9501", "HPV01", "Gardasil"}};
constexpr std::array kRoutes{
    Concept{kEdqm, "20053000", "Oral use"},
    Concept{kEdqm, "20013000", "Gastroenteral use"},
};
constexpr std::array kNationalRoutes{
    Concept{"2.16.578.1.12.4.1.1.7477", "2", "Bruk i bihuler"},
    Concept{kInvented, "R1", "Oppdiktet vei"},
};
constexpr std::array kForms{
    Concept{kEdqm, "10219000", "Tablet"},
    Concept{kEdqm, "10105000", "Oral solution"},
};
constexpr std::array kNationalForms{
    Concept{"2.16.578.1.12.4.1.1.7448", "9", "Mikstur"},
    Concept{"2.16.578.1.12.4.1.1.7448", "10", "Oppløselig tablett"},
    Concept{kInvented, "F1", "Oppdiktet form"},
};
constexpr std::array kPackages{
    Concept{kEdqm, "30007000", "Blister"},
    Concept{kEdqm, "30009000", "Box"},
    Concept{kEdqm, "30067000", "Tube"},
};
constexpr std::array kNationalPackages{Concept{"2.16.578.1.12.4.1.1.7449", "1", "Ampulle"}};
constexpr std::array kRoles{
    Concept{kIsco, "221", "Medical doctors"},
    Concept{kIsco, "2262", "Pharmacists"},
};
constexpr std::array kNationalRoles{
    Concept{"2.16.578.1.12.4.1.1.9060", "AT", "Apotektekniker"},
    Concept{"2.16.578.1.12.4.1.1.9060", "AA", "Ambulansearbeider"},
};
constexpr std::array kBodySites{Concept{kSnomed, "64033007", "Kidney structure"},
                                Concept{kSnomed, "76552005", "Skin structure of shoulder"}};
constexpr std::array kSeverities{Concept{kSnomed, "24484000", "Severe"},
                                 Concept{kSnomed, "255604002", "Mild"}};
constexpr std::array kStates{Concept{kSnomed, "55561003", "Active"},
                             Concept{kSnomed, "73425007", "Inactive"}};
constexpr std::array kCertainties{Concept{"2.16.840.1.113883.4.642.4.1371", "confirmed", "Confirmed"},
                                  Concept{"2.16.840.1.113883.4.642.4.1371", "unconfirmed", "Unconfirmed"}};
constexpr std::array kSocial{Concept{kSnomed, "897148007", "Alcoholic beverage intake"},
                             Concept{kSnomed, "229819007", "Tobacco use and exposure"}};
constexpr std::array kPressures{Concept{kLoinc, "8480-6", "Systolic blood pressure"},
                                Concept{kLoinc, "8462-4", "Diastolic blood pressure"}};
constexpr std::array kLaboratory{Concept{kLoinc, "718-7", "Hemoglobin [Mass/volume] in Blood"},
                                 Concept{kLoinc, "2345-7", "Glucose [Mass/volume] in Serum or Plasma"}};
constexpr std::array kBloodGroups{Concept{kSnomed, "278149003", "Blood group A Rh(D) positive"}};
constexpr std::array kEventTypes{Concept{kSnomed, "420134006", "Propensity to adverse reaction"},
                                 Concept{kSnomed, "609328004", "Allergic disposition"}};
constexpr std::array kProblemTypes{Concept{kSnomed, "55607006", "Problem"}};
constexpr std::array kFunctions{Concept{kLoinc, "47420-5", "Functional status assessment note"}};
constexpr std::array kPregnancies{Concept{kSnomed, "77386006", "Pregnant"},
                                  Concept{kSnomed, "60001007", "Not pregnant"}};
constexpr std::array kPregnancyDates{Concept{kLoinc, "11778-8", "Delivery date Estimated"}};

} // namespace

const Concepts problem{kProblems, kNationalProblems};
const Concepts reaction{kReactions, kNationalReactions};
const Concepts allergen{kAllergens, kNationalAllergens};
const Concepts substance{kSubstances, kNationalSubstances};
const Concepts procedure{kProcedures, kNationalProcedures};
const Concepts device{kDevices, kNationalDevices};
const Concepts vaccine{kVaccines, kNationalVaccines};
const Concepts route{kRoutes, kNationalRoutes};
const Concepts doseForm{kForms, kNationalForms};
const Concepts package{kPackages, kNationalPackages};
const Concepts role{kRoles, kNationalRoles};
const Concepts bodySite{kBodySites, {}};
const Concepts severity{kSeverities, {}};
const Concepts status{kStates, {}};
const Concepts certainty{kCertainties, {}};
const Concepts social{kSocial, {}};
const Concepts bloodPressure{kPressures, {}};
const Concepts laboratory{kLaboratory, {}};
const Concepts bloodGroup{kBloodGroups, {}};
const Concepts eventType{kEventTypes, {}};
const Concepts problemType{kProblemTypes, {}};
const Concepts function{kFunctions, {}};
const Concepts pregnancy{kPregnancies, {}};
const Concepts pregnancyDate{kPregnancyDates, {}};

} // namespace ncp::test::concepts
