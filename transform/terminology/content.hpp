#pragma once

#include "transform/terminology/catalogue.hpp"

#include <string>
#include <vector>

namespace ncp::transform::terminology {

/// What a release is made of, in plain values: what importers write and what a snapshot is built from.

struct CodeSystemContent {
    std::string oid;     ///< empty only until an importer has resolved `uri`
    std::string uri;     ///< canonical, as FHIR names it
    std::string name;    ///< as it goes on the wire
    std::string nameNb;  ///< for people
    std::string version; ///< that this content is of
    std::vector<std::string> aliases;
    std::string nameEn{}; ///< for people
};

struct DesignationContent {
    std::string language; ///< BCP 47: nb-NO, nn-NO, en-GB, nb, no …
    std::string text;
    std::string source; ///< who made it: mvc, volven, own …
    std::string status; ///< proposed, approved
    bool preferred = true;
};

struct ConceptContent {
    std::string system; ///< OID
    std::string code;
    bool current = true;
    std::vector<DesignationContent> designations;
    bool statesCurrent = false; ///< its source says whether it is current, as a code system does
};

struct Member {
    std::string system; ///< OID
    std::string code;
};

struct ValueSetContent {
    std::string oid;
    std::string name;
    std::string version;
    bool fixed = false; ///< every member has a Norwegian designation in this project's tables
    std::vector<Member> members;
};

struct MapElement {
    std::string sourceSystem, sourceCode;
    std::string targetSystem, targetCode;
    Equivalence equivalence = Equivalence::Equivalent;
    bool valid = true; ///< approved; others are kept and never used
};

struct ConceptMapContent {
    std::string name;
    std::string version;
    std::vector<MapElement> elements;
};

struct Content {
    std::string name; ///< of the release
    std::vector<CodeSystemContent> systems;
    std::vector<ConceptContent> concepts;
    std::vector<ValueSetContent> valueSets;
    std::vector<ConceptMapContent> maps;
};

} // namespace ncp::transform::terminology
