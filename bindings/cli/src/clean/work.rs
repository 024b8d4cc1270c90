//! Photos over all cores, answers in the order of the photos, memory within a budget.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};
use std::thread;

use curtain_core::error::{CheckError, Result};

use super::STOPPED;
use super::jobs::{Job, Jobs};
use crate::exit::Failure;

/// Bytes of photos that are in memory at the same time. A photo larger than this is worked on alone.
const MEMORY: u64 = 256 << 20;

/// Calls `work` for each photo on some thread, and `hear` with its answer on this one, in the photos' order.
///
/// Ends early, without an answer for the rest, when Ctrl-C was pressed.
pub(super) fn each<T: Send>(
    jobs: &Jobs,
    work: impl Fn(&Job) -> Result<T> + Sync,
    mut hear: impl FnMut(&Job, Result<T>) -> std::result::Result<(), Failure>,
) -> std::result::Result<(), Failure> {
    let (next, room) = (AtomicUsize::new(0), Room::new(MEMORY));
    let threads = thread::available_parallelism().map_or(1, usize::from).min(jobs.list.len());
    thread::scope(|scope| {
        let (tell, answers) = mpsc::channel();
        for _ in 0..threads {
            let (tell, work, next, room) = (tell.clone(), &work, &next, &room);
            scope.spawn(move || {
                while !STOPPED.load(Ordering::Relaxed) {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(job) = jobs.list.get(place) else { break };
                    let answer = room.with(job.bytes, || catch_unwind(AssertUnwindSafe(|| work(job))));
                    // A fault of ours costs one photo, not the run.
                    let answer = answer.unwrap_or_else(|_| Err(CheckError::Internal { code: "panic".into() }));
                    if tell.send((place, answer)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(tell);
        let (mut waiting, mut at) = (BTreeMap::new(), 0);
        for (place, answer) in answers {
            waiting.insert(place, answer);
            while let (Some(answer), Some(job)) = (waiting.remove(&at), jobs.list.get(at)) {
                hear(job, answer)?;
                at += 1;
            }
        }
        Ok(())
    })
}

/// Memory that is shared out among threads.
struct Room {
    all: u64,
    free: Mutex<u64>,
    freed: Condvar,
}

impl Room {
    fn new(all: u64) -> Self {
        Self { all, free: Mutex::new(all), freed: Condvar::new() }
    }

    /// Waits until `bytes` are free, and holds them while `work` runs.
    fn with<T>(&self, bytes: u64, work: impl FnOnce() -> T) -> T {
        let bytes = bytes.min(self.all);
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = self.freed.wait_while(free, |free| *free < bytes).unwrap_or_else(PoisonError::into_inner);
        *free -= bytes;
        drop(free);
        let answer = work();
        *self.free.lock().unwrap_or_else(PoisonError::into_inner) += bytes;
        self.freed.notify_all();
        answer
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU64;

    use super::*;

    #[test]
    fn large_photos_wait_for_each_other() {
        let (room, held, most) = (Room::new(100), AtomicU64::new(0), AtomicU64::new(0));
        thread::scope(|scope| {
            for bytes in [60, 60, 30, 500, 10] {
                let (room, held, most) = (&room, &held, &most);
                scope.spawn(move || {
                    room.with(bytes, || {
                        let now = held.fetch_add(bytes.min(100), Ordering::SeqCst) + bytes.min(100);
                        most.fetch_max(now, Ordering::SeqCst);
                        thread::yield_now();
                        held.fetch_sub(bytes.min(100), Ordering::SeqCst);
                    });
                });
            }
        });
        assert!(most.into_inner() <= 100);
    }
}
