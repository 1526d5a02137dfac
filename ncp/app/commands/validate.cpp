#include "base/clock.hpp"
#include "ncp/app/commands/choice.hpp"
#include "ncp/app/commands/document_file.hpp"
#include "ncp/app/commands/interruption.hpp"
#include "ncp/app/commands/named_choice.hpp"
#include "ncp/app/commands/progress_line.hpp"
#include "ncp/app/commands/report.hpp"
#include "ncp/app/commands/report_stream.hpp"
#include "ncp/app/commands/terminology.hpp"
#include "ncp/app/commands/validate_run.hpp"
#include "ncp/app/data_directory.hpp"
#include "transform/rules/report_writer.hpp"
#include "transform/rules/validator.hpp"

#include <CLI/Validators.hpp>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <thread>
#include <unistd.h>

namespace ncp::app::commands {
namespace {

using transform::Finding;
using transform::rules::Level;
using transform::rules::Validator;

enum class Format : std::uint8_t { Text, Json, Sarif, Junit };

enum class Colours : std::uint8_t { Automatic, Always, Never };

const std::map<std::string, Colours> kColours{
    {"auto", Colours::Automatic}, {"always", Colours::Always}, {"never", Colours::Never}};
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
    std::filesystem::path releases; ///< empty: the shipped tables
    Format format = Format::Text;
    Colours colours = Colours::Automatic;
    Level lowest = Level::Notice;
    std::string code;      ///< that the documents have to have; empty: any
    std::string id;        ///< the same
    bool json = false;     ///< the same as --format json
    bool friendly = false; ///< the national form instead of the pivot
    bool received = false; ///< another country's document
    unsigned wave = transform::rules::kNewestWave;
    std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
    TextLanguage language = TextLanguage::Bokmaal;
};

/// No document can be younger than that: clocks may differ by a day.
std::string latestTime() {
    constexpr std::size_t kSeconds = 14;
    std::string digits;
    for (const char c : formatXmlDateTime(SystemClock{}.now() + std::chrono::hours{24})) {
        if (c >= '0' && c <= '9' && digits.size() < kSeconds) {
            digits += c;
        }
    }
    return digits + "+0000";
}

transform::rules::ValidationOptions judgedAs(const ValidateOptions& options) {
    using transform::rules::Form;
    using transform::rules::Origin;
    return {options.friendly ? Form::Friendly : Form::Pivot,
            options.received ? Origin::Received : Origin::Own,
            options.wave,
            options.code,
            options.id,
            latestTime()};
}

/// On a terminal, unless its owner wants none (https://no-color.org).
bool inColours(const ValidateOptions& options) {
    if (options.colours != Colours::Automatic) {
        return options.colours == Colours::Always;
    }
    const char* unwanted = std::getenv("NO_COLOR");
    return options.out.empty() && ::isatty(STDOUT_FILENO) == 1 && (unwanted == nullptr || *unwanted == '\0');
}

std::unique_ptr<transform::rules::ReportWriter> writerFor(const ValidateOptions& options,
                                                          const Texts& texts) {
    const transform::rules::ReportSettings settings{texts, options.language, inColours(options)};
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

/// How far it is: on a terminal, where a folder is large enough for somebody to wait and the report goes
/// elsewhere.
class Progress {
  public:
    Progress(std::size_t count, bool elsewhere) : count_(count) {
        if (count > kFew && elsewhere && ::isatty(STDERR_FILENO) == 1) {
            line_.emplace();
        }
    }

    void step(std::size_t done, std::size_t errors) {
        if (line_) {
            line_->say(std::to_string(done) + "/" + std::to_string(count_) + " (" + std::to_string(errors) +
                       ")");
        }
    }
    void finish() { line_.reset(); }

  private:
    static constexpr std::size_t kFew = 20;

    std::size_t count_;
    std::optional<ProgressLine> line_;
};

struct Tally {
    transform::rules::Summary summary;
    bool unreadable = false;
};

void keepFrom(std::vector<Finding>& findings, Level lowest) {
    std::erase_if(findings,
                  [&](const Finding& finding) { return transform::rules::levelOf(finding) < lowest; });
}

/// Judges files and writes their report.
class Validation {
  public:
    Validation(const ValidateOptions& options, const Validator& validator,
               const transform::terminology::Catalogue& release, const Texts& texts)
        : options_(options), validator_(validator), release_(release), judgedAs_(judgedAs(options)),
          writer_(writerFor(options, texts)), output_(options.out) {}

    ExitCode run(const std::vector<std::filesystem::path>& files) {
        const Interruption interruption;
        Progress progress{files.size(), !options_.out.empty() || ::isatty(STDOUT_FILENO) == 0};
        output_.write(writer_->begin());
        const auto done = judgeInOrder(
            files.size(), options_.threads, [&](std::size_t index) { return judge(files[index]); },
            [&](std::size_t index, JudgedDocument judged) {
                const bool written = tell(files[index].string(), std::move(judged));
                progress.step(index + 1, tally_.summary.total().errors);
                return written && !interruption.isAsked();
            });
        progress.finish();
        output_.write(writer_->end(tally_.summary));
        if (!output_.finish()) {
            return notWritten();
        }
        if (done < files.size()) {
            return report(Error{ErrorCode::InputRefused,
                                "interrupted after " + std::to_string(done) + " of " +
                                    std::to_string(files.size()) + " files",
                                {}});
        }
        return verdict();
    }

  private:
    JudgedDocument judge(const std::filesystem::path& file) const {
        auto bytes = readInput(file);
        if (!bytes) {
            return {{validator_.missing(bytes.error().detail)}, {}};
        }
        auto findings = validator_.validateBytes(*bytes, &release_, judgedAs_);
        return {std::move(findings), std::move(*bytes)};
    }

    bool tell(const std::string& file, JudgedDocument judged) {
        auto& findings = judged.findings;
        tally_.unreadable |= std::ranges::any_of(findings, [](const Finding& finding) {
            return finding.code == "document.unreadable" || finding.code == "document.missing";
        });
        keepFrom(findings, options_.lowest);
        tally_.summary.add(file, findings);
        return output_.write(writer_->file({file, findings, judged.bytes}));
    }

    ExitCode notWritten() const {
        if (output_.isAbandoned()) {
            return ExitCode::InputRefused;
        }
        const auto target = options_.out.empty() ? std::string{"the standard output"} : options_.out.string();
        return report(Error{ErrorCode::InputRefused, target + ": can't be written", {}});
    }

    ExitCode verdict() const {
        if (tally_.unreadable) {
            return ExitCode::InputRefused;
        }
        return tally_.summary.total().errors > 0 ? ExitCode::Negative : ExitCode::Success;
    }

    const ValidateOptions& options_;
    const Validator& validator_;
    const transform::terminology::Catalogue& release_;
    transform::rules::ValidationOptions judgedAs_;
    std::unique_ptr<transform::rules::ReportWriter> writer_;
    ReportStream output_;
    Tally tally_;
};

ExitCode validate(const ValidateOptions& options) {
    const auto validator = Validator::load(dataDirectory());
    const auto texts = loadDocumentTexts();
    if (!validator || !texts) {
        return report(validator ? texts.error() : validator.error());
    }
    const auto files = expandFolders(options.files);
    if (files.empty()) {
        return report(Error{ErrorCode::InputRefused,
                            options.files.front().string() + ": no clinical documents (*.xml) here",
                            {}});
    }
    const auto release = openTerminology(options.releases);
    if (!release) {
        return report(release.error());
    }
    return Validation{options, *validator, *release, *texts}.run(files);
}

} // namespace

void addValidate(CLI::App& program, Choice& chosen) {
    const auto options = std::make_shared<ValidateOptions>();
    auto& command = *program.add_subcommand("validate", "Check clinical documents against the rules");
    command.add_option("files", options->files, "CDA documents or folders; - for the standard input")
        ->required();
    addNamed(command, "--format", options->format, kFormats, "Of the report: text, json, sarif or junit")
        ->type_name("FORMAT");
    addNamed(command, "--color", options->colours, kColours,
             "Of the text: auto (on a terminal), always or never")
        ->type_name("WHEN");
    command.add_flag("--json", options->json, "The same as --format json");
    command.add_option("--out", options->out, "Write the report here instead of the standard output");
    addNamed(command, "--type", options->code, kTypes,
             "What the documents have to be: PS, eP, eD, MRO, LAB, DISCHARGE, IMAGING")
        ->type_name("TYPE");
    command.add_option("--id", options->id, "Id that the document has to have, as root^extension");
    addNamed(command, "--severity", options->lowest, kLevels,
             "Leave out what is less than this: error, warning or info")
        ->type_name("LEVEL");
    command.add_option("--wave", options->wave, "Leave out what later waves of MyHealth@EU ask for")
        ->check(CLI::Range(1U, transform::rules::kNewestWave));
    command.add_option("-j,--jobs,--threads", options->threads, "How many files are judged at a time")
        ->check(CLI::Range(1, 64));
    command.add_flag("--friendly", options->friendly, "Judge the national form instead of the pivot");
    command.add_flag("--received", options->received,
                     "Judge another country's document: what is tolerated there is a warning");
    addReleases(command, options->releases);
    addLanguage(command, options->language);
    onChoice<ValidateOptions>(command, chosen, &validate, options);
}

} // namespace ncp::app::commands
