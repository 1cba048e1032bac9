//! The steps in their order: what each is called, what it is for, and the short form in which help tells of it.

/// One step of the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Machine,
    Zone,
    SignIn,
    Export,
    Choose,
    Keep,
    Rehearse,
    Report,
    RemoveFive,
    GoOn,
}

/// What a step is, as it is shown.
pub(super) struct About {
    pub(super) step: Step,
    pub(super) title: &'static str,
    pub(super) why: &'static str,
    /// The commands that it comes to.
    pub(super) command: &'static str,
}

/// All of them.
pub(super) const STEPS: &[About] = &[
    About {
        step: Step::Machine,
        title: "This machine",
        why: "A run needs a browser and its driver, room on the disk and a right clock. Each thing that is wrong is told with its cure.",
        command: "unlinked doctor",
    },
    About {
        step: Step::Zone,
        title: "Your time zone",
        why: "A run keeps to working hours where you live.",
        command: "`calendar.time_zone` in the config",
    },
    About {
        step: Step::SignIn,
        title: "Sign in",
        why: "A plain browser window opens, and no program drives it. Sign in there yourself and close it. Your password is never seen or stored here.",
        command: "unlinked login",
    },
    About {
        step: Step::Export,
        title: "Your connections",
        why: "People are chosen from LinkedIn's own export of your data.",
        command: "Settings, Data privacy, Get a copy of your data",
    },
    About {
        step: Step::Choose,
        title: "Choose people",
        why: "A page opens in your browser, from this machine alone: tick who is to go, and star who must stay. LinkedIn is not opened.",
        command: "unlinked review EXPORT",
    },
    About {
        step: Step::Keep,
        title: "People who must stay",
        why: "Whoever is on the account's own keep list is never removed, whatever a roster says.",
        command: "unlinked keep add",
    },
    About {
        step: Step::Rehearse,
        title: "Rehearse five",
        why: "The pages of five people are opened, everything is found, pictures are taken, and nobody is removed.",
        command: "unlinked run ROSTER --dry-run --sample 5",
    },
    About {
        step: Step::Report,
        title: "Look at the report",
        why: "It shows each person, with the button that would be clicked.",
        command: "unlinked report",
    },
    About {
        step: Step::RemoveFive,
        title: "Remove five",
        why: "The first five people are removed, for good. You are asked once more, under the number of people.",
        command: "unlinked run ROSTER --limit 5",
    },
    About {
        step: Step::GoOn,
        title: "Go on by itself",
        why: "The rest goes on under the limits, in this terminal or by a timer. It can be stopped at any time, and the same command goes on.",
        command: "unlinked run ROSTER",
    },
];

/// The commands of all steps in one line.
pub(super) fn in_short() -> String {
    let commands = STEPS.iter().filter(|about| about.command.starts_with("unlinked"));
    commands.map(|about| format!("`{}`", about.command)).collect::<Vec<_>>().join(", ")
}
