//! Crash and full-disk injection, so that tests can end a run between any two effects on the disk.
//! Armed in builds with debug assertions only; elsewhere every point is nothing at all.
//!
//! Every write of this crate passes a numbered point just before (or half-way through) its effect:
//! - `CONCORDAT_CRASH_AT_WRITE=n` aborts the process at its n-th point (counted from 1);
//! - `CONCORDAT_DISK_FULL_AT_WRITE=n` lets the n-th point and all later ones fail as on a full disk,
//!   except those that only free space: a full disk can still be tidied.
//!
//! Not allowed here: anything that a real run could depend on.

#[cfg(debug_assertions)]
pub use armed::{DiskFull, disk_full_from};

/// Passes the point before an effect that may need space.
///
/// # Errors
/// `StorageFull` if a full disk is being played from this point on.
#[cfg(debug_assertions)]
pub fn point(name: &'static str) -> std::io::Result<()> {
    armed::pass(name, armed::Effect::TakesSpace)
}

/// Passes the point before an effect that may need space: nothing in this build.
///
/// # Errors
/// None in this build.
#[cfg(not(debug_assertions))]
#[inline]
pub fn point(_name: &'static str) -> std::io::Result<()> {
    Ok(())
}

/// Passes the point before an effect that only frees space, which a full disk does not hinder.
///
/// # Errors
/// None; the result has the shape of [`point`] so that both read alike where they stand.
#[cfg(debug_assertions)]
pub fn point_freeing_space(name: &'static str) -> std::io::Result<()> {
    armed::pass(name, armed::Effect::FreesSpace)
}

/// Passes the point before an effect that only frees space: nothing in this build.
///
/// # Errors
/// None in this build.
#[cfg(not(debug_assertions))]
#[inline]
pub fn point_freeing_space(_name: &'static str) -> std::io::Result<()> {
    Ok(())
}

/// How many points this process has passed; 0 where injection is not compiled in.
#[must_use]
pub fn points_passed() -> u64 {
    #[cfg(debug_assertions)]
    return armed::points_passed();
    #[cfg(not(debug_assertions))]
    0
}

#[cfg(debug_assertions)]
mod armed {
    use std::cell::Cell;
    use std::io;
    use std::marker::PhantomData;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// What the effect behind a point does to the space on the disk.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(super) enum Effect {
        TakesSpace,
        FreesSpace,
    }

    /// At which points something is to happen, counted from 1.
    #[derive(Debug, Clone, Copy, Default)]
    struct Plan {
        crash_at: Option<u64>,
        full_from: Option<u64>,
    }

    #[derive(Debug, PartialEq, Eq)]
    enum Verdict {
        Pass,
        Crash,
        Full,
    }

    impl Plan {
        fn from_environment() -> Plan {
            Plan { crash_at: number("CONCORDAT_CRASH_AT_WRITE"), full_from: number("CONCORDAT_DISK_FULL_AT_WRITE") }
        }

        fn verdict(self, passed: u64, effect: Effect) -> Verdict {
            if self.crash_at == Some(passed) {
                return Verdict::Crash;
            }
            let full = self.full_from.is_some_and(|from| passed >= from);
            if full && effect == Effect::TakesSpace {
                return Verdict::Full;
            }
            Verdict::Pass
        }
    }

    fn number(name: &str) -> Option<u64> {
        std::env::var(name).ok()?.parse().ok()
    }

    static PASSED: AtomicU64 = AtomicU64::new(0);
    static PLAN: OnceLock<Plan> = OnceLock::new();

    thread_local! {
        /// Points passed on this thread since [`disk_full_from`], and from which one the disk is full.
        static LOCAL: Cell<Option<(u64, u64)>> = const { Cell::new(None) };
    }

    pub(super) fn points_passed() -> u64 {
        PASSED.load(Ordering::SeqCst)
    }

    pub(super) fn pass(name: &'static str, effect: Effect) -> io::Result<()> {
        let passed = PASSED.fetch_add(1, Ordering::SeqCst) + 1;
        let plan = *PLAN.get_or_init(Plan::from_environment);
        match plan.verdict(passed, effect) {
            Verdict::Crash => std::process::abort(),
            Verdict::Full => Err(full(name)),
            Verdict::Pass => pass_on_this_thread(name, effect),
        }
    }

    fn pass_on_this_thread(name: &'static str, effect: Effect) -> io::Result<()> {
        let Some((passed, from)) = LOCAL.get() else {
            return Ok(());
        };
        LOCAL.set(Some((passed + 1, from)));
        let plan = Plan { crash_at: None, full_from: Some(from) };
        match plan.verdict(passed + 1, effect) {
            Verdict::Full => Err(full(name)),
            Verdict::Pass | Verdict::Crash => Ok(()),
        }
    }

    fn full(name: &'static str) -> io::Error {
        io::Error::new(io::ErrorKind::StorageFull, format!("full disk played at {name}"))
    }

    /// While this lives the disk is full for the thread that made it.
    #[derive(Debug)]
    #[must_use = "the disk is full only as long as this lives"]
    pub struct DiskFull {
        /// Ties the value to its thread: the setting belongs to the thread.
        not_send: PhantomData<*const ()>,
    }

    impl DiskFull {
        /// How many points this thread has passed since the disk was set to fill up.
        #[must_use]
        pub fn points_passed(&self) -> u64 {
            LOCAL.get().map_or(0, |(passed, _)| passed)
        }
    }

    impl Drop for DiskFull {
        fn drop(&mut self) {
            LOCAL.set(None);
        }
    }

    /// Plays a full disk from the `point`-th point (from 1) that this thread passes from now on.
    pub fn disk_full_from(point: u64) -> DiskFull {
        LOCAL.set(Some((0, point)));
        DiskFull { not_send: PhantomData }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_plan_says_what_happens_at_each_point() {
            let plan = Plan { crash_at: Some(2), full_from: Some(3) };
            let at = |passed, effect| plan.verdict(passed, effect);
            assert_eq!(at(1, Effect::TakesSpace), Verdict::Pass);
            assert_eq!(at(2, Effect::FreesSpace), Verdict::Crash);
            assert_eq!(at(3, Effect::TakesSpace), Verdict::Full);
            assert_eq!(at(3, Effect::FreesSpace), Verdict::Pass);
            assert_eq!(at(9, Effect::TakesSpace), Verdict::Full);
        }
    }
}
