#include "ncp/portal/problem_page.hpp"

namespace ncp::portal {

std::string problemPage(const View& view, std::string_view title, std::string_view text,
                        std::string_view reference, std::string_view backPath) {
    return writePage(view, title, [&](Html& html) {
        html.leaf("h1", title);
        html.open("div", {{"class", "notice"}}).leaf("p", text);
        if (!reference.empty()) {
            html.open("p", {{"class", "reference"}}).text(view.text("portal.reference")).text(" ");
            html.leaf("code", reference).close();
        }
        html.close();
        html.open("p").leaf("a", view.text("portal.problem.back"),
                            {{"href", backPath}, {"class", "button plain"}});
        html.close();
    });
}

} // namespace ncp::portal
