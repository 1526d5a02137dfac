#include "base/table.hpp"
#include "ncp/app/commands/choice.hpp"
#include "ncp/app/commands/document_file.hpp"
#include "ncp/app/commands/report.hpp"
#include "ncp/app/commands/validate_run.hpp"
#include "ncp/app/data_directory.hpp"
#include "transform/rules/report_writer.hpp"
#include "transform/rules/validator.hpp"

#include <CLI/Option.hpp>
#include <CLI/Validators.hpp>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <thread>
#include <unistd.h>

namespace ncp::app::commands {
namespace {

using transform::Finding;
using transform::rules::Level;

enum class Format : std::uint8_t { Text, Json, Sarif, Junit };

const std::map<std::string, Format> kFormats{
    {"text", Format::Text}, {"json", Format::Json}, {"sarif", Format::Sarif}, {"junit", Format::Junit}};
const std::map<std::string, Level> kLevels{
    {"error", Level::Error}, {"warning", Level::Warning}, {"info", Level::Notice}};
/// What `--type` may ask for, with the LOINC code of the document.
const std::map<std::string, std::string> kTypes{
    {"PS", "60591-5"},  {"eP", "57833-6"},        {"eD", "60593-1"},     {"MRO", "56445-0"},
    {"LAB", "11502-2"}, {"DISCHARGE", "34105-7"}, {"IMAGING", "18748-4"}};

struct ValidateOptions {
    std::vector<std::filesystem::path> files;
    std::filesystem::path out;
    Format format = Format::Text;
    Level lowest = Level::Notice;
    std::string code;      ///< that the documents have to have; empty: any
    bool json = false;     ///< the same as --format json
    bool friendly = false; ///< the national form instead of the pivot
    bool received = false; ///< another country's document
    unsigned wave = transform::rules::kNewestWave;
    std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
    TextLanguage language = TextLanguage::Bokmaal;
};

transform::rules::ValidationOptions judgedAs(const ValidateOptions& options) {
    using transform::rules::Form;
    using transform::rules::Origin;
    return {options.friendly ? Form::Friendly : Form::Pivot,
            options.received ? Origin::Received : Origin::Own, options.wave, options.code};
}

std::unique_ptr<transform::rules::ReportWriter> writerFor(const ValidateOptions& options,
                                                          const Texts& texts) {
    const bool colours = options.out.empty() && ::isatty(STDOUT_FILENO) == 1;
    const transform::rules::ReportSettings settings{texts, options.language, colours};
    switch (options.json ? Format::Json : options.format) {
    case Format::Text:
        break;
    case Format::Json:
        return transform::rules::jsonReport(settings);
    case Format::Sarif:
        return transform::rules::sarifReport(settings);
    case Format::Junit:
        return transform::rules::junitReport(settings);
    }
    return transform::rules::textReport(settings);
}

/// Where the report goes: a file, or the standard output.
class Output {
  public:
    explicit Output(const std::filesystem::path& file) : isFile_(!file.empty()) {
        if (isFile_) {
            file_.open(file, std::ios::binary | std::ios::trunc);
        }
    }

    void write(std::string_view text) {
        if (isFile_) {
            file_.write(text.data(), static_cast<std::streamsize>(text.size()));
        } else {
            std::fwrite(text.data(), 1, text.size(), stdout);
        }
    }

    /// False when something could not be written.
    bool finish() {
        if (isFile_) {
            file_.close();
            return !file_.fail();
        }
        return std::fflush(stdout) == 0;
    }

  private:
    bool isFile_;
    std::ofstream file_;
};

/// How far it is, on a terminal, where a folder is large enough for somebody to wait.
class Progress {
  public:
    explicit Progress(std::size_t count)
        : count_(count), shown_(count > kFew && ::isatty(STDERR_FILENO) == 1) {}

    void step(std::size_t done) const {
        if (shown_ && (done % kEvery == 0 || done == count_)) {
            std::fprintf(stderr, "\r%zu/%zu%s", done, count_, done == count_ ? "\n" : "");
        }
    }

  private:
    static constexpr std::size_t kFew = 20;
    static constexpr std::size_t kEvery = 10;

    std::size_t count_;
    bool shown_;
};

struct Tally {
    transform::rules::Summary summary;
    bool unreadable = false;
};

void keepFrom(std::vector<Finding>& findings, Level lowest) {
    std::erase_if(findings,
                  [&](const Finding& finding) { return transform::rules::levelOf(finding) < lowest; });
}

ExitCode validate(const ValidateOptions& options) {
    const auto validator = transform::rules::Validator::load(dataDirectory());
    const auto texts = loadDocumentTexts();
    if (!validator || !texts) {
        return report(validator ? texts.error() : validator.error());
    }
    const auto catalogue = transform::terminology::Catalogue::load(dataDirectory() / "terminology");
    const auto* release = catalogue ? &*catalogue : nullptr;
    const auto files = expandFolders(options.files);
    const auto judged = judgedAs(options);
    const auto writer = writerFor(options, *texts);
    Output output{options.out};
    const Progress progress{files.size()};
    Tally tally;
    output.write(writer->begin());
    judgeInOrder(
        files.size(), options.threads,
        [&](std::size_t index) {
            const auto bytes = readFile(files[index]);
            return bytes ? validator->validateBytes(*bytes, release, judged)
                         : std::vector{validator->unreadable(bytes.error().detail)};
        },
        [&](std::size_t index, std::vector<Finding> findings) {
            tally.unreadable |= std::ranges::any_of(
                findings, [](const Finding& finding) { return finding.code == "document.unreadable"; });
            keepFrom(findings, options.lowest);
            tally.summary.add(files[index].string(), findings);
            output.write(writer->file(files[index].string(), findings));
            progress.step(index + 1);
        });
    output.write(writer->end(tally.summary));
    if (!output.finish()) {
        const auto target = options.out.empty() ? std::string{"the standard output"} : options.out.string();
        return report(Error{ErrorCode::InputRefused, target + ": can't be written", {}});
    }
    if (tally.unreadable || files.empty()) {
        return ExitCode::InputRefused;
    }
    return tally.summary.total().errors > 0 ? ExitCode::Negative : ExitCode::Success;
}

} // namespace

void addValidate(CLI::App& program, Choice& chosen) {
    const auto options = std::make_shared<ValidateOptions>();
    auto& command = *program.add_subcommand("validate", "Check clinical documents against the rules");
    command.add_option("files", options->files, "CDA documents or folders")->required();
    command.add_option("--format", options->format, "Of the report: text, json, sarif or junit")
        ->transform(CLI::CheckedTransformer(kFormats, CLI::ignore_case))
        ->option_text("FORMAT");
    command.add_flag("--json", options->json, "The same as --format json");
    command.add_option("--out", options->out, "Write the report here instead of the standard output");
    command
        .add_option("--type", options->code,
                    "What the documents have to be: PS, eP, eD, MRO, LAB, DISCHARGE, IMAGING")
        ->transform(CLI::CheckedTransformer(kTypes, CLI::ignore_case))
        ->option_text("TYPE");
    command
        .add_option("--severity", options->lowest, "Leave out what is less than this: error, warning or info")
        ->transform(CLI::CheckedTransformer(kLevels, CLI::ignore_case))
        ->option_text("LEVEL");
    command.add_option("--wave", options->wave, "Leave out what later waves of MyHealth@EU ask for")
        ->check(CLI::Range(1U, transform::rules::kNewestWave));
    command.add_option("--threads", options->threads, "How many files are judged at a time")
        ->check(CLI::Range(1, 64));
    command.add_flag("--friendly", options->friendly, "Judge the national form instead of the pivot");
    command.add_flag("--received", options->received,
                     "Judge another country's document: what is tolerated there is a warning");
    addLanguage(command, options->language);
    onChoice<ValidateOptions>(command, chosen, &validate, options);
}

} // namespace ncp::app::commands
