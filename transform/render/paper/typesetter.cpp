#include "transform/render/paper/typesetter.hpp"

#include "base/handle.hpp"

#include <algorithm>
#include <numeric>
#include <pango/pangocairo.h>
#include <string_view>
#include <utility>

namespace ncp::transform::render::paper {

namespace {

/// The second has what the first lacks: signs, and the scripts of peers' neighbours.
constexpr const char* kFamilies = "Liberation Sans, DejaVu Sans";
constexpr const char* kFirstFamily = "Liberation Sans";
constexpr double kLeading = 1.18;
constexpr double kScriptSize = 0.7;
constexpr double kScriptRise = 0.35;
constexpr guint16 kGrey = 0x4800;
/// Pango looks again at all that is left for each line that it breaks off. Longer paragraphs are set in
/// parts.
constexpr std::size_t kPart = 1500;

using FontMap = Handle<PangoFontMap, &g_object_unref>;
using Context = Handle<PangoContext, &g_object_unref>;
using Layout = Handle<PangoLayout, &g_object_unref>;
using Attributes = Handle<PangoAttrList, &pango_attr_list_unref>;

int units(double points) {
    return static_cast<int>(points * PANGO_SCALE);
}

double points(int units) {
    return static_cast<double>(units) / PANGO_SCALE;
}

bool hasFamily(PangoFontMap* map, std::string_view name) {
    PangoFontFamily** families = nullptr;
    int count = 0;
    pango_font_map_list_families(map, &families, &count);
    const Handle<PangoFontFamily*, &g_free> owner{families};
    return std::any_of(families, families + count,
                       [name](PangoFontFamily* one) { return pango_font_family_get_name(one) == name; });
}

/// Adds attributes for one run of the text.
class Styler {
  public:
    Styler(PangoAttrList& list, std::size_t from, std::size_t to)
        : list_(list), from_(static_cast<guint>(from)), to_(static_cast<guint>(to)) {}

    void apply(const Style& style) {
        const bool raised = style.script != Script::Base;
        add(pango_attr_size_new(units(style.size * (raised ? kScriptSize : 1))));
        if (raised) {
            const double rise = style.script == Script::Superscript ? kScriptRise : -kScriptRise / 2;
            add(pango_attr_rise_new(units(style.size * rise)));
        }
        if (style.strong) {
            add(pango_attr_weight_new(PANGO_WEIGHT_BOLD));
        }
        if (style.italic) {
            add(pango_attr_style_new(PANGO_STYLE_ITALIC));
        }
        if (style.muted) {
            add(pango_attr_foreground_new(kGrey, kGrey, kGrey));
        }
        if (style.struckOut) {
            add(pango_attr_strikethrough_new(TRUE));
        }
    }
    void add(PangoAttribute* attribute) {
        attribute->start_index = from_;
        attribute->end_index = to_;
        pango_attr_list_insert(&list_, attribute);
    }

  private:
    PangoAttrList& list_;
    guint from_;
    guint to_;
};

bool continues(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Where a text that is too long is parted: after the last blank, otherwise between two characters.
std::size_t partEnd(std::string_view text) {
    if (text.size() <= kPart) {
        return text.size();
    }
    const std::size_t blank = text.rfind(' ', kPart);
    if (blank != std::string_view::npos && blank > 0) {
        return blank + 1;
    }
    std::size_t end = kPart;
    while (end > 1 && continues(text[end])) {
        --end;
    }
    return end;
}

/// The words in parts that can be set quickly.
std::vector<Words> partsOf(const Words& words) {
    std::vector<Words> parts(1);
    std::size_t used = 0;
    for (const Run& run : words) {
        std::string_view rest = run.text;
        while (!rest.empty()) {
            if (used + rest.size() > kPart && used > 0) {
                parts.emplace_back();
                used = 0;
            }
            const std::size_t end = partEnd(rest);
            parts.back().push_back({std::string{rest.substr(0, end)}, run.style});
            used += end;
            rest.remove_prefix(end);
        }
    }
    return parts;
}

std::string_view longestWord(std::string_view text) {
    std::string_view longest;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        longest = word.size() > longest.size() ? word : longest;
        text.remove_prefix(std::min(text.size(), word.size() + 1));
    }
    return longest;
}

} // namespace

struct Typesetter::Fonts {
    FontMap map;
    Context context;

    Layout layout(const Words& words) const;
    void addLines(const Words& words, double width, std::vector<SetText::Line>& into) const;
};

Layout Typesetter::Fonts::layout(const Words& words) const {
    Layout made{pango_layout_new(context.get())};
    std::string text;
    const Attributes attributes{pango_attr_list_new()};
    for (const Run& run : words) {
        const std::size_t from = text.size();
        text += run.text;
        Styler{*attributes, from, text.size()}.apply(run.style);
    }
    // Ligatures and hyphens are for beautiful books; here each character has to be found again.
    Styler whole{*attributes, 0, text.size()};
    whole.add(pango_attr_font_features_new("liga=0, clig=0"));
    whole.add(pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_text(made.get(), text.data(), static_cast<int>(text.size()));
    pango_layout_set_attributes(made.get(), attributes.get());
    return made;
}

void Typesetter::Fonts::addLines(const Words& words, double width, std::vector<SetText::Line>& into) const {
    // A line knows its characters only while its layout lives.
    const std::shared_ptr<PangoLayout> made = layout(words);
    pango_layout_set_width(made.get(), units(std::max(width, 1.0)));
    pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
    const Handle<PangoLayoutIter, &pango_layout_iter_free> at{pango_layout_get_iter(made.get())};
    do {
        PangoRectangle logical;
        pango_layout_iter_get_line_extents(at.get(), nullptr, &logical);
        const double height = points(logical.height);
        const double baseline = points(pango_layout_iter_get_baseline(at.get()) - logical.y);
        SetText::Line line;
        line.glyphs = {pango_layout_line_ref(pango_layout_iter_get_line_readonly(at.get())),
                       [made](PangoLayoutLine* owned) { pango_layout_line_unref(owned); }};
        line.height = height * kLeading;
        line.baseline = baseline + height * (kLeading - 1) / 2;
        line.shift = points(logical.x);
        into.push_back(std::move(line));
    } while (pango_layout_iter_next_line(at.get()) != FALSE);
}

double SetText::height() const noexcept {
    return lines_ ? std::accumulate(lines_->begin(), lines_->end(), 0.0,
                                    [](double sum, const Line& line) { return sum + line.height; })
                  : 0;
}

Typesetter::Typesetter(std::unique_ptr<Fonts> fonts) : fonts_(std::move(fonts)) {}
Typesetter::Typesetter(Typesetter&&) noexcept = default;
Typesetter& Typesetter::operator=(Typesetter&&) noexcept = default;
Typesetter::~Typesetter() = default;

Result<Typesetter> Typesetter::make() {
    FontMap map{pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT)};
    if (!map || !hasFamily(map.get(), kFirstFamily)) {
        return fail(ErrorCode::ConfigurationInvalid,
                    std::string{"the font "} + kFirstFamily + " is not installed");
    }
    Context context{pango_font_map_create_context(map.get())};
    pango_cairo_context_set_resolution(context.get(), 72);
    pango_context_set_round_glyph_positions(context.get(), FALSE);
    const Handle<cairo_font_options_t, &cairo_font_options_destroy> options{cairo_font_options_create()};
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context.get(), options.get());
    const Handle<PangoFontDescription, &pango_font_description_free> font{pango_font_description_new()};
    pango_font_description_set_family(font.get(), kFamilies);
    pango_font_description_set_size(font.get(), units(Style{}.size));
    pango_context_set_font_description(context.get(), font.get());
    return Typesetter{std::make_unique<Fonts>(Fonts{std::move(map), std::move(context)})};
}

SetText Typesetter::set(const Words& words, double width) const {
    std::vector<SetText::Line> lines;
    for (const Words& part : partsOf(words)) {
        fonts_->addLines(part, width, lines);
    }
    return SetText{std::move(lines)};
}

double Typesetter::naturalWidth(const Words& words) const {
    double widest = 0;
    for (const Words& part : partsOf(words)) {
        int width = 0;
        pango_layout_get_size(fonts_->layout(part).get(), &width, nullptr);
        widest = std::max(widest, points(width));
    }
    return widest;
}

double Typesetter::leastWidth(const Words& words) const {
    double widest = 0;
    for (const Run& run : words) {
        const std::string_view word = longestWord(run.text);
        widest = std::max(widest, naturalWidth({{std::string{word.substr(0, partEnd(word))}, run.style}}));
    }
    return widest;
}

} // namespace ncp::transform::render::paper
