//! How people are named and whom they are taken for: scripts without capitals or spaces, declension, titles of address, companies and
//! posts under the person's name, somebody of the same name above the card.

use super::languages::{PL, TR};
use super::{ADA, ChangedPage, Foreign, Mismatch, NotFound, Removed, list, of_ember, of_sdui};

const CARD: &str = "<div componentkey=\"com.linkedin.sdui.profile.card.refQ1Topcard\">";
const TWIN_ABOVE: &str = r#"<aside><p>People also viewed</p><div componentkey="pav"><a href="/in/ada-brandt-2/"><h2>Ada Brandt</h2></a><p>· 1st</p><button aria-label="More" aria-expanded="false" onclick="portal(this, 'twin')"><svg id="overflow-web-ios-small" width="16" height="16"></svg></button></div></aside><div componentkey="com.linkedin.sdui.profile.card.refQ1Topcard">"#;
const TWIN_CARD_ABOVE: &str = r#"<div componentkey="com.linkedin.sdui.profile.card.refQ9Topcard"><a href="/in/ada-brandt-2/"><h2>Ada Brandt</h2></a><p>· 1st</p><button aria-label="More" aria-expanded="false" onclick="portal(this, 'twin')"><svg id="overflow-web-ios-small" width="16" height="16"></svg></button></div><div componentkey="com.linkedin.sdui.profile.card.refQ1Topcard">"#;
const COMPANY_MENU: &str = r#"<div><a href="/company/ada-brandt/">Ada Brandt</a><button aria-label="More" aria-expanded="false" onclick="portal(this, 'otto')"><svg id="overflow-web-ios-small" width="16" height="16"></svg></button></div><!--end-->"#;
const OWN_POST: &str = r#"<div><a href="/in/ada-brandt/">Ada Brandt</a> shared this <button aria-label="More" aria-expanded="false" onclick="portal(this, 'otto')"><svg id="overflow-web-ios-small" width="16" height="16"></svg></button></div><!--end-->"#;
const COMPANY_ROW: &str = r#"componentkey="ConnectionsPage_ConnectionsList"><div class="_r"><div componentkey="auto-component-co" data-name="Ada Brandt"><a href="/company/ada-brandt/"><div><p>Ada Brandt</p><p>Pottery</p></div></a><button aria-label="More actions for Ada Brandt" aria-expanded="false" onclick="portal(this, 'otto')"><svg id="overflow-web-ios-small" width="16" height="16"></svg></button></div></div>"#;

pub const PEOPLE: &[Foreign] = &[
    // ---- a title of address with the family name: whom it means cannot be told
    of_sdui("foreign_family_name_only", "a question with title and family name: whom it means cannot be told", Mismatch)
        .named("Ada Brandt", "Ada Brandt", "Ms. Brandt"),
    of_sdui("foreign_family_name_of_two_words", "the same with a family name of two words", Mismatch)
        .named("Ana de Souza", "Ana de Souza", "Mrs de Souza"),
    of_sdui("foreign_family_name_of_a_man", "the other title", Mismatch)
        .script("question = () => 'Remove Mr. Brandt from your network?'"),
    of_sdui("foreign_family_name_beside_the_person", "title and family name, and the person beside", Mismatch)
        .script("question = () => 'Remove Ms. Brandt? Ada Brandt stays.'"),
    of_sdui("foreign_family_name_in_other_words", "the same in words that no dialog is known by", Mismatch)
        .script("question = () => 'Do you want to part with Ms. Brandt?'"),
    of_sdui("foreign_family_name_with_her_title", "the title that the page shows, with the family name alone", Mismatch)
        .named("Ada Brandt", "Dr. Ada Brandt", "Dr. Ada Brandt")
        .script("question = () => 'Do you want to remove Dr. Brandt?'"),
    of_sdui("foreign_other_title", "a title that ends no sentence, with another family name", Mismatch)
        .script("question = () => 'Remove dhr. Wirth? You and Ada Brandt stay connected.'"),
    // ---- names written from the family name
    of_sdui("foreign_family_name_first", "the family name first; the question has the given name", Removed)
        .named("Anna Nagy", "Nagy Anna", "Anna"),
    of_sdui("foreign_family_name_first_of_another", "the same, with another's family name", Mismatch)
        .named("Anna Nagy", "Nagy Anna", "Kiss Anna"),
    of_sdui("foreign_name_in_korean", "a Korean name in two pieces; the question has the given name", Removed)
        .named("민준 김", "김 민준", "민준"),
    of_sdui("foreign_name_in_korean_with_an_honorific", "a Korean name in one piece with an honorific at its end", Mismatch)
        .named("김민준", "김민준", "김민준님"),
    of_sdui("foreign_name_in_japanese_with_an_honorific", "a Japanese family name with an honorific at its end", Mismatch)
        .named("楓 神無月", "神無月 楓", "神無月さん"),
    of_sdui(
        "foreign_given_name_of_one_piece",
        "a Japanese name in one piece; the question has the given name: where it begins is not to be seen",
        Mismatch,
    )
    .named("神無月楓", "神無月楓", "楓"),
    of_sdui("foreign_end_of_a_name_in_one_piece", "another's name that the person's ends with", Mismatch)
        .named("佐藤美咲", "佐藤美咲", "咲"),
    of_sdui("foreign_end_of_a_chinese_name", "the same in Chinese, in other words", Mismatch)
        .named("李小明", "李小明", "李小明")
        .script("question = () => 'Do you want to remove 明 from your network?'"),
    // ---- scripts
    of_sdui("foreign_name_in_thai", "a Thai name; the question has the given name", Removed)
        .named("สมชาย ใจดี", "สมชาย ใจดี", "สมชาย"),
    of_sdui("foreign_name_in_thai_run_together", "a Thai name without a space", Mismatch)
        .named("สมชาย ใจดี", "สมชาย ใจดี", "สมชายใจดี"),
    of_sdui("foreign_name_in_thai_with_a_title", "a Thai title run together with the name", Mismatch)
        .named("สมชาย ใจดี", "สมชาย ใจดี", "คุณสมชาย"),
    of_sdui("foreign_other_name_in_hebrew", "a Hebrew name that is shorter by one letter", Mismatch)
        .named("דנה כהן", "דנה כהן", "דן כהן"),
    of_sdui("foreign_name_in_arabic_with_a_word", "an Arabic name that a word is written together with", Mismatch)
        .named("ليلى حداد", "ليلى حداد", "لليلى"),
    of_sdui("foreign_letter_of_another_script", "a name that looks the same, with a Cyrillic letter", Mismatch)
        .named("Ada Brandt", "\u{410}da Brandt", "\u{410}da Brandt"),
    of_sdui("foreign_declined_in_polish", "a Polish question with the name in another case", Mismatch)
        .says(&PL)
        .script("question = () => 'Czy na pewno chcesz usunąć Adę Brandt z listy kontaktów?'"),
    of_sdui("foreign_dotless_i", "a Turkish name with dotless letters, in capitals by the style sheet", Removed)
        .named("Işıl Ilgın", "Işıl Ilgın", "Işıl Ilgın")
        .says(&TR)
        .swap(&[("</style>", "h2,p,button{text-transform:uppercase}</style>")]),
    of_sdui("foreign_dotless_i_of_another", "another's Turkish name, which has a dotless letter more", Mismatch)
        .named("Işıl Ilgın", "Işıl Ilgın", "Işıl Ilgın")
        .says(&TR)
        .script("question = () => 'Işıl İlgin adlı kişiyi bağlantılarınızdan kaldırmak istediğinizden emin misiniz?'"),
    of_sdui("foreign_turkish_ending", "a Turkish question with an ending at the name", Removed)
        .says(&TR)
        .script("question = () => 'Ada Brandt’ı bağlantılarınızdan kaldırmak istediğinizden emin misiniz?'"),
    of_sdui("foreign_dialog_begins_with_a_first_name", "the dialog's sentence begins with another's first name", Mismatch)
        .script("question = () => 'Otto will be removed from your network. Ada Brandt remains a connection.'"),
    of_sdui("foreign_turkish_question_begins_with_another", "a Turkish question, in which another's first name comes first", Mismatch)
        .says(&TR)
        .script("question = () => 'Otto adlı kişiyi bağlantılarınızdan kaldırmak istediğinizden emin misiniz? Ada Brandt kalır.'"),
    of_sdui("foreign_turkish_ending_of_another", "the same with another's name", Mismatch)
        .says(&TR)
        .script("question = () => 'Otto’yu bağlantılarınızdan kaldırmak istediğinizden emin misiniz? Ada Brandt kalır.'"),
    of_sdui("foreign_name_of_the_dialog_s_words", "a person whose name is a word of the dialog", Removed)
        .named("Grace Remove", "Grace Remove", "Grace Remove"),
    of_sdui("foreign_name_of_the_dialog_s_words_and_another", "the same, and the dialog asks about another", Mismatch)
        .named("Grace Remove", "Grace Remove", "Grace Remove")
        .script("question = () => 'Remove Otto from your network?'"),
    of_sdui("foreign_name_cut_short", "the heading is cut short", Mismatch).named("Ada Brandt", "Ada Bra\u{2026}", "Ada Brandt"),
    of_sdui("foreign_name_with_readings", "a Japanese name with its readings above it", Mismatch).named(
        "楓 神無月",
        "<ruby>神無月<rt>かんなづき</rt></ruby> <ruby>楓<rt>かえで</rt></ruby>",
        "楓",
    ),
    of_sdui("foreign_name_turned_round", "a heading whose letters the page turns round", Mismatch)
        .named("Ada Brandt", "<bdo dir=\"rtl\">tdnarB adA</bdo>", "Ada Brandt"),
    of_sdui("foreign_translated", "the browser's translator has wrapped every text", Removed).swap(&[
        ("<h2 id=\"who\">Ada Brandt</h2>", "<h2 id=\"who\"><font style=\"vertical-align:inherit\"><font>Ada Brandt</font></font></h2>"),
        ("<p>Remove Connection</p>", "<p><font style=\"vertical-align:inherit\"><font>Remove Connection</font></font></p>"),
    ]),
    // ---- what a dialog shows beside its words
    of_sdui("foreign_dialog_photo_of_another", "the dialog's words name nobody, its photo is of somebody else", Mismatch)
        .guessed()
        .script("says = () => '<h2>Remove connection?</h2><img alt=\"Otto Wirth\" width=\"60\" height=\"60\"><p>Are you sure?</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>'"),
    of_sdui("foreign_dialog_photo_of_the_person", "the same with the person's own photo", Removed)
        .guessed()
        .script("says = () => '<h2>Remove connection?</h2><img alt=\"Photo of Ada Brandt\" width=\"60\" height=\"60\"><p>Are you sure?</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>'"),
    of_sdui("foreign_dialog_leads_to_another", "the dialog's words name nobody, its picture leads to somebody else", Mismatch)
        .guessed()
        .script("says = () => '<h2>Remove connection?</h2><a href=\"/in/otto-wirth/\"><svg width=\"60\" height=\"60\"></svg></a><p>Are you sure?</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>'"),
    of_sdui("foreign_dialog_leads_to_the_person", "the same, leading to the person", Removed)
        .guessed()
        .script("says = () => '<h2>Remove connection?</h2><a href=\"/in/ada-brandt/\"><svg width=\"60\" height=\"60\"></svg></a><p>Are you sure?</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>'"),
    of_sdui("foreign_dialog_described_elsewhere", "only a text elsewhere, which the dialog points to, says whom it is about", Mismatch)
        .guessed()
        .script("document.body.insertAdjacentHTML('beforeend', '<p id=\"d\" hidden>Remove Otto Wirth</p>'); box = ((was) => () => { const it = was(); it.setAttribute('aria-describedby', 'd'); return it })(box); question = () => 'Are you sure?'"),
    list("foreign_row_dialog_leads_to_another", "the dialog of the list names nobody, its picture leads to somebody else", Mismatch)
        .guessed()
        .script("says = () => '<h2>Remove connection?</h2><a href=\"/in/otto-wirth/\"><svg width=\"60\" height=\"60\"></svg></a><p>Are you sure?</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>'"),
    list("foreign_row_dialog_leads_to_the_person", "the same, leading to the person", Removed)
        .guessed()
        .script("says = () => '<h2>Remove connection?</h2><a href=\"/in/ada-brandt/\"><svg width=\"60\" height=\"60\"></svg></a><p>Are you sure?</p><button class=\"q-no\">Cancel</button><button class=\"q-yes\">Remove</button>'"),
    // ---- taken for the person
    of_sdui("foreign_company_of_the_same_name", "a company of that name in the card", Removed)
        .swap(&[("<!--end-->", "<a href=\"/company/ada-brandt/\"><h2>Ada Brandt</h2></a><!--end-->")]),
    of_sdui("foreign_company_with_a_menu", "the same with an overflow button of its own", ChangedPage)
        .swap(&[("<!--end-->", COMPANY_MENU)]),
    of_ember("foreign_company_before_the_name", "a company of that name before the person's", Removed)
        .swap(&[("<!--top-->", "<a href=\"/company/ada-brandt/\"><h2>Ada Brandt</h2></a>")]),
    of_sdui("foreign_namesake_above", "\"People also viewed\" above the card, with somebody of the same name", Removed)
        .swap(&[(CARD, TWIN_ABOVE)]),
    of_sdui("foreign_namesake_above_as_a_card", "the same, marked as the card is", ChangedPage)
        .swap(&[(CARD, TWIN_CARD_ABOVE)]),
    of_sdui("foreign_own_post_in_the_card", "a post of the person's in the card, with an overflow button of its own", ChangedPage)
        .swap(&[("<!--end-->", OWN_POST)]),
    of_sdui("foreign_headline_is_a_degree", "the headline is \"2nd\", the degree the 1st", ChangedPage)
        .swap(&[("<p>Potter at Mudworks</p>", "<p>2nd</p>")]),
    of_sdui("foreign_button_of_another", "the overflow button's label names somebody else", Mismatch)
        .swap(&[("id=\"more\" aria-label=\"More\"", "id=\"more\" aria-label=\"More actions for Otto Wirth\"")]),
    list("foreign_row_letter_of_another_script", "the row's name looks the same, with a Cyrillic letter: the name filter leaves it out", NotFound)
        .rows(&[("ada-brandt", "\u{410}da Brandt", "twin", "")]),
    list("foreign_row_of_a_company", "a row for a company of that name before the person's", Removed)
        .rows(&[ADA])
        .swap(&[("componentkey=\"ConnectionsPage_ConnectionsList\">", COMPANY_ROW)]),
];
