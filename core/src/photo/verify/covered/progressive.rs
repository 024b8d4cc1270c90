//! Progressive JPEGs side by side: each file is read once, and what its scans tell outside the covered places compared.

use std::thread;

use super::super::Fault;
use super::jpeg::Pair;
use super::scans::Frame;
use super::stream::{Block, Stream, mix};

/// See [`super::covered`]. The files are read at the same time where the system gives a second thread.
pub(super) fn covered(frame: &Frame, pairs: &[Pair]) -> Result<(), Fault> {
    let before = || read(frame, pairs, false);
    let (before, after) = thread::scope(|scope| {
        let original = thread::Builder::new().spawn_scoped(scope, before);
        let after = read(frame, pairs, true);
        (original.map_or_else(|_| before(), |thread| thread.join().unwrap_or(Err("original-unread"))), after)
    });
    let after = after?;
    if before? == after { Ok(()) } else { Err("pixels-differ") }
}

/// Which waves of each block of each component are known.
type Known = Vec<Vec<u64>>;

/// A digest for each scan. In the `copy` covered places must be flat, and nothing may follow the last block.
fn read(frame: &Frame, pairs: &[Pair], copy: bool) -> Result<Vec<u64>, Fault> {
    let blocks = |component| {
        let (across, down) = frame.blocks(component);
        vec![0; (across * down) as usize]
    };
    let mut known: Known = frame.components.iter().map(blocks).collect();
    pairs.iter().map(|pair| scan(pair, copy, &mut known)).collect()
}

fn scan(pair: &Pair, copy: bool, known: &mut Known) -> Result<u64, Fault> {
    let of = if copy { pair.after } else { pair.before };
    let tables = pair.tables(of)?;
    let mut stream = Stream::new(of.raw, &tables);
    let (mut digest, mut flat, mut unit) = (0, [None; 4], 0);
    for row in 0..pair.grid.1 {
        let crossed = pair.is_crossed(row);
        for _ in 0..pair.grid.0 {
            if of.restart > 0 && unit > 0 && unit % of.restart == 0 {
                stream.restart(unit / of.restart - 1, copy)?;
            }
            let covered = crossed && pair.is_covered(unit);
            for &block in &pair.blocks {
                let mut none = 0;
                let place = known.get_mut(block.0).and_then(|of| of.get_mut(unit as usize));
                let found = stream.block(pair.span, block, place.unwrap_or(&mut none))?;
                if !covered {
                    // A progressive scan codes averages or waves, never both.
                    digest = mix(digest, found.waves ^ u64::from(found.average.cast_unsigned()));
                } else if copy {
                    let shade = *flat.get_mut(block.0).ok_or("scan-unread")?.get_or_insert(found.average);
                    if found != (Block { average: shade, waves: 0 }) {
                        return Err("covered-not-flat");
                    }
                }
            }
            unit += 1;
        }
    }
    if copy {
        stream.finish(true)?;
    }
    Ok(digest)
}
