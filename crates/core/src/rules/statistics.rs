//! The statistics of judging: bounds of a share, and the distance of a value from the usual.

/// The Wilson score interval of `part` of `of`, in percent, one-sided at the level that `z`
/// stands for. It needs no luck with small samples and stays within 0 and 100.
///
/// Wilson 1927; the formula as in Brown, Cai and `DasGupta`, "Interval Estimation for a
/// Binomial Proportion", 2001.
#[expect(
    clippy::cast_precision_loss,
    reason = "call counts stay far below 2^53"
)]
pub(crate) fn wilson(part: u64, of: u64, z: f64) -> Option<(f64, f64)> {
    if of == 0 {
        return None;
    }
    let n = of as f64;
    let p = part.min(of) as f64 / n;
    let scale = 1.0 + z * z / n;
    let centre = (p + z * z / (2.0 * n)) / scale;
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt() / scale;
    Some((
        ((centre - half) * 100.0).max(0.0),
        ((centre + half) * 100.0).min(100.0),
    ))
}

/// The `z` of a one-sided confidence level in percent (50 to 99.99).
///
/// Acklam's rational approximation of the inverse normal distribution, upper half; its
/// relative error stays under 1.2e-9.
pub(crate) fn z_one_sided(level: f64) -> f64 {
    #[rustfmt::skip]
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1, 2.209_460_984_245_205e2, -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2, -3.066_479_806_614_716e1, 2.506_628_277_459_239,
    ];
    #[rustfmt::skip]
    const B: [f64; 5] = [
        -5.447_609_879_822_406e1, 1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2, 6.680_131_188_771_972e1, -1.328_068_155_288_572e1,
    ];
    #[rustfmt::skip]
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3, -3.223_964_580_411_365e-1, -2.400_758_277_161_838,
        -2.549_732_539_343_734, 4.374_664_141_464_968, 2.938_163_982_698_783,
    ];
    #[rustfmt::skip]
    const D: [f64; 4] = [
        7.784_695_709_041_462e-3, 3.224_671_290_700_398e-1,
        2.445_134_137_142_996, 3.754_408_661_907_416,
    ];
    let p = (level / 100.0).clamp(0.5, 0.999_9);
    if p <= 0.975_75 {
        let q = p - 0.5;
        let r = q * q;
        let top = A.iter().fold(0.0, |sum, a| sum * r + a) * q;
        let bottom = B.iter().fold(0.0, |sum, b| sum * r + b) * r + 1.0;
        top / bottom
    } else {
        let q = (-2.0 * (1.0 - p).ln()).sqrt();
        let top = C.iter().fold(0.0, |sum, c| sum * q + c);
        let bottom = D.iter().fold(0.0, |sum, d| sum * q + d) * q + 1.0;
        -top / bottom
    }
}

/// The chance that a normal value lies more than `z` above its mean: a series near the
/// middle, and Laplace's continued fraction in the tail, where the series cancels out.
pub(crate) fn normal_tail(z: f64) -> f64 {
    if z < 0.0 {
        return 1.0 - normal_tail(-z);
    }
    let density = (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt();
    if z < 2.0 {
        let (mut sum, mut term, mut odd) = (0.0, z, 1.0);
        while term > f64::EPSILON * 1e-3 {
            sum += term;
            odd += 2.0;
            term *= z * z / odd;
        }
        0.5 - density * sum
    } else {
        let fraction = (1..=100)
            .rev()
            .fold(z, |rest, step| z + f64::from(step) / rest);
        density / fraction
    }
}

/// The least count that is too many for chance: of things of which `mean` are expected, so
/// many or more come with a chance below `tail` (Poisson).
pub(crate) fn poisson_too_many(mean: f64, tail: f64) -> u32 {
    // Up to where the rest is nothing beside the tail, and from there back: a sum of small
    // terms first loses no digits, which one minus the sum of the others would.
    let (mut count, mut chance) = (0, (-mean).exp());
    while f64::from(count) < mean || chance > tail * 1e-3 {
        count += 1;
        chance *= mean / f64::from(count);
    }
    let mut rest = 0.0;
    while count > 0 && rest + chance < tail {
        rest += chance;
        chance *= f64::from(count) / mean;
        count -= 1;
    }
    count + 1
}

/// The greatest count that is too few for chance: so many or fewer come with a chance below
/// `tail` (Poisson). `None` where even none at all is not rare enough.
pub(crate) fn poisson_too_few(mean: f64, tail: f64) -> Option<u32> {
    let (mut count, mut chance) = (0, (-mean).exp());
    let mut sum = chance;
    while sum < tail {
        count += 1;
        chance *= mean / f64::from(count);
        sum += chance;
    }
    u32::checked_sub(count, 1)
}

/// The value in the middle; `None` of nothing. It leaves the values in order.
pub(crate) fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *values.get((values.len() / 2).checked_sub(1)?)?;
    Some(lower + (upper - lower) / 2.0)
}

/// The median absolute deviation as a standard deviation: what it would be of normal values
/// that lie as far apart as these. It leaves the deviations in the place of the values.
///
/// The factors for few values are those of Croux and Rousseeuw, "Time-efficient algorithms
/// for two highly robust estimators of scale", 1992: without them six values look a sixth
/// closer together than they are, and three of them a third.
pub(crate) fn robust_spread(values: &mut [f64], median_of_all: f64) -> Option<f64> {
    const NORMAL: f64 = 1.4826;
    for value in &mut *values {
        *value = (*value - median_of_all).abs();
    }
    let deviation = median(values)?;
    Some(NORMAL * small_sample_factor(values.len()) * deviation)
}

#[expect(clippy::cast_precision_loss, reason = "a number of weeks or of agents")]
fn small_sample_factor(values: usize) -> f64 {
    match values {
        0 | 1 => 1.0,
        2 => 1.196,
        3 => 1.495,
        4 => 1.363,
        5 => 1.206,
        6 => 1.200,
        7 => 1.140,
        8 => 1.129,
        9 => 1.107,
        many => many as f64 / (many as f64 - 0.8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_abandons_that_prove_a_rate_match_the_published_table() {
        let z = z_one_sided(95.0);
        for (of, limit, least) in [
            (10, 5.0, 2),
            (20, 5.0, 3),
            (30, 5.0, 4),
            (50, 8.0, 8),
            (100, 10.0, 15),
            (200, 20.0, 50),
        ] {
            let proves = |part| wilson(part, of, z).unwrap().0 > limit;
            assert!(proves(least), "{least} of {of} should prove {limit} %");
            assert!(!proves(least - 1), "{} of {of} should not", least - 1);
        }
    }

    #[test]
    fn the_levels_that_people_use_have_the_z_of_the_tables() {
        for (level, z) in [
            (50.0, 0.0),
            (90.0, 1.281_551_6),
            (95.0, 1.644_853_6),
            (99.0, 2.326_347_9),
        ] {
            assert!((z_one_sided(level) - z).abs() < 1e-6, "{level} %");
        }
    }

    #[test]
    fn nothing_of_nothing_proves_nothing() {
        assert_eq!(wilson(0, 0, 1.6), None);
    }

    #[test]
    fn the_tail_of_the_normal_distribution_is_that_of_the_tables() {
        for (z, tail) in [
            (0.0, 0.5),
            (0.5, 0.308_537_538_725_986_9),
            (1.0, 0.158_655_253_931_457_07),
            (2.0, 0.022_750_131_948_179_22),
            (3.0, 0.001_349_898_031_630_095_7),
            (4.5, 3.397_673_124_730_061_5e-6),
            (6.0, 9.865_876_450_377_012e-10),
            (8.0, 6.220_960_574_271_819e-16),
        ] {
            let off = normal_tail(z) / tail - 1.0;
            assert!(off.abs() < 1e-12, "{z}: off by {off}");
        }
        assert!((normal_tail(-1.0) - 0.841_344_746_068_543).abs() < 1e-12);
    }

    /// From a sum of the single chances, made elsewhere with exact sums.
    #[test]
    fn counts_that_are_no_chance_match_an_independent_sum() {
        for (mean, too_many) in [
            (0.5, [3, 5, 6, 10]),
            (1.0, [4, 6, 8, 12]),
            (2.0, [6, 8, 11, 16]),
            (3.5, [9, 11, 14, 21]),
            (5.0, [11, 14, 17, 24]),
            (7.0, [14, 17, 21, 29]),
            (9.5, [17, 21, 25, 34]),
        ] {
            let found = [2.0, 3.0, 4.0, 6.0].map(|z| poisson_too_many(mean, normal_tail(z)));
            assert_eq!(found, too_many, "{mean}");
        }
        for (mean, too_few) in [
            (2.0, [None, None, None]),
            (3.5, [Some(0), None, None]),
            (5.0, [Some(1), Some(0), None]),
            (7.0, [Some(2), Some(1), Some(0)]),
            (9.5, [Some(4), Some(3), Some(1)]),
        ] {
            let five_percent = 1.644_853_6;
            let found = [five_percent, 2.0, 3.0].map(|z| poisson_too_few(mean, normal_tail(z)));
            assert_eq!(found, too_few, "{mean}");
        }
    }

    #[test]
    fn one_wild_value_moves_neither_the_median_nor_the_spread_far() {
        let of = |mut values: Vec<f64>| {
            let middle = median(&mut values).unwrap();
            (middle, robust_spread(&mut values, middle).unwrap())
        };
        let (middle, spread) = of(vec![4.0, 5.0, 3.0, 5.0, 4.0, 6.0]);
        assert!((middle - 4.5).abs() < 1e-12);
        assert!((spread - 1.4826 * 1.2 * 0.5).abs() < 1e-12);
        let (middle, spread) = of(vec![4.0, 5.0, 3.0, 5.0, 4.0, 900.0]);
        assert!((middle - 4.5).abs() < 1e-12);
        assert!((spread - 1.4826 * 1.2 * 0.5).abs() < 1e-12);
        assert_eq!(median(&mut []), None);
        let (middle, spread) = of(vec![7.0]);
        assert!((middle - 7.0).abs() < 1e-12 && spread.abs() < 1e-12);
    }

    /// Of normal values it is their standard deviation, however few are looked at together.
    #[test]
    fn the_spread_of_few_values_is_not_too_small() {
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut uniform = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            f64::from(u32::try_from(state >> 32).unwrap()) / f64::from(u32::MAX)
        };
        let mut normal = || (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
        for few in [3, 4, 5, 6, 9, 12] {
            let looks = 4_000;
            let sum: f64 = (0..looks)
                .map(|_| {
                    let mut values: Vec<f64> = (0..few).map(|_| normal()).collect();
                    let middle = median(&mut values).unwrap();
                    robust_spread(&mut values, middle).unwrap()
                })
                .sum();
            let mean = sum / f64::from(looks);
            assert!((0.95..1.05).contains(&mean), "{few}: {mean}");
        }
    }
}
