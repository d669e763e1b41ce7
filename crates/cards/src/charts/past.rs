//! Where a line is past its limit: from the very place where it crosses to where it comes
//! back, and not only between two points that are past it.

use super::chart::LimitSide;

/// A place of a line: time and height, in figures or in pixels.
pub(super) type Place = (f64, f64);

/// The pieces of a line that are past a limit. The line is not broken.
pub(super) fn pieces(line: &[Place], limit: f64, side: LimitSide) -> Vec<Vec<Place>> {
    let over = |height: f64| match side {
        LimitSide::Above => height - limit,
        LimitSide::Below => limit - height,
    };
    let mut pieces = Vec::new();
    let mut piece = Vec::new();
    let mut before: Option<Place> = None;
    for &place in line {
        let is_past = over(place.1) > 0.0;
        if let Some(before) = before
            && (over(before.1) > 0.0) != is_past
        {
            piece.push(crossing(before, place, limit));
        }
        if is_past {
            piece.push(place);
        } else if !piece.is_empty() {
            pieces.push(std::mem::take(&mut piece));
        }
        before = Some(place);
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

/// What of a line lies at a time and after it, beginning on its way at that very time.
pub(super) fn since(line: &[Place], from: f64) -> Vec<Place> {
    let first = line.partition_point(|(at, _)| *at < from);
    let entry = first.checked_sub(1).and_then(|before| {
        let (before, after) = (line.get(before)?, line.get(first)?);
        let part = ((from - before.0) / (after.0 - before.0)).clamp(0.0, 1.0);
        Some((from, before.1 + (after.1 - before.1) * part))
    });
    let rest = line.get(first..).unwrap_or_default();
    entry.into_iter().chain(rest.iter().copied()).collect()
}

/// Where the way between two places is at the height of the limit.
fn crossing(from: Place, to: Place, limit: f64) -> Place {
    let part = ((limit - from.1) / (to.1 - from.1)).clamp(0.0, 1.0);
    (from.0 + (to.0 - from.0) * part, limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_begins_and_ends_where_the_line_crosses() {
        let line = [(0.0, 4.0), (10.0, 6.0), (20.0, 8.0), (30.0, 2.0)];
        let pieces = pieces(&line, 5.0, LimitSide::Above);
        assert_eq!(
            pieces,
            [vec![(5.0, 5.0), (10.0, 6.0), (20.0, 8.0), (25.0, 5.0)]]
        );
    }

    #[test]
    fn below_is_the_other_side() {
        let line = [(0.0, 90.0), (10.0, 70.0), (20.0, 90.0), (30.0, 60.0)];
        let pieces = pieces(&line, 80.0, LimitSide::Below);
        assert_eq!(pieces.len(), 2);
        assert_eq!(pieces[0], [(5.0, 80.0), (10.0, 70.0), (15.0, 80.0)]);
        assert_eq!(pieces[1].last(), Some(&(30.0, 60.0)));
    }

    #[test]
    fn a_line_is_cut_at_a_time() {
        let line = [(0.0, 4.0), (10.0, 6.0), (20.0, 8.0)];
        assert_eq!(since(&line, 5.0), [(5.0, 5.0), (10.0, 6.0), (20.0, 8.0)]);
        assert_eq!(since(&line, 10.0)[1..], line[1..]);
        assert_eq!(since(&line, -1.0), line);
        assert!(since(&line, 21.0).is_empty());
    }

    #[test]
    fn a_line_on_its_limit_is_not_past_it() {
        let line = [(0.0, 5.0), (10.0, 5.0)];
        assert!(pieces(&line, 5.0, LimitSide::Above).is_empty());
        assert!(pieces(&line, 5.0, LimitSide::Below).is_empty());
    }
}
