//! What the networks say of a place and of its near neighbours: a face stays one a little further on, chance does not.

use super::gradients::Gradients;
use super::grey::{Crop, Grey};
use super::model::{Model, SIDE};
use super::network::Reader;
use crate::photo::vision::Area;
use crate::photo::vision::faces::passes::Turn;

/// Mean answers over a place and its neighbours, 0.0 to 1.0.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Votes {
    /// Of the last network.
    pub fine: f32,
    /// Of the one before.
    pub coarse: f32,
}

/// Sizes and steps that the neighbours differ by, as shares of the place's side.
const SIZES: [f32; 3] = [0.85, 1.0, 1.18];
const STEPS: [f32; 3] = [-0.08, 0.0, 0.08];

/// The last two networks of a model.
pub struct Jury<'a> {
    coarse: Reader<'a>,
    fine: Reader<'a>,
    gradients: Gradients,
}

impl<'a> Jury<'a> {
    /// `None` when the model has no two networks.
    pub fn new(model: &'a Model) -> Option<Self> {
        let [.., coarse, fine] = model.networks.as_slice() else { return None };
        Some(Self { coarse: Reader::new(coarse)?, fine: Reader::new(fine)?, gradients: Gradients::new() })
    }

    /// The votes on a square of `grey`, in its pixels, with the head turned as `turn` says.
    pub fn votes(&mut self, grey: &Grey, place: Area, turn: Turn) -> Votes {
        let (mut votes, mut count) = (Votes::default(), 0.0);
        let mut crop = [[0; SIDE]; SIDE];
        for size in SIZES {
            for (across, down) in STEPS.into_iter().flat_map(|across| STEPS.map(|down| (across, down))) {
                let near = place.grown(size, size);
                let at = |start: f32, step: f32| (start + step * place.width + 0.5).floor() as i32;
                grey.crop(at(near.x, across), at(near.y, down), near.width as i32, &mut crop);
                let crop = turned(&crop, turn);
                votes.fine += self.fine.ask(&crop, &mut self.gradients).score;
                votes.coarse += self.coarse.ask(&crop, &mut self.gradients).score;
                count += 1.0;
            }
        }
        Votes { fine: votes.fine / count, coarse: votes.coarse / count }
    }
}

/// The crop with the top of the head up.
fn turned(crop: &Crop, turn: Turn) -> Crop {
    let last = SIDE - 1;
    let each = |at: &dyn Fn(usize, usize) -> u8| std::array::from_fn(|y| std::array::from_fn(|x| at(x, y)));
    match turn {
        Turn::Upright | Turn::Mirrored => *crop,
        Turn::Left => each(&|x, y| crop[last - x][y]),
        Turn::Right => each(&|x, y| crop[x][last - y]),
    }
}
