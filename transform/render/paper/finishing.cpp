#include "transform/render/paper/finishing.hpp"

#include <exception>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

namespace ncp::transform::render::paper {

Result<std::string> finished(const std::string& pdf, std::string_view language) {
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

        QPDFWriter writer{document};
        writer.setOutputMemory();
        writer.setDeterministicID(true);
        writer.setObjectStreamMode(qpdf_o_generate);
        writer.write();
        const auto bytes = writer.getBufferSharedPointer();
        return std::string{reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()};
    } catch (const std::exception& thrown) {
        return fail(ErrorCode::Internal, std::string{"QPDF: "} + thrown.what());
    }
}

} // namespace ncp::transform::render::paper
