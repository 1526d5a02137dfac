#pragma once

// QPDF 11.3's JSON.hh holds a vector of the class that it defines, which Clang refuses in C++20 with the
// library of GCC 12. Nothing here asks for JSON, so the other headers of QPDF are read without it (see
// CMakeLists.txt). They count on what it includes.
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <qpdf/DLL.h>
#include <qpdf/PointerHolder.hh>
#include <qpdf/Types.h>

class JSON;
