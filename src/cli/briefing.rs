//! What the user reads before a run starts: how many people, how long, under which limits, and what cannot be undone.

use std::collections::BTreeMap;

use super::output::{Paint, fields, paragraph};
use crate::domain::{Action, Route};
use crate::wording::people;

/// What there is to say before a run.
#[derive(Debug, Clone)]
pub(super) struct Briefing {
    /// The roster's file.
    pub(super) roster: String,
    /// People in the roster, each once.
    pub(super) people: usize,
    /// Rows left out as duplicates.
    pub(super) duplicates: usize,
    /// People that earlier runs are done with.
    pub(super) done: usize,
    /// People who wait for the user, or for a later day.
    pub(super) waiting: usize,
    /// People on the keep list who are not done anyway.
    pub(super) kept: usize,
    /// What the keep lists come to, a sentence each; empty without one.
    pub(super) protected: Vec<String>,
    /// The people left to act on, by action.
    pub(super) left: BTreeMap<Action, usize>,
    /// Those of them whom this run is about, by action.
    pub(super) now: BTreeMap<Action, usize>,
    /// The site.
    pub(super) site: String,
    /// Whether the site is a practice site.
    pub(super) practice: bool,
    /// The ledger's owner, once it has one.
    pub(super) owner: Option<String>,
    /// The state folder.
    pub(super) state: String,
    /// The limits in force, one sentence each; empty for none.
    pub(super) limits: Vec<String>,
    /// How long it will take and when it will be done.
    pub(super) time: String,
    /// How people are reached.
    pub(super) route: Route,
}

impl Briefing {
    /// How many people are left to act on.
    fn to_act_on(&self) -> usize {
        self.left.values().sum()
    }

    /// How many people are for later runs.
    fn later(&self) -> usize {
        self.to_act_on().saturating_sub(self.now.values().sum())
    }

    /// What is going to be done, as in `Remove 12 people and unfollow 3`, or `Remove 5 people now, 193 later`.
    pub(super) fn deed(&self) -> String {
        let later = self.later();
        let parts: Vec<String> = self
            .now
            .iter()
            .filter(|(_, n)| **n > 0)
            .map(|(action, n)| match action {
                Action::Remove => format!("remove {}", people(*n)),
                Action::Unfollow => format!("unfollow {}", people(*n)),
                Action::Withdraw => {
                    format!("withdraw {n} {}", if *n == 1 { "invitation" } else { "invitations" })
                }
            })
            .collect();
        let mut text = parts.join(" and ");
        if later > 0 {
            text.push_str(&format!(" now, {later} later"));
        }
        let mut letters = text.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    /// The whole text.
    pub(super) fn text(&self, paint: Paint, width: usize) -> String {
        let mut roster = format!("{}: {}", self.roster, people(self.people));
        if self.duplicates > 0 {
            let rows = if self.duplicates == 1 { "row" } else { "rows" };
            roster.push_str(&format!(", {} more {rows} left out as duplicates", self.duplicates));
        }
        let mut parts = Vec::new();
        if self.done > 0 {
            parts.push(format!("{} done before", self.done));
        }
        if self.kept > 0 {
            parts.push(format!("{} on the keep list", self.kept));
        }
        if self.waiting > 0 {
            parts.push(format!("{} waiting for a later day or for you", self.waiting));
        }
        parts.push(format!("{} left to act on", self.to_act_on()));
        let mut left = parts.join(", ");
        let later = self.later();
        if later > 0 {
            left.push_str(&format!(": {} now, {later} later", self.now.values().sum::<usize>()));
        }
        let account = match &self.owner {
            Some(owner) => format!("{owner}, state in {}", self.state),
            None => format!("whoever is signed in (the first run learns it), state in {}", self.state),
        };
        let mut list = vec![("Roster", roster), ("", left)];
        let mut protected = self.protected.iter();
        list.push(("Keep list", protected.next().cloned().unwrap_or_else(|| "none".to_owned())));
        list.extend(protected.map(|said| ("", said.clone())));
        list.push(("Account", account));
        if self.practice {
            list.push(("Site", format!("{} (a practice site: nothing real is touched)", self.site)));
        } else {
            list.push(("Site", self.site.clone()));
        }
        let mut limits = self.limits.iter();
        list.push(("Limits", limits.next().cloned().unwrap_or_else(|| "none".to_owned())));
        list.extend(limits.map(|limit| ("", limit.clone())));
        list.push(("Time", self.time.clone()));
        let mut text = fields(&list, width);
        text.push('\n');
        text.push_str(&paint.strong(&paragraph(self.cannot_be_undone(), width, 0)));
        text.push('\n');
        text.push_str(&paragraph(self.who_learns_of_it(), width, 0));
        text.push('\n');
        text
    }

    fn cannot_be_undone(&self) -> &'static str {
        let any = |action| self.left.get(&action).is_some_and(|n| *n > 0);
        if any(Action::Remove) {
            "A removal cannot be undone: the only way back is a new invitation that the other person must accept."
        } else if any(Action::Withdraw) {
            "A withdrawal cannot be undone: LinkedIn may keep you from inviting the same person again for up to three weeks."
        } else {
            "Whoever is unfollowed stays a connection, and can be followed again."
        }
    }

    fn who_learns_of_it(&self) -> &'static str {
        // Whoever is unfollowed or uninvited is reached on their own page, whatever the route of removals is.
        let only_removals = self.left.iter().all(|(action, n)| *n == 0 || *action == Action::Remove);
        match self.route {
            _ if !only_removals => {
                "Nobody is notified. Visits to profiles may show in \"Who viewed your profile\", unless you browse in private mode."
            }
            Route::Connections => {
                "Nobody is notified. This route opens each profile once, to prove what happened; such a visit may show in \"Who viewed your profile\", unless you browse in private mode."
            }
            Route::Profile | Route::Search => {
                "Nobody is notified. Visits to profiles may show in \"Who viewed your profile\"; private mode avoids that, and `--route connections` opens each once only."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn briefing() -> Briefing {
        Briefing {
            roster: "people.csv".to_owned(),
            people: 128,
            duplicates: 3,
            done: 12,
            waiting: 0,
            kept: 1,
            protected: vec![
                "keep.csv: 12 lines, which keep 1 person of this roster".to_owned(),
                "line 4 of the keep list fits nobody: `Ben Harrowgat`; did you mean Ben Harrowgate?"
                    .to_owned(),
            ],
            left: [(Action::Remove, 110), (Action::Unfollow, 5)].into(),
            now: [(Action::Remove, 110), (Action::Unfollow, 5)].into(),
            site: "https://www.linkedin.com/".to_owned(),
            practice: false,
            owner: Some("Anna Example".to_owned()),
            state: "/home/anna/.local/state/unlinked".to_owned(),
            limits: vec![
                "at most 25 removals and 75 page views in any 24 h".to_owned(),
                "45 s to 1 min 30 s between two people; Mon Tue Wed Thu Fri, 09:00 to 18:00 (Europe/Warsaw)"
                    .to_owned(),
            ],
            time: "about 6 days, until Tue 1 Dec 12:10".to_owned(),
            route: Route::Profile,
        }
    }

    #[test]
    fn the_user_reads_all_of_it_before_the_question() {
        insta::assert_snapshot!("briefing_80", briefing().text(Paint(false), 80));
        insta::assert_snapshot!("briefing_120", briefing().text(Paint(false), 120));
        assert_eq!(briefing().deed(), "Remove 110 people and unfollow 5 people");
        assert_eq!(briefing().to_act_on(), 115);
    }

    /// Regression: `--limit 5` asked whether to remove everybody.
    #[test]
    fn the_question_is_about_this_run() {
        type Row<'a> = (&'a [(Action, usize)], &'a [(Action, usize)], &'a str);
        let table: &[Row<'_>] = &[
            (&[(Action::Remove, 5)], &[(Action::Remove, 198)], "Remove 5 people now, 193 later"),
            (&[(Action::Remove, 1)], &[(Action::Remove, 2)], "Remove 1 person now, 1 later"),
            (&[(Action::Remove, 198)], &[(Action::Remove, 198)], "Remove 198 people"),
            (
                &[(Action::Remove, 110), (Action::Unfollow, 2)],
                &[(Action::Remove, 110), (Action::Unfollow, 5)],
                "Remove 110 people and unfollow 2 people now, 3 later",
            ),
            (
                &[(Action::Unfollow, 3)],
                &[(Action::Remove, 110), (Action::Unfollow, 5)],
                "Unfollow 3 people now, 112 later",
            ),
        ];
        for (now, left, deed) in table {
            let (now, left) = (now.iter().copied().collect(), left.iter().copied().collect());
            let briefing = Briefing { now, left, ..briefing() };
            assert_eq!(briefing.deed(), *deed);
        }
        let limited = Briefing { now: [(Action::Remove, 5)].into(), ..briefing() };
        assert!(limited.text(Paint(false), 120).contains("115 left to act on: 5 now, 110 later"));
    }

    #[test]
    fn practice_is_called_practice_and_one_person_one_person() {
        let mut practice = Briefing { practice: true, owner: None, limits: Vec::new(), ..briefing() };
        practice.left = [(Action::Withdraw, 1)].into();
        practice.now = practice.left.clone();
        practice.route = Route::Connections;
        insta::assert_snapshot!("briefing_practice", practice.text(Paint(false), 100));
        assert_eq!(practice.deed(), "Withdraw 1 invitation");
    }
}
