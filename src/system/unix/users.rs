//! Who else uses this machine.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// From here on, user ids are people's on most systems.
const FIRST_PERSON: u32 = 1000;

/// The id that many systems give to nobody in particular. Nobody signs in as it, but programs run as it.
const NOBODY: u32 = 65_534;

/// Shells that let nobody in.
const NO_SHELLS: &[&str] = &["nologin", "false", "sync", "halt", "shutdown"];

/// Signs that somebody else than this user, and the system, uses the machine, in words; empty where there are none, or where the
/// system does not tell (macOS keeps its people elsewhere).
pub(crate) fn others() -> Vec<String> {
    let own = nix::unistd::geteuid().as_raw();
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let shadow = fs::read_to_string("/etc/shadow").ok();
    let mut signs = who_can_sign_in(&read("/etc/passwd"), shadow.as_deref(), own);
    signs.extend(whose_processes(Path::new("/proc"), own));
    signs
}

/// Accounts with a login shell and a password. Whether there is a password only root may read; else one is taken to be there.
fn who_can_sign_in(passwd: &str, shadow: Option<&str>, own: u32) -> Vec<String> {
    let has_password = |name: &str| {
        let Some(shadow) = shadow else { return true };
        let field =
            shadow.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')?.split(':').next());
        field.is_none_or(|field| !field.starts_with(['!', '*']))
    };
    let mut signs = Vec::new();
    for line in passwd.lines() {
        let fields: Vec<&str> = line.split(':').collect();
        let [name, _, uid, _, _, _, shell] = fields.as_slice() else { continue };
        let Ok(uid) = uid.parse::<u32>() else { continue };
        let shell = shell.rsplit('/').next().unwrap_or_default();
        let lets_in = !shell.is_empty() && !NO_SHELLS.contains(&shell);
        if uid >= FIRST_PERSON && uid != own && uid != NOBODY && lets_in && has_password(name) {
            signs.push(format!("`{name}` can sign in"));
        }
    }
    signs
}

/// Users whose programs run now.
fn whose_processes(proc: &Path, own: u32) -> Vec<String> {
    let mut running: BTreeMap<u32, usize> = BTreeMap::new();
    for entry in fs::read_dir(proc).into_iter().flatten().flatten() {
        let is_process =
            entry.file_name().to_str().is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_digit()));
        let Ok(facts) = entry.metadata() else { continue };
        if is_process && facts.uid() >= FIRST_PERSON && facts.uid() != own {
            *running.entry(facts.uid()).or_default() += 1;
        }
    }
    let several =
        |count: usize| if count == 1 { "a program runs".to_owned() } else { format!("{count} programs run") };
    running.into_iter().map(|(uid, count)| format!("{} as user {uid}", several(count))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_from_services_and_from_this_user() {
        let passwd = "root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\n\
            anna:x:1000:1000:Anna:/home/anna:/bin/bash\nben:x:1001:1001::/home/ben:/usr/bin/zsh\n\
            locked:x:1002:1002::/home/locked:/bin/sh\nmail:x:1003:1003::/:/bin/false\n\
            nobody:x:65534:65534::/nonexistent:/bin/sh\nbroken line\n";
        let shadow = "root:*:1::::::\nanna:$6$x:1::::::\nben:$6$y:1::::::\nlocked:!:1::::::\n";
        assert_eq!(who_can_sign_in(passwd, Some(shadow), 1000), ["`ben` can sign in"]);
        assert_eq!(
            who_can_sign_in(passwd, None, 1000),
            ["`ben` can sign in", "`locked` can sign in"],
            "who has a password is not known"
        );
        assert_eq!(who_can_sign_in(passwd, Some(shadow), 0), ["`anna` can sign in", "`ben` can sign in"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn own_programs_are_nobody_elses() {
        let own = nix::unistd::geteuid().as_raw();
        let own_sign = format!("as user {own}");
        assert!(whose_processes(Path::new("/proc"), own).iter().all(|sign| !sign.ends_with(&own_sign)));
        if own >= FIRST_PERSON {
            let seen = whose_processes(Path::new("/proc"), own + 1);
            assert!(seen.iter().any(|sign| sign.ends_with(&own_sign)), "{seen:?}");
        }
    }
}
