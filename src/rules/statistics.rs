//! How sure a share is.

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
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 5] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 4] = [
        7.784_695_709_041_462e-3,
        3.224_671_290_700_398e-1,
        2.445_134_137_142_996,
        3.754_408_661_907_416,
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
}
