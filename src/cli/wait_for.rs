//! Running what waits for things.

use super::failure::Failure;

/// Runs a command that waits for things.
pub(super) fn wait_for<T>(work: impl Future<Output = T>, threads: usize) -> Result<T, Failure> {
    let mut builder = match threads {
        0 => tokio::runtime::Builder::new_current_thread(),
        _ => tokio::runtime::Builder::new_multi_thread(),
    };
    if threads > 0 {
        builder.worker_threads(threads);
    }
    let runtime = builder
        .enable_all()
        .build()
        .map_err(|error| Failure::Internal(format!("the system gives no threads: {error}")))?;
    Ok(runtime.block_on(work))
}
