//! Fewer points where there are more than can be seen.

use super::past::Place;

/// So many stretches of time can be told apart on a plot.
const STRETCHES: f64 = 600.0;

/// Of each stretch of time the lowest and the highest point, so that no peak is lost. The
/// first and the last point remain.
pub(super) fn thin(run: &[Place], (from, to): (f64, f64)) -> Vec<Place> {
    let stretch = |place: &Place| ((place.0 - from) / (to - from) * STRETCHES).floor();
    let mut thin = Vec::new();
    for points in run.chunk_by(|a, b| stretch(a) <= stretch(b) && stretch(b) <= stretch(a)) {
        let low = points.iter().min_by(|a, b| a.1.total_cmp(&b.1));
        let high = points.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let mut kept: Vec<Place> = [points.first(), low, high, points.last()]
            .into_iter()
            .flatten()
            .copied()
            .collect();
        kept.sort_by(|a, b| a.0.total_cmp(&b.0));
        thin.extend(kept);
    }
    thin.dedup();
    thin
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_points_remain_as_they_are() {
        let run = [(0.0, 1.0), (10.0, 5.0), (20.0, 3.0)];
        assert_eq!(thin(&run, (0.0, 100.0)), run);
    }

    #[test]
    fn no_peak_is_lost_among_many_points() {
        let mut at = -1.0;
        let mut run: Vec<Place> = std::iter::repeat_with(|| {
            at += 1.0;
            (at, 1.0)
        })
        .take(100_000)
        .collect();
        run[54_321].1 = 99.0;
        run[77_777].1 = -99.0;
        let thin = thin(&run, (0.0, 100_000.0));
        assert!(thin.len() < 2_000, "{}", thin.len());
        assert!(thin.contains(&(54_321.0, 99.0)));
        assert!(thin.contains(&(77_777.0, -99.0)));
        assert_eq!(thin.first(), run.first());
        assert_eq!(thin.last(), run.last());
    }
}
