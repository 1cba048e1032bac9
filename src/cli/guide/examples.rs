//! The examples of each command, as help and the manual show them.

/// Examples of each command, by its path below `unlinked`. A test holds that each can be typed.
pub(super) const EXAMPLES: &[(&str, &[(&str, &str)])] = &[
    ("demo", &[("unlinked demo", "twelve invented people, a real browser, about half a minute")]),
    (
        "start",
        &[
            ("unlinked start", "each step is shown, and can be skipped"),
            ("unlinked start --practice", "the same way on a practice site; nothing real is touched"),
        ],
    ),
    (
        "doctor",
        &[("unlinked doctor", "browser, driver, profile, session, disk, clock, network, each with its cure")],
    ),
    ("login", &[("unlinked login", "sign in, then close the window")]),
    ("logout", &[("unlinked logout", "delete the browser profile; the ledger stays")]),
    (
        "plan",
        &[
            ("unlinked plan Connections.csv --company 'Old Employer'", "who would be chosen, and why"),
            (
                "unlinked plan Connections.csv --connected-before 2019-01-01 --keep keep.csv -o roster.csv",
                "write a roster without the people of the keep list",
            ),
        ],
    ),
    ("review", &[("unlinked review Connections.csv", "choose people in a page that opens in your browser")]),
    (
        "watch",
        &[
            (
                "unlinked watch",
                "see how far the run is, and pause or stop it, in a page that opens in your browser",
            ),
            ("unlinked watch --fleet accounts.toml", "all accounts of a fleet on one page"),
        ],
    ),
    (
        "run",
        &[
            (
                "unlinked run roster.csv --keep keep.csv --dry-run --sample 5",
                "rehearse five people; nobody is removed",
            ),
            ("unlinked run roster.csv --keep keep.csv --limit 5", "remove five, then end"),
            ("unlinked run roster.csv --keep keep.csv", "remove all, over days, under the limits"),
            (
                "unlinked run roster.csv --keep keep.csv --yes --no-wait",
                "for a timer: do what is allowed now, then end",
            ),
        ],
    ),
    (
        "fleet",
        &[
            ("unlinked fleet accounts.toml", "work through all of them"),
            ("unlinked fleet accounts.toml --status", "where each stands"),
        ],
    ),
    (
        "practice",
        &[
            ("unlinked practice --people 20", "a practice site with twenty people, until Ctrl-C"),
            ("unlinked practice --redesign 7", "its pages changed as a site changes its own"),
        ],
    ),
    (
        "status",
        &[
            ("unlinked status roster.csv", "where it stands and when it will end"),
            ("unlinked status --needs-a-look", "who needs your eyes, and why"),
        ],
    ),
    ("replay", &[("unlinked replay", "the clicks of the last run"), ("unlinked replay 3", "those of run 3")]),
    (
        "report",
        &[
            ("unlinked report -o report.html", "the last run as one HTML file"),
            ("unlinked report 3 --redact -o shared.html", "run 3 without names and faces"),
        ],
    ),
    ("smoke", &[("unlinked smoke staging.csv", "is it signed in, and does every page fit?")]),
    ("evidence list", &[("unlinked evidence list", "what is kept of which run, and its size")]),
    (
        "evidence adopt",
        &[("unlinked evidence adopt ~/pictures", "take over this account's folders of before")],
    ),
    ("evidence purge", &[("unlinked evidence purge 3", "remove the traces and pictures of run 3")]),
    (
        "keep add",
        &[
            ("unlinked keep add martha-quill", "no run of this account removes her"),
            ("unlinked keep add --from keep.csv", "nor anybody on this list"),
        ],
    ),
    ("keep remove", &[("unlinked keep remove martha-quill", "take her lines out again")]),
    ("keep list", &[("unlinked keep list", "the account's own keep list")]),
    (
        "keep test",
        &[
            ("unlinked keep test 'Martha Quill' --keep keep.csv", "would she be kept, and why?"),
            ("unlinked keep test 'Martha Quill' --company Kilnhouse", "the same, with what you know of her"),
        ],
    ),
    (
        "keep release",
        &[("unlinked keep release martha-quill", "a company line that cannot be told keeps her no more")],
    ),
    ("retry", &[("unlinked retry martha-quill", "the next run may act on her again")]),
    ("skip", &[("unlinked skip martha-quill", "no later run acts on her")]),
    (
        "reinvite",
        &[("unlinked reinvite --format html -o invite.html", "a page of links, one for each person removed")],
    ),
    ("resume", &[("unlinked resume", "says what happened, asks, and lets later runs start")]),
    ("ledger export", &[("unlinked ledger export -o events.csv", "every event as CSV")]),
    (
        "ledger restore",
        &[("unlinked ledger restore ledger.db.saved", "put back what was saved of a damaged ledger")],
    ),
    ("ledger backup", &[("unlinked ledger backup copy.db", "a whole copy, also while a run is at work")]),
    (
        "selectors check",
        &[("unlinked selectors check --selectors my-selectors", "every fault with its place")],
    ),
    (
        "selectors learn",
        &[
            ("unlinked selectors learn", "what the last run could not go on with"),
            ("unlinked selectors learn martha-quill", "her page, looked at now; only its menu is opened"),
            (
                "unlinked selectors learn --open",
                "on a local page, with the picture of the page and numbers on it",
            ),
            (
                "unlinked selectors learn --pick remove_item=2 --yes",
                "the second of the list that was shown, written without asking",
            ),
        ],
    ),
    (
        "selectors install",
        &[
            (
                "unlinked selectors install https://packs.example.org/weekly.pack.toml --key minisign.pub",
                "the first time, with its maker's public key",
            ),
            (
                "unlinked selectors install downloads/weekly.pack.toml",
                "from a file; its signature lies beside it",
            ),
        ],
    ),
    (
        "selectors update",
        &[("unlinked selectors update", "a newer pack, from `selectors.source` in the config")],
    ),
    ("selectors rollback", &[("unlinked selectors rollback", "the pack before, or the built-in files")]),
    (
        "selectors probe",
        &[("unlinked selectors probe martha-quill", "try the files on her page; only its menu is opened")],
    ),
    (
        "selectors prove",
        &[
            (
                "unlinked selectors prove martha-quill",
                "rehearse, show and remove her by what is still a guess",
            ),
            ("unlinked selectors prove", "what the last removal has clicked is a guess no more"),
        ],
    ),
    (
        "selectors share",
        &[
            (
                "unlinked selectors share",
                "what was learned, and the last page that a run could not go on with",
            ),
            (
                "unlinked selectors share martha-quill -o page.md",
                "her page, outlined now; it holds nothing of her",
            ),
        ],
    ),
    (
        "selectors export",
        &[("unlinked selectors export my-selectors", "the built-in files, to read or change")],
    ),
    ("completions", &[("unlinked completions bash", "for other shells: zsh, fish, powershell, elvish")]),
    ("man", &[("unlinked man man1", "one page a command, into a folder")]),
];
