#include "ncp/consultation/consultation.hpp"

#include "base/table.hpp"
#include "certs/digest.hpp"
#include "ncp/consultation/translation.hpp"
#include "ncp/ihe/document_kind.hpp"
#include "ncp/soap/envelope.hpp"
#include "ncp/store/store.hpp"
#include "tests/ncp/http/http_world.hpp"
#include "tests/support/document_entries.hpp"
#include "tests/support/policies.hpp"
#include "tests/support/reference.hpp"
#include "tests/support/temporary_directory.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

using namespace ncp;
using transform::rules::Direction;
using transform::rules::Reaction;

namespace {

const std::filesystem::path kSource{NCP_SOURCE_DIR};
constexpr std::string_view kBirthTime = "<birthTime value=\"19700131\"/>";

std::string summary() {
    return readFile(kSource / "tests/transform/rules/documents/summary.xml").value();
}

std::string without(std::string text, std::string_view part) {
    return text.erase(text.find(part), part.size());
}

/// Loaded before the tests, since some start the signature library.
const auto kValidator = std::make_shared<const transform::rules::Validator>(
    transform::rules::Validator::load(kSource / "config").value());

/// The list of the coded elements with a mistake: it says that the language of a document, which has room for
/// nothing but a code, is named and translated as others are.
struct BrokenList {
    BrokenList() {
        auto text = readFile(kSource / "config/pivot/coded-elements.tsv").value();
        const std::string right = "header.language\t/ClinicalDocument/languageCode/@code";
        const auto row = text.find(right);
        const auto end = text.find("\tno\n", row);
        text.replace(end, 3, "\tyes");
        text.erase(row + right.size() - std::string_view{"/@code"}.size(), std::string_view{"/@code"}.size());
        directory.write("coded-elements.tsv", text);
        directory.write("oid-prefixes.tsv", readFile(kSource / "config/pivot/oid-prefixes.tsv").value());
    }
    test::TemporaryDirectory directory;
};

/// One address for Portugal.
class OneAddress final : public discovery::PeerDirectory {
  public:
    Result<discovery::Peer> find(const CountryCode& country) const override {
        return discovery::Peer{country, HomeCommunityId::parse("2.16.17.710.820.1000.990.1").value(), url,
                               url, url};
    }
    std::string url;
};

/// A clinician in Norway who reads what Portugal sends.
struct World {
    explicit World(const transform::rules::PolicyChanges& ofPortugal = {},
                   const std::filesystem::path& list = kSource / "config/pivot")
        : elements(transform::cda::CodedElements::load(list).value()),
          judge({kValidator, terminology, no, test::policies({{}, {{"PT", changed({}, ofPortugal)}}}),
                 [this](const validation::Judged& one) { judged.push_back(one); }}) {
        peers.url = server.url("/XCA_Service");
    }

    Result<consultation::ReadDocument> read(const std::string& bytes, std::string_view classCode) {
        document = bytes;
        auto entry = test::inventedEntry(classCode, ihe::Level::L3);
        entry.size = bytes.size();
        entry.hash = certs::sha1Hex(bytes);
        const consultation::TreatmentRelation relation{
            {{}, saml::PurposeOfUse::Treatment, CorrelationId::parse(makeUuid(random)).value()},
            CountryCode::parse("PT").value(),
            PatientId::make("2.999.10", "P-0001").value(),
            {},
            "_hcp",
            "_trc",
            {},
            clock.now() + std::chrono::hours{1}};
        return consultation.readDocument(relation, entry, TextLanguage::English);
    }

    http::Response answer() {
        const auto entry = test::inventedEntry(ihe::kPatientSummary, ihe::Level::L3);
        const documents::RetrieveAnswer answer{
            {{{std::nullopt, entry.repositoryUniqueId, entry.uniqueId}, "text/xml", document}},
            {},
            ihe::Status::Success};
        return {200,
                "application/soap+xml; charset=UTF-8",
                soap::writeResponse({std::string{documents::kRetrieveResponseAction},
                                     MessageId::parse("urn:uuid:" + makeUuid(random)).value(), std::nullopt},
                                    documents::writeRetrieveAnswer(answer, {})),
                {}};
    }

    CountryCode no = CountryCode::parse("NO").value();
    test::TemporaryDirectory directory;
    SystemClock clock;
    SystemRandom random;
    Logger log{clock, LogLevel::Error, [](std::string_view) {}};
    std::unique_ptr<store::Store> book =
        store::Store::open(directory.path() / "no.sqlite", clock, log).value();
    Current<transform::terminology::Catalogue> terminology{
        std::make_shared<const transform::terminology::Catalogue>(
            transform::terminology::Catalogue::load(kSource / "config/terminology").value())};
    transform::cda::CodedElements elements;
    transformation::Transformer transformer{elements};
    std::vector<validation::Judged> judged;
    validation::Judge judge;
    std::string document;
    test::HttpPki pki;
    test::ServerUnderTest server{pki, [this](const http::Request&) { return answer(); }};
    http::Client client{{pki.client(), pki.trust}};
    OneAddress peers;
    saml::Issuer issuer{no, HomeCommunityId::parse("2.999.3").value(), pki.pki.signer("NO"), clock, random};
    consultation::Consultation consultation{{HomeCommunityId::parse("2.999.3").value(), issuer, peers, client,
                                             *book, terminology, transformer, clock, random,
                                             std::chrono::seconds{20}, &judge}};
};

std::vector<std::filesystem::path> documentsBelow(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& file : std::filesystem::recursive_directory_iterator{folder}) {
        if (file.path().extension() == ".xml") {
            files.push_back(file.path());
        }
    }
    return files;
}

std::vector<std::string> noticesOf(const consultation::ReadDocument& read,
                                   std::string_view code = "document.broken_rule") {
    std::vector<std::string> rules;
    for (const auto& finding : read.findings) {
        if (finding.code == code) {
            rules.push_back(finding.element);
        }
    }
    return rules;
}

} // namespace

TEST_CASE("a document that keeps the rules is shown without a word about them", "[consultation]") {
    World world;
    const auto read = world.read(summary(), ihe::kPatientSummary);
    REQUIRE(read.has_value());
    CHECK(noticesOf(*read).empty());
    REQUIRE(world.judged.size() == 2);
    CHECK(world.judged.back().direction == Direction::Translated);
    CHECK(world.judged.back().reaction == Reaction::Log);
    CHECK(world.judged.front().direction == Direction::Received);
    CHECK(world.judged.front().country == "PT");
    CHECK(world.judged.front().reaction == Reaction::Log);
}

TEST_CASE("a broken rule is told beside the document, by its name", "[consultation]") {
    World world;
    const auto read = world.read(without(summary(), kBirthTime), ihe::kPatientSummary);
    REQUIRE(read.has_value());
    CHECK(read->original == without(summary(), kBirthTime));
    CHECK_FALSE(noticesOf(*read).empty());
    REQUIRE_FALSE(world.judged.empty());
    CHECK(world.judged.front().reaction == Reaction::Warn);
    CHECK(world.judged.front().verdict.errors > 0);
}

TEST_CASE("a country's policy refuses what is shown with a warning otherwise", "[consultation]") {
    transform::rules::PolicyChanges strict;
    strict.received.errors = Reaction::Refuse;
    World world{strict};
    const auto read = world.read(without(summary(), kBirthTime), ihe::kPatientSummary);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().rule == "document-validation");
    CHECK(world.read(summary(), ihe::kPatientSummary).has_value());
}

TEST_CASE("a translation that breaks what the document keeps is told of, and the original stays",
          "[consultation]") {
    const BrokenList broken;
    World world{{}, broken.directory.path()};
    const auto read = world.read(summary(), ihe::kPatientSummary);
    REQUIRE(read.has_value());
    CHECK(read->original == summary());
    CHECK(read->translated.has_value());
    CHECK(noticesOf(*read).empty());
    CHECK_FALSE(noticesOf(*read, consultation::kBrokenTranslation).empty());
    REQUIRE(world.judged.size() == 2);
    CHECK(world.judged[0].reaction == Reaction::Log);
    CHECK(world.judged[1].direction == Direction::Translated);
    CHECK(world.judged[1].reaction == Reaction::Warn);
    CHECK(name(world.judged[1].direction) == "translated");
}

TEST_CASE("a broken translation is withheld where the policy refuses, and the original is read",
          "[consultation]") {
    const BrokenList broken;
    transform::rules::PolicyChanges strict;
    strict.received.errors = Reaction::Refuse;
    World world{strict, broken.directory.path()};
    const auto read = world.read(summary(), ihe::kPatientSummary);
    REQUIRE(read.has_value());
    CHECK(read->original == summary());
    CHECK_FALSE(read->translated.has_value());
    REQUIRE(read->translationFailed.has_value());
    CHECK(read->translationFailed->rule == "translation-validation");
}

TEST_CASE("what the document breaks itself is not laid to its translation", "[consultation]") {
    World world;
    const auto read = world.read(without(summary(), kBirthTime), ihe::kPatientSummary);
    REQUIRE(read.has_value());
    CHECK_FALSE(noticesOf(*read).empty());
    CHECK(noticesOf(*read, consultation::kBrokenTranslation).empty());
    REQUIRE(world.judged.size() == 2);
    CHECK(world.judged[1].reaction == Reaction::Log);
    CHECK(world.judged[1].verdict.errors == 0);
}

TEST_CASE("the translation of any document keeps what the document keeps", "[consultation]") {
    World world;
    const auto country = CountryCode::parse("PT").value();
    const auto release = world.terminology.get();
    std::size_t seen = 0;
    const auto folders = {std::optional{kSource / "config/demo/pt/documents"}, test::referencePath("cda")};
    for (const auto& folder : folders) {
        for (const auto& file : folder ? documentsBelow(*folder) : std::vector<std::filesystem::path>{}) {
            INFO(file.string());
            const auto text = readFile(file).value();
            const auto document = xml::Document::parse(text);
            if (!document) {
                continue;
            }
            const auto before = world.judge.received(*document, country).verdict;
            for (const auto language :
                 {TextLanguage::Bokmaal, TextLanguage::Nynorsk, TextLanguage::English}) {
                const auto made = world.transformer.fromPivot(text, *release, language, {});
                if (made) {
                    const auto after = world.judge.translated(made->bytes, country, before);
                    CHECK(after.reaction == Reaction::Log);
                    CHECK(after.verdict.errors == 0);
                }
            }
            ++seen;
        }
    }
    CHECK(seen > 10);
}

TEST_CASE("a document of another kind than was asked for is refused, whatever a policy says",
          "[consultation][hostile]") {
    transform::rules::PolicyChanges careless;
    careless.received.errors = Reaction::Log;
    World world{careless};
    const auto read = world.read(summary(), ihe::kEPrescription);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code == ErrorCode::DocumentIntegrity);
    CHECK(read.error().rule == "document-validation");
    REQUIRE(world.judged.size() == 1);
    CHECK(world.judged.front().verdict.unsafe);
    const auto rows = world.book->list({}).value();
    REQUIRE(rows.size() == 1);
    CHECK(rows.front().event.errorId == "document.integrity");
}
