#include "transform/render/header_names.hpp"

#include "transform/render/source_name.hpp"

#include <utility>
#include <vector>

namespace ncp::transform::render {

namespace {

class Namer {
  public:
    Namer(const terminology::Catalogue& catalogue, TextLanguage language) noexcept
        : catalogue_(catalogue), language_(language) {}

    void name(cda::CodedValue& value) {
        const auto found = value.nullFlavor.empty()
                               ? catalogue_.designation(value.system, value.code, language_)
                               : std::nullopt;
        if (!found) {
            return;
        }
        value.originalDisplay = std::exchange(value.display, std::string{found->text});
        cda::Translation original;
        original.code = value.code;
        original.system = value.system;
        original.systemName = value.systemName;
        original.display = value.originalDisplay;
        value.translations.insert(value.translations.begin(), std::move(original));
        value.translated = true;
        named_ = true;
    }

    void name(cda::Performer& performer) {
        name(performer.function);
        name(performer.specialty);
    }

    void name(cda::Contact& contact) {
        name(contact.function);
        name(contact.relation);
    }

    void name(cda::CodeUse& use) { name(use.value); }

    template <class Each>
    void name(std::vector<Each>& all) {
        for (Each& each : all) {
            name(each);
        }
    }

    bool named() const noexcept { return named_; }

  private:
    const terminology::Catalogue& catalogue_;
    TextLanguage language_;
    bool named_ = false;
};

} // namespace

cda::ClinicalDocument withNamedHeader(cda::ClinicalDocument document, const terminology::Catalogue* catalogue,
                                      TextLanguage language) {
    if (catalogue == nullptr || !document.embedded || document.translated) {
        return document;
    }
    Namer namer{*catalogue, language};
    namer.name(document.code);
    namer.name(document.confidentiality);
    namer.name(document.patient.sex);
    namer.name(document.patient.guardians);
    for (auto* people : {&document.authors, &document.authenticators, &document.dataEnterers,
                         &document.informants, &document.performers}) {
        namer.name(*people);
    }
    namer.name(document.legalAuthenticator);
    namer.name(document.contacts);
    namer.name(document.informantRelatives);
    namer.name(document.services);
    namer.name(document.codes);
    document.translated = namer.named();
    return document;
}

Wording wordingFor(const cda::ClinicalDocument& document, const Texts& texts, TextLanguage language,
                   const terminology::Catalogue* catalogue) {
    return Wording{texts,
                   language,
                   document.language,
                   document.translated,
                   catalogue,
                   catalogue != nullptr && namesInEnglish(document, *catalogue)};
}

} // namespace ncp::transform::render
