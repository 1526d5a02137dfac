#include "transform/render/paper/foreign_pages.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <qpdf/Buffer.hh>
#include <qpdf/Pipeline.hh>
#include <qpdf/Pl_Flate.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFAcroFormDocumentHelper.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <set>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace ncp::transform::render::paper {

namespace {

constexpr std::size_t kMostPages = 500;
constexpr std::size_t kMostUnpacked = std::size_t{256} * 1024 * 1024;
constexpr std::size_t kBlock = std::size_t{64} * 1024;

struct TooLarge : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Counts what is unpacked and keeps nothing of it.
class Counter final : public Pipeline {
  public:
    explicit Counter(std::size_t& total) : Pipeline("counter", nullptr), total_(total) {}

    void write(const unsigned char* /*data*/, std::size_t length) override {
        total_ += length;
        if (total_ > kMostUnpacked) {
            throw TooLarge{"the streams unpack to too much"};
        }
    }
    void finish() override {}

  private:
    std::size_t& total_;
};

/// Unpacks what begins here, as far as it is a deflated stream.
void unpack(std::string_view bytes, std::size_t& total) {
    Counter counter{total};
    Pl_Flate inflate{"unpacked", &counter, Pl_Flate::a_inflate};
    try {
        while (!bytes.empty()) {
            const std::string_view block = bytes.substr(0, kBlock);
            inflate.write(reinterpret_cast<const unsigned char*>(block.data()), block.size());
            bytes.remove_prefix(block.size());
        }
    } catch (const TooLarge&) {
        throw;
    } catch (const std::exception&) {
        return; // not deflated, or not from here
    }
}

/// The library unpacks some streams as a whole when it reads the file: they are weighed before.
void weighStreams(std::string_view pdf) {
    constexpr std::string_view kKeyword = "stream";
    std::size_t total = 0;
    for (std::size_t at = pdf.find(kKeyword); at != std::string_view::npos; at = pdf.find(kKeyword, at + 1)) {
        const bool end = at >= 3 && pdf.substr(at - 3, 3) == "end";
        const std::size_t begin = pdf.find_first_not_of("\r\n", at + kKeyword.size());
        // Deflated data begin with the method and window of RFC 1950.
        if (!end && begin != std::string_view::npos &&
            (static_cast<unsigned char>(pdf[begin]) & 0x0FU) == 8) {
            unpack(pdf.substr(begin), total);
        }
    }
}

/// Kinds of actions (12.6.4): a dictionary with one of them in /S is one.
bool isAction(QPDFObjectHandle dictionary) {
    static constexpr std::array<std::string_view, 12> kActions{
        "/JavaScript", "/Launch", "/URI",       "/GoToR", "/GoToE",     "/SubmitForm",
        "/ImportData", "/Movie",  "/Rendition", "/Sound", "/ResetForm", "/RichMediaExecute"};
    auto kind = dictionary.getKey("/S");
    return kind.isName() && std::ranges::find(kActions, kind.getName()) != kActions.end();
}

bool isFileSpecification(QPDFObjectHandle dictionary) {
    return dictionary.isDictionaryOfType("/Filespec") || dictionary.isDictionaryOfType("/F") ||
           dictionary.getKey("/EF").isDictionary();
}

void removeAll(QPDFObjectHandle dictionary) {
    for (const std::string& key : dictionary.getKeys()) {
        dictionary.removeKey(key);
    }
}

/// What a stream may say about things beyond the page: content in other files, pages of other files, data of
/// the program that made it.
void cleanStream(QPDFObjectHandle dictionary) {
    for (const char* key : {"/F", "/FFilter", "/FDecodeParms", "/Ref", "/OPI", "/PieceInfo", "/Metadata",
                            "/AF", "/StructParent", "/StructParents"}) {
        dictionary.removeKey(key);
    }
}

/// Everything that a page draws with.
void cleanResources(QPDFObjectHandle resources) {
    std::vector<QPDFObjectHandle> open{resources};
    std::set<QPDFObjGen> seen;
    while (!open.empty()) {
        QPDFObjectHandle object = open.back();
        open.pop_back();
        if (object.isIndirect() && !seen.insert(object.getObjGen()).second) {
            continue;
        }
        if (object.isArray()) {
            for (QPDFObjectHandle item : object.getArrayAsVector()) {
                open.push_back(item);
            }
            continue;
        }
        if (!object.isStream() && !object.isDictionary()) {
            continue;
        }
        QPDFObjectHandle dictionary = object.isStream() ? object.getDict() : object;
        if (object.isStream()) {
            cleanStream(dictionary);
        } else if (isAction(dictionary) || isFileSpecification(dictionary)) {
            removeAll(dictionary);
        }
        for (const std::string& key : dictionary.getKeys()) {
            open.push_back(dictionary.getKey(key));
        }
    }
}

/// A page with what it draws, and no more.
void cleanPage(QPDFObjectHandle page) {
    static const std::set<std::string> kKept{"/Type",   "/Parent",    "/MediaBox", "/CropBox",
                                             "/Rotate", "/Resources", "/Contents", "/UserUnit"};
    for (const std::string& key : page.getKeys()) {
        if (!kKept.contains(key)) {
            page.removeKey(key);
        }
    }
    cleanResources(page.getKey("/Resources"));
    cleanResources(page.getKey("/Contents"));
}

ForeignPages copied(QPDF& source) {
    QPDF target;
    target.emptyPDF();
    for (QPDFObjectHandle page : source.getAllPages()) {
        cleanPage(page);
        target.addPage(page, false);
    }
    QPDFWriter writer{target};
    writer.setOutputMemory();
    writer.setDeterministicID(true);
    writer.setDecodeLevel(qpdf_dl_none);
    writer.write();
    const auto bytes = writer.getBufferSharedPointer();
    return {std::string{reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()},
            source.getAllPages().size()};
}

} // namespace

Result<ForeignPages> foreignPages(const std::string& pdf) {
    try {
        weighStreams(pdf);
        QPDF source;
        source.setSuppressWarnings(true);
        source.processMemoryFile("enclosed", pdf.data(), pdf.size());
        if (source.getAllPages().empty() || source.getAllPages().size() > kMostPages) {
            return fail(ErrorCode::InputRefused, "enclosed PDF: no pages, or too many");
        }
        // What stands in fields and notes is part of the page for a reader.
        QPDFAcroFormDocumentHelper{source}.generateAppearancesIfNeeded();
        QPDFPageDocumentHelper pages{source};
        pages.pushInheritedAttributesToPage();
        pages.flattenAnnotations();
        ForeignPages made = copied(source);
        if (source.anyWarnings()) {
            return fail(ErrorCode::InputRefused, "enclosed PDF: damaged");
        }
        return made;
    } catch (const std::exception& thrown) {
        return fail(ErrorCode::InputRefused, std::string{"enclosed PDF: "} + thrown.what());
    }
}

} // namespace ncp::transform::render::paper
