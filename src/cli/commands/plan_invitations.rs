//! `unlinked plan --sent-invitations`: reads the page of sent invitations in the browser, and puts the old ones on a roster
//! that withdraws them. Nothing is clicked here.

use std::io::Write;
use std::path::Path;

use comfy_table::{ContentArrangement, Table};
use serde::Serialize;

use super::plan_args::Args;
use super::plan_files::HOW;
use crate::cli::account_args::AccountArgs;
use crate::cli::beside::remembered;
use crate::cli::exit;
use crate::cli::failure::{Failure, FileFault};
use crate::cli::keep_lists::{Asked, KeepLists};
use crate::cli::look::{Look, Seen, Sight, unasked};
use crate::cli::next::rehearse;
use crate::cli::output::RULED;
use crate::cli::output::{Stdout, Terminal, line_of, paragraph, printable};
use crate::cli::own_files::OwnFile;
use crate::cli::settings::{flag, load_config, selector_folders, state_folder};
use crate::cli::signed_in::spent;
use crate::cli::wait_for::wait_for;
use crate::config::Config;
use crate::domain::Remembered;
use crate::domain::{Action, Clock, PageText, Person, PersonName, StoppedBy};
use crate::engine::{Card, SentError, SentInvitations, owner_unreadable, sent_invitations, stop_sign};
use crate::pace::{SystemClock, caps};
use crate::plan::{AGE_KEYS, AgeTexts, Invited, RosterWriter};
use crate::roster::{KeepList, Told};
use crate::selectors::Selectors;
use crate::wording::count;

/// An invitation, and what becomes of it.
struct Judged {
    invited: Invited,
    old: bool,
    /// The line of the keep list that keeps the person.
    kept: Option<u64>,
}

impl Judged {
    fn chosen(&self) -> bool {
        self.old && self.kept.is_none()
    }
}

/// Runs the command.
pub(in crate::cli) fn run(args: &Args, terminal: &Terminal) -> Result<u8, Failure> {
    let account = AccountArgs { state: args.state.clone(), config: args.config.clone() };
    let overrides = args.site.iter().map(|site| flag("--site", "site", site)).collect();
    let config = load_config(&account, overrides).map_err(Failure::Files)?;
    let asked = Asked::of(args.keep.as_deref(), args.no_keep);
    let keep = KeepLists::of(&account, asked, Some(&config))
        .and_then(|lists| lists.read(Some(&config.site)))
        .map_err(|error| Failure::Files(vec![error.into()]))?;
    let selectors = Selectors::load(config.surface, &selector_folders(config.selectors.dir.clone()))
        .map_err(|error| Failure::Files(FileFault::of_selectors(error)))?;
    let sent = wait_for(look(&account, &config, &selectors, terminal), 0)??;
    let oldest = args.older_than.map(|age| days_of(age, terminal)).transpose()?;
    let texts = AgeTexts::new(
        AGE_KEYS.iter().flat_map(|(key, ..)| selectors.texts_of(key).map(move |text| (*key, text))),
    );
    let before = remembered(&account)?;
    let list: Vec<Judged> =
        sent.cards.iter().map(|card| judge(card, &texts, oldest, &keep, &before)).collect();
    let state = state_folder(&account).ok();
    let written = write(args.output.as_deref(), &list, state.as_deref(), args.force)?;
    show(args, &sent, &list, oldest, written, terminal);
    Ok(exit::OK)
}

/// How many whole days an age such as `3m` is, counted back from today.
fn days_of(age: jiff::Span, terminal: &Terminal) -> Result<u32, Failure> {
    let today = jiff::Timestamp::now().to_zoned_datetime(terminal.zone.clone()).date();
    let wrong =
        |error: jiff::Error| Failure::usage(format!("--older-than: {error}"), "name an age such as 90d");
    let day = today.checked_sub(age).map_err(wrong)?;
    let days = today.since((jiff::Unit::Day, day)).map_err(wrong)?.get_days();
    Ok(u32::try_from(days).unwrap_or(u32::MAX))
}

fn judge(
    card: &Card,
    texts: &AgeTexts,
    oldest: Option<u32>,
    keep: &KeepList,
    remembered: &Remembered,
) -> Judged {
    let age = texts.of_card(card.details.iter().map(PageText::for_judging));
    let headline =
        card.details.iter().find(|text| **text != card.name && age.is_none_or(|(_, sent)| **text != *sent));
    let person = Person {
        slug: Some(card.slug.clone()),
        name: PersonName::new(card.name.for_judging()),
        company: None,
        location: None,
    };
    let told = Told {
        person: &person,
        position: None,
        before: &remembered.find(&person.key(), person.slug.as_ref()),
        page: None,
        also: &[],
        companies: &[],
        headlines: &card.details,
    };
    let kept = keep.protects(&told).hit();
    Judged {
        old: matches!((age, oldest), (Some((days, _)), Some(oldest)) if days >= oldest),
        kept: kept.map(|hit| hit.line),
        invited: Invited {
            slug: card.slug.clone(),
            name: card.name.clone().into_field(),
            headline: headline.cloned().unwrap_or_default().into_field(),
            sent: age.map(|(_, text)| text.to_owned()).unwrap_or_default(),
            days: age.map(|(days, _)| days),
        },
    }
}

async fn look(
    account: &AccountArgs,
    config: &Config,
    selectors: &Selectors,
    terminal: &Terminal,
) -> Result<SentInvitations, Failure> {
    terminal.remark("Reading the sent invitations; nothing is clicked.");
    let look = Look { command: "unlinked plan", account, config, selectors };
    look.take(async |sight, who| {
        who.map_err(|why| Failure::Stopped {
            by: StoppedBy::ChangedPage,
            message: owner_unreadable(&why, selectors),
        })?;
        read(sight, config).await
    })
    .await
}

impl Seen for SentInvitations {}

async fn read(sight: Sight<'_>, config: &Config) -> Result<SentInvitations, Failure> {
    let Sight { page, ledger, run } = sight;
    let limit = config.engine.locate_timeout;
    let caps = caps(&config.limits, ledger.days_without_warning(SystemClock.now())?);
    let sent = sent_invitations(page, ledger, run, &caps, &config.site, &SystemClock, limit).await;
    sent.map_err(|error| match error {
        SentError::State(error) => error.into(),
        SentError::Page(fault) => unasked(fault),
        SentError::Stop(stop) => {
            match stop_sign::heed(&stop, ledger, run, &config.cooldown.steps, SystemClock.now()) {
                Ok((by, message)) => {
                    Failure::Stopped { by, message: format!("{message}. Nothing was written.") }
                }
                Err(error) => error.into(),
            }
        }
        SentError::Refused(refusal) => {
            spent(&format!("the invitations were not read to their end, and nothing was written: {refusal}"))
        }
        SentError::Unreadable(_) => Failure::usage(
            format!("no sent invitation was found on the page ({error})"),
            "if some are pending, the page has changed: `unlinked selectors probe /mynetwork/invitation-manager/sent/` shows what is seen",
        ),
    })
}

/// Writes the roster; says whether there was anything to write.
fn write(path: Option<&Path>, list: &[Judged], state: Option<&Path>, force: bool) -> Result<bool, Failure> {
    let chosen: Vec<&Judged> = list.iter().filter(|one| one.chosen()).collect();
    let Some(path) = path.filter(|_| !chosen.is_empty()) else { return Ok(false) };
    let cannot = |error: std::io::Error| {
        Failure::usage(
            format!("cannot write `{}`: {error}", path.display()),
            "name a folder that you may write to",
        )
    };
    let write_to = |to: &mut dyn Write| -> std::io::Result<()> {
        let mut writer = RosterWriter::new(to)?;
        for one in &chosen {
            writer.write(&one.invited.roster_line())?;
        }
        writer.flush()
    };
    if path == Path::new("-") {
        write_to(&mut std::io::stdout().lock()).map_err(cannot)?;
    } else {
        let mut file = OwnFile::begin(state, path, force, HOW)?;
        write_to(&mut file).map_err(cannot)?;
        file.finish()?;
    }
    Ok(true)
}

#[derive(Serialize)]
struct InvitationLine<'a> {
    event: &'static str,
    slug: &'a str,
    name: &'a str,
    headline: &'a str,
    sent: &'a str,
    days: Option<u32>,
    action: Option<Action>,
    keep_line: Option<u64>,
}

#[derive(Serialize)]
struct EndLine {
    event: &'static str,
    invitations: usize,
    chosen: usize,
    kept: usize,
    without_age: usize,
    unreadable: usize,
    pages: u32,
}

fn show(
    args: &Args,
    sent: &SentInvitations,
    list: &[Judged],
    oldest: Option<u32>,
    written: bool,
    terminal: &Terminal,
) {
    let mut stdout = Stdout::new(terminal);
    let to_stdout = args.output.as_deref() == Some(Path::new("-"));
    let end = EndLine {
        event: "plan",
        invitations: list.len(),
        chosen: list.iter().filter(|one| one.chosen()).count(),
        kept: list.iter().filter(|one| one.old && one.kept.is_some()).count(),
        without_age: list.iter().filter(|one| one.invited.days.is_none()).count(),
        unreadable: sent.unreadable,
        pages: sent.pages,
    };
    if args.json {
        for one in list {
            let Invited { slug, name, headline, sent, days } = &one.invited;
            let action = one.chosen().then_some(Action::Withdraw);
            stdout.line(&line_of(&InvitationLine {
                event: "invitation",
                slug: slug.as_str(),
                name,
                headline,
                sent,
                days: *days,
                action,
                keep_line: one.kept,
            }));
        }
        stdout.line(&line_of(&end));
        return;
    }
    let mut text = format!("{}\n", table(list, oldest, terminal));
    let mut said = |sentence: String| {
        text.push('\n');
        text.push_str(&paragraph(&sentence, terminal.width, 0));
    };
    said(format!("{} pending, read from {}.", invitations(end.invitations), pages(sent.pages)));
    match oldest {
        Some(oldest) => {
            let (was, is) = if end.chosen == 1 { ("was", "is") } else { ("were", "are") };
            let kept = if end.kept > 0 {
                format!("; {} more kept by the keep list", end.kept)
            } else {
                String::new()
            };
            said(format!(
                "{} of them {was} sent at least {oldest} days ago (a month counts as 30 days) and {is} chosen{kept}.",
                end.chosen
            ));
        }
        None => said(
            "Nobody is chosen without an age: --older-than 90d chooses what was sent 90 days ago or earlier."
                .to_owned(),
        ),
    }
    if end.without_age > 0 {
        said(format!(
            "When it was sent cannot be read of {}; none of these is chosen.",
            invitations(end.without_age)
        ));
    }
    if sent.unreadable > 0 {
        said(format!(
            "{} on the page could not be read and {} left out.",
            cards(sent.unreadable),
            if sent.unreadable == 1 { "is" } else { "are" }
        ));
    }
    match (&args.output, written) {
        (Some(path), true) if !to_stdout => {
            let next = rehearse(&path.to_string_lossy(), &args.given());
            said(format!("Written to {}. Look through it, then: {next}", path.display()))
        }
        (None, _) if end.chosen > 0 => {
            said("Nothing was written; -o invitations.csv writes the roster.".to_owned())
        }
        (Some(_), false) => said("Nobody is chosen, so nothing was written.".to_owned()),
        _ => {}
    }
    if to_stdout { terminal.remark(&text) } else { stdout.line(&text) }
}

fn invitations(counted: usize) -> String {
    count(counted, "invitation", "invitations")
}

fn pages(counted: u32) -> String {
    count(counted, "page", "pages")
}

fn cards(counted: usize) -> String {
    count(counted, "card", "cards")
}

fn table(list: &[Judged], oldest: Option<u32>, terminal: &Terminal) -> String {
    let mut table = Table::new();
    table
        .load_style(RULED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(terminal.width).unwrap_or(100))
        .set_header(["who", "sent", "at least", ""]);
    if !terminal.out.0 {
        table.force_no_tty();
    }
    for one in list {
        let Invited { name, headline, sent, days, .. } = &one.invited;
        let what = match (one.chosen(), one.kept) {
            (true, _) => "withdraw".to_owned(),
            (false, Some(line)) if one.old || oldest.is_none() => format!("kept, line {line}"),
            _ => String::new(),
        };
        let who = if headline.is_empty() {
            printable(name).into_owned()
        } else {
            format!("{}\n{}", printable(name), printable(headline))
        };
        let days = days.map_or_else(|| "?".to_owned(), |days| format!("{days} days"));
        table.add_row([who, printable(sent).into_owned(), days, what]);
    }
    table.to_string()
}
