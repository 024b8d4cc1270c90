//! Planes of numbers over a picture, and the few filters that the search for quads needs. Integers, so the same everywhere.

/// Values of one kind for every pixel, rows from the top.
#[derive(Debug, Clone)]
pub(super) struct Plane<T> {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) data: Vec<T>,
}

impl<T: Copy + Default> Plane<T> {
    pub(super) fn new(width: usize, height: usize, data: Vec<T>) -> Self {
        debug_assert_eq!(width * height, data.len());
        Self { width, height, data }
    }

    pub(super) fn make(width: usize, height: usize, mut value: impl FnMut(usize, usize) -> T) -> Self {
        let mut data = Vec::with_capacity(width * height);
        for y in 0..height {
            data.extend((0..width).map(|x| value(x, y)));
        }
        Self { width, height, data }
    }

    pub(super) fn map<U: Copy + Default>(&self, value: impl Fn(T) -> U) -> Plane<U> {
        Plane::new(self.width, self.height, self.data.iter().map(|v| value(*v)).collect())
    }

    /// The value at a place; places outside are those at the nearest edge.
    pub(super) fn at(&self, x: i32, y: i32) -> T {
        let x = x.clamp(0, self.width as i32 - 1) as usize;
        let y = y.clamp(0, self.height as i32 - 1) as usize;
        self.data.get(y * self.width + x).copied().unwrap_or_default()
    }

    pub(super) fn row(&self, y: usize) -> &[T] {
        self.data.get(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }
}

impl Plane<u8> {
    /// Each pixel the mean of a 2 × 2 block; an odd last row or column is dropped unless it is all there is.
    pub(super) fn halved(&self) -> Self {
        let (w, h) = ((self.width / 2).max(1), (self.height / 2).max(1));
        Self::make(w, h, |x, y| {
            let at = |dx, dy| u32::from(self.at((2 * x + dx) as i32, (2 * y + dy) as i32));
            ((at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1) + 2) / 4) as u8
        })
    }

    /// Smoothed by 1-2-1 across and down.
    pub(super) fn smooth(&self) -> Self {
        let mid = Self::make(self.width, self.height, |x, y| {
            let row = self.row(y);
            let (a, b, c) = (row[x.saturating_sub(1)], row[x], row[(x + 1).min(row.len() - 1)]);
            ((u32::from(a) + 2 * u32::from(b) + u32::from(c) + 2) / 4) as u8
        });
        let mut data = Vec::with_capacity(self.data.len());
        for y in 0..self.height {
            let rows = (mid.row(y.saturating_sub(1)), mid.row(y), mid.row((y + 1).min(self.height - 1)));
            let both = rows.0.iter().zip(rows.1).zip(rows.2);
            data.extend(both.map(|((a, b), c)| ((u32::from(*a) + 2 * u32::from(*b) + u32::from(*c) + 2) / 4) as u8));
        }
        Self::new(self.width, self.height, data)
    }

    /// Sobel slopes across and down.
    pub(super) fn slopes(&self) -> Plane<[i16; 2]> {
        Plane::make(self.width, self.height, |x, y| {
            let (l, r) = (x.saturating_sub(1), (x + 1).min(self.width - 1));
            let rows = [self.row(y.saturating_sub(1)), self.row(y), self.row((y + 1).min(self.height - 1))];
            let at = |row: usize, x: usize| i16::from(rows[row][x]);
            let dx = at(0, r) + 2 * at(1, r) + at(2, r) - at(0, l) - 2 * at(1, l) - at(2, l);
            let dy = at(2, l) + 2 * at(2, x) + at(2, r) - at(0, l) - 2 * at(0, x) - at(0, r);
            [dx, dy]
        })
    }

    /// The least (`max` false) or greatest value within `reach` pixels across and down.
    pub(super) fn extreme(&self, reach: usize, max: bool) -> Self {
        let pick = |a: u8, b: u8| if max { a.max(b) } else { a.min(b) };
        let across = Self::make(self.width, self.height, |x, y| {
            let row = self.row(y);
            row[x.saturating_sub(reach)..(x + reach + 1).min(row.len())].iter().copied().fold(row[x], pick)
        });
        let mut data = Vec::with_capacity(self.data.len());
        for y in 0..self.height {
            let mut best = across.row(y).to_vec();
            for other in y.saturating_sub(reach)..(y + reach + 1).min(self.height) {
                best.iter_mut().zip(across.row(other)).for_each(|(a, b)| *a = pick(*a, *b));
            }
            data.extend(best);
        }
        Self::new(self.width, self.height, data)
    }

    /// The mean of the square within `reach` pixels, cut at the frame.
    pub(super) fn mean(&self, reach: usize) -> Self {
        let stride = self.width + 1;
        let mut sums = vec![0u32; stride * (self.height + 1)];
        for y in 0..self.height {
            let mut row = 0;
            for x in 0..self.width {
                row += u32::from(self.data[y * self.width + x]);
                sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row;
            }
        }
        Self::make(self.width, self.height, |x, y| {
            let (l, r) = (x.saturating_sub(reach), (x + reach + 1).min(self.width));
            let (t, b) = (y.saturating_sub(reach), (y + reach + 1).min(self.height));
            let sum = sums[b * stride + r] + sums[t * stride + l] - sums[t * stride + r] - sums[b * stride + l];
            (sum / ((r - l) * (b - t)) as u32) as u8
        })
    }

    /// How many pixels have each value.
    pub(super) fn histogram(&self) -> [u32; 256] {
        let mut counts = [0; 256];
        self.data.iter().for_each(|v| counts[usize::from(*v)] += 1);
        counts
    }

    /// The threshold that parts the values best into two classes (Otsu 1979).
    pub(super) fn otsu(&self) -> u8 {
        let counts = self.histogram();
        let all: u64 = self.data.len() as u64;
        let total: u64 = counts.iter().enumerate().map(|(v, n)| v as u64 * u64::from(*n)).sum();
        let (mut below, mut sum, mut best) = (0u64, 0u64, (0.0f64, 0u8));
        for (value, count) in counts.iter().enumerate() {
            below += u64::from(*count);
            sum += value as u64 * u64::from(*count);
            if below == 0 || below == all {
                continue;
            }
            let apart = sum as f64 / below as f64 - (total - sum) as f64 / (all - below) as f64;
            let spread = below as f64 * (all - below) as f64 * apart * apart;
            if spread > best.0 {
                best = (spread, value as u8);
            }
        }
        best.1
    }
}

/// Length of a slope, rounded down.
pub(super) fn length([dx, dy]: [i16; 2]) -> u16 {
    let (dx, dy) = (f32::from(dx), f32::from(dy));
    (dx * dx + dy * dy).sqrt() as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_has_slope_and_two_classes() {
        let step = Plane::make(8, 4, |x, _| if x < 4 { 10u8 } else { 200 });
        assert_eq!(step.slopes().at(3, 2), [4 * 190, 0]);
        assert!((10..200).contains(&step.otsu()));
        assert_eq!(step.extreme(1, true).at(3, 0), 200);
        assert_eq!(step.mean(9).at(0, 0), 105);
        assert_eq!(Plane::make(1, 1, |_, _| 7u8).smooth().halved().data, [7]);
    }
}
