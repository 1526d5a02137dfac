#pragma once

#include "transform/render/render.hpp"
#include "transform/render/view.hpp"
#include "transform/render/wording.hpp"
#include "transform/render/writers.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::render {

/// Writes one view; headings begin at level 1 on a page of its own and at level 2 inside another page.
class HtmlWriter {
  public:
    HtmlWriter(const View& view, const Wording& wording, const RenderOptions& options)
        : view_(view), wording_(wording), options_(options), level_(options.embedded ? 2 : 1) {
        out_.reserve(kUsualSize);
    }

    std::string fragment();
    std::string page();

  private:
    /// What a page of an ordinary summary needs, so that it is not moved while it grows.
    static constexpr std::size_t kUsualSize = std::size_t{256} * 1024;

    void head();
    void article();
    void open(std::string_view element, std::string_view attributes = {});
    void close(std::string_view element);
    void heading(int depth, std::string_view text, std::string_view attributes = {});
    void phrase(const Phrase& phrase);
    void line(const Line& line);
    void cell(const Cell& lines);
    void facts(const std::vector<Fact>& facts, std::string_view cssClass);
    void notice(const Notice& notice, std::string_view element);
    void scrolling(std::string_view label);
    void file(const FileView& file, bool body);
    void banner();
    void warnings();
    void contents();
    void section(const SectionView& section);
    void startCell(const std::string& column, const Cell& content, bool first);
    void table(const SectionView& section);
    void card(const Card& card);
    void uncoded(const SectionView& section);
    void codes(const std::vector<CodeGroup>& groups, const std::string& title);
    void narrative(const SectionView& section);
    void aboutDocument();
    std::string text(std::string_view key) const { return escaped(wording_.text(key)); }

    const View& view_;
    const Wording& wording_;
    const RenderOptions& options_;
    int level_;
    std::string out_;
};

/// Class of what has that tone.
std::string_view toneClass(Tone tone);
/// ` lang="…"`; empty for the language of the page.
std::string languageAttribute(std::string_view tag);
/// ` data-entry="…"`: which entry of the document an element shows; empty for none.
std::string entryAttribute(std::size_t entry);

} // namespace ncp::transform::render
