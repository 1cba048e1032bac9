//! What the pages might be made of one day: popovers, shadow roots and slots, frames, sheets at the foot of the screen, things drawn
//! anew under the pointer, degrees by style sheet, dialogs that ask for more than the removal.

use super::languages::{DE, NL};
use super::{ChangedPage, Foreign, Removed, Serve, Unconfirmed, list, of_ember, of_sdui};

const DEGREE: &str = "<p class=\"_d4\" id=\"degree\" data-other=\"· 2nd\">· 1st</p>";
const STICKY_CARD: &str = r#"<div componentkey="com.linkedin.sdui.profile.card.refQ1StickyTopcard"><a href="/in/ada-brandt/"><h2>Ada Brandt</h2></a></div>"#;

pub const CHANGED: &[Foreign] = &[
    // ---- languages
    of_ember("foreign_hebrew_page", "a page in Hebrew, from right to left", ChangedPage)
        .swap(&[("<html lang=\"en\"", "<html dir=\"rtl\" lang=\"he\"")]),
    of_sdui("foreign_thai_page", "a page in Thai", ChangedPage).swap(&[
        ("lang=\"en\"", "lang=\"th\""),
        ("· 1st</p>", "· อันดับ 1</p>"),
    ]),
    of_sdui("foreign_german_compounds", "German items that remove other things, in compounds with the word for the connection", ChangedPage)
        .says(&DE)
        .script("items = () => ['Kontaktdaten entfernen', 'Kontaktanfrage entfernen', 'Empfehlung entfernen', 'Kontakt blockieren'].map((t) => `<div role=\"menuitem\" tabindex=\"0\" onclick=\"removed('otto')\"><p>${t}</p></div>`).join('')"),
    of_sdui("foreign_dialog_of_a_compound", "a German dialog about a recommendation, in a compound with the word for the connection", ChangedPage)
        .says(&DE)
        .script("says = () => '<h2>Kontaktempfehlung entfernen?</h2><p>Ada Brandt sieht sie dann nicht mehr.</p><button class=\"q-no\">Abbrechen</button><button class=\"q-yes\">Entfernen</button>'; done = () => removed('otto')"),
    of_sdui("foreign_dialog_of_a_dutch_compound", "the same in Dutch", ChangedPage)
        .says(&NL)
        .script("says = () => '<h2>Connectieaanbeveling verwijderen?</h2><p>Ada Brandt ziet die dan niet meer.</p><button class=\"q-no\">Annuleren</button><button class=\"q-yes\">Verwijderen</button>'; done = () => removed('otto')"),
    // ---- where the card is
    of_sdui("foreign_slotted_buttons", "the card's buttons are slotted into an element of the page's own", Removed)
        .script("const bar = document.createElement('x-bar'), row = $('._e5'); row.before(bar); bar.attachShadow({ mode: 'open' }).innerHTML = '<div style=\"display:flex\"><slot></slot></div>'; bar.append(...row.children)"),
    of_sdui("foreign_card_in_a_shadow_root", "the card is in a shadow root", ChangedPage)
        .script("const host = document.createElement('x-card'), c = $('._c3'); c.replaceWith(host); host.attachShadow({ mode: 'open' }).append(c)"),
    of_sdui("foreign_card_in_a_frame", "the card is in a frame", ChangedPage)
        .script("const f = document.createElement('iframe'), c = $('._c3'); f.srcdoc = c.outerHTML; c.replaceWith(f)"),
    of_sdui("foreign_one_root", "everything in one root, without a main part", ChangedPage)
        .swap(&[("<main id=\"workspace\" tabindex=\"-1\" class=\"_a1 _b2\">", "<div id=\"workspace\">"), ("</main>", "</div>")]),
    of_sdui("foreign_sticky_card", "a second card of the person's for scrolling, in the main part", ChangedPage)
        .swap(&[("<!--below-->", STICKY_CARD)]),
    of_sdui("foreign_frame_over_the_page", "a frame that one sees through lies over the page", ChangedPage)
        .script("document.body.insertAdjacentHTML('beforeend', '<iframe style=\"position:fixed;inset:0;width:100%;height:100%;border:0;opacity:.02;z-index:99\"></iframe>')"),
    of_sdui("foreign_header_over_the_button", "a fixed header lies over the button, and no scrolling helps", ChangedPage)
        .script("document.body.insertAdjacentHTML('beforeend', '<header style=\"position:fixed;inset:0 0 auto 0;height:500px;background:#fff;z-index:5\">Home</header>')"),
    of_sdui("foreign_header_and_scrolling", "a fixed header, smooth scrolling, and the card far down", Removed)
        .swap(&[("</style>", "html{scroll-behavior:smooth}main{display:block;padding:2500px 0}</style>")])
        .script("document.body.insertAdjacentHTML('beforeend', '<header style=\"position:fixed;inset:0 0 auto 0;height:120px;background:#fff;z-index:5\">Home</header>')"),
    of_sdui("foreign_turned_and_shrunk", "the card is turned and shrunk, the page shrunk", Removed)
        .swap(&[("</style>", "body{transform:scale(.8);transform-origin:0 0}._c3{transform:rotate(4deg)}</style>")]),
    of_sdui("foreign_small_page", "the page at half its size", Removed)
        .swap(&[("</style>", "html{zoom:.5}</style>")]),
    of_sdui("foreign_rendered_when_seen", "the card is rendered only while it is in view", Removed)
        .swap(&[("</style>", "._c3{content-visibility:auto;contain-intrinsic-size:300px}</style>")]),
    of_sdui("foreign_inert_under_an_offer", "the page is inert under an offer that cannot be refused", ChangedPage)
        .script("$('#root').inert = true; document.body.insertAdjacentHTML('beforeend', '<div role=\"dialog\" style=\"position:fixed;right:0;bottom:0;background:#fff\"><button>Start my free month</button></div>')"),
    of_sdui("foreign_turns_under_the_button", "the page turns to somebody else when the pointer comes to the overflow button", ChangedPage)
        .script("whenOver('#more', () => { history.pushState(null, '', '/in/otto-wirth/'); who.textContent = 'Otto Wirth'; $('._c3 a').href = '/in/otto-wirth/'; $('#more').onclick = () => portal($('#more'), 'otto') })"),
    of_sdui("foreign_address_with_a_language", "the site adds a language to the address", Removed)
        .at(&[("/in/ada-brandt/", Serve::To("/in/ada-brandt/de/")), ("/in/ada-brandt/de/", Serve::Same)]),
    // ---- the degree
    of_sdui("foreign_degree_by_style", "the degree is written by the style sheet", ChangedPage).swap(&[
        (DEGREE, "<p class=\"_d4\" id=\"degree\"></p>"),
        ("</style>", "#degree::before{content:'· 1st'}</style>"),
    ]),
    of_sdui("foreign_degree_in_brackets", "the degree is in brackets", ChangedPage).swap(&[("· 1st</p>", "(1st)</p>")]),
    // ---- the menu and its item
    of_sdui("foreign_item_is_an_icon", "the item is an icon with a label", ChangedPage)
        .script("items = () => '<div role=\"menuitem\" tabindex=\"0\"><p>Save to PDF</p></div><div role=\"menuitem\" tabindex=\"0\" class=\"q-r\" aria-label=\"Remove Connection\"><svg width=\"24\" height=\"24\"></svg></div>'"),
    of_sdui("foreign_item_in_a_submenu", "the item is in a menu of the menu, which is closed", ChangedPage)
        .script("items = () => '<div role=\"menuitem\" aria-haspopup=\"menu\" tabindex=\"0\"><p>Manage connection</p><div role=\"menu\" style=\"display:none\"><div role=\"menuitem\" class=\"q-r\">Remove Connection</div></div></div>'"),
    of_sdui("foreign_item_with_a_mark", "a word more in the item", ChangedPage)
        .swap(&[("<p>Remove Connection</p>", "<p>Remove Connection <b>New</b></p>")]),
    of_sdui("foreign_item_of_its_own_kind", "the item's text is slotted into an element of the page's own", Removed)
        .script("customElements.define('x-item', class extends HTMLElement { constructor() { super().attachShadow({ mode: 'open' }).innerHTML = '<div><slot></slot></div>' } }); items = () => '<x-item role=\"menuitem\" tabindex=\"0\" class=\"q-r\" style=\"display:block\">Remove Connection</x-item>'"),
    of_sdui("foreign_item_with_its_text_inside", "the item's text is in its shadow root", ChangedPage)
        .script("customElements.define('x-item', class extends HTMLElement { constructor() { super().attachShadow({ mode: 'open' }).innerHTML = 'Remove Connection' } }); items = () => '<x-item role=\"menuitem\" tabindex=\"0\" class=\"q-r\" style=\"display:block\"></x-item>'"),
    of_sdui("foreign_item_lets_clicks_through", "clicks go through the item", ChangedPage)
        .swap(&[("</style>", ".q-r{pointer-events:none}</style>")]),
    of_sdui("foreign_item_not_rendered", "the item is there and not rendered", ChangedPage)
        .script("items = () => '<div role=\"menuitem\" tabindex=\"0\"><p>Save to PDF</p></div><div style=\"content-visibility:hidden\"><div role=\"menuitem\" tabindex=\"0\" class=\"q-r\"><p>Remove Connection</p></div></div>'"),
    of_sdui("foreign_menu_as_a_popover", "the menu is a popover in the top layer", Removed)
        .script("put = (menu) => { menu.popover = 'auto'; document.body.append(menu); Object.assign(menu.style, { inset: 'auto', margin: 0, position: 'fixed', left: '300px', top: '300px' }); menu.showPopover() }"),
    of_sdui("foreign_menu_by_popovertarget", "the browser itself opens the menu, and nothing says that it is open", Removed)
        .script("const m = $('#more'), menu = made('ada'); m.onclick = null; m.removeAttribute('aria-expanded'); menu.id = 'pm'; menu.popover = 'auto'; document.body.append(menu); m.setAttribute('popovertarget', 'pm'); const at = m.getBoundingClientRect(); Object.assign(menu.style, { inset: 'auto', margin: 0, position: 'fixed', left: at.left + 'px', top: at.bottom + 4 + 'px' }); menu.querySelector('.q-r').onclick = () => { menu.hidePopover(); ask('ada') }"),
    of_sdui("foreign_menu_in_nested_roots", "the menu is in a shadow root of a shadow root", ChangedPage)
        .script("put = (menu) => { const [a, b] = [document.createElement('x-a'), document.createElement('x-b')]; document.body.append(a); a.attachShadow({ mode: 'open' }).append(b); b.attachShadow({ mode: 'open' }).append(menu) }"),
    of_sdui("foreign_menu_in_a_transition", "the browser fades the menu in over a picture of the page", Removed)
        .script("const was = portal; portal = (b, who) => document.startViewTransition(() => was(b, who))")
        .limit(4000),
    of_sdui("foreign_menu_labelled_for_another", "the menu that opens is labelled as somebody else's, and removes them at once", ChangedPage)
        .script("made = ((was) => () => { const m = was('otto'); m.setAttribute('aria-label', 'More actions for Otto Wirth'); m.querySelector('.q-r').dataset.own = ''; m.querySelector('.q-r').onclick = () => removed('otto'); return m })(made)"),
    of_sdui("foreign_menu_headed_by_another", "the menu that opens is headed by somebody else's card, and removes them at once", ChangedPage)
        .script("items = ((was) => (who) => '<a href=\"/in/otto-wirth/\"><b>Otto Wirth</b></a>' + was(who))(items); made = ((was) => () => { const m = was('otto'); m.querySelector('.q-r').dataset.own = ''; m.querySelector('.q-r').onclick = () => removed('otto'); return m })(made)"),
    of_sdui("foreign_menu_headed_by_the_person", "the menu that opens is headed by the person's own card", Removed)
        .script("items = ((was) => (who) => '<a href=\"/in/ada-brandt/\"><b>Ada Brandt</b></a>' + was(who))(items)"),
    of_sdui("foreign_sheet", "the menu is in a sheet at the foot of the screen, which is a dialog", Removed)
        .script("put = (menu) => { document.body.insertAdjacentHTML('beforeend', '<div role=\"dialog\" id=\"s\" style=\"position:fixed;left:0;right:0;bottom:0;background:#fff\"></div>'); menu.style.cssText = 'position:static;width:100%'; $('#s').append(menu) }; clear = () => $('#s')?.remove()"),
    of_sdui("foreign_sheet_of_buttons", "the sheet itself is the menu, and its items are buttons", Removed)
        .script("$('#more').setAttribute('aria-controls', 'sheet'); items = () => '<div role=\"button\" tabindex=\"0\">Save to PDF</div><div role=\"button\" tabindex=\"0\" class=\"q-r\">Remove connection</div>'; made = ((was) => (who) => { const s = was(who); s.setAttribute('role', 'dialog'); s.id = 'sheet'; return s })(made); put = (s) => { s.style.cssText = 'position:fixed;left:0;right:0;bottom:0;background:#fff'; document.body.append(s) }; clear = () => $('#sheet')?.remove()"),
    of_sdui("foreign_sheet_turns_into_the_question", "the sheet turns into the question: it was open before", Unconfirmed)
        .script("$('#more').setAttribute('aria-controls', 'sheet'); items = () => '<div role=\"button\" tabindex=\"0\">Save to PDF</div><div role=\"button\" tabindex=\"0\" class=\"q-r\">Remove connection</div>'; made = ((was) => (who) => { const s = was(who); s.setAttribute('role', 'dialog'); s.id = 'sheet'; s.querySelector('.q-r').onclick = () => { s.innerHTML = '<p>Remove Ada Brandt from your network?</p><button>Cancel</button><button onclick=\"removed(`otto`)\">Remove</button>' }; return s })(made); put = (s) => { s.style.cssText = 'position:fixed;left:0;right:0;bottom:0;background:#fff'; document.body.append(s) }; clear = () => $('#sheet')?.remove()"),
    of_sdui("foreign_item_drawn_anew", "the item would be drawn anew when the pointer comes to it: the page does not hear of it", Removed)
        .script("addEventListener('pointermove', (e) => { const i = e.target.closest('.q-r'); if (!i || i.dataset.again) return; const c = i.cloneNode(true); c.dataset.again = '1'; c.onclick = i.onclick; i.replaceWith(c) })"),
    of_sdui("foreign_item_drawn_anew_again_and_again", "the item is drawn anew every 0.8 s, wherever the pointer is", Removed)
        .script("setInterval(() => { const i = $('.q-r'); if (!i) return; const c = i.cloneNode(true); c.onclick = i.onclick; i.replaceWith(c) }, 800)"),
    // ---- the dialog
    of_sdui("foreign_question_of_the_browser", "the question is one of the browser's own", Unconfirmed)
        .script("ask = (who) => { if (confirm(`Remove ${names[who]} from your network?`)) removed('otto') }"),
    of_sdui("foreign_question_on_leaving", "the browser asks whether the page may be left", Removed)
        .script("addEventListener('beforeunload', (e) => { e.preventDefault(); e.returnValue = 'x' })"),
    of_sdui("foreign_dialog_two_main_buttons", "both buttons of the dialog are the main one", Removed)
        .script("says = (who) => `<h2>Remove Connection</h2><p>${question(who)}</p><button class=\"q-no artdeco-button--primary\" data-test-dialog-primary-btn>Cancel</button><button class=\"q-yes artdeco-button--primary\" data-test-dialog-primary-btn>Remove</button>`"),
    of_sdui("foreign_dialog_button_like_the_item", "the dialog's button comes first and is called as the item of the menu, which stays open", Removed)
        .script("says = (who) => `<h2>Remove Connection</h2><button class=\"q-yes\">Remove Connection</button><p>${question(who)}</p><button class=\"q-no\">Cancel</button>`; made = ((was) => (who) => { const m = was(who); m.querySelector('.q-r').onclick = () => ask(who); return m })(made)"),
    of_sdui("foreign_dialog_that_also_blocks", "beside Remove the dialog has a button that blocks too", Removed)
        .script("says = (who) => `<h2>Remove Connection</h2><p>${question(who)}</p><button class=\"q-no\">Cancel</button><button onclick=\"removed('otto')\">Remove and block</button><button class=\"q-yes\">Remove</button>`"),
    of_sdui("foreign_dialog_with_a_ticked_box", "a box in the dialog is ticked: it does more than what was asked for", ChangedPage)
        .script("says = (who) => `<h2>Remove Connection</h2><p>${question(who)}</p><label><input type=\"checkbox\" checked> Also block Ada Brandt</label><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>`; done = () => removed('otto')"),
    of_sdui("foreign_dialog_with_a_switch", "the same with a switch that is on", ChangedPage)
        .script("says = (who) => `<h2>Remove Connection</h2><p>${question(who)}</p><div role=\"switch\" aria-checked=\"true\" tabindex=\"0\">Also report Ada Brandt</div><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>`; done = () => removed('otto')"),
    of_sdui("foreign_dialog_with_a_box", "a box in the dialog is not ticked", Removed)
        .script("says = (who) => `<h2>Remove Connection</h2><p>${question(who)}</p><label><input type=\"checkbox\"> Also block Ada Brandt</label><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>`"),
    of_sdui("foreign_dialog_waits_for_a_word", "the dialog's button waits for a word to be typed", ChangedPage)
        .script("says = (who) => `<h2>Remove Connection</h2><p>${question(who)}</p><input placeholder=\"REMOVE\"><button class=\"q-no\">Cancel</button><button class=\"q-yes\" disabled>Remove</button>`"),
    of_sdui("foreign_dialog_as_a_popover", "the dialog is a popover and says nowhere that it is open", Unconfirmed)
        .script("box = () => { const d = document.createElement('dialog'); d.popover = 'manual'; return d }; show = (d) => { document.body.append(d); d.showPopover() }"),
    of_sdui("foreign_dialog_in_nested_roots", "the dialog is in a shadow root of a shadow root", Unconfirmed)
        .script("show = (it) => { const [a, b] = [document.createElement('x-a'), document.createElement('x-b')]; document.body.append(a); inRoot(a, b); inRoot(b, it); it.style.cssText = 'position:fixed;left:100px;top:100px' }"),
    of_sdui("foreign_dialog_in_a_frame", "the dialog is in a frame", Unconfirmed)
        .script("show = (it) => { const f = document.createElement('iframe'); f.style = 'position:fixed;left:0;top:0;width:600px;height:400px;background:#fff'; document.body.append(f); f.contentDocument.body.append(it) }"),
    of_sdui("foreign_dialog_button_drawn_anew", "the dialog's button would be drawn anew when the pointer comes to it: the page does not hear of it", Removed)
        .script("addEventListener('pointermove', (e) => { const y = e.target.closest('.q-yes'); if (!y || y.dataset.again) return; const c = y.cloneNode(true); c.dataset.again = '1'; c.onclick = y.onclick; y.replaceWith(c) })"),
    of_sdui("foreign_undo_after_the_removal", "a toast offers to undo it", Removed)
        .script("done = (who) => removed(who).then(() => { turn(); document.body.insertAdjacentHTML('beforeend', '<div role=\"status\" aria-live=\"polite\">Connection removed <button>Undo</button></div>') })"),
    // ---- the list
    list("foreign_row_from_right_to_left", "the list from right to left, its menu a sheet at the foot of the screen", Removed)
        .swap(&[("<html lang", "<html dir=\"rtl\" lang")])
        .script("put = (menu) => { menu.style.cssText = 'position:fixed;left:0;right:0;bottom:0;width:auto;background:#fff'; document.body.append(menu) }"),
    list("foreign_row_menu_headed_by_another", "the row's menu is headed by somebody else's card, and removes them at once", ChangedPage)
        .script("items = ((was) => (who) => '<a href=\"/in/otto-wirth/\"><b>Otto Wirth</b></a>' + was(who))(items); made = ((was) => () => { const m = was('otto'); m.querySelector('.q-r').dataset.own = ''; m.querySelector('.q-r').onclick = () => removed('otto'); return m })(made)"),
    list("foreign_row_drawn_anew", "the row would be drawn anew when the pointer comes to its button: the page does not hear of it", Removed)
        .script("let once = true; addEventListener('pointermove', (e) => { const b = e.target.closest('button'); if (!b || !once || b.closest('[role=menu]')) return; once = false; const row = b.closest('._r'); row.innerHTML = row.innerHTML })"),
];
