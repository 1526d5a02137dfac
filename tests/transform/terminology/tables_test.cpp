#include "transform/terminology/tables.hpp"

#include "tests/support/temporary_directory.hpp"
#include "transform/terminology/catalogue.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace ncp;
using namespace ncp::transform::terminology;

namespace {

/// The tables of a small terminology; each may be written anew.
class Tables {
  public:
    Tables() {
        directory_.write("code-systems.tsv", "system\tname_en\tname_nb\twire_name\tversion\taliases\n"
                                             "1.2.1\tNational\tNasjonalt\tNAT\t\t\n"
                                             "1.2.2\tEuropean\tEuropeisk\tEURO\t2026\tEU-1,urn:test:eu\n");
        directory_.write("designations-a.tsv", "system\tcode\tnb\tnn\ten\tsource\tstatus\n"
                                               "1.2.2\ta\tA-nb\tA-nn\tA\town\tproposed\n"
                                               "1.2.2\tb\tB-nb\t\tB\town\tproposed\n");
    }

    void valueSets(const std::string& rows) const {
        directory_.write("value-sets.tsv", "value_set\tname\tversion\tfixed\n" + rows);
    }
    void members(const std::string& rows) const {
        directory_.write("members-a.tsv", "value_set\tsystem\tcode\n" + rows);
    }
    void map(const std::string& rows) const {
        directory_.write("map-test.tsv",
                         "source_system\tsource_code\ttarget_system\ttarget_code\tequivalence\tstatus\n" +
                             rows);
    }
    Catalogue load() const { return Catalogue::load(directory_.path()).value(); }
    /// What is wrong with them; empty for nothing.
    std::string faults() const {
        const auto content = readTables(directory_.path());
        return content ? std::string{} : content.error().detail;
    }

  private:
    test::TemporaryDirectory directory_;
};

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("value sets have the members of their tables, and no others", "[terminology][tables]") {
    const Tables tables;
    CHECK(tables.load().membership("1.3.1", "1.2.2", "a") == Membership::UnknownSet);
    tables.valueSets("1.3.1\tSet\t8.1.0\tyes\n1.3.2\tEmpty\t\tno\n");
    tables.members("1.3.1\t1.2.2\ta\n1.3.1\t1.2.2\tunnamed\n");
    const auto catalogue = tables.load();
    CHECK(catalogue.membership("1.3.1", "1.2.2", "a") == Membership::Member);
    CHECK(catalogue.membership("1.3.1", "EU-1", "a") == Membership::Member);
    CHECK(catalogue.membership("1.3.1", "1.2.2", "unnamed") == Membership::Member);
    CHECK(catalogue.membership("1.3.1", "1.2.2", "b") == Membership::Outside);
    CHECK(catalogue.membership("1.3.1", "1.2.2", "z") == Membership::Outside);
    CHECK(catalogue.membership("1.3.1", "9.9", "a") == Membership::Outside);
    CHECK(catalogue.membership("1.3.2", "1.2.2", "a") == Membership::UnknownSet);
    CHECK(catalogue.membership("1.3.9", "1.2.2", "a") == Membership::UnknownSet);
    CHECK(catalogue.valueSet("Set")->version == "8.1.0");
    CHECK(catalogue.expand("1.3.1").size() == 2);
    CHECK_FALSE(catalogue.designation("1.2.2", "unnamed", TextLanguage::English));
}

TEST_CASE("a mapping counts when it is valid", "[terminology][tables]") {
    const Tables tables;
    tables.map("1.2.1\tx\t1.2.2\ta\tequivalent\tvalid\n1.2.1\ty\t1.2.2\tb\tequal\tproposed\n");
    const auto catalogue = tables.load();
    const auto mapping = catalogue.mapping("1.2.1", "x");
    REQUIRE(mapping);
    CHECK(mapping->target.code == "a");
    CHECK(mapping->target.system.name == "EURO");
    CHECK(mapping->target.system.version == "2026");
    CHECK(mapping->equivalence == Equivalence::Equivalent);
    CHECK(mapping->map == "test");
    CHECK_FALSE(catalogue.mapping("1.2.1", "y"));
    CHECK_FALSE(catalogue.mapping("1.2.2", "a"));
}

TEST_CASE("peers' names of a code system are known, whatever their case", "[terminology][tables]") {
    const auto catalogue = Tables{}.load();
    CHECK(catalogue.isNameOf("1.2.2", "euro"));
    CHECK(catalogue.isNameOf("1.2.2", "European"));
    CHECK(catalogue.isNameOf("EU-1", "eu-1"));
    CHECK_FALSE(catalogue.isNameOf("1.2.2", "NAT"));
    CHECK_FALSE(catalogue.isNameOf("1.2.2", ""));
    CHECK_FALSE(catalogue.isNameOf("9.9", "EURO"));
}

TEST_CASE("every fault of the tables is told at once, with file and line", "[terminology][tables]") {
    const Tables tables;
    tables.valueSets("1.3.1\tSet\t\tyes\n1.3.1\tAgain\t\tno\nnot-an-oid\tX\t\tno\n1.3.2\tX\t\tmaybe\n");
    tables.members("1.3.1\t1.2.2\ta\n1.3.1\t1.2.2\ta\n1.3.9\t1.2.2\ta\n1.3.1\t9.9\ta\n1.3.1\t1.2.2\t\n");
    tables.map("1.2.1\tx\t1.2.2\tz\tequal\tvalid\n1.2.1\tx\t1.2.2\ta\talike\tvalid\n"
               "1.2.1\tx\t1.2.2\ta\tequal\tvalid\n1.2.1\tx\t1.2.2\ta\tequal\tvalid\n");
    const auto faults = tables.faults();
    CHECK(has(faults, "value-sets.tsv:3: value set 1.3.1 stands twice"));
    CHECK(has(faults, "value-sets.tsv:4: the value set is not an OID"));
    CHECK(has(faults, "value-sets.tsv:5: fixed is yes or no"));
    CHECK(has(faults, "members-a.tsv:3: member a stands twice"));
    CHECK(has(faults, "members-a.tsv:4: value set 1.3.9 is not in value-sets.tsv"));
    CHECK(has(faults, "members-a.tsv:5: code system 9.9 is not in code-systems.tsv"));
    CHECK(has(faults, "members-a.tsv:6: the code is empty"));
    CHECK(has(faults, "map-test.tsv:2: target z of 1.2.2 has no designation"));
    CHECK(has(faults, "map-test.tsv:3: equivalence is"));
    CHECK(has(faults, "map-test.tsv:5: the mapping of x to a stands twice"));
}
