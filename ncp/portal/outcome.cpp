#include "ncp/portal/outcome.hpp"

namespace ncp::portal {

std::string outcomeHeading(const View& view, const Error& error) {
    const auto& row = spec(error.code);
    const auto own = "portal.outcome." + std::string{row.id};
    if (view.texts.has(own)) {
        return view.text(own);
    }
    return view.text(row.httpStatus == 403   ? "portal.outcome.refused"
                     : row.httpStatus == 404 ? "portal.outcome.nothing"
                                             : "portal.outcome.failed");
}

} // namespace ncp::portal
