//! The page script: what runs beside the page, in a sandbox, to find, read and guard. Its parts are plain JavaScript files, one matter a file, joined
//! here in the order in which they build on each other. What the script is asked, and when, is `ask`'s.

/// The parts of the page script, joined: the body of a function of `request` and `answer`.
macro_rules! page_script {
    () => {
        concat!(
            include_str!("page_script/look.js"),
            include_str!("page_script/times.js"),
            include_str!("page_script/text.js"),
            include_str!("page_script/names.js"),
            include_str!("page_script/sight.js"),
            include_str!("page_script/locators.js"),
            include_str!("page_script/page.js"),
            include_str!("page_script/scopes.js"),
            include_str!("page_script/signs.js"),
            include_str!("page_script/answers.js"),
            include_str!("page_script/guard.js"),
            include_str!("page_script/target.js"),
            include_str!("page_script/dialog.js"),
            include_str!("page_script/outline.js"),
            include_str!("page_script/waits.js"),
            include_str!("page_script/ask.js"),
        )
    };
}
pub(super) use page_script;
