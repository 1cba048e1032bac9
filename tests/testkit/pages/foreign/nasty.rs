//! Pages made of real shapes in ways that nobody has seen yet: signs of one's own page, people's words where pages speak, numbers of
//! people in words, dialogs that fill with somebody else, limits beside rows.

use unlinked::domain::StopSign;

use super::super::shape::Front;
use super::languages::{DE, FR};
use super::{ChangedPage, Foreign, Mismatch, Removed, Serve, Words, list, of_ember, of_sdui, of_search};

const NAME_LINK: &str =
    "<a tabindex=\"0\" href=\"https://www.linkedin.com/in/ada-brandt/\"><div><h2 id=\"who\">";
const OWN_LINK: &str = "<a tabindex=\"0\" componentkey=\"ProfileVerificationTriggerRef-ada-brandt\" href=\"https://www.linkedin.com/in/ada-brandt/?isSelfProfile=true\"><div><h2 id=\"who\">";
const THEIR_LINK: &str = "<a tabindex=\"0\" componentkey=\"ProfileVerificationTriggerRef-ada-brandt\" href=\"https://www.linkedin.com/in/ada-brandt/?isSelfProfile=false\"><div><h2 id=\"who\">";
const PEN: &str = "<a aria-label=\"Edit profile\" href=\"https://www.linkedin.com/in/ada-brandt/edit/intro/\"><svg width=\"16\" height=\"16\"></svg></a><!--end-->";
const TOAST_IN_DIALOG: &str = "says = (who) => `<section><h2 data-testid=\"toasts-title\">1 notification</h2><div><div tabindex=\"0\"><div role=\"alert\"><p>Otto Wirth accepted your invitation</p></div><button data-own aria-label=\"Dismiss\">x</button></div></div></section><h2>Remove Connection</h2><p>${question(who)}</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>`;";
/// What a working tool of 2026-10 meets (ui-evidence-2 2).
const FR_REAL: Words = Words {
    more: "Plus",
    more_label: "Plus",
    item: "Supprimer la relation",
    title: "Supprimer la relation",
    question: "Voulez-vous vraiment supprimer {} de vos relations ?",
    no: "Annuler",
    yes: "Supprimer",
    ..FR
};

pub const NASTY: &[Foreign] = &[
    // ---- oneself
    of_sdui("foreign_own_profile_by_its_pen", "the page has the pen of one's own, and a 1st degree", Mismatch)
        .swap(&[("<!--end-->", PEN)]),
    of_sdui("foreign_own_profile_by_its_mark", "the link of the name says that the page is one's own, and a 1st degree is there", Mismatch)
        .swap(&[(NAME_LINK, OWN_LINK)]),
    of_ember("foreign_own_profile_by_its_pen_ember", "the same on the older front end", Mismatch).swap(&[(
        "<!--end-->",
        "<a href=\"/in/ada-brandt/edit/intro/?profileFormEntryPoint=PROFILE_SECTION\"><button aria-label=\"Edit intro\">e</button></a>",
    )]),
    of_sdui("foreign_own_profile_by_its_address", "the site leads to an address that says that it is one's own", Mismatch)
        .at(&[("/in/ada/", Serve::To("/in/ada-brandt/?isSelfProfile=true"))])
        .slug("ada", "ada-brandt"),
    of_sdui("foreign_own_mark_of_another", "the person has pasted their own address, as they see it", Removed)
        .swap(&[("<!--end-->", "<p><a href=\"https://www.linkedin.com/in/ada-brandt/?isSelfProfile=true\">Website</a></p><!--end-->"), (NAME_LINK, THEIR_LINK)]),
    of_sdui("foreign_pen_of_another", "a pen in the card leads to somebody else's page", Removed)
        .swap(&[("<!--end-->", "<p>Otto Wirth <a href=\"/in/otto-wirth/edit/intro/\">edit</a></p><!--end-->")]),
    of_sdui("foreign_mark_of_everybody_s", "the name's link says that the page is somebody else's, as all do", Removed)
        .swap(&[(NAME_LINK, THEIR_LINK)]),
    // ---- whom the item is about
    of_sdui("foreign_item_for_several_in_words", "the item's inner label speaks of the person and of several others, in words", Mismatch)
        .script("items = () => item('<div aria-label=\"Remove Ada Brandt and several other people\"><p>Remove Connection</p></div>'); done = (who) => { removed('otto'); return removed(who).then(turn); };"),
    of_sdui("foreign_item_for_everybody", "the item's inner label speaks of all connections", Mismatch)
        .script("items = () => item('<div aria-label=\"Remove all connections\"><p>Remove Connection</p></div>'); done = (who) => { removed('otto'); return removed(who).then(turn); };"),
    of_sdui("foreign_item_names_another_in_another_script", "the item's inner label names somebody in another script", Mismatch)
        .script("items = () => item('<div aria-label=\"移除 王伟\"><p>Remove Connection</p></div>'); done = (who) => { removed('otto'); return removed(who).then(turn); };"),
    of_sdui("foreign_item_that_is_disabled", "the item says that it is disabled", ChangedPage)
        .script("items = () => '<div role=\"menuitem\" tabindex=\"0\" class=\"q-r\" aria-disabled=\"true\"><p>Remove Connection</p></div>';"),
    list("foreign_row_item_names_another_inside", "the inner label of the row's item names somebody else", Mismatch)
        .script("items = () => item('<div aria-label=\"Remove Otto Wirth\"><p>Remove Connection</p></div>'); done = (who) => { removed('otto'); return removed(who).then(turn); };"),
    // ---- what the dialog is about
    of_sdui("foreign_dialog_about_several_in_words", "the dialog's title is known, its body is about several people, in words", Mismatch)
        .script("question = () => 'Ada Brandt and several other people will be removed from your network.'; done = (who) => { removed('otto'); return removed(who).then(turn); };"),
    of_sdui("foreign_dialog_about_everybody", "the dialog's title is known, its body is about all connections", Mismatch)
        .script("question = () => 'All of your connections will be removed.'; done = (who) => { removed('otto'); return removed(who).then(turn); };"),
    list("foreign_row_dialog_about_several_in_words", "the same in the list", Mismatch)
        .script("question = () => 'Ada Brandt and several other people will be removed from your network.'; done = (who) => { removed('otto'); return removed(who).then(turn); };"),
    of_sdui("foreign_dialog_fills_with_another", "the dialog is empty at first, and then about somebody else", Mismatch)
        .script("says = () => '<h2></h2><p></p>'; show = (it) => { document.body.append(it); setTimeout(() => { it.innerHTML = '<h2>Remove Connection</h2><p>Are you sure you want to remove Otto Wirth as a connection?</p><button data-own class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>'; it.querySelector('.q-no').onclick = () => it.remove(); it.querySelector('.q-yes').onclick = () => { it.remove(); removed('otto'); }; }, 600); };"),
    of_sdui("foreign_dialog_button_in_another_script", "the label of the dialog's button names somebody in another script", Mismatch)
        .script("says = (who) => `<h2>Remove Connection</h2><p>They won't be notified.</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\" aria-label=\"移除 王伟\">Remove</button>`; done = () => removed('otto');"),
    of_sdui("foreign_dialog_with_another_s_toast", "a toast about somebody else stands in the dialog", Removed).limit(4000)
        .script(TOAST_IN_DIALOG),
    of_sdui("foreign_dialog_button_enabled_late", "the dialog's button is disabled for a while", Removed).limit(4000)
        .script("show = (it) => { document.body.append(it); const yes = it.querySelector('.q-yes'); yes.disabled = true; setTimeout(() => { yes.disabled = false; }, 700); };"),
    // ---- people's words where pages speak
    of_sdui("foreign_words_of_a_stop_sign_in_a_card_of_theirs", "a dialog with the person's contact information, which speaks of unusual activity, is open", Removed).limit(4000)
        .swap(&[("<footer>", "<dialog class=\"q-contact\"><h2>Ada Brandt</h2><a href=\"https://www.linkedin.com/in/ada-brandt/\">linkedin.com/in/ada-brandt</a><p>Blog: unusual activity in kilns</p></dialog><footer>")])
        .script("$('.q-contact').showModal();"),
    of_sdui("foreign_words_of_throttling_in_a_message", "a toast shows what somebody has written: slow down, too many requests", Removed).limit(4000)
        .swap(&[("<main id=\"workspace\"", "<section><h2 data-testid=\"toasts-title\">1 notification</h2><div><div tabindex=\"0\"><div role=\"alert\"><p><a data-own href=\"/messaging/thread/2/\">Otto Wirth: slow down, too many requests for pots</a></p></div></div></div></section><main id=\"workspace\"")]),
    // ---- limits
    of_search(Front::SduiSearch, "foreign_search_limited_beside_rows", "the limit on searches leaves one row, of somebody else", Removed)
        .swap(&[("<div role=\"list\">", "<div><p>You've reached the commercial use limit on search.</p><p>See fewer results until next month.</p></div><div role=\"list\">")])
        .rows(&[("otto-wirth", "Otto Wirth", "otto", "")])
        .stops(StopSign::LimitNotice),
    of_search(Front::EmberSearch, "foreign_search_limited_beside_rows_ember", "the same on the older front end", Removed)
        .swap(&[("<ul role=\"list\" class=\"x8\">", "<div>You've reached the commercial use limit on search.</div><ul role=\"list\" class=\"x8\">")])
        .rows(&[("otto-wirth", "Otto Wirth", "otto", "")])
        .stops(StopSign::LimitNotice),
    of_search(Front::SduiSearch, "foreign_search_row_that_speaks_of_a_limit", "somebody's row speaks of a limit, and the person's is there", Removed)
        .rows(&[("otto-wirth", "Otto Wirth", "otto", "<p>I have reached the commercial use limit</p>"), super::ADA]),
    list("foreign_list_under_a_check", "a check for a human lies over the list", Removed)
        .swap(&[("<main id=\"workspace\">", "<iframe id=\"humanThirdPartyIframe\" title=\"LinkedIn security verification\" style=\"position:fixed;inset:60px;width:400px;height:300px;z-index:50\"></iframe><main id=\"workspace\">")])
        .stops(StopSign::Challenge),
    // ---- how the page comes
    of_sdui("foreign_actions_streamed_late", "the action row comes a second after the rest of the card", Removed).limit(4000)
        .script("const row = $('._e5'), home = row.parentElement; row.remove(); setTimeout(() => home.append(row), 1000);"),
    of_sdui("foreign_name_streamed_late", "the name comes a second after degree and buttons", Removed).limit(4000)
        .script("const h = $('#who'), name = h.textContent; h.textContent = ''; setTimeout(() => { h.textContent = name; }, 1000);"),
    of_sdui("foreign_both_layouts", "the styles have not come: both action rows are there", ChangedPage)
        .swap(&[("<div class=\"q-hide\"><button aria-label", "<div><button aria-label")]),
    of_sdui("foreign_menu_of_a_player", "the captions menu of a video comes up as the person's menu opens", Removed)
        .swap(&[("<!--below-->", "<ul role=\"menu\" hidden id=\"captions\"><li role=\"menuitem\">Captions off</li></ul>")])
        .script("const plain = put; put = (menu, button) => { plain(menu, button); $('#captions').hidden = false; };"),
    // ---- languages
    of_sdui("foreign_french_of_a_working_tool", "French in the words that a working tool met", Removed).limit(4000).says(&FR_REAL),
    of_sdui("foreign_german_with_a_first_heading", "German, with an `h1`", Removed).limit(4000).says(&DE)
        .swap(&[("<h2 id=\"who\">Ada Brandt</h2>", "<h1 id=\"who\">Ada Brandt</h1>")]),
    of_sdui("foreign_hebrew_name_from_right_to_left", "a Hebrew name in a page from left to right; the dialog's button names another Hebrew name", Mismatch)
        .named("נועה כהן", "<bdi>נועה כהן</bdi>", "נועה כהן")
        .script("says = (who) => `<h2>Remove Connection</h2><p>They won't be notified.</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\" aria-label=\"Remove יעל לוי\">Remove</button>`; done = () => removed('otto');"),
];
