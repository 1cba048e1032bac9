//! The pages of the member who is, or is not, signed in: sign-in, authwall, home for guests.

use maud::{Markup, html};

use super::super::lang::Texts;
use super::shell::plain;

/// The sign-in form. Any password of the practice member does.
pub(crate) fn login(texts: &Texts, lang: &str, back: &str, wrong: bool) -> Markup {
    let body = html! {
        div class="card" {
            h1 { (texts.sign_in) }
            p { "Practice: any name and any password sign you in. Do not type a real one." }
            @if wrong { p class="error" role="alert" { "Please enter a name and a password." } }
            (form(texts, back))
            p { (texts.join_now) ": not here." }
        }
    };
    plain(lang, "LinkedIn Login, Sign in | LinkedIn", &body)
}

/// The wall in front of profiles for guests.
pub(crate) fn authwall(texts: &Texts, lang: &str, back: &str) -> Markup {
    let body = html! {
        div class="card" {
            h1 { (texts.join_now) }
            p { (texts.welcome_back) ". Sign in using another account, or choose an account." }
            (form(texts, back))
        }
    };
    plain(lang, "Sign Up | LinkedIn", &body)
}

/// The start page for guests.
pub(crate) fn guest_home(texts: &Texts, lang: &str) -> Markup {
    let body = html! {
        main class="card" {
            h1 { "Welcome to practice" }
            p { "You are not signed in." }
            a class="main" href="/login" { (texts.sign_in) }
        }
    };
    plain(lang, "LinkedIn: Log In or Sign Up", &body)
}

fn form(texts: &Texts, back: &str) -> Markup {
    html! {
        form method="post" action="/checkpoint/lg/login-submit" {
            label for="username" { "Email or phone" }
            input id="username" name="session_key" autocomplete="username" required;
            label for="password" { "Password" }
            input id="password" name="session_password" type="password" autocomplete="current-password" required;
            input type="hidden" name="session_redirect" value=(back);
            button class="main" type="submit" { (texts.sign_in) }
        }
    }
}
