#include "tests/transform/render/paper/printed.hpp"

#include "tests/support/temporary_directory.hpp"
#include "transform/render/paper/pdf.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <memory>

namespace ncp::tests {

namespace {

struct ClosePipe {
    void operator()(std::FILE* pipe) const noexcept { pclose(pipe); }
};

std::string outputOf(const std::string& command) {
    const std::unique_ptr<std::FILE, ClosePipe> pipe{popen(command.c_str(), "r")};
    REQUIRE(pipe);
    std::string output;
    std::array<char, 4096> part{};
    while (const std::size_t read = std::fread(part.data(), 1, part.size(), pipe.get())) {
        output.append(part.data(), read);
    }
    return output;
}

} // namespace

Texts clinicalTexts() {
    auto texts = Texts::load({std::filesystem::path{NCP_SOURCE_DIR} / "config/texts/clinical.tsv"});
    REQUIRE(texts);
    return std::move(*texts);
}

std::vector<std::filesystem::path> documentsBelow(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    if (std::filesystem::exists(folder)) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
            if (entry.path().extension() == ".xml") {
                files.push_back(entry.path());
            }
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string printed(const xml::Document& document, const Texts& texts, TextLanguage language,
                    const transform::render::RenderOptions& options) {
    const auto pdf = transform::render::renderPdf(document, texts, language, options);
    INFO((pdf ? std::string{} : pdf.error().detail));
    REQUIRE(pdf);
    return *pdf;
}

std::string printed(std::string_view document, TextLanguage language) {
    const auto parsed = xml::Document::parse(document);
    REQUIRE(parsed);
    return printed(*parsed, clinicalTexts(), language, {.sourceCountry = "PT"});
}

std::string wordsOf(std::string_view pdf, bool wholePage) {
    return reportOf(pdf, wholePage ? "pdftotext -raw" : "pdftotext -raw -r 72 -x 0 -y 68 -W 596 -H 730");
}

std::string reportOf(std::string_view pdf, const std::string& program) {
    const test::TemporaryDirectory directory;
    const auto file = directory.write("paper.pdf", pdf).string();
    const bool text = program.starts_with("pdftotext");
    return outputOf(program + " '" + file + "'" + (text ? " - 2>&1" : " 2>&1"));
}

std::string withoutBlanks(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (text.substr(at).starts_with("\u00a0")) {
            ++at;
        } else if (c != ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f') {
            out += c;
        }
    }
    return out;
}

std::string summaryWith(std::string_view sections) {
    return "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><code code=\"60591-5\" "
           "codeSystem=\"2.16.840.1.113883.6.1\"/><recordTarget><patientRole><patient><name>"
           "<given>Ola</given><family>Oppdiktet</family></name><birthTime value=\"19700102\"/>"
           "</patient></patientRole></recordTarget><component><structuredBody>" +
           std::string{sections} + "</structuredBody></component></ClinicalDocument>";
}

std::string textSection(std::string_view title, std::string_view text) {
    return "<component><section><code code=\"11348-0\" codeSystem=\"2.16.840.1.113883.6.1\"/><title>" +
           std::string{title} + "</title><text>" + std::string{text} + "</text></section></component>";
}

} // namespace ncp::tests
