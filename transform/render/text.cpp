#include "transform/render/misleading.hpp"
#include "transform/render/writers.hpp"

#include <algorithm>
#include <utility>

namespace ncp::transform::render {

namespace {

constexpr std::size_t kColumns = 100;
constexpr std::size_t kLabel = 26;

/// Characters of UTF-8 text, near enough to columns for the languages of Europe.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// No control character reaches a terminal, and nothing that makes a reader read something else.
std::string plain(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (const std::size_t misleading = misleadingCharacter(text.substr(at)); misleading > 0) {
            at += misleading - 1;
        } else {
            out += byte < 0x20 || byte == 0x7F ? ' ' : text[at];
        }
    }
    return out;
}

/// Hard spaces, wide and narrow, keep numbers and units on one line; in the finished text they would only
/// hinder searching.
std::string withoutHardSpaces(std::string_view text) {
    constexpr std::string_view kHardSpace = "\u00a0";
    constexpr std::string_view kNarrowSpace = "\u202f";
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::string_view rest = text.substr(at);
        const std::string_view space = rest.starts_with(kHardSpace)     ? kHardSpace
                                       : rest.starts_with(kNarrowSpace) ? kNarrowSpace
                                                                        : std::string_view{};
        out += space.empty() ? text[at] : ' ';
        at += space.empty() ? 0 : space.size() - 1;
    }
    return out;
}

/// Writes one view for a terminal.
class TextWriter {
  public:
    TextWriter(const View& view, const Wording& wording) : view_(view), wording_(wording) {}

    TextPage document();

  private:
    void wrapped(std::string_view text, std::size_t indent, std::string_view first = {});
    void heading(std::string_view text, char rule);
    void fact(const Fact& fact, std::size_t indent);
    void notice(const Notice& notice);
    void card(const Card& card);
    void section(const SectionView& section);
    void appendix();
    void file(const FileView& file);
    void table(const TableView& table);
    void codes(const std::vector<CodeGroup>& groups);
    void narrative(const SectionView& section);
    std::string words(const Line& line) const;
    void blank() { out_ += '\n'; }
    /// What has been written since `begin` shows that entry.
    void shows(std::size_t entry, std::size_t begin, bool codes = false) {
        if (entry != 0) {
            spans_.push_back({entry, codes, begin, out_.size()});
        }
    }

    const View& view_;
    const Wording& wording_;
    std::string out_;
    std::vector<EntrySpan> spans_;
};

/// Breaks at blanks; `first` stands in the indent of the first line.
void TextWriter::wrapped(std::string_view text, std::size_t indent, std::string_view first) {
    std::string line{first};
    line.append(indent > width(first) ? indent - width(first) : 0, ' ');
    std::size_t used = indent;
    bool empty = true;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::string_view word = text.substr(at, end - at);
        at = end + 1;
        if (word.empty()) {
            continue;
        }
        if (!empty && used + 1 + width(word) > kColumns) {
            out_ += line + '\n';
            line.assign(indent, ' ');
            used = indent;
            empty = true;
        }
        if (!empty) {
            line += ' ';
            ++used;
        }
        line += word;
        used += width(word);
        empty = false;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out_ += line + '\n';
}

void TextWriter::heading(std::string_view text, char rule) {
    blank();
    out_ += plain(text) + '\n';
    out_ += std::string(std::min(width(text), kColumns), rule) + '\n';
}

std::string TextWriter::words(const Line& line) const {
    std::string text;
    for (const Phrase& phrase : line) {
        if (phrase.text.empty()) {
            continue;
        }
        text += text.empty() ? "" : " ";
        text += plain(phrase.text);
        const char* key = markKey(phrase.mark);
        if (key != nullptr) {
            text += " [" + wording_.text(key) + ']';
        }
    }
    return text;
}

void TextWriter::fact(const Fact& fact, std::size_t indent) {
    const std::string label = std::string(indent, ' ') + fact.label + ':';
    const std::size_t column = indent + kLabel;
    bool first = true;
    for (const Line& line : fact.value) {
        const std::string text = words(line);
        if (text.empty()) {
            continue;
        }
        if (first && width(label) >= column) {
            out_ += label + '\n';
            first = false;
        }
        wrapped(text, column, first ? std::string_view{label} : std::string_view{});
        first = false;
    }
}

void TextWriter::notice(const Notice& notice) {
    const std::string sign = notice.tone == Tone::Danger    ? "!! "
                             : notice.tone == Tone::Warning ? "!  "
                                                            : "   ";
    std::string text = notice.heading;
    for (const Line& line : notice.text) {
        const bool sentence = text.ends_with('.');
        text += (text.empty() ? "" : sentence || &line != &notice.text.front() ? " " : ": ") + words(line);
    }
    const std::size_t begin = out_.size();
    wrapped(plain(text), 3, sign);
    shows(notice.entry, begin);
}

void TextWriter::table(const TableView& table) {
    for (const TableRow& row : table.rows) {
        if (!row.heading.empty()) {
            blank();
            wrapped(plain(row.heading) + ':', 3);
        }
        const std::string sign = row.tone == Tone::Danger ? "!! " : row.tone == Tone::Warning ? "!  " : " * ";
        const std::size_t begin = out_.size();
        bool first = true;
        for (const Line& line : row.cells.front()) {
            const std::string text = words(line);
            if (!text.empty()) {
                wrapped(text, first ? 3 : 5, first ? std::string_view{sign} : std::string_view{});
                first = false;
            }
        }
        for (std::size_t at = 1; at < row.cells.size(); ++at) {
            fact({table.columns[at], row.cells[at]}, 5);
        }
        shows(row.entry, begin);
    }
}

void TextWriter::codes(const std::vector<CodeGroup>& groups) {
    if (groups.empty()) {
        return;
    }
    blank();
    out_ += "   " + wording_.text("view.codes") + '\n';
    for (const CodeGroup& group : groups) {
        const std::size_t begin = out_.size();
        wrapped(plain(group.heading), 5);
        for (const CodeRow& row : group.rows) {
            std::string text = words({row.shown});
            for (const Phrase& original : row.originals) {
                text += " | " + plain(original.text);
            }
            if (!row.code.empty()) {
                text += " | " + plain(row.code) + (row.system.empty() ? "" : " (" + plain(row.system) + ')');
            }
            wrapped(text, 9, "       - ");
        }
        shows(group.entry, begin, true);
    }
}

void TextWriter::narrative(const SectionView& section) {
    if (section.narrative == nullptr) {
        return;
    }
    blank();
    out_ += "   " + wording_.text("section.narrative", {view_.sourceCountry}) + '\n';
    if (section.originalTitle.text != section.title) {
        wrapped(plain(section.originalTitle.text), 5);
    }
    std::string body = narrativeText(section.narrative->root(), wording_);
    std::size_t at = 0;
    while (at < body.size()) {
        const std::size_t end = std::min(body.find('\n', at), body.size());
        wrapped(plain(std::string_view{body}.substr(at, end - at)), 7, "     | ");
        at = end + 1;
    }
}

/// A terminal shows what a file is, and its words where it is text.
void TextWriter::file(const FileView& file) {
    const std::size_t begin = out_.size();
    const std::string kind = file.size.empty() ? file.mediaType : file.mediaType + ", " + file.size;
    fact({wording_.text("file.heading"), {{wording_.plain(file.name + ", " + kind)}}}, 3);
    if (!file.reason.empty()) {
        wrapped(plain(file.reason), 3, "!  ");
    }
    std::size_t at = 0;
    while (at < file.text.size()) {
        const std::size_t end = std::min(file.text.find('\n', at), file.text.size());
        wrapped(plain(std::string_view{file.text}.substr(at, end - at)), 7, "     | ");
        at = end + 1;
    }
    shows(file.entry, begin);
}

void TextWriter::card(const Card& card) {
    const std::size_t begin = out_.size();
    wrapped(words(card.title), 3, " * ");
    if (!card.subtitle.empty()) {
        wrapped(words(card.subtitle), 5);
    }
    for (const Line& line : card.lead) {
        wrapped(words(line), 5, "  >  ");
    }
    for (const Fact& words_ : card.facts) {
        fact(words_, 5);
    }
    shows(card.entry, begin);
}

void TextWriter::section(const SectionView& section) {
    heading(section.title, '-');
    for (const Notice& words_ : section.notices) {
        notice(words_);
    }
    table(section.table);
    for (const Card& words_ : section.cards) {
        card(words_);
    }
    if (!section.narrativeOpen && !section.uncoded.empty()) {
        blank();
        out_ += "   " + wording_.text("section.uncoded") + '\n';
        for (const Phrase& block : section.uncoded) {
            wrapped(plain(block.text), 7, "     - ");
        }
    }
    for (const Fact& words_ : section.facts) {
        fact(words_, 3);
    }
    for (const FileView& file_ : section.files) {
        file(file_);
    }
    if (section.narrativeOpen) {
        narrative(section);
    }
}

/// What the page keeps one click away stands at the end of the text.
void TextWriter::appendix() {
    if (!view_.documentCodes.empty()) {
        heading(wording_.text("view.about") + " \u2013 " + wording_.text("view.originals"), '-');
        codes(view_.documentCodes);
    }
    for (const SectionView& section : view_.sections) {
        const bool narrativeShown = section.narrativeOpen || section.narrative == nullptr;
        if (section.codes.empty() && narrativeShown) {
            continue;
        }
        heading(section.title + " \u2013 " + wording_.text("view.originals"), '-');
        codes(section.codes);
        if (!narrativeShown) {
            narrative(section);
        }
    }
}

TextPage TextWriter::document() {
    out_ += std::string(kColumns, '=') + '\n';
    wrapped(plain(view_.documentName), 0);
    wrapped(plain(view_.patientName), 0);
    out_ += std::string(kColumns, '=') + '\n';
    for (const Fact& words_ : view_.patientFacts) {
        fact(words_, 0);
    }
    for (const Fact& words_ : view_.patientDetails) {
        fact(words_, 0);
    }
    if (!view_.notices.empty()) {
        blank();
    }
    for (const Notice& words_ : view_.notices) {
        notice(words_);
    }
    if (!view_.warnings.empty()) {
        heading(wording_.text("warning.heading"), '-');
        for (const Notice& words_ : view_.warnings) {
            notice(words_);
        }
    }
    if (!view_.files.empty()) {
        blank();
    }
    for (const FileView& words_ : view_.files) {
        file(words_);
    }
    if (!view_.prescriptionFacts.empty()) {
        blank();
    }
    for (const Fact& words_ : view_.prescriptionFacts) {
        fact(words_, 0);
    }
    for (const SectionView& words_ : view_.sections) {
        section(words_);
    }
    heading(wording_.text("view.about"), '-');
    for (const Fact& words_ : view_.documentFacts) {
        fact(words_, 0);
    }
    blank();
    out_ += std::string(kColumns, '-') + '\n';
    for (const std::string& words_ : view_.footer) {
        wrapped(plain(words_), 0);
    }
    appendix();
    return {std::move(out_), std::move(spans_)};
}

} // namespace

TextPage writeTextPage(const View& view, const Wording& wording) {
    return TextWriter{view, wording}.document();
}

std::string writeText(const View& view, const Wording& wording) {
    return withoutHardSpaces(writeTextPage(view, wording).text);
}

} // namespace ncp::transform::render
