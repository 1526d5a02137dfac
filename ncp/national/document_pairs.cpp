#include "ncp/national/document_pairs.hpp"

#include <algorithm>

namespace ncp::national {
namespace {

bool names(const ServedDocument& document, const std::string& uniqueId) {
    return std::ranges::find(document.sources, uniqueId) != document.sources.end();
}

/// How surely an L1 belongs to an L3: 0 not at all, 3 it lies beside.
int kinship(const ServedDocument& pdf, const ServedDocument& coded) {
    if (pdf.pdf) {
        return pdf.xml == coded.xml ? 3 : 0;
    }
    if (names(pdf, coded.entry.uniqueId) || names(coded, pdf.entry.uniqueId)) {
        return 2;
    }
    const bool sameSource =
        std::ranges::any_of(coded.sources, [&](const std::string& source) { return names(pdf, source); });
    return sameSource ? 1 : 0;
}

struct Candidate {
    const ServedDocument* document = nullptr;
    bool taken = false;
};

Candidate* closest(std::vector<Candidate>& pdfs, const ServedDocument& coded) {
    Candidate* best = nullptr;
    int bestKinship = 0;
    for (auto& pdf : pdfs) {
        const int near = pdf.taken ? 0 : kinship(*pdf.document, coded);
        if (near > bestKinship) {
            best = &pdf;
            bestKinship = near;
        }
    }
    return best;
}

} // namespace

std::vector<ihe::DocumentPair> pairDocuments(const std::vector<const ServedDocument*>& documents,
                                             std::string_view classCode) {
    std::vector<Candidate> pdfs;
    std::vector<ihe::DocumentPair> pairs;
    for (const auto* document : documents) {
        if (document->entry.classCode == classCode && document->entry.level == ihe::Level::L1) {
            pdfs.push_back({document, false});
        }
    }
    for (const auto* document : documents) {
        if (document->entry.classCode != classCode || document->entry.level != ihe::Level::L3) {
            continue;
        }
        ihe::DocumentPair pair{document->entry, std::nullopt};
        if (auto* pdf = closest(pdfs, *document)) {
            pdf->taken = true;
            pair.pdf = pdf->document->entry;
        }
        pairs.push_back(std::move(pair));
    }
    for (const auto& pdf : pdfs) {
        if (!pdf.taken) {
            pairs.push_back({std::nullopt, pdf.document->entry});
        }
    }
    return pairs;
}

} // namespace ncp::national
