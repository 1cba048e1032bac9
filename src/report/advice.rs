//! What an end of a run or an outcome means, and what to do next, in a sentence each.

use super::model::{Report, RunFacts, Story};
use crate::domain::{Outcome, Reason, StepFault, StoppedBy, quoted, with_given};
use crate::ledger::RunKind;
use crate::wording::{number, people, sentence};

/// What something means and what to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Advice {
    /// What it means.
    pub(super) means: &'static str,
    /// What to do next; empty where there is nothing to do.
    pub(super) next: &'static str,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct End {
    /// Whether all is well, somebody must look, or it was cut short.
    pub(super) mood: Mood,
    /// In a few words.
    pub(super) headline: String,
    /// What it means.
    pub(super) means: String,
    /// What to do next.
    pub(super) next: String,
}

/// How good an end is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    /// Nothing to do.
    Well,
    /// Goes on by itself or with the next run.
    Later,
    /// A human must do something.
    Act,
}

/// How the last run of a report ended.
pub(super) fn of_report(report: &Report) -> Option<End> {
    let run = report.last_run()?;
    let looks = report.needing_a_look();
    let mut end = of_run(run, looks, report.redacted);
    end.means = with_given(&end.means, &report.given).into_owned();
    end.next = with_given(&end.next, &report.given).into_owned();
    if let Some(left) = run.left().filter(|left| *left > 0) {
        let left = people(usize::try_from(left).unwrap_or(usize::MAX));
        end.means.push_str(&format!(" Left for a later run: {left}."));
    }
    if looks > 0 && run.row.stopped_by.is_some() {
        end.next.push_str(&format!(" Besides, {} a look.", need(looks)));
    }
    Some(end)
}

fn need(count: usize) -> String {
    if count == 1 { "1 person needs".to_owned() } else { format!("{} people need", number(count)) }
}

fn of_run(run: &RunFacts, looks: usize, redacted: bool) -> End {
    let row = &run.row;
    if let Some(stopped_by) = row.stopped_by {
        let advice = of_stop(stopped_by);
        let means = match run.end_detail() {
            // These ends have one cause each, and the run's own words are all of it.
            Some(detail) if !redacted && matches!(stopped_by, StoppedBy::Limit | StoppedBy::Interrupted) => {
                sentence(detail)
            }
            Some(detail) if !redacted => format!("{} {}", advice.means, sentence(detail)),
            _ => advice.means.to_owned(),
        };
        let mood = match stopped_by {
            StoppedBy::Limit
            | StoppedBy::Budget
            | StoppedBy::Hours
            | StoppedBy::Cooldown
            | StoppedBy::NoEffect
            | StoppedBy::Interrupted => Mood::Later,
            _ => Mood::Act,
        };
        let headline = format!("Stopped early: {}", headline_of_stop(stopped_by));
        return End { mood, headline, means, next: advice.next.to_owned() };
    }
    if row.ended_at.is_none() {
        return End {
            mood: Mood::Later,
            headline: "No end is written down".to_owned(),
            means: "The run is still going on, or it was cut off by a crash, a kill or a power cut. Nothing is lost: every \
                    intent was written before its click."
                .to_owned(),
            next: "If it is not running any more, run it again with the same roster. Whoever was in doubt is looked at \
                   first, and nobody is clicked on twice without that look."
                .to_owned(),
        };
    }
    if looks > 0 {
        return End {
            mood: Mood::Act,
            headline: format!("Done, and {} a look", need(looks)),
            means: "The run went through its roster. Some outcomes could not be settled without a human."
                .to_owned(),
            next: "See under \"Needs a look\" what was seen, and what to do about each.".to_owned(),
        };
    }
    let rehearsal = row.start.kind == RunKind::Rehearsal;
    End {
        mood: Mood::Well,
        headline: "Done".to_owned(),
        means: if rehearsal {
            "The rehearsal went through its roster. Nothing was clicked that could remove.".to_owned()
        } else {
            "The run went through its roster, and nobody needs a look.".to_owned()
        },
        next: if rehearsal {
            format!(
                "`unlinked run {} --rehearsed {}{}` acts on the people whose rehearsal was good.",
                row.start.roster.as_deref().filter(|_| !redacted).map_or("ROSTER".into(), quoted),
                row.id,
                run.keep
                    .as_deref()
                    .filter(|_| !redacted)
                    .map_or(String::new(), |keep| format!(" --keep {}", quoted(keep))),
            )
        } else {
            String::new()
        },
    }
}

fn headline_of_stop(stopped_by: StoppedBy) -> &'static str {
    match stopped_by {
        StoppedBy::Limit => "--limit was reached",
        StoppedBy::Budget => "a budget is spent",
        StoppedBy::Hours => "outside of the active hours",
        StoppedBy::Cooldown => "the site asked to slow down",
        StoppedBy::NoEffect => "clicks had no effect",
        StoppedBy::SignedOut => "signed out",
        StoppedBy::Owner => "somebody else is signed in",
        StoppedBy::Challenge => "the site asks for a security check",
        StoppedBy::Restriction => "the site restricts the account",
        StoppedBy::Breaker => "too many problems in a row",
        StoppedBy::ChangedPage => "your own profile does not fit the selector files",
        StoppedBy::Browser => "the browser was lost",
        StoppedBy::Outage => "the site was not reached",
        StoppedBy::State => "the state folder cannot be used",
        StoppedBy::Protection => "the keep list protects less than was confirmed",
        StoppedBy::Interrupted => "interrupted",
    }
}

/// What a stop of a run means.
pub(super) fn of_stop(stopped_by: StoppedBy) -> Advice {
    let (means, next) = match stopped_by {
        StoppedBy::Limit => (
            "The run made as many removals as `--limit` allows.",
            "Run it again when you like; people who are done are left alone.",
        ),
        StoppedBy::Budget => (
            "The budget of a rolling day, week or month is spent.",
            "`unlinked status` says when there is room again. A run without `--no-wait` waits for it.",
        ),
        StoppedBy::Hours => (
            "The run may act only in the active hours of the config.",
            "Run it again in those hours, or without `--no-wait`, so that it waits for them.",
        ),
        StoppedBy::Cooldown => (
            "The site showed a sign of throttling or a limit notice. A cool-down is in force, longer each time within a week.",
            "Leave the account alone until `unlinked status` says that it is over; later runs refuse or wait until then.",
        ),
        StoppedBy::NoEffect => (
            "Two people in a row were still connected after a click that the site took. It does nothing with clicks, which is a sign of throttling. A cool-down is in force, longer each time within a week.",
            "Leave the account alone until `unlinked status` says that it is over. Whoever was clicked on is tried once more after `engine.retry_after`.",
        ),
        StoppedBy::SignedOut => (
            "The site showed its sign-in page: the session in the browser profile is no longer good.",
            "`unlinked login`, sign in, and run it again.",
        ),
        StoppedBy::Owner => (
            "Another member is signed in than the one this ledger belongs to. No profile was opened.",
            "Sign in as the right member with `unlinked login`, or give the other account a state folder of its own with `--state`.",
        ),
        StoppedBy::Challenge => (
            "The site asks for a check that only a human may answer. Later runs refuse until you say that it is done.",
            "`unlinked login` opens this account's own browser, whose session is asked: answer the check there, wait a day to be careful, then `unlinked resume`.",
        ),
        StoppedBy::Restriction => (
            "The site says that the account is restricted. Later runs refuse until you say that it is over.",
            "`unlinked login` opens this account's own browser: do there what the site asks. `unlinked resume` only when the restriction is lifted, with lower budgets.",
        ),
        StoppedBy::Breaker => (
            "The same kind of problem came up too often in a row, which looks like a changed page or a wrong roster.",
            "Look at the people below. Mend the selector file (a changed revision closes the breaker) or the roster, or say `unlinked resume`.",
        ),
        StoppedBy::ChangedPage => (
            "It could not be read who is signed in, since your own profile does not look as the selector files say. No other page was opened.",
            "`unlinked selectors probe /in/me/` shows what fits and what does not. Mend the selector file, and run it again.",
        ),
        StoppedBy::Browser => (
            "The browser or its driver could not be started, or was lost for good.",
            "`unlinked selectors probe` tries browser and driver without acting. Whoever was in doubt is looked at first by the next run.",
        ),
        StoppedBy::Outage => (
            "The network or the site kept the pages back, or another host answered in the site's place, where nothing was read, clicked or typed. Nobody's tries are spent.",
            "See whether the site opens in a browser on that machine: a network may want a sign-in of its own, or a proxy stands in between. Then run it again.",
        ),
        StoppedBy::State => (
            "The ledger or another file of the state folder could not be read or written, so nothing more was clicked.",
            "The message at the end of the run names the file. Free some space or mend its permissions, and run it again.",
        ),
        StoppedBy::Protection => (
            "While the run was going, a keep list lost lines, was emptied or removed, or could not be read any more. Nobody was clicked on after that.",
            "The message at the end of the run names the lines. Put them back, or start the run again to confirm the list as it is now.",
        ),
        StoppedBy::Interrupted => (
            "Somebody pressed Ctrl-C, or the system ended the run.",
            "Run it again with the same roster when you like; people who are done are left alone.",
        ),
    };
    Advice { means, next }
}

impl Story {
    /// What the outcome means and what to do next.
    #[must_use]
    pub(super) fn advice(&self) -> Advice {
        of_standing(self)
    }

    /// What to do next about this person, with commands ready to be copied; empty where there is nothing to do.
    #[must_use]
    pub fn next_step(&self) -> String {
        let next = with_given(self.advice().next, &self.given);
        match &self.slug {
            _ if !self.needs_a_look && self.outcome != Outcome::Pending => String::new(),
            Some(slug) if !slug.is_empty() && !slug.contains(' ') => next.replace("SLUG", slug),
            // A key such as `name:ann lee|acme` is one word for a shell only in quotes.
            _ => next.replace("SLUG", &quoted(&self.key)),
        }
    }
}

/// What it means where a person of the report stands, and what to do next.
pub(super) fn of_standing(story: &Story) -> Advice {
    match story.outcome {
        Outcome::Pending if story.spent > 0 => Advice {
            means: "The click was made, and two looks afterwards still showed the connection: the site did nothing.",
            next: "A later run tries once more, not before `engine.retry_after` (24 h) has passed. There is nothing to do, unless \
                   you want to look at the profile yourself.",
        },
        Outcome::Unconfirmed if story.spent > 1 => Advice {
            means: "Clicked twice, and each time two looks afterwards still showed the connection: the site did nothing.",
            next: "Open the profile and try it by hand. `unlinked retry SLUG` lets a later run try again; `unlinked skip SLUG` \
                   leaves them alone.",
        },
        Outcome::Unconfirmed if story.is_users => Advice {
            means: "The click was made or may have been made, and nothing proved what came of it. No run acts on them by itself.",
            next: "Open the profile yourself. If the person is still a connection, `unlinked retry SLUG` lets a later run act \
                   again; else `unlinked skip SLUG`.",
        },
        Outcome::Failed if story.is_users => Advice {
            means: "A fault before the point of no return, in one run after the other. No run tries them again by itself. \
                    Nothing was clicked that could remove.",
            next: "`unlinked retry SLUG` lets a later run try again. If it stays, `unlinked selectors probe` shows what the \
                   browser sees.",
        },
        _ => of_person(story.outcome, story.fault),
    }
}

/// What the outcome of a person means.
pub(super) fn of_person(outcome: Outcome, fault: Option<StepFault>) -> Advice {
    let reason = fault.map(|fault| fault.reason);
    let (means, next) = match outcome {
        Outcome::Removed => ("No connection any more, proved on a fresh load.", ""),
        Outcome::Unfollowed => ("No longer followed, proved on a fresh load.", ""),
        Outcome::Withdrawn => ("The invitation was taken back, proved on a fresh load.", ""),
        Outcome::Unconfirmed => (
            "The click was made or may have been made, and nothing proved what came of it.",
            "Open the profile yourself. If the person is still a connection, `unlinked retry SLUG` lets a later run act again; \
             else `unlinked skip SLUG`. The next run also looks by itself before it clicks.",
        ),
        Outcome::NotConnected => {
            ("The profile shows that they were no 1st-degree connection. Nothing was clicked.", "")
        }
        Outcome::NotFound => (
            "The site said that nobody is there. Such answers can be passing, so it counts only when seen twice, a day apart.",
            "Run it again after a day, or check the address in the roster.",
        ),
        Outcome::Ambiguous => (
            "More than one person fits what the roster says. Nothing was clicked.",
            "Give the profile's address in the roster, or company and location.",
        ),
        Outcome::Mismatch => (
            "The page is about somebody else than the roster says. Nothing was clicked that could remove.",
            "Compare the name in the roster with the page. Correct the row, or `unlinked skip SLUG`.",
        ),
        Outcome::Kept if reason == Some(Reason::CannotTell) => (
            "A `company:` line of the keep list may keep them, and nobody knows where they work. They are left alone until you say.",
            "`unlinked keep release SLUG` lets later runs act on them; or put them on the keep list by name.",
        ),
        Outcome::Kept => ("On the keep list: left alone.", ""),
        Outcome::ChangedPage if reason == Some(Reason::Guessed) => (
            "The page is known only by a guess, and guesses are not acted on outside of practice.",
            "Look at the picture and the candidates. If they are right, `unlinked selectors prove WHO` removes one person whom you name, and \
             takes the guess out of the guesses by that.",
        ),
        Outcome::ChangedPage => (
            "The page is not as the selector file says. Nothing was clicked that could remove.",
            "`unlinked selectors learn` asks you what on the page is what was looked for, and mends the selector file by your answer. A newer version \
             of `unlinked` may know the page too. `unlinked selectors probe SLUG --outline FILE` writes what can be shared of the page, for a report to \
             the project. Later runs try again.",
        ),
        Outcome::Rehearsed => {
            ("Everything up to the point of no return was found and checked. Nothing was removed.", "")
        }
        Outcome::Failed => (
            "A passing fault before the point of no return: network, page load or driver. Nothing was clicked that could remove.",
            "Later runs try again, three times at most. If it stays, `unlinked selectors probe` shows what the browser sees.",
        ),
        Outcome::Skipped => ("Left alone because you said so.", ""),
        Outcome::Pending => ("Not done in this run.", "A later run with the same roster takes them up."),
    };
    Advice { means, next }
}

/// How a locator that failed is mended, step by step. `surface` names the file.
pub(super) fn mending(locator: &str, reason: Reason, surface: &str) -> Vec<String> {
    let candidate = match reason {
        Reason::NotUnique => {
            "make the candidate narrower (a scope, an attribute, `closest`), until it fits exactly one element"
        }
        Reason::Covered | Reason::NotStable | Reason::NotVisible | Reason::NotEnabled => {
            "check in the picture what is in the way; a notice that can be closed belongs into `dismiss`"
        }
        _ => "add a candidate that fits exactly one element of the outline, above the ones that fail",
    };
    vec![
        "`unlinked selectors export DIR` writes the built-in files.".to_owned(),
        format!("In `DIR/{surface}.toml`, at `[locator.{locator}]`: {candidate}. Write down where you saw it: `evidence = \"seen YYYY-MM\"`."),
        "`unlinked selectors check --selectors DIR`, then `unlinked selectors probe URL --selectors DIR`, which removes nobody.".to_owned(),
        "Run it again with `--selectors DIR`.".to_owned(),
    ]
}
