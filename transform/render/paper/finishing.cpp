#include "transform/render/paper/finishing.hpp"

#include <exception>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

namespace ncp::transform::render::paper {

namespace {

/// What the pages are copied from must live until the document is written.
std::vector<std::unique_ptr<QPDF>> append(QPDF& document, const std::vector<std::string>& enclosed) {
    std::vector<std::unique_ptr<QPDF>> sources;
    for (const std::string& pdf : enclosed) {
        auto& source = *sources.emplace_back(std::make_unique<QPDF>());
        source.setSuppressWarnings(true);
        source.processMemoryFile("enclosed", pdf.data(), pdf.size());
        for (const QPDFObjectHandle& page : source.getAllPages()) {
            document.addPage(page, false);
        }
    }
    return sources;
}

} // namespace

Result<std::string> finished(const std::string& pdf, std::string_view language,
                             const std::vector<std::string>& enclosed) {
    try {
        QPDF document;
        document.setSuppressWarnings(true);
        document.processMemoryFile("paper", pdf.data(), pdf.size());
        auto catalogue = document.getRoot();
        catalogue.replaceKey("/Lang", QPDFObjectHandle::newUnicodeString(std::string{language}));
        auto marked = QPDFObjectHandle::newDictionary();
        marked.replaceKey("/Marked", QPDFObjectHandle::newBool(true));
        catalogue.replaceKey("/MarkInfo", marked);
        auto preferences = QPDFObjectHandle::newDictionary();
        preferences.replaceKey("/DisplayDocTitle", QPDFObjectHandle::newBool(true));
        catalogue.replaceKey("/ViewerPreferences", preferences);

        const auto sources = append(document, enclosed);
        QPDFWriter writer{document};
        writer.setOutputMemory();
        writer.setDeterministicID(true);
        writer.setDecodeLevel(qpdf_dl_none);
        writer.setObjectStreamMode(qpdf_o_generate);
        writer.write();
        const auto bytes = writer.getBufferSharedPointer();
        return std::string{reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()};
    } catch (const std::exception& thrown) {
        return fail(ErrorCode::Internal, std::string{"QPDF: "} + thrown.what());
    }
}

} // namespace ncp::transform::render::paper
