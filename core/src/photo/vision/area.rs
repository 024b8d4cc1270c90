//! A box with real edges, in pixels of whatever picture it was found in.

/// A box: left, top, width, height. Edges may lie outside the picture until [`Area::within`] cuts them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl Area {
    pub fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { x, y, width, height }
    }

    /// The smallest box around `points`; `None` without points.
    pub fn around(points: &[(f32, f32)]) -> Option<Self> {
        let (&(x, y), rest) = points.split_first()?;
        let [mut left, mut top, mut right, mut bottom] = [x, y, x, y];
        for &(x, y) in rest {
            (left, top, right, bottom) = (left.min(x), top.min(y), right.max(x), bottom.max(y));
        }
        Some(Self::new(left, top, right - left, bottom - top))
    }

    pub fn right(self) -> f32 {
        self.x + self.width
    }

    pub fn bottom(self) -> f32 {
        self.y + self.height
    }

    pub fn size(self) -> f32 {
        self.width.max(0.0) * self.height.max(0.0)
    }

    pub fn centre(self) -> (f32, f32) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    #[must_use]
    pub fn scaled(self, by: f32) -> Self {
        Self::new(self.x * by, self.y * by, self.width * by, self.height * by)
    }

    /// Grown about its centre to `across` times the width and `down` times the height.
    #[must_use]
    pub fn grown(self, across: f32, down: f32) -> Self {
        let (width, height) = (self.width * across, self.height * down);
        let (x, y) = self.centre();
        Self::new(x - width / 2.0, y - height / 2.0, width, height)
    }

    /// What both boxes cover, as a size.
    pub fn overlap(self, other: Self) -> f32 {
        let across = self.right().min(other.right()) - self.x.max(other.x);
        let down = self.bottom().min(other.bottom()) - self.y.max(other.y);
        across.max(0.0) * down.max(0.0)
    }

    /// Intersection over union, 0.0 to 1.0.
    pub fn iou(self, other: Self) -> f32 {
        let both = self.overlap(other);
        let either = self.size() + other.size() - both;
        if either > 0.0 { both / either } else { 0.0 }
    }

    /// The share of this box that lies inside `other`, 0.0 to 1.0.
    pub fn inside(self, other: Self) -> f32 {
        let size = self.size();
        if size > 0.0 { self.overlap(other) / size } else { 0.0 }
    }

    /// The smallest box around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self::new(x, y, self.right().max(other.right()) - x, self.bottom().max(other.bottom()) - y)
    }

    /// Cut to a picture of `width` × `height`; `None` when nothing is left or an edge is not a number.
    pub fn within(self, width: f32, height: f32) -> Option<Self> {
        let (left, top) = (self.x.max(0.0), self.y.max(0.0));
        let (right, bottom) = (self.right().min(width), self.bottom().min(height));
        let finite = [self.x, self.y, self.width, self.height].iter().all(|edge| edge.is_finite());
        (finite && right > left && bottom > top).then(|| Self::new(left, top, right - left, bottom - top))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_measured_by_their_overlap() {
        let a = Area::new(0.0, 0.0, 10.0, 10.0);
        let b = Area::new(5.0, 0.0, 10.0, 10.0);
        assert!((a.iou(b) - 1.0 / 3.0).abs() < 1e-6 && (a.inside(b) - 0.5).abs() < 1e-6);
        assert_eq!(a.union(b), Area::new(0.0, 0.0, 15.0, 10.0));
        assert!(a.iou(Area::new(20.0, 0.0, 5.0, 5.0)) < 1e-6);
        assert_eq!(Area::around(&[(3.0, 4.0), (1.0, 9.0)]), Some(Area::new(1.0, 4.0, 2.0, 5.0)));
    }

    #[test]
    fn what_is_outside_or_not_a_number_is_dropped() {
        assert_eq!(Area::new(-5.0, 2.0, 10.0, 4.0).within(8.0, 4.0), Some(Area::new(0.0, 2.0, 5.0, 2.0)));
        assert_eq!(Area::new(9.0, 2.0, 10.0, 4.0).within(8.0, 4.0), None);
        assert_eq!(Area::new(f32::NAN, 2.0, 10.0, 4.0).within(8.0, 4.0), None);
        assert_eq!(Area::new(0.0, 0.0, f32::INFINITY, 4.0).within(8.0, 4.0), None);
    }
}
