//! The first stage: boosted texture tests over every window of every size.

use super::Window;
use super::grey::Grey;
use super::model::{Group, Model, SIDE};
use super::texture::{Contrast, STEP, Texture};

/// How much smaller each level of the pyramid is than the one before.
const FACTOR: f32 = 0.8;

/// The picture in one size.
pub(super) struct Level {
    pub grey: Grey,
    /// Pixels of this level for one of the picture.
    scale: f32,
}

/// A window that passed a texture test.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    /// In pixels of the picture.
    pub window: Window,
    /// Where it was found, unless a network moved it since.
    pub place: Option<Place>,
}

/// A window in a level, pixels of that level.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub level: usize,
    pub x: usize,
    pub y: usize,
}

/// The picture in its own size and in ever smaller ones, down to one window.
#[allow(clippy::cast_sign_loss)] // no size is below zero
pub(super) fn pyramid(grey: &Grey) -> Vec<Level> {
    let mut levels = vec![];
    let mut scale = 1.0f32;
    loop {
        let [width, height] = [grey.width, grey.height].map(|size| (size as f32 * scale) as u32);
        if (width.min(height) as usize) < SIDE {
            return levels;
        }
        levels.push(Level { grey: grey.sampled(width, height), scale });
        scale *= FACTOR;
    }
}

/// What each view lets through.
pub(super) fn starts(model: &Model, levels: &[Level]) -> Vec<Vec<Start>> {
    let mut starts = vec![vec![]; model.views.len()];
    for (number, level) in levels.iter().enumerate() {
        scan(model, level, number, &mut starts);
    }
    starts
}

fn scan(model: &Model, level: &Level, number: usize, starts: &mut [Vec<Start>]) {
    let texture = Texture::of(&level.grey);
    let contrast = Contrast::of(&level.grey);
    let views: Vec<View> = model.views.iter().map(|view| View::new(&view.groups, texture.width)).collect();
    let (width, height) = (level.grey.width as usize, level.grey.height as usize);
    let to_picture = |at: usize| (at as f32 / level.scale + 0.5) as i32;
    for y in (0..=height.saturating_sub(SIDE)).step_by(STEP) {
        for x in (0..=width.saturating_sub(SIDE)).step_by(STEP) {
            if !contrast.enough(x / STEP, y / STEP) {
                continue;
            }
            let codes = texture.codes.get(y * width + x..).unwrap_or_default();
            for (view, starts) in views.iter().zip(starts.iter_mut()) {
                let Some(score) = view.score(codes) else { continue };
                let window = Window { x: to_picture(x), y: to_picture(y), side: to_picture(SIDE), score };
                starts.push(Start { window, place: Some(Place { level: number, x, y }) });
            }
        }
    }
}

/// One boosted classifier, laid out for pictures of one width.
struct View<'a> {
    groups: Vec<(&'a Group, Vec<usize>)>,
}

impl<'a> View<'a> {
    fn new(groups: &'a [Group], width: usize) -> Self {
        let places = |group: &Group| group.weak.iter().map(|weak| weak.y * width + weak.x).collect();
        Self { groups: groups.iter().map(|group| (group, places(group))).collect() }
    }

    /// The score of the window that starts at the first code; `None` as soon as it falls behind.
    fn score(&self, codes: &[u8]) -> Option<f32> {
        let mut score = 0.0;
        for (group, places) in &self.groups {
            for (weak, place) in group.weak.iter().zip(places) {
                score += weak.scores[usize::from(codes.get(*place).copied()?)];
            }
            if score < group.least {
                return None;
            }
        }
        Some(score)
    }
}
