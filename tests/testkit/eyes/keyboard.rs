//! Whether everything that can be used can be reached by the Tab key, in the order of the page, and whether it is seen where
//! one is.

use super::browser::Browser;

/// Everything that a mouse could use, in the order of the page, is numbered. What a browser itself scrolls by keys counts too.
const NUMBER: &str = r"
const usable = 'a[href], button, input, select, textarea, summary, [tabindex]';
const stops = [...document.querySelectorAll(usable)].filter((el) => el.tabIndex >= 0 && !el.disabled && el.checkVisibility({ visibilityProperty: true }));
stops.forEach((el, nth) => { el.dataset.stop = nth; });
document.activeElement.blur();
getSelection().removeAllRanges();
window.scrollTo(0, 0);
return stops.map((el) => `${el.tagName.toLowerCase()} ${el.id || el.textContent.trim().slice(0, 30)}`);
";

/// Where the focus is: its number, and what is wrong with how it shows.
const FOCUS: &str = r"
const el = document.activeElement;
if (!el || el === document.body) return [null, ''];
const style = getComputedStyle(el);
const box = el.getBoundingClientRect();
const wrong = [];
if (!el.matches(':focus-visible')) wrong.push('is not shown as focused');
if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 1) wrong.push('has no outline');
if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) wrong.push('is out of view');
if (box.width < 2 || box.height < 2) wrong.push('has no size');
return ['stop' in el.dataset ? Number(el.dataset.stop) : -1, wrong.join(', ')];
";

/// Goes through the page by the Tab key alone, from its start to its end, and tells what could not be reached, was reached out
/// of order, or did not show that it was reached.
pub async fn tab_faults(browser: &Browser, place: &str) -> Vec<String> {
    let stops: Vec<String> = browser
        .await_read(NUMBER)
        .await
        .as_array()
        .unwrap()
        .iter()
        .map(|stop| stop.as_str().unwrap().to_owned())
        .collect();
    let mut faults = Vec::new();
    let mut reached = vec![false; stops.len()];
    let mut last = -1;
    for _ in 0..stops.len() * 2 + 5 {
        browser.press(&["Tab"]).await;
        let told = browser.await_read(FOCUS).await;
        let Some(stop) = told[0].as_i64() else { break };
        // Around again.
        if usize::try_from(stop).is_ok_and(|stop| reached[stop]) {
            break;
        }
        if let Ok(nth) = usize::try_from(stop) {
            reached[nth] = true;
            if stop < last {
                faults.push(format!(
                    "{place}: {} comes after {}",
                    stops[nth],
                    stops[usize::try_from(last).unwrap()]
                ));
            }
            last = stop;
        }
        let what = usize::try_from(stop).map_or("something without a number", |nth| stops[nth].as_str());
        if let Some(wrong) = told[1].as_str().filter(|wrong| !wrong.is_empty()) {
            faults.push(format!("{place}: {what} {wrong}"));
        }
    }
    let missed = stops.iter().zip(&reached).filter(|(_, reached)| !**reached);
    faults.extend(missed.map(|(stop, _)| format!("{place}: no Tab leads to {stop}")));
    if stops.is_empty() {
        faults.push(format!("{place}: there is nothing to use"));
    }
    faults
}
