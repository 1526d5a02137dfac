#include "ncp/portal/sign_in_page.hpp"

namespace ncp::portal {
namespace {

void writePeople(Html& html, const View& view, const Identities& identities, std::string_view chosen) {
    html.open("fieldset", {{"class", "people"}}).leaf("legend", view.text("portal.sign_in.who"));
    bool first = true;
    for (const auto& identity : identities.all()) {
        const auto id = "person-" + identity.clinician.id;
        const bool checked = chosen.empty() ? first : identity.clinician.id == chosen;
        html.open("div", {{"class", "option"}});
        html.single("input", {{"type", "radio"},
                              {"name", "identity"},
                              {"id", id},
                              {"value", identity.clinician.id},
                              {"checked", checked ? std::optional<std::string_view>{""} : std::nullopt}});
        html.open("label", {{"for", id}});
        html.leaf("strong", identity.clinician.name);
        if (identity.duty == Duty::Operator) {
            html.leaf("span", view.text("portal.sign_in.operator") + " · " + identity.clinician.organisation);
        } else {
            html.leaf("span", roleName(view, identity.clinician) + " · " + identity.clinician.organisation);
        }
        html.close().close();
        first = false;
    }
    html.close();
}

} // namespace

std::string signInPage(const View& view, const Identities& identities, std::string_view noticeKey,
                       std::string_view chosen) {
    return writePage(view, view.text("portal.sign_in.title"), [&](Html& html) {
        html.leaf("h1", view.text("portal.sign_in.title"));
        if (!noticeKey.empty()) {
            writeNotice(html, view, view.text("portal.sign_in.notice"), view.text(noticeKey), {});
        }
        html.leaf("p", view.text("portal.sign_in.lead"), {{"class", "lead"}});
        html.open("form", {{"method", "post"}, {"action", "/sign-in"}, {"novalidate", ""}});
        writeCsrf(html, view);
        writePeople(html, view, identities, chosen);
        html.open("div", {{"class", "field"}});
        html.leaf("label", view.text("portal.sign_in.pin"), {{"for", "pin"}});
        html.leaf("p", view.text("portal.sign_in.pin.hint"), {{"class", "hint"}, {"id", "pin-hint"}});
        html.single("input", {{"type", "password"},
                              {"name", "pin"},
                              {"id", "pin"},
                              {"inputmode", "numeric"},
                              {"autocomplete", "off"},
                              {"maxlength", "16"},
                              {"class", "short"},
                              {"aria-describedby", "pin-hint"}});
        html.close();
        html.leaf("button", view.text("portal.sign_in.submit"), {{"type", "submit"}, {"class", "main"}});
        html.close();
    });
}

} // namespace ncp::portal
