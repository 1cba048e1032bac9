//! The page and the stage that the engine drives, played by the invented site.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use unlinked::browser::{
    Aftermath, Answer, Cleared, Degree, DialogSeen, DriverFault, FaultKind, Found, List, LocatorSeen,
    MoreAsked, NetFault, Page, PageFault, Pin, ProfileSeen, Reading, Recognised, Sight, Stage, StopSeen,
    Surroundings, Target, Verdict, WhyNot,
};
use unlinked::domain::{Reason, StopSign};

use super::site::Site;

/// A session on the invented site.
pub struct Scripted {
    site: Rc<RefCell<Site>>,
    open: bool,
    lost: bool,
    /// Whose page it shows.
    shows: Option<usize>,
    dialog: bool,
    swallowed: bool,
    /// Whether the item went from under the pointer on this document.
    swapped: bool,
}

fn lost() -> PageFault {
    PageFault::Lost("the browser is gone".to_owned())
}

fn target(locator: &str) -> Target {
    Target {
        locator: locator.to_owned(),
        tag: "<button>".to_owned(),
        token: "armed".to_owned(),
        ..Target::default()
    }
}

fn why_not(locator: &str) -> WhyNot {
    WhyNot {
        locator: locator.to_owned(),
        reason: Reason::NotFound,
        note: "none".to_owned(),
        notes: Vec::new(),
        is_swap: false,
    }
}

impl Scripted {
    pub fn new(site: Rc<RefCell<Site>>) -> Scripted {
        Scripted {
            site,
            open: false,
            lost: false,
            shows: None,
            dialog: false,
            swallowed: false,
            swapped: false,
        }
    }

    /// The process may die here, which is the end of everything that is not in the ledger.
    async fn step(&self) {
        let dies = self.site.borrow_mut().dies();
        if dies {
            self.site.borrow().died.notify_one();
            std::future::pending::<()>().await;
        }
    }

    /// A step of the browser, which may be lost.
    async fn asked(&mut self) -> Result<(), PageFault> {
        self.step().await;
        self.lost |= self.site.borrow_mut().fault() && self.site.borrow_mut().rng.u32(0..3) == 0;
        self.lost |= self.shows.is_some_and(|who| self.site.borrow().bad_pages.contains(&who));
        if self.lost { Err(lost()) } else { Ok(()) }
    }

    fn fault(&self) -> bool {
        self.site.borrow_mut().fault()
    }

    fn sight(&self) -> Sight {
        let mut site = self.site.borrow_mut();
        let mut sight =
            Sight { language: "en".into(), language_known: true, status: 200, ..Sight::default() };
        let sign = if site.chance(4) { Some(StopSign::Throttled) } else { None };
        if let Some(sign) = sign.or(if site.chance(2) { Some(StopSign::Challenge) } else { None }) {
            sight.stop = Some(StopSeen { sign, by: "text".to_owned(), what: "said so".to_owned() });
            return sight;
        }
        let (slug, name, connected) = match self.shows.map(|who| site.members[who].clone()) {
            None => ("owner-of-it-all".to_owned(), "Olga Owner".to_owned(), None),
            Some(member) if !member.exists || site.fault() => {
                sight.missing = Some("/404".to_owned());
                return sight;
            }
            Some(member) if site.fault() => (member.slug, "Somebody Else".to_owned(), Some(true)),
            Some(member) => {
                let who = self.shows.unwrap();
                site.members[who].looked = true;
                (member.slug, member.name, Some(member.connected))
            }
        };
        sight.path = format!("/in/{slug}/");
        sight.address = site.url.join(&sight.path).unwrap().to_string();
        sight.profile = Some(ProfileSeen {
            name: name.into(),
            links: vec![sight.path.clone()],
            degree: connected.map(|first| if first { Degree::First } else { Degree::Other }),
            connect: connected == Some(false),
            ..ProfileSeen::default()
        });
        sight
    }

    /// What the driver says of a click that reached the page.
    fn answer(&mut self) -> Answer<()> {
        if self.fault() {
            self.lost = true;
            return Answer::Unknown(DriverFault { kind: FaultKind::Lost, message: "no answer".to_owned() });
        }
        Answer::Done(())
    }
}

impl Stage for Scripted {
    type Page = Scripted;

    async fn sweep(&mut self) -> Result<Cleared, String> {
        self.step().await;
        self.site.borrow_mut().session_open = false;
        Ok(Cleared::Now)
    }

    async fn open(&mut self) -> Result<(), String> {
        self.step().await;
        (self.open, self.lost, self.dialog, self.shows) = (true, false, false, None);
        self.site.borrow_mut().session_open = true;
        Ok(())
    }

    fn is_open(&self) -> bool {
        self.open
    }

    fn page(&mut self) -> Option<&mut Scripted> {
        self.open.then_some(self)
    }

    fn session(&self) -> (String, String) {
        ("http://127.0.0.1:2".to_owned(), "session".to_owned())
    }

    async fn close(&mut self) -> Result<(), String> {
        self.step().await;
        self.abandon();
        Ok(())
    }

    fn abandon(&mut self) {
        self.open = false;
        self.site.borrow_mut().session_open = false;
    }

    fn commands(&self) -> u64 {
        0
    }
}

impl Page for Scripted {
    async fn open(&mut self, path: &str) -> Result<(), PageFault> {
        // In the ledger before the load; whatever breaks now never reaches the site.
        self.site.borrow_mut().cut_off += 1;
        self.asked().await?;
        if self.fault() {
            return Err(PageFault::Unreached(NetFault::Reset));
        }
        if path == "/in/me/" {
            let mut site = self.site.borrow_mut();
            site.owner_loads += 1;
            if let Some((_, cause)) = site.owner_from.as_ref().filter(|(from, _)| *from < site.owner_loads) {
                return Err(PageFault::Unreached(cause.clone()));
            }
        }
        if let Some(cause) = self.site.borrow().kept_back.get(path) {
            return Err(PageFault::Unreached(cause.clone()));
        }
        let mut site = self.site.borrow_mut();
        site.cut_off -= 1;
        site.serve();
        (self.dialog, self.swallowed) = (false, false);
        self.swapped = site.swaps > 0 && path.starts_with("/in/") && path != "/in/me/";
        site.swaps -= u32::from(self.swapped);
        self.shows = site.members.iter().position(|member| path == format!("/in/{}/", member.slug));
        Ok(())
    }

    async fn read(&mut self, what: Reading<'_>, _limit: Duration) -> Result<Sight, PageFault> {
        self.asked().await?;
        let mut sight = self.sight();
        if let Reading::PersonAndNext(locator) = what
            && sight.profile.as_ref().is_some_and(|profile| profile.degree == Some(Degree::First))
        {
            sight.next = Some(target(locator));
        }
        Ok(sight)
    }

    async fn read_changed(
        &mut self,
        _than: &Sight,
        _what: Reading<'_>,
        _limit: Duration,
    ) -> Result<Option<Sight>, PageFault> {
        self.asked().await?;
        Ok(None)
    }

    async fn find(
        &mut self,
        locator: &str,
        _pin: &Pin,
        _armed: bool,
        _limit: Duration,
    ) -> Result<Found, PageFault> {
        self.asked().await?;
        if locator == "remove_item" && self.swapped {
            return Ok(Found::Not(WhyNot { is_swap: true, ..why_not(locator) }));
        }
        Ok(if self.fault() { Found::Not(why_not(locator)) } else { Found::Target(target(locator)) })
    }

    async fn click(&mut self, clicked: &Target) -> Answer<()> {
        self.step().await;
        let never = |message: &str| {
            Answer::NotDone(DriverFault { kind: FaultKind::Lost, message: message.to_owned() })
        };
        if self.lost {
            return never("the session is gone");
        }
        let Some(who) = self.shows else { return never("nobody's page") };
        match clicked.locator.as_str() {
            "remove_item" => {
                if self.fault() {
                    self.lost = true;
                    return never("refused");
                }
                self.swallowed = self.fault();
                let reaches = !self.swallowed;
                if reaches {
                    self.site.borrow_mut().commit_click(who, reaches);
                    self.dialog = self.site.borrow().setting.dialog;
                }
                self.step().await;
                self.answer()
            }
            "confirm" => {
                assert!(self.dialog, "there is no dialog to confirm");
                self.dialog = false;
                self.site.borrow_mut().confirm_click(who);
                self.step().await;
                self.answer()
            }
            "cancel" => {
                self.dialog = false;
                self.answer()
            }
            _ => {
                let mut site = self.site.borrow_mut();
                if site.replaced > 0 || site.fault() {
                    site.replaced = site.replaced.saturating_sub(1);
                    return Answer::NotDone(DriverFault {
                        kind: FaultKind::Stale,
                        message: "replaced".to_owned(),
                    });
                }
                drop(site);
                self.answer()
            }
        }
    }

    async fn type_into(
        &mut self,
        field: &Target,
        _text: &str,
        _limit: Duration,
    ) -> Result<Option<WhyNot>, PageFault> {
        Ok(Some(why_not(&field.locator)))
    }

    async fn after_click(
        &mut self,
        _target: &Target,
        _pin: &Pin,
        expect_dialog: bool,
        _limit: Duration,
    ) -> Result<Aftermath, PageFault> {
        self.asked().await?;
        if std::mem::take(&mut self.swallowed) {
            let swallowed = Some("another person".to_owned());
            return Ok(Aftermath { verdict: Verdict::Swallowed, swallowed, ..Aftermath::unknown() });
        }
        let passed = Aftermath { verdict: Verdict::Passed, ..Aftermath::unknown() };
        if !(expect_dialog && self.dialog) || self.fault() {
            return Ok(passed);
        }
        let name = self.shows.map(|who| self.site.borrow().members[who].name.clone()).unwrap_or_default();
        let name = if self.fault() { "Bertha Elsewhere".to_owned() } else { name };
        let dialog = DialogSeen {
            text: format!("Remove {name}").into(),
            recognised: Recognised::Yes,
            rest: name.into(),
            strangers: Vec::new(),
            known: vec!["remove".to_owned()],
            other: None,
            confirm: if self.fault() { Err(why_not("confirm")) } else { Ok(target("confirm")) },
        };
        Ok(Aftermath { dialog: Some(dialog), ..passed })
    }

    async fn dialog_again(&mut self, _pin: &Pin, _limit: Duration) -> Result<Option<DialogSeen>, PageFault> {
        self.asked().await?;
        Ok(None)
    }

    async fn rows(&mut self, _before: Option<&str>, _limit: Duration) -> Result<List, PageFault> {
        Ok(List::Not(why_not("row")))
    }

    async fn load_more(
        &mut self,
        _guesses: bool,
        _wheel: bool,
        _limit: Duration,
    ) -> Result<MoreAsked, PageFault> {
        Ok(MoreAsked::Guessed)
    }

    async fn reveal_row(&mut self, _link: &str) -> Result<bool, PageFault> {
        Ok(false)
    }

    async fn escape(&mut self) -> Result<(), PageFault> {
        self.asked().await
    }

    async fn probe(&mut self) -> Result<Vec<LocatorSeen>, PageFault> {
        Ok(Vec::new())
    }

    async fn picture(&mut self, _outlined: Option<&Target>) -> Option<Vec<u8>> {
        None
    }

    async fn surroundings(&mut self, _locator: &str) -> Option<Surroundings> {
        None
    }
}
