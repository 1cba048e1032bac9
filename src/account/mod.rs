//! One folder for each account: where it is, what lies in it, who holds it. What the ledger in it says is the ledger's
//! business, and what the browser keeps in its profile is the browser's.

mod error;
mod folder;
mod holder;
mod lock;
#[cfg(test)]
mod tests;

pub use error::AccountError;
pub use folder::Account;
pub use holder::Holder;
pub use lock::LockGuard;
