//! The pages on which a run must stop, and those of people who are not there.

use maud::{Markup, html};

use super::super::lang::Texts;
use super::shell::plain;

/// The check for a human, with a captcha or without.
pub(crate) fn challenge(texts: &Texts, lang: &str, captcha: bool) -> Markup {
    let body = html! {
        div id="app__container" class="card" {
            main {
                h1 { (texts.security_check) }
                p { "Practice security verification: a human must look here. Nothing real is checked." }
                @if captcha {
                    div id="captcha-internal" {
                        iframe src="/preload/?captcha" title="captcha" width="300" height="78" {}
                        input type="hidden" name="captcha";
                    }
                }
                form method="post" action="/checkpoint/challenge/verify" {
                    button class="main" type="submit" { "I am a human (practice)" }
                }
            }
        }
    };
    plain(lang, "Security Verification | LinkedIn", &body)
}

/// The account is restricted.
pub(crate) fn restricted(texts: &Texts, lang: &str) -> Markup {
    let body = html! {
        div class="card" {
            h1 { (texts.restricted) }
            p { "Your account has been restricted. To get back in, you would have to submit a government-issued ID. This is practice: there is no account." }
        }
    };
    plain(lang, "LinkedIn", &body)
}

/// Too many page views.
pub(crate) fn unusual_activity(texts: &Texts) -> Markup {
    let body = html! {
        div class="card" {
            h1 { (texts.unusual) }
            p { "We detected unusual activity, an unusually high volume of LinkedIn profile data. Please try again later. (Practice.)" }
        }
    };
    plain("en", "LinkedIn", &body)
}

/// A small page that says that something is wrong, with status 200.
pub(crate) fn generic_error() -> Markup {
    plain(
        "en",
        "LinkedIn",
        &html! { div { h1 { "Something went wrong" } p { "Too many requests. Please slow down and try again later." } } },
    )
}

/// The small body that comes with an error status.
pub(crate) fn small_error(status: u16) -> Markup {
    let (title, text) = match status {
        999 => ("999: request failed", "Request denied"),
        429 => ("429", "Too many requests"),
        403 => ("403", "Forbidden"),
        451 => ("451", "Unavailable for legal reasons"),
        _ => ("Error", "The server could not answer"),
    };
    plain("en", title, &html! { h1 { (text) } p { "HTTP " (status) } })
}

/// Where the address of a profile that does not exist leads.
pub(crate) fn not_found(texts: &Texts, lang: &str) -> Markup {
    let body = html! {
        div class="card" {
            h1 { (texts.page_missing) }
            p { "Please check the address, or go back to your feed." }
            a class="main" href="/feed/" { "Go to your feed" }
        }
    };
    plain(lang, "Profile Not Found | LinkedIn", &body)
}

/// The page in place of a profile, at the profile's own address.
pub(crate) fn interstitial(texts: &Texts, lang: &str) -> Markup {
    let body = html! {
        main class="card" {
            h2 { (texts.page_missing) }
            p { "This profile is not available." }
            a class="main" href="/feed/" { "Go to your feed" }
        }
    };
    plain(lang, "LinkedIn", &body)
}
