//! The frame and scan headers, and which blocks are covered (ITU-T T.81 annexes A.2 and B.2).

use crate::error::{CheckError, Result};
use crate::photo::bytes::be16;
use crate::photo::jpeg::walk::marker;
use crate::photo::redact::region::Area;

/// Blocks that one unit of an interleaved scan may hold (T.81 B.2.3).
const UNIT_BLOCKS: u32 = 10;

#[derive(Debug, Clone)]
pub(super) struct Component {
    id: u8,
    /// Blocks of one unit, across and down.
    pub(super) h: u32,
    pub(super) v: u32,
    /// The quantization table's place.
    pub(super) table: usize,
    /// Blocks that hold something of the picture: what a scan of this component alone codes.
    pub(super) columns: u32,
    pub(super) rows: u32,
}

/// The one picture of the file.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) progressive: bool,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) components: Vec<Component>,
    /// Units (MCUs) across and down, and pixels of one.
    pub(super) units_across: u32,
    pub(super) units_down: u32,
    unit_width: u32,
    unit_height: u32,
}

impl Frame {
    /// Reads the frame that the marker `code` starts; `height` is the number of lines when the frame leaves it open.
    pub(super) fn read(code: u8, body: &[u8], height: u32) -> Result<Self> {
        let progressive = match code {
            marker::SOF0 | 0xC1 => false,
            0xC2 => true,
            0xC3 => return Err(CheckError::needs_pixels("lossless-jpeg")),
            _ => return Err(CheckError::needs_pixels("arithmetic-jpeg")),
        };
        let broken = || CheckError::malformed("frame", 0);
        if body.first() != Some(&8) {
            return Err(CheckError::needs_pixels("deep-jpeg"));
        }
        let stated: u32 = be16(body, 1).ok_or_else(broken)?.into();
        let (width, height) = (u32::from(be16(body, 3).ok_or_else(broken)?), if stated == 0 { height } else { stated });
        let count = usize::from(*body.get(5).ok_or_else(broken)?);
        let triples = body.get(6..6 + 3 * count).ok_or_else(broken)?.as_chunks::<3>().0;
        let (mut across, mut down) = (1, 1);
        for &[_, factors, table] in triples {
            let (h, v) = (u32::from(factors >> 4), u32::from(factors & 15));
            if !(1..=4).contains(&h) || !(1..=4).contains(&v) || table > 3 {
                return Err(broken());
            }
            (across, down) = (across.max(h), down.max(v));
        }
        if width == 0 || height == 0 || !(1..=4).contains(&count) {
            return Err(broken());
        }
        // One component alone is never interleaved: its factors mean nothing (A.2.2).
        let alone = count == 1;
        if alone {
            (across, down) = (1, 1);
        }
        let component = |&[id, factors, table]: &[u8; 3]| {
            let (h, v) = if alone { (1, 1) } else { (u32::from(factors >> 4), u32::from(factors & 15)) };
            let (columns, rows) = ((width * h).div_ceil(8 * across), (height * v).div_ceil(8 * down));
            Component { id, h, v, table: table.into(), columns, rows }
        };
        Ok(Self {
            progressive,
            width,
            height,
            components: triples.iter().map(component).collect(),
            units_across: width.div_ceil(8 * across),
            units_down: height.div_ceil(8 * down),
            unit_width: 8 * across,
            unit_height: 8 * down,
        })
    }

    /// How many blocks the picture has, of all components, those that only fill up units included.
    pub(super) fn blocks(&self) -> u64 {
        let units = u64::from(self.units_across) * u64::from(self.units_down);
        units * self.components.iter().map(|c| u64::from(c.h * c.v)).sum::<u64>()
    }

    /// The units to cover for a box of pixels, and the pixels that certainly become one colour by it.
    ///
    /// Decoders smooth colour that is stored at half or a quarter of the size, so that the pixels at the edge of a unit
    /// take a share of the unit beside it. The units are therefore chosen so that the box keeps clear of their edge.
    pub(super) fn cover(&self, area: Area) -> (Area, Area) {
        let reach = |most: u32, of: fn(&Component) -> u32| {
            let least = self.components.iter().map(of).min().unwrap_or(1);
            most.div_ceil(least) / 2
        };
        let (across, down) = (reach(self.unit_width / 8, |c| c.h), reach(self.unit_height / 8, |c| c.v));
        let units = Area {
            x0: area.x0.saturating_sub(across) / self.unit_width,
            y0: area.y0.saturating_sub(down) / self.unit_height,
            x1: (area.x1 + across).div_ceil(self.unit_width).min(self.units_across),
            y1: (area.y1 + down).div_ceil(self.unit_height).min(self.units_down),
        };
        let start = |unit: u32, size: u32, reach: u32| if unit == 0 { 0 } else { unit * size + reach };
        let end = |unit: u32, units: u32, size: u32, reach: u32, side: u32| {
            if unit == units { side } else { (unit * size - reach).min(side) }
        };
        let pixels = Area {
            x0: start(units.x0, self.unit_width, across),
            y0: start(units.y0, self.unit_height, down),
            x1: end(units.x1, self.units_across, self.unit_width, across, self.width),
            y1: end(units.y1, self.units_down, self.unit_height, down, self.height),
        };
        (units, pixels)
    }
}

/// What a flat covered block shows: the least, the middle or the greatest value of its component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Low,
    Middle,
    High,
}

impl Level {
    /// The levels that show black. `adobe` is the transform that an Adobe segment names.
    ///
    /// With an Adobe segment, programs read inks turned round: no value means full ink.
    pub(super) fn black(frame: &Frame, jfif: bool, adobe: Option<u8>) -> Vec<Self> {
        use Level::{High, Low, Middle};
        let ids: Vec<u8> = frame.components.iter().map(|component| component.id).collect();
        match (ids.as_slice(), adobe) {
            ([_, _, _], Some(0)) => vec![Low; 3],
            (b"RGB", None) if !jfif => vec![Low; 3],
            ([_, _, _], _) => vec![Low, Middle, Middle],
            ([_, _, _, _], Some(2)) => vec![High, Middle, Middle, Low],
            ([_, _, _, _], None) => vec![High; 4],
            (all, _) => vec![Low; all.len()],
        }
    }

    /// The DC coefficient that shows this level under the quantization step `step` (T.81 A.3.3: DC is 8 × the mean).
    pub(super) fn coefficient(self, step: u16) -> i32 {
        let step = i32::from(step.max(1));
        match self {
            Self::Low => -((1024 + step - 1) / step),
            Self::Middle => 0,
            Self::High => (1016 + step - 1) / step,
        }
    }
}

/// One component of a scan: its place in the frame and its Huffman tables.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) component: usize,
    pub(super) dc: usize,
    pub(super) ac: usize,
}

/// A scan header (T.81 B.2.3).
#[derive(Debug, Clone)]
pub(super) struct Scan {
    pub(super) parts: Vec<Part>,
    /// First and last coefficient, in zigzag order.
    pub(super) first: u32,
    pub(super) last: u32,
    /// Whether an earlier scan coded the same coefficients to one bit less.
    pub(super) refining: bool,
    /// How many low bits are left to later scans.
    pub(super) low: u32,
}

impl Scan {
    pub(super) fn read(body: &[u8], frame: &Frame, at: usize) -> Result<Self> {
        let broken = || CheckError::malformed("scan-header", at);
        let count = usize::from(*body.first().ok_or_else(broken)?);
        let pairs = body.get(1..1 + 2 * count).ok_or_else(broken)?.as_chunks::<2>().0;
        let part = |&[id, tables]: &[u8; 2]| {
            let component = frame.components.iter().position(|component| component.id == id)?;
            Some(Part { component, dc: usize::from(tables >> 4), ac: usize::from(tables & 15) })
        };
        let parts: Vec<Part> = pairs.iter().map(part).collect::<Option<_>>().ok_or_else(broken)?;
        let &[first, last, bits] = body.get(1 + 2 * count..).and_then(|b| b.first_chunk()).ok_or_else(broken)?;
        let (high, low) = (u32::from(bits >> 4), u32::from(bits & 15));
        // Programs read the first picture's waves of a sequential scan whatever the header says of them.
        let (first, last, high, low) =
            if frame.progressive { (u32::from(first), u32::from(last), high, low) } else { (0, 63, 0, 0) };
        let dc_alone = first == 0 && (last == 0 || !frame.progressive);
        let waves_alone = first > 0 && first <= last && last < 64 && count == 1;
        let blocks: u32 = parts.iter().filter_map(|p| frame.components.get(p.component)).map(|c| c.h * c.v).sum();
        let twice =
            (1..count).any(|i| parts[..i].iter().any(|p| Some(p.component) == parts.get(i).map(|p| p.component)));
        let fits = parts.iter().all(|part| part.dc < 4 && part.ac < 4) && (count == 1 || blocks <= UNIT_BLOCKS);
        let steps = low <= 13 && (high == 0 || high == low + 1);
        if count == 0 || twice || !(dc_alone || waves_alone) || !fits || !steps {
            return Err(broken());
        }
        Ok(Self { parts, first, last, refining: high > 0, low })
    }

    /// The grid that the scan codes unit after unit: across, down.
    pub(super) fn grid(&self, frame: &Frame) -> (u32, u32) {
        match self.alone(frame) {
            Some(component) => (component.columns, component.rows),
            None => (frame.units_across, frame.units_down),
        }
    }

    /// The component, when the scan has only one: then its unit is one block.
    pub(super) fn alone<'a>(&self, frame: &'a Frame) -> Option<&'a Component> {
        match self.parts.as_slice() {
            [part] => frame.components.get(part.component),
            _ => None,
        }
    }

    /// The covered places of the scan's grid.
    pub(super) fn cover(&self, frame: &Frame, units: &[Area]) -> Vec<Area> {
        let (across, down) = self.grid(frame);
        let (h, v) = self.alone(frame).map_or((1, 1), |component| (component.h, component.v));
        units
            .iter()
            .map(|u| Area { x0: u.x0 * h, y0: u.y0 * v, x1: (u.x1 * h).min(across), y1: (u.y1 * v).min(down) })
            .filter(|area| area.x0 < area.x1 && area.y0 < area.y1)
            .collect()
    }
}
