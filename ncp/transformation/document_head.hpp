#pragma once

#include <string>
#include <string_view>

namespace ncp::transformation {

/// What a clinical document says of itself at its very beginning (CDA R2, header); empty where it doesn't.
struct DocumentHead {
    std::string id;   ///< `root` or `root^extension`
    std::string code; ///< the class of the document, LOINC
};

/// Reads as far as it has to, and no further: also of bytes that are no document.
DocumentHead documentHead(std::string_view bytes);

} // namespace ncp::transformation
