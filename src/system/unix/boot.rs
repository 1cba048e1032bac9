//! The clock that runs since the machine was started, sleep included, and which start that was. Nobody sets it.

/// The id of this boot and the milliseconds since; `None` where the system does not tell both.
#[cfg(target_os = "linux")]
pub(crate) fn uptime() -> Option<(String, i64)> {
    use std::sync::OnceLock;

    use nix::time::{ClockId, clock_gettime};

    static BOOT: OnceLock<String> = OnceLock::new();
    let boot = BOOT.get_or_init(|| {
        std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default().trim().to_owned()
    });
    let since = clock_gettime(ClockId::CLOCK_BOOTTIME).ok()?;
    let ms = since.tv_sec().checked_mul(1000)?.checked_add(since.tv_nsec() / 1_000_000)?;
    (!boot.is_empty()).then(|| (boot.clone(), ms))
}

/// Elsewhere the boot has no id that a program may ask for without more: the wall clock has to do.
#[cfg(not(target_os = "linux"))]
pub(crate) fn uptime() -> Option<(String, i64)> {
    None
}
