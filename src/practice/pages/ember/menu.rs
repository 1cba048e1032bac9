//! The overflow menu of the older front end, in the page and filled before anybody opens it.

use maud::{Markup, html};

use super::super::super::lang::{Texts, with_name};
use super::super::super::world::Shown;
use super::super::view::View;

/// One item: its icon, its text, its label if it has one, and how a click on it is noted if it is a decoy.
struct Item {
    icon: &'static str,
    text: String,
    label: Option<String>,
    harm: Option<String>,
}

fn item(icon: &'static str, text: &str, label: &str, name: &str) -> Item {
    Item { icon, text: text.to_owned(), label: Some(with_name(label, name)), harm: None }
}

/// The button with its menu, as it stands in the sticky header and again in the top card.
pub(crate) fn dropdown(view: &View, shown: &Shown) -> Markup {
    let texts = &view.texts;
    let (wrap, trigger, content) = (view.load.ember(), view.load.ember(), view.load.ember());
    let hash = view.load.noise();
    html! {
        div id=(wrap) class="artdeco-dropdown artdeco-dropdown--placement-bottom artdeco-dropdown--justification-left ember-view" {
            button aria-expanded="false" aria-label=(texts.more_actions) id={ (trigger) "-profile-overflow-action" } type="button" tabindex="0"
                class={ "artdeco-dropdown__trigger artdeco-dropdown__trigger--placement-bottom ember-view " (hash) " artdeco-button artdeco-button--secondary artdeco-button--muted artdeco-button--2" } {
                span { (texts.more) }
            }
            div role=[view.redesign.role_of_menu()] tabindex="-1" aria-hidden="true" id=(content)
                class={ (view.load.noise()) " artdeco-dropdown__content artdeco-dropdown--is-dropdown-element artdeco-dropdown__content--justification-left artdeco-dropdown__content--placement-bottom" } {
                div class="artdeco-dropdown__content-inner" {
                    ul { @for item in items(view, shown) { li { (render(view, &item, &shown.key)) } } }
                }
            }
        }
    }
}

fn render(view: &View, item: &Item, slug: &str) -> Markup {
    let inside = inside(item);
    html! {
        div role=[view.redesign.role_of_item("button")] tabindex="0" id=(view.load.ember()) aria-label=[item.label.as_ref()]
            data-other=[item.harm.as_ref()] data-about=[item.harm.as_ref().map(|_| slug)]
            class="artdeco-dropdown__item artdeco-dropdown__item--is-dropdown ember-view full-width display-flex align-items-center" {
            @if view.redesign.wraps() { div class="display-flex" { (inside) } } @else { (inside) }
        }
    }
}

fn inside(item: &Item) -> Markup {
    html! {
            svg role="none" aria-hidden="true" class="mr3 flex-grow-0" data-test-icon=(item.icon) width="24" height="24" viewBox="0 0 24 24" {
                circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" stroke-width="2" {}
            }
            @if item.label.is_some() {
                span class="display-flex t-normal flex-1" aria-hidden="true" { (item.text) }
            } @else {
                span class="display-flex t-normal flex-1" aria-hidden="true" { (item.text) }
                span class="a11y-text" { (item.text) }
            }
    }
}

fn items(view: &View, shown: &Shown) -> Vec<Item> {
    let (texts, name): (&Texts, &str) = (&view.texts, &shown.person.name);
    let connected = shown.degree == 1;
    let mut items = vec![
        item("share-linkedin-medium", &texts.send_profile, &texts.send_profile_of, name),
        Item {
            icon: "download-medium",
            text: texts.save_pdf.clone(),
            label: Some(texts.save_pdf.clone()),
            harm: None,
        },
    ];
    if connected {
        items.push(item("quote-medium", &texts.ask_recommendation, &texts.ask_recommendation_of, name));
        items.push(item("comment-medium", &texts.recommend, &texts.recommend_of, name));
    }
    if shown.message_first {
        items.push(item("connect-medium", &texts.connect, &texts.invite_to_connect, name));
    }
    // A connection is followed or can be followed; both stand in this menu (public scripts read them there by their labels).
    let missing = view.fault_of("menu_missing_item", Some(&shown.key)).is_some();
    if shown.person.following && !missing {
        items.push(item("clear-medium", &texts.unfollow, &texts.unfollow_of, name));
        if view.fault_of("menu_two_items", Some(&shown.key)).is_some() {
            items.push(item("clear-medium", &texts.unfollow, &texts.unfollow_of, name));
        }
    } else if connected && !missing {
        items.push(item("add-medium", &texts.follow, &texts.follow_of, name));
    }
    if connected && !missing {
        // The real Polish page labels this item "Send message to NAME"; the Polish texts have that mistake too.
        let mislabelled = view.fault_of("mislabel", Some(&shown.key)).is_some();
        let label = if mislabelled { &texts.message_to } else { &texts.remove_item_label };
        items.push(item("remove-connection-medium", &texts.remove_item, label, name));
        if view.fault_of("menu_two_items", Some(&shown.key)).is_some() {
            items.push(item("remove-connection-medium", &texts.remove_item, label, name));
        }
    }
    items.push(item("report-medium", &texts.report, &texts.report_of, name));
    items.push(Item { icon: "signal-notice-medium", text: texts.about.clone(), label: None, harm: None });
    let decoys = view.redesign.decoys(texts, &view.lang).into_iter().map(|decoy| Item {
        icon: "minus-circle-medium",
        text: with_name(&decoy.text, name),
        label: None,
        harm: Some(decoy.what),
    });
    items.splice(2..2, decoys);
    items = view.redesign.put_in_order(items);
    if view.has("shuffled") {
        view.load.shuffle(&mut items);
    }
    items
}
