//! The lists in which a person is picked: the connections, where the click is made too, and people search.

use super::super::shape::Front::{EmberSearch, SduiSearch};
use super::super::shape::ListRow;
use super::{ADA, Ambiguous, ChangedPage, Failed, Foreign, Mismatch, NotFound, Removed, list, of_search};

const AT: &str = "portal(this, 'ada')";

/// The whole row is a link, in a wrapper without a box, with the links of the name and of others inside: no parser makes that.
const WRAPPED: &str = "for (const row of document.querySelectorAll('[role=listitem]')) { const [box, outer] = [document.createElement('div'), row.querySelector('a')]; box.dataset.displayContents = 'true'; box.style.display = 'contents'; outer.append(...row.querySelectorAll(':scope > div')); box.append(outer); row.append(box); }";

pub const LISTS: &[Foreign] = &[
    list("foreign_row", "one row of that name", Removed),
    list("foreign_row_with_a_namesake", "two rows of that name, told apart by the slug", Removed)
        .rows(&[("ada-brandt-2", "Ada Brandt", "twin", ""), ADA]),
    list("foreign_row_in_capitals", "the row's links are written in two ways", Removed)
        .swap(&[("<a href=\"/in/ada-brandt/\"><figure>", "<a href=\"https://www.linkedin.com/in/Ada-Brandt?x=1\"><figure>")]),
    list("foreign_row_with_a_title", "a title and letters in the row", Removed)
        .rows(&[("ada-brandt", "Dr. Ada Brandt, PhD", "ada", "")])
        .named("Ada Brandt", "Dr. Ada Brandt, PhD", "Ada"),
    list("foreign_row_with_a_name_of_before", "a name of before in brackets in the row", Removed)
        .rows(&[("ada-brandt", "Ada Brandt (Olm)", "ada", "")])
        .named("Ada Brandt", "Ada Brandt (Olm)", "Ada"),
    list("foreign_row_native_dialog", "the dialog of the list is a native one", Removed)
        .script("box = () => document.createElement('dialog'); show = native; says = (who) => `<h2>Remove connection</h2><p>${names[who]} will be removed from your connections.</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove connection</button>`"),
    list("foreign_row_prefix", "only somebody whose slug begins the same", NotFound)
        .rows(&[("ada-brandt-02b90545", "Ada Brandt", "twin", "")]),
    list("foreign_row_longer_name", "the slug, with a longer name", Mismatch)
        .rows(&[("ada-brandt", "Ada Brandt Ellison", "ada", "")]),
    list("foreign_row_twice", "the slug stands in two rows", Ambiguous).rows(&[ADA, ADA]),
    list("foreign_row_of_two", "a row that leads to two people", ChangedPage)
        .rows(&[("ada-brandt", "Ada Brandt", "ada", "<a href=\"/in/otto-wirth/\"><p>Otto Wirth</p></a>")]),
    list("foreign_row_of_another_host", "the row's links lead to another host, and the slug is the person's", ChangedPage)
        .swap(&[("<a href=\"/in/ada-brandt/\"><div>", "<a href=\"https://portal.example/in/ada-brandt/\"><div>")]),
    list("foreign_row_menu_of_another", "the row's menu removes somebody else, and its dialog says so", Mismatch)
        .swap(&[(AT, "portal(this, 'otto')")])
        .script("made = ((was) => (who) => { const m = was(who); m.querySelector('.q-r').dataset.own = ''; return m; })(made)"),
    list("foreign_row_opens_the_neighbour_s", "the row's button opens the menu of the next row", ChangedPage)
        .swap(&[(AT, "portal(document.querySelector('[data-name=\"Otto Wirth\"] button'), 'otto')")]),
    list("foreign_row_reused", "opening the menu puts somebody else into the row", ChangedPage)
        .swap(&[(AT, "portal(this, 'otto');this.parentElement.querySelectorAll('a').forEach((a) => a.href = '/in/otto-wirth/')")]),
    list("foreign_row_moves_under_the_pointer", "the rows change places when the pointer comes to the item", Failed)
        .script("whenOver('.q-r', () => { for (const a of document.querySelectorAll('[data-name=\"Ada Brandt\"] a')) a.href = '/in/otto-wirth/'; document.querySelector('.q-r').onclick = () => removed('otto') })"),
    list("foreign_filter_steals_the_focus", "the filter gives its focus away: nothing is typed elsewhere", ChangedPage).swap(&[(
        "oninput=\"filter(this.value)\">",
        "oninput=\"filter(this.value)\" onfocus=\"note.focus()\"><textarea id=\"note\" oninput=\"fetch('/other/typed', {method: 'POST'})\"></textarea>",
    )]),
    list("foreign_filter_does_nothing", "the filter is typed into and nothing changes", Failed)
        .swap(&[("row.parentElement.hidden =", "row.dataset.seen =")]),
    of_search(SduiSearch, "foreign_search", "one row of that name", Removed),
    of_search(EmberSearch, "foreign_search_ember", "one row of that name", Removed),
    of_search(SduiSearch, "foreign_search_one_link", "the name alone is a link, not the row", Removed)
        .swap(&[("<a tabindex=\"0\" href=\"/in/ada-brandt/\"><figure style=\"width:40px;height:40px\"></figure></a>", "<figure></figure>")]),
    of_search(SduiSearch, "foreign_search_namesakes", "two rows of that name, told apart by the slug", Removed)
        .rows(&[("ada-brandt-2", "Ada Brandt", "twin", ""), ADA]),
    of_search(EmberSearch, "foreign_search_mutual", "the row names mutual connections, with links to them", Removed)
        .rows(&[("ada-brandt", "Ada Brandt", "ada", "<div class=\"entity-result__insights\"><a href=\"/in/otto-wirth/\">Otto Wirth</a> is a mutual connection</div>")]),
    of_search(SduiSearch, "foreign_search_mutual_sdui", "the same on SDUI", Removed)
        .rows(&[("ada-brandt", "Ada Brandt", "ada", "<span>Mutual: <a href=\"/in/otto-wirth/\">Otto Wirth</a></span>")]),
    // ---- what the saved pages hold beside the rows (ui-evidence-2, real pages)
    list("foreign_row_keyed_by_slug", "the rows' keys hold the slug", Removed)
        .swap(&[("auto-component-", "ConnectionCard_0-"), ("[componentkey^=auto][data-name]", "[componentkey^=ConnectionCard_][data-name]")]),
    list("foreign_list_with_a_card_of_anything", "a card of something else in the page has the key that rows have", Removed)
        .swap(&[("<div componentkey=\"ConnectionsPage_ConnectionsList\">", "<div componentkey=\"auto-component-ad\"><p>Try Premium</p><a href=\"/premium/products/\">Try</a></div><div componentkey=\"ConnectionsPage_ConnectionsList\">")]),
    of_search(SduiSearch, "foreign_search_premium_card", "a card of an offer stands among the rows", Removed)
        .swap(&[("<div role=\"list\">", "<div role=\"list\"><div><div data-display-contents=\"true\"><div><div componentkey=\"auto-component-1\"><p>Try Premium</p><a href=\"/premium/products/\">Try</a><button aria-label=\"Dismiss\">x</button></div></div></div></div>")]),
    of_search(SduiSearch, "foreign_search_mutual_in_a_p", "the link to a mutual connection is built as that of the name", Removed)
        .rows(&[("ada-brandt", "Ada Brandt", "ada", "<div componentkey=\"SearchResultsQ1\"><p><a href=\"/in/otto-wirth/\"><strong>Otto Wirth</strong></a> is a mutual connection</p></div>")])
        .script(WRAPPED),
    of_search(SduiSearch, "foreign_search_screen_inside", "the screen stands inside of the main part", Removed)
        .swap(&[("<div role=\"main\" id=\"workspace\" data-sdui-screen=\"com.linkedin.sdui.flagshipnav.search.SearchResultsPeople\">", "<main id=\"workspace\"><div data-sdui-screen=\"com.linkedin.sdui.flagshipnav.search.SearchResultsPeople\">")]),
    of_search(SduiSearch, "foreign_search_prefix", "only somebody whose slug begins the same", NotFound)
        .rows(&[("ada-brandt-02b90545", "Ada Brandt", "twin", "")]),
    // ---- rows that say nothing, or not yet
    list("foreign_row_by_name", "the only one of that name; the roster has no URL", Removed).without_url(),
    list("foreign_row_and_one_that_leads_to_two", "two rows of that name, one of which leads to two people; no URL", Ambiguous)
        .rows(&[ADA, ("ada-brandt-2", "Ada Brandt", "twin", "<a href=\"/in/otto-wirth/\"><p>Otto Wirth</p></a>")])
        .without_url(),
    of_search(SduiSearch, "foreign_search_and_one_unnamed", "one row of that name, and one without name and link; no URL", Ambiguous)
        .rows(&[ADA, TWIN])
        .script(UNNAMED)
        .without_url(),
    of_search(SduiSearch, "foreign_search_and_one_named_late", "a second row gets its name and link after a second; no URL", Ambiguous)
        .rows(&[ADA, TWIN])
        .script("const t = document.querySelectorAll('[role=listitem]')[1], all = t.innerHTML; t.innerHTML = '<p>…</p>'; setTimeout(() => { t.innerHTML = all }, 1000)")
        .limit(4000)
        .without_url(),
    of_search(SduiSearch, "foreign_search_another_comes_late", "a second row of that name comes after a second; no URL", Ambiguous)
        .rows(&[ADA, TWIN])
        .script("const t = document.querySelectorAll('[role=listitem]')[1]; t.remove(); setTimeout(() => document.querySelector('[role=list]').append(t), 1000)")
        .limit(4000)
        .without_url(),
    of_search(SduiSearch, "foreign_search_named_late", "the row gets its name and link after a second", Removed)
        .script("const t = $('[role=listitem]'), all = t.innerHTML; t.innerHTML = '<p>…</p>'; setTimeout(() => { t.innerHTML = all }, 1000)")
        .limit(4000),
    of_search(SduiSearch, "foreign_search_comes_late", "somebody else's row at first, the person's after a second", Removed)
        .rows(&[("otto-wirth", "Otto Wirth", "otto", ""), ADA])
        .script("const t = document.querySelectorAll('[role=listitem]')[1]; t.remove(); setTimeout(() => document.querySelector('[role=list]').append(t), 1000)")
        .limit(4000),
    of_search(SduiSearch, "foreign_search_unnamed", "rows without name and link", ChangedPage)
        .rows(&[TWIN, TWIN])
        .script("document.querySelectorAll('[role=listitem]').forEach((row) => { row.innerHTML = '<p>Member</p>' })"),
];

const TWIN: ListRow = ("ada-brandt-2", "Ada Brandt", "twin", "");
const UNNAMED: &str = "document.querySelectorAll('[role=listitem]')[1].innerHTML = '<p>Member</p>'";
