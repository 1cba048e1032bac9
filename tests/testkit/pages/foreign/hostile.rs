//! Pages that mislead: nothing is clicked but what is the person's own, and nothing is said that is not so. Each ends in a typed
//! refusal.

use unlinked::domain::StopSign;

use super::{
    ChangedPage, Failed, Foreign, Mismatch, NotConnected, NotFound, Removed, Serve, Unconfirmed, of_ember,
    of_sdui,
};

const THEIR_MENU: &str = r#"<div role="menu" style="left:700px;top:400px"><div role="menuitem" onclick="ask('otto')"><p>Remove Connection</p></div></div>"#;
const OPEN_MENU_INSIDE: &str = r#"<div>Otto Wirth<div class="q-open"><div class="q-menu"><div role="button" onclick="ask('otto')"><svg data-test-icon="remove-connection-medium" width="16" height="16"></svg><span>Remove Connection</span></div></div></div></div><!--end-->"#;
const OTTO_S_BUTTON: &str = r#"<div><a href="/in/otto-wirth/"><span>Otto Wirth</span></a><button aria-label="More" aria-expanded="false" onclick="portal(this, 'otto')"><svg id="overflow-web-ios-small" width="20" height="20"></svg></button></div><!--end-->"#;
const OTTO_INVITED: &str = r#"<div><a href="/in/otto-wirth/"><span>Otto Wirth</span></a><p>· 2nd</p><a href="/preload/custom-invite/?vanityName=otto-wirth" aria-label="Invite Otto Wirth to connect">Connect</a></div><!--end-->"#;
const SDUI_MORE: &str = "data-own onclick=\"portal(this, 'ada')\"";
const SDUI_TITLE: &str = "<h2 id=\"who\">Ada Brandt</h2>";
const DEGREE: &str = "<p class=\"_d4\" id=\"degree\" data-other=\"· 2nd\">· 1st</p>";

pub const HOSTILE: &[Foreign] = &[
    // ---- languages
    of_ember("foreign_unknown_language", "a language without texts, its degree in the shape of another language", ChangedPage)
        .swap(&[("lang=\"en\"", "lang=\"ja\"")]),
    of_sdui("foreign_language_that_is_not_the_page_s", "`lang` says Polish, the texts are English", ChangedPage)
        .swap(&[("lang=\"en\"", "lang=\"pl\"")]),
    // ---- whose page it is
    of_ember("foreign_name_with_a_badge", "more than the name in the heading", Mismatch).named(
        "Ada Brandt",
        "Ada Brandt <span>Verified</span>",
        "Ada Brandt",
    ),
    of_sdui("foreign_longer_name", "somebody with a longer name at that address", Mismatch).named(
        "Ada Brandt",
        "Ada Maria Brandt",
        "Ada Maria Brandt",
    ),
    of_ember("foreign_other_name_in_brackets", "another name, the person's in brackets", Mismatch).named(
        "Ada Brandt",
        "Greta Olm (Ada Brandt)",
        "Greta Olm",
    ),
    of_ember("foreign_hidden_name", "the name is there for screen readers only, another's is seen", Mismatch).named(
        "Ada Brandt",
        "<span class=\"q-vh\">Ada Brandt</span><span aria-hidden=\"true\">Otto Wirth</span>",
        "Otto Wirth",
    ),
    of_ember("foreign_card_of_another", "the card leads to somebody else with the same name", Mismatch)
        .swap(&[("/in/ada-brandt/overlay/", "/in/ada-brandt-2/overlay/")]),
    of_sdui("foreign_card_of_a_longer_slug", "the card's slug begins like the person's", Mismatch)
        .swap(&[("https://www.linkedin.com/in/ada-brandt/", "/in/ada-brandt-02b90545/")]),
    of_sdui("foreign_id_without_a_name", "the card links by member id, the roster has no name, and it is another", Mismatch)
        .nameless()
        .named("", "Otto Wirth", "Otto Wirth")
        .swap(&[("https://www.linkedin.com/in/ada-brandt/", "/in/ACoAAB1234567/")]),
    of_sdui("foreign_leads_to_another", "the site leads to somebody else's page", Mismatch)
        .at(&[("/in/ada-brandt/", Serve::To("/in/otto-wirth/")), ("/in/otto-wirth/", Serve::Same)])
        .slug("ada-brandt", "otto-wirth")
        .named("Ada Brandt", "Otto Wirth", "Otto Wirth"),
    of_ember("foreign_card_without_a_link", "the card leads nowhere", ChangedPage)
        .swap(&[("href=\"/in/ada-brandt/overlay/about-this-profile/\"", "href=\"#\"")]),
    of_ember("foreign_two_top_cards", "two cards of the same shape, both visible", ChangedPage).swap(&[(
        "<!--below-->",
        "<section data-member-id=\"12\"><a href=\"/in/otto-wirth/overlay/about-this-profile/\"><h1>Otto Wirth</h1></a></section>",
    )]),
    of_ember("foreign_no_top_card", "the card has another shape", ChangedPage)
        .swap(&[("data-member-id=\"4711\"", "data-person=\"4711\"")]),
    of_sdui("foreign_two_headings", "two names in the card", ChangedPage)
        .swap(&[("<!--end-->", "<a href=\"/in/otto-wirth/\"><h2>Otto Wirth</h2></a>")]),
    of_sdui("foreign_namesake_inside", "\"More profiles for you\" inside of the card, with somebody of the same name", ChangedPage).swap(&[(
        "<!--end-->",
        "<div><p>More profiles for you</p><a href=\"/in/ada-brandt-2/\"><h2>Ada Brandt</h2></a><p>· 1st</p><button aria-label=\"More\" aria-expanded=\"false\" onclick=\"portal(this, 'twin')\"><svg id=\"overflow-web-ios-small\" width=\"20\" height=\"20\"></svg></button></div>",
    )]),
    of_sdui("foreign_own_profile", "one's own page: no degree, other buttons", ChangedPage).swap(&[
        (DEGREE, ""),
        ("<a href=\"/messaging/compose/?recipient=Q1\">Message</a>", "<button>Open to</button><button>Add profile section</button>"),
    ]),
    of_sdui("foreign_company", "the address leads to a company", Mismatch).at(&[
        ("/in/ada-brandt/", Serve::To("/company/mudworks/")),
        ("/company/mudworks/", Serve::Html("<html lang=en><main id=workspace><div componentkey=\"x.OrgTopcard\"><h1>Ada Brandt</h1><button aria-label=\"More\" aria-expanded=\"false\">More</button><button>Follow</button></div></main>")),
    ]),
    of_sdui("foreign_closed_account", "a placeholder in the place of the person", ChangedPage)
        .swap(&[(SDUI_TITLE, "<h2>LinkedIn Member</h2>"), (DEGREE, ""), ("href=\"https://www.linkedin.com/in/ada-brandt/\"", "href=\"#\"")]),
    of_sdui("foreign_not_found_with_200", "status 200 and a page that says that nobody is there", NotFound).limit(4000)
        .at(&[("/in/ada-brandt/", Serve::Html("<html lang=en><title>LinkedIn</title><main id=workspace><h2>This page doesn’t exist</h2><p>Please check your URL.</p><button>Go to your feed</button></main>"))]),
    of_ember("foreign_404", "status 404", NotFound)
        .at(&[("/in/ada-brandt/", Serve::Status(404, "<h1>Page not found</h1>"))]),
    // ---- the degree
    of_sdui("foreign_message_only", "2nd degree with a Message button first", NotConnected).limit(4000)
        .swap(&[("· 1st</p>", "· 2nd</p>")]),
    of_ember("foreign_third_degree", "3rd degree, with a menu like a connection's", NotConnected).limit(4000)
        .swap(&[(" 1st </span>", " 3rd+ </span>"), ("\">1st degree connection", "\">3rd degree connection")]),
    of_sdui("foreign_message_and_no_degree", "no degree at all, and a Message button", ChangedPage).swap(&[(DEGREE, "")]),
    of_sdui("foreign_degree_of_another", "a stranger's degree and Connect in the card, and none of hers", ChangedPage)
        .swap(&[(DEGREE, ""), ("<!--end-->", OTTO_INVITED)]),
    of_sdui("foreign_invitation_of_another", "an invitation to somebody else in the card, and no degree", ChangedPage).swap(&[
        (DEGREE, ""),
        ("<!--end-->", "<p>Know her too?</p><a href=\"/preload/custom-invite/?vanityName=otto-wirth\" aria-label=\"Invite Otto Wirth to connect\">Connect</a><!--end-->"),
    ]),
    of_sdui("foreign_first_degree_of_another", "2nd degree, and somebody of 1st degree in the card", NotConnected).limit(4000).swap(&[
        ("· 1st</p>", "· 2nd</p>"),
        ("<!--end-->", "<div><a href=\"/in/ada-brandt-2/\">Ada Brandt</a><p>· 1st</p></div><!--end-->"),
    ]),
    of_ember("foreign_connect_beside_first", "a 1st degree, and Connect offered in the card", ChangedPage).swap(&[(
        "<!--end-->",
        "<a href=\"/preload/custom-invite/?vanityName=ada-brandt\">Connect</a>",
    )]),
    of_sdui("foreign_both_degrees", "the other degree is visible too", ChangedPage).swap(&[(
        "<div class=\"q-hide\"><p class=\"_d4\">· 3rd</p></div>",
        "<div><p class=\"_d4\">· 3rd</p></div>",
    )]),
    of_sdui("foreign_degree_in_a_headline", "the headline says \"1st\", the degree is another", NotConnected).limit(4000)
        .swap(&[("· 1st</p>", "· 2nd</p>"), ("<p>Potter at Mudworks</p>", "<p>1st in everything</p>")]),
    of_sdui("foreign_degree_of_somebody_in_the_card", "a stranger's name and degree in the card without a link, and none of hers", ChangedPage)
        .swap(&[(DEGREE, ""), ("<!--end-->", "<div><p>Otto Wirth</p><p>· 1st</p></div><!--end-->")]),
    of_sdui("foreign_degree_after_somebody_s_name", "the same, with nothing around the stranger", ChangedPage)
        .swap(&[(DEGREE, ""), ("<!--end-->", "<p>Otto Wirth</p><p>· 2nd</p><!--end-->")]),
    of_ember("foreign_degree_of_somebody_in_the_card_ember", "a stranger's name and badge in the card without a link, and hers hidden", ChangedPage)
        .swap(&[("<span class=\"distance-badge\">", "<span class=\"distance-badge q-hide\">"), ("<!--end-->", "<div>Otto Wirth <span class=\"dist-value\">1st</span></div><!--end-->")]),
    of_sdui("foreign_other_degree_late_and_somebody_s", "hers comes after a second, until then a stranger's 2nd degree stands in the card", Removed)
        .swap(&[("<!--end-->", "<div><p>Otto Wirth</p><p>· 2nd</p></div><!--end-->")])
        .script("const d = $('#degree'), t = d.textContent; d.textContent = ''; setTimeout(() => { d.textContent = t }, 1000)")
        .limit(5000),
    // ---- stop signs
    of_sdui("foreign_captcha_over_the_profile", "a check for a human lies over a profile that can be read", ChangedPage)
        .stops(StopSign::Challenge)
        .swap(&[("<!--below-->", "<iframe id=\"humanThirdPartyIframe\" title=\"LinkedIn security verification\" style=\"position:fixed;left:0;top:0;width:100vw;height:100vh;background:#fff\"></iframe>")]),
    of_ember("foreign_code_over_the_profile", "a code is asked for in a dialog over the profile", ChangedPage)
        .stops(StopSign::Challenge)
        .swap(&[("<!--below-->", "<div role=\"dialog\" style=\"position:fixed;left:50px;top:50px;background:#fff;width:400px\"><p>Enter the code</p><input autocomplete=\"one-time-code\"></div>")]),
    of_sdui("foreign_restricted_in_a_dialog", "a dialog over the profile says that the account is restricted", ChangedPage)
        .stops(StopSign::Restriction)
        .swap(&[("<!--below-->", "<div role=\"dialog\" style=\"position:fixed;left:50px;top:50px;background:#fff;width:400px\"><h2>Your account has been restricted</h2><button>Details</button></div>")]),
    of_sdui("foreign_rate_limit_in_a_toast", "after the click a toast of the usual role says that one is rate limited", Unconfirmed)
        .stops(StopSign::Throttled)
        .script("document.body.insertAdjacentHTML('afterbegin', '<section><h2 data-testid=\"toasts-title\">1 notification</h2><div id=\"t\"></div></section>'); done = () => fetch('/ok').then(() => { $('#t').innerHTML = '<div tabindex=\"0\"><div role=\"alert\"><p>You are rate limited.</p></div></div>' })")
        .stays(),
    of_sdui("foreign_words_of_a_stop_sign_before_the_card", "the card comes after a second, until then only what the person wrote about themselves is there", Removed)
        .swap(&[("<!--below-->", "<section><h2>How I found unusual activity</h2><p>Let's do a quick security check: your account has been restricted.</p></section>")])
        .script("const c = $('[componentkey$=Topcard]'); c.hidden = true; setTimeout(() => { c.hidden = false }, 1000)")
        .limit(5000),
    of_ember("foreign_hidden_captcha", "the hidden frames of a usual page, which ask nobody anything", Removed)
        .swap(&[("<!--below-->", "<div class=\"grecaptcha-badge\" style=\"width:256px;height:60px;position:fixed;bottom:14px;right:-186px\"><iframe title=\"reCAPTCHA\" src=\"/slow/1?recaptcha/enterprise/anchor\" width=\"256\" height=\"60\"></iframe></div><iframe id=\"humanThirdPartyIframe\" title=\"LinkedIn security verification\" style=\"position:absolute;left:-999px;width:0;height:0\"></iframe>")]),
    // ---- the menu and its item
    of_sdui("foreign_their_button_alone", "a stranger's overflow button in the card, and none of hers", ChangedPage)
        .swap(&[("<button type=\"button\" id=\"more\"", "<button hidden id=\"more\""), ("<!--end-->", OTTO_S_BUTTON)]),
    of_ember("foreign_open_menu_inside", "another person's menu is open inside of the card, and the person's own does not open", ChangedPage)
        .swap(&[("<!--end-->", OPEN_MENU_INSIDE), ("data-own onclick=\"toggle(this)\"", "data-own")]),
    of_ember("foreign_open_menu_inside_and_own", "another person's menu is open inside of the card, and the person's own opens too", ChangedPage)
        .swap(&[("<!--end-->", OPEN_MENU_INSIDE)]),
    of_sdui("foreign_only_their_menu", "another person's menu is open, the person's own does not open", ChangedPage)
        .swap(&[("<!--below-->", THEIR_MENU), (SDUI_MORE, "data-own")]),
    of_sdui("foreign_menu_of_the_wrong_person", "the menu that opens removes somebody else, and its dialog says so", Mismatch)
        .swap(&[(SDUI_MORE, "data-own onclick=\"portal(this, 'otto')\"")])
        .script("const was = made; made = (who) => { const menu = was(who); menu.querySelector('.q-r').dataset.own = ''; return menu; }"),
    of_sdui("foreign_menu_of_the_neighbour", "the click opens the neighbour's menu, whose button says that it is open", ChangedPage)
        .swap(&[(SDUI_MORE, "data-own onclick=\"portal($('#theirs'), 'otto')\"")]),
    of_sdui("foreign_item_names_another", "the item's label names somebody else", Mismatch)
        .script("items = () => '<div role=\"menuitem\" tabindex=\"0\" class=\"q-r\" aria-label=\"Remove your connection to Otto Wirth\"><p>Remove Connection</p></div>'; made = ((was) => (who) => { const m = was(who); delete m.querySelector('.q-r').dataset.own; return m; })(made)"),
    of_sdui("foreign_item_names_another_inside", "the label of what is in the item names somebody else, who is removed at once", Mismatch)
        .script("items = () => item('<div aria-label=\"Remove your connection to Otto Wirth\"><p>Remove Connection</p></div>'); made = ((was) => () => { const m = was('otto'); m.querySelector('.q-r').onclick = () => removed('otto'); return m })(made)"),
    of_sdui("foreign_item_names_another_in_other_words", "the same in words that are in no phrase that is known", Mismatch)
        .script("items = () => item('<div aria-label=\"End it with Otto\"><p>Remove Connection</p></div>'); made = ((was) => () => { const m = was('otto'); m.querySelector('.q-r').onclick = () => removed('otto'); return m })(made)"),
    of_sdui("foreign_item_pictures_another", "a picture in the item is of somebody else", Mismatch)
        .script("items = () => item('<img alt=\"Otto Wirth\" width=\"16\" height=\"16\"><p>Remove Connection</p>'); made = ((was) => () => { const m = was('otto'); m.querySelector('.q-r').onclick = () => removed('otto'); return m })(made)"),
    of_sdui("foreign_item_titled_for_another", "a title in the item names somebody else", Mismatch)
        .script("items = () => item('<p title=\"Otto Wirth\">Remove Connection</p>'); made = ((was) => () => { const m = was('otto'); m.querySelector('.q-r').onclick = () => removed('otto'); return m })(made)"),
    of_sdui("foreign_item_described_for_another", "a text elsewhere, which the item points to, names somebody else", Mismatch)
        .swap(&[("<!--below-->", "<p id=\"said\" hidden>This removes Otto Wirth</p>")])
        .script("items = () => item('<p>Remove Connection</p>').replace('class=', 'aria-describedby=\"said\" class='); made = ((was) => () => { const m = was('otto'); m.querySelector('.q-r').onclick = () => removed('otto'); return m })(made)"),
    of_sdui("foreign_item_for_a_number_of_people", "the item's inner label speaks of the person and of a number of others", Mismatch)
        .script("items = () => item('<div aria-label=\"Remove Ada Brandt and 499 other people\"><p>Remove Connection</p></div>'); made = ((was) => () => { const m = was('otto'); m.querySelector('.q-r').onclick = () => removed('otto'); return m })(made)"),
    of_ember("foreign_item_names_another_inside_ember", "the label of what is in the item names somebody else", Mismatch)
        .swap(&[("<span class=\"it\">Remove Connection<", "<span class=\"it\" aria-label=\"Remove your connection to Otto Wirth\">Remove Connection<"), ("aria-label=\"Remove your connection to Ada Brandt\"", ""), ("<li data-own>", "<li>")]),
    of_sdui("foreign_menu_with_a_heading_of_another", "the menu's heading names somebody else", ChangedPage)
        .script("items = ((was) => (who) => '<h3>Otto Wirth</h3>' + was(who))(items); made = ((was) => () => { const m = was('otto'); m.querySelector('.q-r').dataset.own = ''; return m })(made)"),
    of_ember("foreign_icon_on_another_item", "the icon of the remove item on the item that unfollows", ChangedPage)
        .swap(&[("class=\"it\">Remove Connection<", "class=\"it\">Unfollow<"), ("aria-label=\"Remove your connection to Ada Brandt\"", ""), ("<li data-own>", "<li>")]),
    of_ember("foreign_icon_on_favourites", "the icon of the remove item on one about favourites", ChangedPage)
        .swap(&[("class=\"it\">Remove Connection<", "class=\"it\">Remove from favorites<"), ("aria-label=\"Remove your connection to Ada Brandt\"", ""), ("<li data-own>", "<li>")]),
    of_ember("foreign_icon_on_follower", "the icon of the remove item on one about a follower", ChangedPage)
        .swap(&[("class=\"it\">Remove Connection<", "class=\"it\">Remove follower<"), ("aria-label=\"Remove your connection to Ada Brandt\"", ""), ("<li data-own>", "<li>")]),
    of_ember("foreign_icon_on_a_recommendation", "the icon of the remove item on one about a recommendation", ChangedPage)
        .swap(&[("class=\"it\">Remove Connection<", "class=\"it\">Remove your recommendation<"), ("aria-label=\"Remove your connection to Ada Brandt\"", ""), ("<li data-own>", "<li>")]),
    of_sdui("foreign_other_items", "items about favourites, followers and reports, and none that removes", ChangedPage)
        .script("items = () => ['Remove from favorites', 'Remove follower', 'Unfollow', 'Remove', 'Report / Block', 'Remove recommendation'].map((t) => `<div role=\"menuitem\" tabindex=\"0\" onclick=\"removed('otto')\"><p>${t}</p></div>`).join('')"),
    of_sdui("foreign_item_hidden_behind_another", "the right words are for screen readers, others are seen", ChangedPage)
        .script("items = () => '<div role=\"menuitem\" tabindex=\"0\" onclick=\"removed(\\'otto\\')\"><span class=\"q-vh\">Remove Connection</span><p aria-hidden=\"true\">Remove follower</p></div>'"),
    of_sdui("foreign_item_does_two_things", "another control inside of the item", ChangedPage).swap(&[(
        "<p>Remove Connection</p>",
        "<p>Remove <button style=\"width:190px;height:30px\" onclick=\"event.stopPropagation();removed('otto')\">Connection</button></p>",
    )]),
    of_sdui("foreign_two_items", "the item stands in the menu twice", ChangedPage)
        .script("const was = items; items = (who) => was(who) + '<div role=\"menuitem\" tabindex=\"0\" onclick=\"removed(\\'otto\\')\"><p>Remove Connection</p></div>'"),
    of_sdui("foreign_no_item", "other wording in the menu", ChangedPage)
        .swap(&[("<p>Remove Connection</p>", "<p>Remove Follower</p>")]),
    of_ember("foreign_covered_item", "something unseen lies over the item", ChangedPage)
        .script("const veil = document.createElement('div'); veil.style = 'position:fixed;inset:0;z-index:99'; veil.onclick = () => removed('otto'); $('.dd0 button').addEventListener('click', () => document.body.append(veil))"),
    of_sdui("foreign_overlay_under_the_pointer", "another control moves under the pointer when it comes to the item", Failed)
        .script("whenOver('.q-r', (i) => { const b = i.getBoundingClientRect(); document.body.insertAdjacentHTML('beforeend', `<button style=\"position:fixed;left:${b.x + b.width / 2 - 50}px;top:${b.y + b.height / 2 - 20}px;width:100px;height:40px;z-index:99\" onclick=\"removed('otto')\">Block</button>`) })"),
    of_sdui("foreign_items_shift", "the items change places when the pointer comes: the click is swallowed, and made on the item where it stays", Removed)
        .script("items = () => '<div role=\"menuitem\" tabindex=\"0\" onclick=\"removed(\\'otto\\')\"><p>Report / Block</p></div><div role=\"menuitem\" tabindex=\"0\" class=\"q-r\"><p>Remove Connection</p></div>'; whenOver('.q-r', (i) => i.after(i.previousElementSibling || ''))"),
    of_sdui("foreign_turns_in_the_menu", "opening the menu turns the page to somebody else", Mismatch)
        .swap(&[(SDUI_MORE, "data-own onclick=\"portal(this, 'otto');who.textContent='Otto Wirth'\"")]),
    of_sdui("foreign_turns_under_the_pointer", "the page turns to somebody else when the pointer comes to the item", Failed)
        .script("whenOver('.q-r', () => { history.pushState(null, '', '/in/otto-wirth/'); who.textContent = 'Otto Wirth'; $('._c3 a').href = '/in/otto-wirth/'; document.querySelector('.q-r').onclick = () => removed('otto') })"),
    of_sdui("foreign_offer_that_stays", "an offer over the page comes back whenever it is closed: the questions stay few", ChangedPage)
        .script("document.body.insertAdjacentHTML('beforeend', `<dialog id=\"offer\" style=\"width:90vw;height:90vh\"><h2>Try Premium for free</h2><button aria-label=\"Dismiss\" data-own>×</button></dialog>`); offer.showModal(); offer.addEventListener('close', () => offer.showModal())")
        .limit(6000),
    of_sdui("foreign_card_of_another_host", "the card's link leads to another host, and the slug is the person's", ChangedPage)
        .swap(&[("https://www.linkedin.com/in/ada-brandt/", "https://portal.example/in/ada-brandt/")]),
    of_ember("foreign_card_of_another_host_ember", "the same in the older front end", ChangedPage)
        .swap(&[("href=\"/in/ada-brandt/overlay", "href=\"//portal.example/in/ada-brandt/overlay")]),
    // ---- the dialog
    of_ember("foreign_own_kind_of_dialog", "the dialog's button says something else", Unconfirmed)
        .swap(&[("<button class=\"q-yes\">Remove</button>", "<button class=\"q-yes\">Yes, do it</button>")]),
    of_ember("foreign_dialog_with_two_buttons", "two buttons of the dialog say Remove", Unconfirmed).swap(&[(
        "<button class=\"q-yes\">Remove</button>",
        "<button class=\"q-yes\">Remove</button><button onclick=\"removed('otto')\">Remove</button>",
    )]),
    of_sdui("foreign_dialog_open_before", "a dialog that asks to remove a picture is open already", Unconfirmed)
        .swap(&[("<dialog>", "<dialog open style=\"position:fixed;top:500px;margin:0\">")])
        .script("ask = () => {}"),
    of_sdui("foreign_two_dialogs", "two dialogs come up, one of them about something else", Unconfirmed)
        .script("const was = ask; ask = (who) => { was(who); was('otto'); }"),
    of_ember("foreign_dialog_about_a_longer_name", "the dialog asks about somebody whose name begins the same", Mismatch)
        .swap(&[("${names[who]} as a", "Ada Brandt Ellison as a")]),
    of_sdui("foreign_dialog_mentions_the_person", "the dialog asks about somebody else and mentions the person", Mismatch)
        .script("question = () => 'Do you want to remove Otto Wirth from your network? You both know Ada Brandt.'"),
    of_sdui("foreign_dialog_first_name_of_another", "the same, with the other's first name only", Mismatch)
        .script("question = () => 'Do you want to remove Otto? You and Ada Brandt stay connected.'"),
    of_sdui("foreign_dialog_begins_with_another", "the dialog's sentence begins with somebody else's name", Mismatch)
        .script("question = () => 'Otto Wirth will be removed from your network. Ada Brandt remains a connection.'"),
    of_sdui("foreign_dialog_family_name_of_another", "title and family name of somebody else", Mismatch)
        .script("question = () => 'Remove Ms. Wirth? Mr. Brandt stays.'"),
    of_sdui("foreign_dialog_family_name_with_another_first", "the family name with another first name", Mismatch)
        .script("question = () => 'Remove Otto Brandt?'"),
    of_sdui("foreign_dialog_word_like_the_name", "a word of the dialog is spelled like the first name", Mismatch)
        .named("May Chen", "May Chen", "May Chen")
        .script("question = () => 'Remove Otto Wirth? You may add him again later.'"),
    of_sdui("foreign_dialog_label_of_another", "only the dialog's label says whom it is about", Mismatch)
        .script("const was = box; box = () => { const it = was(); it.setAttribute('aria-label', 'Remove Otto Wirth'); return it; }; question = () => 'Are you sure?'"),
    of_sdui("foreign_button_label_of_another", "only the label of the dialog's button does", Mismatch)
        .script("says = () => '<p>Are you sure?</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\" aria-label=\"Remove Otto Wirth\">Remove</button>'"),
    of_sdui("foreign_button_label_beside_the_name", "the button's label names somebody else, the text the person", Mismatch)
        .script("says = () => '<p>Part from Ada Brandt?</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\" aria-label=\"Remove Otto Wirth\">Remove</button>'"),
    of_sdui("foreign_dialog_about_a_follower", "the dialog asks to remove the person as a follower", ChangedPage)
        .script("says = () => '<h2>Remove follower?</h2><p>Ada Brandt will no longer follow you. You stay connected.</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>'; done = () => removed('otto')"),
    of_ember("foreign_dialog_about_a_recommendation", "the dialog asks to remove the person's recommendation", ChangedPage)
        .script("says = () => '<h2>Remove recommendation</h2><p>Are you sure you want to remove the recommendation by Ada Brandt?</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>'; done = () => removed('otto')"),
    of_sdui("foreign_dialog_about_favourites", "the dialog asks to remove the person from the favourites", ChangedPage)
        .script("question = () => 'Remove Ada Brandt from your favorites?'; says = ((was) => (who) => was(who).replace('<h2>Remove Connection</h2>', ''))(says); done = () => removed('otto')"),
    of_sdui("foreign_dialog_about_followers_in_german", "the same of a follower in German", ChangedPage)
        .says(&super::languages::DE)
        .script("says = () => '<h2>Follower entfernen?</h2><p>Ada Brandt folgt Ihnen dann nicht mehr.</p><button class=\"q-no\">Abbrechen</button><button class=\"q-yes\">Entfernen</button>'; done = () => removed('otto')"),
    of_sdui("foreign_dialog_about_blocking", "the dialog asks to block the person", ChangedPage)
        .script("says = () => '<h2>Block Ada Brandt?</h2><p>Ada Brandt will not see you any more.</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>'; done = () => removed('otto')"),
    of_sdui("foreign_dialog_about_an_admin", "the dialog asks to end another role of the person's", ChangedPage)
        .script("says = () => '<h2>Remove admin</h2><p>Ada Brandt will no longer be an admin of the page.</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>'; done = () => removed('otto')"),
    of_ember("foreign_dialog_about_an_admin_ember", "the same in the older front end", ChangedPage)
        .script("says = () => '<h2>Remove admin</h2><p>Ada Brandt will no longer be an admin of the page.</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>'; done = () => removed('otto')"),
    of_sdui("foreign_dialog_that_says_nothing_known", "the dialog names the person, and neither title nor body is one that is known", ChangedPage)
        .script("says = () => '<h2>Please confirm</h2><p>Are you sure, Ada Brandt?</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>'; done = () => removed('otto')"),
    of_sdui("foreign_dialog_that_any_would_say", "the dialog says only what any dialog says", ChangedPage)
        .guessed()
        .script("says = () => '<p>Are you sure?</p><p>This can\\'t be undone.</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>'; done = () => removed('otto')"),
    of_sdui("foreign_dialog_about_many", "the dialog asks about the person and a number of others", Mismatch)
        .script("question = () => 'Ada Brandt and 499 other people will be removed as a connection.'; done = () => removed('otto')"),
    of_ember("foreign_dialog_about_many_ember", "the same in the older front end", Mismatch)
        .script("question = () => 'Ada Brandt and 499 other people will be removed as a connection.'; done = () => removed('otto')"),
    of_sdui("foreign_dialog_turns", "the dialog turns to somebody else when the pointer comes to its button: the click is swallowed, and the dialog closed", Mismatch)
        .script("whenOver('.q-yes', (yes) => { document.querySelector('.q-ask p').textContent = 'Are you sure you want to remove Otto Wirth as a connection?'; yes.onclick = () => removed('otto') })"),
    of_sdui("foreign_dialog_buttons_shift", "the dialog's buttons change places when the pointer comes: the click is swallowed, and made on the button where it stays", Removed)
        .script("says = (who) => `<h2>Remove Connection</h2><p>${question(who)}</p><button class=\"q-no\" style=\"width:90px\">Cancel</button><button class=\"q-yes\" style=\"width:90px\">Remove</button><button style=\"width:90px\" onclick=\"removed('otto')\">Block</button>`; whenOver('.q-yes', (yes) => yes.nextElementSibling && yes.before(yes.nextElementSibling))"),
    // ---- what follows the click
    of_sdui("foreign_handled_before", "the page's own handlers take the click before anybody sees it", Unconfirmed)
        .swap(&[("<head>", "<head><script>for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) addEventListener(type, (e) => { const item = e.target.closest && e.target.closest('.q-r'); if (!item) return; e.stopImmediatePropagation(); if (type === 'click') item.onclick() }, true)</script>")])
        .script("ask = () => fetch('/ok')")
        .stays(),
    of_sdui("foreign_taken_back", "the page shows at once that it is done, and takes it back", Unconfirmed)
        .script("done = () => { turn(); fetch('/ok').then(() => setTimeout(() => { $('#degree').textContent = '· 1st' }, 400)) }")
        .stays(),
    of_sdui("foreign_second_degree_at_first_and_no_effect", "a 2nd degree until the data has come, and the click has no effect", Unconfirmed)
        .script("const d = $('#degree'); d.textContent = '· 2nd'; setTimeout(() => { d.textContent = '· 1st' }, 300); done = () => fetch('/ok')")
        .stays()
        .limit(3000),
    of_sdui("foreign_taken_back_late", "the same, and the page shows a 2nd degree until its data has come", Unconfirmed)
        .script("const d = $('#degree'); d.textContent = '· 2nd'; setTimeout(() => { d.textContent = '· 1st' }, 300); done = () => { turn(); fetch('/ok') }")
        .stays()
        .limit(3000),
    of_sdui("foreign_from_the_cache_after_the_click", "the page and the site say that it is done, a fresh page says so too for 1.2 s, until its data has come", Unconfirmed)
        .script("if (sessionStorage.was) { const d = $('#degree'); d.textContent = '· 2nd'; d.insertAdjacentHTML('afterend', '<a id=\"c\" href=\"/preload/custom-invite/?vanityName=ada-brandt\">Connect</a>'); setTimeout(() => { d.textContent = '· 1st'; $('#c').remove() }, 1200) } done = () => { sessionStorage.was = 1; turn(); fetch('/ok') }")
        .stays()
        .limit(5000),
    of_sdui("foreign_from_the_cache_by_an_answer", "the same, and the data comes 0.4 s after the sign and is drawn 1 s later, with long tasks", Unconfirmed)
        .script("if (sessionStorage.was) { const d = $('#degree'); d.textContent = '· 2nd'; const busy = (n) => { const end = performance.now() + 120; while (performance.now() < end); if (n) setTimeout(() => busy(n - 1), 80); else d.textContent = '· 1st' }; fetch('/slow/400').then(() => busy(8)) } done = () => { sessionStorage.was = 1; turn(); fetch('/ok') }")
        .stays()
        .limit(6000),
    of_sdui("foreign_error_toast", "an error in a toast, and nothing done", Unconfirmed)
        .script("document.body.insertAdjacentHTML('afterbegin', '<section><h2 data-testid=\"toasts-title\">0 notifications</h2><div id=\"t\"></div></section>'); done = () => fetch('/ok').then(() => { $('#t').innerHTML = '<div role=\"alert\"><p>Something went wrong. Please try again.</p></div>' })")
        .stays(),
    of_sdui("foreign_praise_and_nothing_done", "the page says that it is done, and it is not", Unconfirmed)
        .script("done = () => fetch('/ok').then(() => { turn(); document.body.insertAdjacentHTML('beforeend', '<div role=\"status\" aria-live=\"polite\">Connection removed</div>') })")
        .stays(),
    of_sdui("foreign_leads_away_afterwards", "after the click the address leads to a namesake of 2nd degree", Unconfirmed)
        .script("done = () => { fetch('/ok'); localStorage.setItem('moved', '1') }; if (localStorage.getItem('moved')) location.replace('/in/ada-brandt-2/')")
        .at(&[("/in/ada-brandt-2/", Serve::Html("<html lang=en><body><div data-sdui-screen=\"x\"><main id=workspace><div componentkey=\"x.Topcard\"><a href=\"/in/ada-brandt-2/\"><h2>Ada Brandt</h2></a><p>· 2nd</p></div></main></div><script>localStorage.clear()</script>"))])
        .stays(),
];
