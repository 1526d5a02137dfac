#pragma once

namespace ncp::xml {

/// Start-up and shut-down of the XML library, owned by main (and by each test program). Silences the
/// library's own output, also in threads started later: it quotes document text.
class Runtime {
  public:
    Runtime();
    ~Runtime();
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;
};

} // namespace ncp::xml
