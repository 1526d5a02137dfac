#pragma once

namespace ncp::certs {

/// Start-up and shut-down of the signature library, owned by main (and by each test program) and made after
/// xml::Runtime and after every XML Schema was loaded.
class Runtime {
  public:
    Runtime();
    ~Runtime();
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;
};

} // namespace ncp::certs
