//! Pages on which nobody would hesitate: the person must be removed.

use super::languages::{DA, DE, EN_LONG_DEGREE, EN_NAMED, ES, FR, IT, NL, PL, PT, TR};
use super::{Foreign, Removed, Serve, of_ember, of_sdui};

const OTTO_S_CARD: &str = r#"<div><a href="/in/otto-wirth/">Otto Wirth</a><p>· 2nd</p><a href="/preload/custom-invite/?vanityName=otto-wirth" aria-label="Invite Otto Wirth to connect">Connect</a><div class="dd9"><button id="ember44-profile-overflow-action" aria-label="More" aria-expanded="false" onclick="toggle(this)">More<svg id="overflow-web-ios-small" width="20" height="20"></svg></button><div class="q-menu"><div role="button" onclick="ask('otto')"><svg data-test-icon="remove-connection-medium" width="16" height="16"></svg>Remove Connection</div></div></div></div><!--end-->"#;
const THEIR_MENU: &str = r#"<div role="menu" id="theirs-open" style="left:700px;top:400px"><div role="menuitem" onclick="ask('otto')"><p>Remove Connection</p></div></div>"#;
/// A second row of buttons and the other degree, hidden in some way.
macro_rules! twin {
    ($style:literal) => {
        concat!(
            r#"<div style=""#,
            $style,
            r#""><p>· 2nd</p><button aria-label="More" aria-expanded="false"><svg id="overflow-web-ios-small" width="20" height="20"></svg></button></div><!--end-->"#
        )
    };
}
const SDUI_TITLE: &str = "<h2 id=\"who\">Ada Brandt</h2>";

pub const LAWFUL: &[Foreign] = &[
    of_ember("foreign_ember", "other hashed classes", Removed),
    of_sdui("foreign_sdui", "other hashed classes", Removed),
    // ---- languages
    of_ember("foreign_regional_language", "`lang=\"en-GB\"`", Removed)
        .swap(&[("lang=\"en\"", "lang=\"en-GB\"")]),
    of_sdui("foreign_no_language", "no `lang` at all: read as English", Removed).swap(&[(" lang=\"en\"", "")]),
    of_sdui("foreign_named_label", "the overflow button's label names the person", Removed).says(&EN_NAMED),
    of_ember("foreign_polish", "Polish, with the mislabelled item", Removed).says(&PL),
    of_sdui("foreign_polish_sdui", "Polish", Removed).says(&PL),
    of_sdui("foreign_french", "French", Removed).says(&FR),
    of_ember("foreign_french_ember", "French", Removed).says(&FR),
    of_sdui("foreign_portuguese", "Portuguese of Brazil", Removed).says(&PT),
    of_sdui("foreign_turkish", "Turkish, its labels begin with the name", Removed).says(&TR),
    of_ember("foreign_turkish_ember", "Turkish, with a native dialog", Removed)
        .says(&TR)
        .script("box = () => document.createElement('dialog'); show = native"),
    of_sdui("foreign_german", "German", Removed).says(&DE),
    of_ember("foreign_german_ember", "German", Removed).says(&DE),
    of_sdui("foreign_spanish", "Spanish", Removed).says(&ES),
    of_ember("foreign_italian", "Italian", Removed).says(&IT),
    of_sdui("foreign_dutch", "Dutch", Removed).says(&NL),
    of_ember("foreign_danish", "Danish", Removed).says(&DA),
    of_sdui("foreign_polish_capitals", "Polish, its buttons in capitals by the style sheet", Removed)
        .says(&PL)
        .swap(&[("</style>", "button,[role=menuitem]{text-transform:uppercase}</style>")]),
    of_sdui("foreign_turkish_capitals", "Turkish, its buttons in capitals by the style sheet", Removed)
        .says(&TR)
        .swap(&[("</style>", "button,[role=menuitem]{text-transform:uppercase}</style>")]),
    // ---- names
    of_sdui("foreign_name_with_titles", "a title before the name, letters after it", Removed).named(
        "Ada Brandt",
        "Dr. Ada Brandt, PhD, MBA",
        "Dr. Ada Brandt, PhD, MBA",
    ),
    of_ember("foreign_name_with_ornaments", "emoji and pronouns in the heading", Removed).named(
        "Ada Brandt",
        "🌟 Ada Brandt 🚀 <span>(She/Her)</span>",
        "Ada",
    ),
    of_sdui("foreign_name_with_badges", "a verified mark and a premium badge in the heading", Removed).named(
        "Ada Brandt",
        "Ada Brandt <svg role=\"img\" aria-label=\"Verified\" width=\"16\" height=\"16\"></svg><span class=\"q-vh\">Premium member</span>",
        "Ada Brandt",
    ),
    of_sdui("foreign_name_of_before", "a name of before in brackets, which the export does not have", Removed)
        .named("Ada Brandt", "Ada Brandt (Olm)", "Ada"),
    of_ember("foreign_nickname", "a nickname in quotation marks", Removed).named(
        "Adelheid Brandt",
        "Adelheid &quot;Ada&quot; Brandt",
        "Adelheid",
    ),
    of_sdui("foreign_name_with_marks", "accents in the other form of Unicode", Removed).named(
        "Zo\u{eb} \u{141}\u{105}cka",
        "Zoe\u{308} \u{141}a\u{328}cka",
        "Zoe\u{308} \u{141}a\u{328}cka",
    ),
    of_sdui("foreign_name_with_an_apostrophe", "a curly apostrophe, and a possessive in the question", Removed)
        .named("Ada O'Neil", "Ada O\u{2019}Neil", "Ada O\u{2019}Neil")
        .swap(&[("remove ${names[who]} as a connection", "end ${names[who]}\u{2019}s connection to you")]),
    of_sdui("foreign_name_with_initials", "initials with and without full stops", Removed).named(
        "J. R. Olm",
        "J.R. Olm",
        "J.R.",
    ),
    of_sdui("foreign_name_in_chinese", "a Chinese name in one piece, in the export in two", Removed)
        .named("小明 王", "王小明", "王小明"),
    of_sdui("foreign_name_in_hebrew", "a name from right to left, with marks of direction", Removed).named(
        "דנה כהן",
        "<span dir=\"rtl\">\u{200f}דנה כהן\u{200f}</span>",
        "\u{2067}דנה כהן\u{2069}",
    ),
    of_ember("foreign_name_in_arabic", "the whole page from right to left", Removed)
        .named("ليلى حداد", "ليلى حداد", "ليلى")
        .swap(&[("<html lang", "<html dir=\"rtl\" lang")]),
    of_ember("foreign_name_of_one_word", "one word, with signs in it", Removed).named("A$$AP", "A$$AP", "A$$AP"),
    of_sdui("foreign_name_of_many_words", "a question with a first name of two words", Removed).named(
        "Ana Clara de Souza",
        "Ana Clara de Souza",
        "Ana Clara",
    ),
    of_sdui("foreign_name_with_a_hyphen", "a question with a hyphenated first name", Removed).named(
        "Jean-Pierre Olm",
        "Jean-Pierre Olm",
        "Jean-Pierre",
    ),
    of_sdui("foreign_texts_in_pieces", "name, degree and item are split over several elements", Removed).swap(&[
        (SDUI_TITLE, "<h2><span>Ada</span> <span>Bra<b>ndt</b></span></h2>"),
        ("<p>Remove Connection</p>", "<p><span>Remove</span> <span>Connec<i>tion</i></span></p>"),
    ]),
    of_ember("foreign_invisible_marks", "soft hyphens, zero-width and no-break spaces in name and item", Removed)
        .swap(&[
            (">Ada Brandt</h1>", ">Ada\u{a0}Bran\u{ad}dt\u{200b}</h1>"),
            (">Remove Connection</span>", ">Remove\u{a0}Connec\u{200b}tion</span>"),
        ]),
    of_ember("foreign_heading_twice", "the heading once more for screen readers, beside what is hidden from them", Removed)
        .named(
            "Ada Brandt",
            "<span aria-hidden=\"true\">Ada Brandt</span><span style=\"position:absolute;left:-9999px\">Ada Brandt</span>",
            "Ada Brandt",
        ),
    of_sdui("foreign_for_readers", "texts for screen readers beside the visible ones", Removed)
        .named("Ada Brandt", "Ada Brandt<span class=\"q-vh\"> has a verified profile</span>", "Ada Brandt")
        .swap(&[("<p>Remove Connection</p>", "<p>Remove Connection<span class=\"q-vh\">, opens a dialog</span></p>")]),
    // ---- the card
    of_ember("foreign_other_order", "actions before the name", Removed)
        .script("$('[data-member-id]').prepend($('.b3'))"),
    of_sdui("foreign_other_order_sdui", "degree, headline and buttons before the name", Removed)
        .script("$('._c3').append($('._c3 > a'))"),
    of_sdui("foreign_card_without_a_box", "the card has no box of its own", Removed)
        .swap(&[("refQ1Topcard\"", "refQ1Topcard\" style=\"display:contents\"")]),
    of_sdui("foreign_card_marked_twice", "the card is marked around itself", Removed)
        .swap(&[("<section class=\"_c3\">", "<section class=\"_c3\" componentkey=\"com.linkedin.sdui.profile.card.refQ1Topcard\">")]),
    of_sdui("foreign_card_is_a_section", "only the section is marked, which real pages had no more since 2026-09", Removed).guessed().swap(&[
        ("<div componentkey=\"com.linkedin.sdui.profile.card.refQ1Topcard\">", "<div>"),
        ("<section class=\"_c3\">", "<section class=\"_c3\" componentkey=\"com.linkedin.sdui.profile.card.refQ1Topcard\">"),
    ]),
    of_ember("foreign_card_without_a_number", "the card has no member's number", Removed)
        .guessed()
        .swap(&[(" data-member-id=\"4711\"", "")]),
    of_sdui("foreign_card_by_its_parts", "the card is known by what stands in it only", Removed)
        .guessed()
        .swap(&[("componentkey=\"com.linkedin.sdui.profile.card.refQ1Topcard\"", "componentkey=\"x7\"")]),
    of_sdui("foreign_card_in_a_role", "the main part is another element with the role, and the card is written in another case", Removed)
        .swap(&[("refQ1Topcard", "refQ1TopCard"), ("<main id", "<div role=\"main\" id"), ("</main>", "</div>")]),
    of_sdui("foreign_heading_around_the_link", "the heading is around the link, not in it", Removed).guessed().swap(&[
        ("<a tabindex=\"0\" href=\"https://www.linkedin.com/in/ada-brandt/\"><div><h2 id=\"who\">Ada Brandt</h2></div></a>",
         "<h2 id=\"who\"><a tabindex=\"0\" href=\"https://www.linkedin.com/in/ada-brandt/\">Ada Brandt</a></h2>"),
    ]),
    of_sdui("foreign_first_heading_sdui", "the heading is a first one", Removed)
        .swap(&[(SDUI_TITLE, "<h1 id=\"who\">Ada Brandt</h1>")]),
    of_ember("foreign_part_of_the_other_kind", "the older front end with a part of the newer one", Removed)
        .swap(&[("</main>", "</main><aside data-sdui-screen=\"ads\"><p>Promoted</p></aside>")]),
    of_ember("foreign_contact_link_only", "the card's own link is that to the contact information", Removed)
        .swap(&[("/overlay/about-this-profile/", "/overlay/contact-info/")]),
    of_ember("foreign_other_card_inside", "another person's card with its own overflow button inside of the card, which is passed over", Removed)
        .swap(&[("<!--end-->", OTTO_S_CARD)]),
    of_sdui("foreign_other_card_inside_sdui", "a stranger's degree, Connect and overflow button beside hers", Removed)
        .swap(&[("<!--end-->", OTTO_S_CARD)]),
    of_sdui("foreign_mutual_connections", "the card names mutual connections, with links to them", Removed).swap(&[(
        "<!--end-->",
        "<p><a href=\"/in/otto-wirth/\">Otto Wirth</a>, <a href=\"/in/greta-olm/\">Greta Olm</a> and 3 more</p><!--end-->",
    )]),
    of_sdui("foreign_same_cards_below", "a card of the same name with its own buttons further down", Removed).swap(&[(
        "<!--below-->",
        "<div componentkey=\"card\"><a href=\"/in/ada-brandt-2/\"><h2>Ada Brandt</h2></a><p>· 1st</p><button aria-label=\"More\" aria-expanded=\"false\" onclick=\"portal(this, 'twin')\"><svg id=\"overflow-web-ios-small\" width=\"16\" height=\"16\"></svg></button></div>",
    )]),
    of_sdui("foreign_invitation_to_a_namesake", "the card offers to connect with another of the same name", Removed).swap(&[(
        "<!--end-->",
        "<div><p>Know her too?</p><a href=\"/preload/custom-invite/?vanityName=ada-brandt-2\" aria-label=\"Invite Ada Brandt to connect\">Connect</a></div><!--end-->",
    )]),
    of_ember("foreign_visible_sticky_header", "the sticky header with the same button is visible", Removed)
        .swap(&[("<section class=\"q-hide\">", "<section>")]),
    of_sdui("foreign_toolbar", "SDUI's sticky toolbar is visible, in the page's main part", Removed).swap(&[(
        "<div data-testid=\"lazy-column\">",
        "<div role=\"toolbar\" style=\"position:sticky;top:0;background:#fff\"><p>Ada Brandt</p><button aria-label=\"More\" aria-expanded=\"false\" onclick=\"portal(this, 'ada')\"><svg id=\"overflow-web-ios-small\" width=\"16\" height=\"16\"></svg></button></div><div data-testid=\"lazy-column\">",
    )]),
    of_ember("foreign_decoy_in_the_headline", "a button in the card that says \"Remove Connection\" and is none", Removed)
        .swap(&[("Potter at Mudworks", "<button onclick=\"removed('otto')\">Remove Connection</button>")]),
    of_ember("foreign_words_of_a_stop_sign", "the profile speaks of security checks and of being restricted", Removed).swap(&[(
        "Potter at Mudworks",
        "Let's do a quick security check: your account has been restricted, too many requests",
    )]),
    // ---- twins that are out of sight
    of_sdui("foreign_twin_cut_away", "a second row of buttons and the other degree, folded up", Removed)
        .swap(&[("<!--end-->", twin!("height:0;overflow:hidden"))]),
    of_sdui("foreign_twin_left", "the same far to the left", Removed)
        .swap(&[("<!--end-->", twin!("position:absolute;left:-9999px"))]),
    of_sdui("foreign_twin_above", "the same above the page, until one scrolls", Removed)
        .swap(&[("<!--end-->", twin!("position:fixed;top:0;transform:translateY(-300px)"))]),
    of_sdui("foreign_twin_see_through", "the same, and one sees through it", Removed)
        .swap(&[("<!--end-->", twin!("position:absolute;opacity:0;pointer-events:none"))]),
    of_sdui("foreign_twin_shrunk", "the same, shrunk to nothing", Removed)
        .swap(&[("<!--end-->", twin!("position:absolute;transform:scale(0)"))]),
    of_sdui("foreign_twin_clipped", "the same, clipped", Removed)
        .swap(&[("<!--end-->", twin!("position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0 0 0 0)"))]),
    // ---- the button and the menu
    of_sdui("foreign_button_by_text", "the overflow button is another kind of element, known by its text", Removed).swap(&[(
        "<button type=\"button\" id=\"more\" aria-label=\"More\" aria-expanded=\"false\" data-own onclick=\"portal(this, 'ada')\"><span><svg id=\"overflow-web-ios-small\" width=\"16\" height=\"16\"></svg></span></button>",
        "<div role=\"button\" tabindex=\"0\" id=\"more\" aria-haspopup=\"menu\" data-own onclick=\"portal(this, 'ada')\"><svg width=\"16\" height=\"16\"></svg><span>More</span></div>",
    )]),
    of_sdui("foreign_button_without_a_name", "the overflow button has neither label nor text, beside Message", Removed).swap(&[(
        "<button type=\"button\" id=\"more\" aria-label=\"More\" aria-expanded=\"false\" data-own onclick=\"portal(this, 'ada')\"><span><svg id=\"overflow-web-ios-small\" width=\"16\" height=\"16\"></svg></span></button>",
        "<button type=\"button\" id=\"more\" aria-expanded=\"false\" data-own onclick=\"portal(this, 'ada')\"><span><svg width=\"16\" height=\"16\"></svg></span></button>",
    )]),
    of_sdui("foreign_menu_of_buttons", "the menu's items are buttons without a role of their own", Removed)
        .script("items = () => '<ul><li><button>Save to PDF</button></li><li><button class=\"q-r\"><span>Remove connection</span></button></li></ul>'"),
    of_sdui("foreign_menu_of_role_buttons", "the menu's items are `div role=button`", Removed)
        .script("items = () => '<div role=\"button\" tabindex=\"0\">Save to PDF</div><div role=\"button\" tabindex=\"0\" class=\"q-r\"><p>Remove connection</p></div>'"),
    of_sdui("foreign_menu_of_links", "the menu's items are links", Removed)
        .script("items = () => '<ul><li><a href=\"#\">Save to PDF</a></li><li><a href=\"#\" class=\"q-r\">Remove connection</a></li></ul>'"),
    of_sdui("foreign_menu_of_menu_links", "the menu's items are links with the role", Removed)
        .script("items = () => '<ul role=\"none\"><li role=\"none\"><a role=\"menuitem\" href=\"#\">Save to PDF</a></li><li role=\"none\"><a role=\"menuitem\" href=\"#\" class=\"q-r\">Remove connection</a></li></ul>'"),
    of_sdui("foreign_menu_with_inner_buttons", "a button in every item of the menu", Removed)
        .script("items = () => '<div role=\"menuitem\" tabindex=\"0\"><button style=\"width:100%\">Save to PDF</button></div><div role=\"menuitem\" tabindex=\"0\" class=\"q-r\"><button data-own style=\"width:100%\">Remove Connection</button></div>'"),
    of_sdui("foreign_menu_in_the_card", "the menu opens inside of the card", Removed)
        .script("put = (menu, button) => { menu.style.left = menu.style.top = ''; button.after(menu); }"),
    of_sdui("foreign_menu_by_its_id", "the menu has no role, and its button names it", Removed)
        .script("const was = made; made = (who) => { const menu = was(who); menu.removeAttribute('role'); menu.className = 'q-portal'; menu.id = 'r7'; return menu; }; clear = () => $('#r7')?.remove(); $('#more').setAttribute('aria-controls', 'r7');
            items = () => '<button>Save to PDF</button><button class=\"q-r\">Remove Connection</button>'"),
    of_ember("foreign_ember_menu_elsewhere", "the older kind of menu, at the end of the page", Removed)
        .script("const own = $('.dd0 .q-menu'), more = $('.dd0 button'); own.className = 'artdeco-dropdown__content q-portal'; own.style.display = 'none'; document.body.append(own); more.onclick = null; toggle = (b) => {}; more.onclick = () => { const box = more.getBoundingClientRect(); own.style.display = 'block'; own.style.left = box.left + 'px'; own.style.top = box.bottom + 'px'; more.setAttribute('aria-expanded', 'true') }; $('#item').onclick = () => { own.style.display = 'none'; ask('ada') }"),
    of_ember("foreign_ember_native_items", "the menu's items are native buttons", Removed).swap(&[
        ("<div role=\"button\" tabindex=\"0\" id=\"item\"", "<button id=\"item\""),
        ("<span class=\"it\">Remove Connection</span></div>", "<span class=\"it\">Remove Connection</span></button>"),
    ]),
    of_sdui("foreign_open_menu_beside", "another person's menu is open elsewhere on the page", Removed)
        .swap(&[("<!--below-->", THEIR_MENU)])
        .script("clear = () => {}"),
    of_sdui("foreign_menu_without_extent", "the menu stands in a place without extent", Removed)
        .script("put = (menu) => { menu.style.position = 'fixed'; document.body.insertAdjacentHTML('beforeend', '<div id=\"place\" style=\"height:0;overflow:hidden\"></div>'); $('#place').append(menu) }"),
    of_sdui("foreign_menu_at_the_press", "the menu opens at the press, its item acts at the end of the press", Removed)
        .script("const m = $('#more'); m.onclick = null; m.onpointerdown = () => portal(m, 'ada'); const was = made; made = (who) => { const menu = was(who), item = menu.querySelector('.q-r'); item.onpointerup = item.onclick; item.onclick = null; return menu; }"),
    of_sdui("foreign_menu_slides", "the menu slides and fades in", Removed)
        .swap(&[("</style>", "@keyframes in{from{transform:translateY(-40px);opacity:0}}[role=menu]{animation:in .4s}</style>")])
        .limit(3000),
    of_sdui("foreign_right_to_left", "enlarged, from right to left, with a base address", Removed)
        .swap(&[("https://www.linkedin.com/in/ada-brandt/", "../in/ada-brandt/")])
        .script("put = (menu) => { menu.style.left = '20px'; menu.style.top = '300px'; document.body.append(menu) }; document.documentElement.dir = 'rtl'; document.body.style.zoom = 1.5; document.head.insertAdjacentHTML('afterbegin', '<base href=\"/feed/\">')"),
    // ---- the dialog
    of_sdui("foreign_no_dialog", "no dialog: the item removes at once, and the card offers to connect", Removed)
        .script("ask = (who) => removed(who).then(() => { $('#degree').remove(); $('#more').insertAdjacentHTML('beforebegin', '<a href=\"/preload/custom-invite/?vanityName=ada-brandt\" aria-label=\"Invite Ada Brandt to connect\">Connect</a>') })"),
    of_sdui("foreign_dialog_native", "a native dialog", Removed)
        .script("box = () => document.createElement('dialog'); show = native"),
    of_sdui("foreign_dialog_waiting", "a native dialog that is in the page, closed, from the start", Removed)
        .script("const it = document.createElement('dialog'); document.body.append(it); box = () => it; show = (it) => it.showModal(); it.remove = () => it.close()"),
    of_sdui("foreign_dialog_in_the_outlet", "in the shadow root of the outlet, which has no id", Removed)
        .script("document.body.insertAdjacentHTML('beforeend', '<div data-testid=\"interop-shadowdom\"></div>'); show = (it) => { it.style.cssText = 'position:fixed;left:100px;top:100px'; inRoot($('[data-testid=interop-shadowdom]'), it) }"),
    of_sdui("foreign_dialog_native_in_the_outlet", "a native dialog in the shadow root of the outlet", Removed)
        .script("document.body.insertAdjacentHTML('beforeend', '<div id=\"interop-outlet\"></div>'); box = () => document.createElement('dialog'); show = (it) => { inRoot($('#interop-outlet'), it); it.showModal() }"),
    of_sdui("foreign_dialog_in_another_root", "in the shadow root of an element that nobody knows", Removed)
        .script("document.body.insertAdjacentHTML('beforeend', '<x-modals></x-modals>'); show = (it) => { it.style.cssText = 'position:fixed;left:100px;top:100px'; inRoot($('x-modals'), it) }"),
    of_sdui("foreign_dialog_late", "the dialog comes after a while, and slides in", Removed)
        .swap(&[("</style>", "@keyframes in{from{transform:translateY(-300px)}}.q-ask{animation:in .3s}</style>")])
        .script("const at = show; show = (it) => setTimeout(() => at(it), 300)"),
    of_ember("foreign_dialog_first_name", "the question has the first name only", Removed).named("Ada Brandt", "Ada Brandt", "Ada"),
    of_sdui("foreign_dialog_with_first_name", "the question has the first name only", Removed).named("Ada Brandt", "Ada Brandt", "Ada"),
    of_sdui("foreign_dialog_in_pieces", "name and question are split over elements that stand apart", Removed)
        .swap(&[("${names[who]} as a", "<b style=\"display:inline-block\">Ada</b> <b style=\"display:inline-block\">Brandt</b> as a")]),
    of_sdui("foreign_dialog_other_order", "the button that removes stands first, and the one that cancels is the main one", Removed)
        .script("says = (who) => `<h2>Remove connection?</h2><button class=\"q-yes\">Remove</button><button class=\"q-no artdeco-button--primary\" data-test-dialog-primary-btn>Cancel</button><p>${question(who)}</p>`"),
    of_sdui("foreign_dialog_with_a_card", "the dialog shows the person's card beside the question", Removed)
        .script("says = (who) => `<h2>Remove Connection</h2><p>Remove ${names[who]}?</p><div><img alt=\"Ada Brandt\"><p>${names[who]}</p><p>Potter at Mud Works</p></div><p>You won't be connected any more.</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>`"),
    of_sdui("foreign_dialog_of_links", "the dialog's buttons are links", Removed)
        .script("says = (who) => `<h2>Remove connection</h2><p>${question(who)}</p><a href=\"#\" class=\"q-no\">Cancel</a> <a href=\"#\" class=\"q-yes\">Remove</a>`"),
    of_sdui("foreign_dialog_role_buttons", "the dialog's buttons have the role only, and labels with the name", Removed)
        .script("says = (who) => `<h2>Remove connection</h2><p>Are you sure?</p><div role=\"button\" tabindex=\"0\" class=\"q-no\">Cancel</div><div role=\"button\" tabindex=\"0\" class=\"q-yes\" aria-label=\"Remove Ada Brandt\"><span>Remove</span></div>`"),
    of_sdui("foreign_dialog_with_own_name_in_labels", "the dialog's labels name the person", Removed)
        .script("const was = box; box = () => { const it = was(); it.setAttribute('aria-label', 'Remove Ada Brandt'); return it; }; question = () => 'Are you sure?'"),
    of_sdui("foreign_dialog_with_consequences", "the dialog also says what becomes of recommendations and of following", Removed)
        .script("question = (who) => `Are you sure you want to remove ${names[who]} as a connection? You will no longer follow each other, and recommendations between you are withdrawn.`"),
    of_sdui("foreign_dialog_of_nobody", "the dialog names nobody, in usual words", Removed)
        .script("says = () => '<h2>Remove connection?</h2><p>Are you sure you want to remove this person from your network? They won’t be notified.</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>'")
        .guessed(),
    of_sdui("foreign_question_after_the_removal", "another question comes up after the removal, and is closed", Removed)
        .script("ask = (who) => { removed(who); turn(); const it = box(); it.innerHTML = '<p>Remove what you wrote about Ada Brandt too?</p><button class=\"q-no\" data-own>Cancel</button><button class=\"q-yes\">Remove</button>'; it.querySelector('.q-no').onclick = () => it.remove(); show(it); }"),
    of_sdui("foreign_answer_takes_its_time", "the page shows at once that it is done, and the site takes its time to do it", Removed)
        .script("done = () => { turn(); fetch('/removed/ada?wait=900', { method: 'POST' }) }")
        .limit(4000),
    of_sdui("foreign_menu_opens_when_pressed", "the menu opens as its button is pressed and closes at the next press, its items come late", Removed)
        .swap(&[("data-own onclick=\"portal(this, 'ada')\"", "data-own")])
        .script("let open = null; $('#more').addEventListener('pointerdown', () => { if (open) { clear(); open = null; return } portal($('#more'), 'ada'); $('#more').setAttribute('aria-expanded', 'false'); open = $('[role=menu]'); const all = [...open.children]; open.replaceChildren(...all.slice(0, 1)); setTimeout(() => open && open.append(all[1]), 3000) })")
        .limit(6000),
    // ---- late pages
    of_sdui("foreign_late_handlers", "the buttons do nothing for a while", Removed)
        .script("const m = $('#more'); m.onclick = null; setTimeout(() => { m.onclick = () => portal(m, 'ada') }, 1500)")
        .limit(5000),
    of_sdui("foreign_late_card", "the whole page would be drawn anew as the pointer comes to the menu's button: it does not hear of it", Removed)
        .script("let drawn; addEventListener('pointermove', (e) => { if (drawn || !e.target.closest('#more')) return; drawn = true; const root = $('#root'); root.innerHTML = root.innerHTML }, true)")
        .limit(4000),
    of_sdui("foreign_drawn_again_under_the_menu", "the card is drawn anew once its menu is open, and the menu is closed", Removed)
        .script("const was = portal; let once = true; portal = (b, who) => { was(b, who); if (once) setTimeout(() => { once = false; clear(); b.setAttribute('aria-expanded', 'false'); const s = $('._c3'); s.innerHTML = s.innerHTML }, 60) }")
        .limit(4000)
        .or_too_late(),
    of_sdui("foreign_second_degree_at_first", "2nd degree and Connect until the data has come", Removed)
        .script("if ($('#degree').textContent.includes('1st')) { const d = $('#degree'); d.textContent = '· 2nd'; d.insertAdjacentHTML('afterend', '<a id=\"c\" href=\"/preload/custom-invite/?vanityName=ada-brandt\">Connect</a>'); setTimeout(() => { d.textContent = '· 1st'; $('#c').remove() }, 900) }")
        .limit(4000),
    of_sdui("foreign_missing_at_first", "\"This page doesn't exist\" until the data has come", Removed)
        .script("const r = $('#root'); r.hidden = true; r.insertAdjacentHTML('beforebegin', '<p id=\"wait\">This page doesn\\'t exist</p>'); setTimeout(() => { $('#wait').remove(); r.hidden = false }, 500)")
        .limit(4000),
    of_sdui("foreign_counts_at_first", "a count of 2 where the degree comes later", Removed)
        .says(&PL)
        .swap(&[("<p>Potter at Mudworks</p>", "<p><span>2</span> wspólne kontakty</p>")])
        .script("const d = $('#degree'), t = d.textContent; d.textContent = ''; setTimeout(() => { d.textContent = t }, 500)")
        .limit(4000),
    of_sdui("foreign_slow", "the site takes its time, and the page fills when it answers", Removed)
        .script("const c = $('._c3'), all = c.innerHTML; c.innerHTML = '<p>…</p>'; fetch('/slow/900').then(() => { c.innerHTML = all })")
        .limit(5000),
    // ---- degrees
    of_sdui("foreign_degree_in_words", "the degree in words", Removed).says(&EN_LONG_DEGREE),
    of_sdui("foreign_degree_with_a_picture", "a picture beside the degree", Removed)
        .script("const d = $('#degree'); d.innerHTML = `<span>·</span> <span>${d.textContent.slice(2)}</span><svg width=\"12\" height=\"12\"></svg>`"),
    of_sdui("foreign_other_degree_below", "other people's degrees below the card", Removed)
        .swap(&[("<!--below-->", "<section><h2>More profiles for you</h2><a href=\"/in/ada-brandt-2/\">Ada Brandt</a><p>· 3rd+</p></section>")]),
    // ---- addresses
    of_sdui("foreign_address_of_an_id", "the address has a member id, which the page itself turns into the name", Removed)
        .slug("ACoAAB1234567", "ada-brandt")
        .at(&[("/in/ACoAAB1234567/", Serve::Same)])
        .script("if (location.pathname.includes('ACo')) history.replaceState(null, '', '/in/ada-brandt/')"),
    of_sdui("foreign_address_of_an_id_late", "the same, a moment after the page has come", Removed)
        .slug("ACoAAB1234567", "ada-brandt")
        .at(&[("/in/ACoAAB1234567/", Serve::Same)])
        .script("if (location.pathname.includes('ACo')) { const go = () => history.replaceState(null, '', '/in/ada-brandt/'); $('#more').addEventListener('click', go); setTimeout(go, 700) }"),
    of_sdui("foreign_address_redirects", "the site leads from the member id to the name, with a query", Removed)
        .slug("ACoAAB1234567", "ada-brandt")
        .at(&[("/in/ACoAAB1234567/", Serve::To("/in/ada-brandt/?originalSubdomain=pt"))]),
    of_sdui("foreign_card_links_by_id", "the card's link has the member id", Removed)
        .swap(&[("https://www.linkedin.com/in/ada-brandt/", "/in/ACoAAB1234567/")]),
    of_sdui("foreign_address_in_capitals", "capitals in the roster and in the card's link, and a query", Removed)
        .slug("Ada-BRANDT", "ada-brandt")
        .swap(&[("https://www.linkedin.com/in/ada-brandt/", "https://pt.linkedin.com/in/Ada-Brandt?trk=x")]),
    of_sdui("foreign_address_with_signs", "a slug that is percent-encoded", Removed)
        .slug("zo%C3%AB-%C5%82%C4%85cka", "zo%c3%ab-%c5%82%c4%85cka")
        .at(&[("/in/zo%C3%AB-%C5%82%C4%85cka/", Serve::Same)])
        .named("Zoë Łącka", "Zoë Łącka", "Zoë"),
    of_sdui("foreign_address_loses_its_slash", "the page takes the last slash off its address", Removed)
        .script("history.replaceState(null, '', location.pathname.slice(0, -1) + '?x=1'); $('#more').addEventListener('click', () => history.replaceState(null, '', '/in/ada-brandt'))"),
    of_sdui("foreign_address_renamed", "the site leads to another slug, and the name agrees", Removed)
        .slug("ada-olm", "ada-brandt")
        .at(&[("/in/ada-olm/", Serve::To("/in/ada-brandt/"))]),
    // ---- things in the way
    of_sdui("foreign_offer_no_thanks", "an offer in a native dialog, to be refused by \"No thanks\"", Removed)
        .script("document.body.insertAdjacentHTML('beforeend', `<dialog id=\"offer\" style=\"width:700px;height:500px\"><h2>Try Premium for free</h2><button>Start my free month</button><button data-own onclick=\"offer.close()\">No thanks</button></dialog>`); offer.showModal()")
        .limit(4000),
    of_sdui("foreign_offer_close", "the same, with a cross labelled \"Close\"", Removed)
        .script("document.body.insertAdjacentHTML('beforeend', `<dialog id=\"offer\" style=\"width:700px;height:500px\"><button aria-label=\"Close\" data-own onclick=\"offer.close()\">×</button><h2>Try Premium for free</h2><button>Start my free month</button></dialog>`); offer.showModal()")
        .limit(4000),
    of_sdui("foreign_offer_unlabelled", "the same, with a cross that says nothing", Removed)
        .script("document.body.insertAdjacentHTML('beforeend', `<dialog id=\"offer\" style=\"width:700px;height:500px\"><button onclick=\"offer.close()\"><svg width=\"16\" height=\"16\"></svg></button><h2>Try Premium for free</h2><button>Start my free month</button></dialog>`); offer.showModal()")
        .limit(4000),
    of_ember("foreign_offer_modal", "an offer in the older kind of dialog", Removed)
        .script("document.body.insertAdjacentHTML('beforeend', `<div id=\"offer\" style=\"position:fixed;inset:0;background:#0008;z-index:50\"><div role=\"dialog\" style=\"background:#fff\"><button aria-label=\"Dismiss\" data-own onclick=\"offer.remove()\">×</button><h2>Try Premium for free</h2><button>Start</button></div></div>`)")
        .limit(4000),
    of_sdui("foreign_offer_over_the_menu", "the offer comes up over the open menu", Removed)
        .script("const was = portal; let once = true; portal = (b, who) => { was(b, who); if (!once) return; once = false; document.body.insertAdjacentHTML('beforeend', `<dialog id=\"offer\" style=\"width:700px;height:500px\"><h2>Try Premium for free</h2><button>Start</button><button aria-label=\"Dismiss\" data-own onclick=\"offer.close()\">×</button></dialog>`); offer.showModal() }")
        .limit(4000),
    of_sdui("foreign_cookie_banner", "a banner about cookies over the foot of the page", Removed)
        .script("document.body.insertAdjacentHTML('beforeend', '<div role=\"alertdialog\" style=\"position:fixed;bottom:0;left:0;right:0;background:#eee;padding:9px\">We use cookies. <button>Accept</button><button>Reject</button></div>')"),
];
