//! Agreed investments that add up to what the article says.

use luodi_domain::money::Money;
use rand::RngExt;
use rand::rngs::StdRng;

/// One hundredth of 亿元 in fen.
const HUNDREDTH: i64 = 100_000_000;

/// So many amounts of whole hundredths of 亿元 that add up to the total, the first of them being large ones.
pub(crate) fn adding_up(total: i64, many: usize, large: usize, rng: &mut StdRng) -> Vec<Money> {
    let weight = |index: usize, rng: &mut StdRng| -> i64 {
        let usual = match rng.random_range(0..10) {
            0..=5 => rng.random_range(30..150),
            6..=8 => rng.random_range(150..500),
            _ => rng.random_range(500..1_600),
        };
        if index < large { usual + rng.random_range(600..2_400) } else { usual }
    };
    let weights: Vec<i64> = (0..many).map(|index| weight(index, rng)).collect();
    let sum = weights.iter().sum::<i64>().max(1);
    let mut amounts: Vec<i64> = weights.iter().map(|weight| (weight * total / sum).max(20)).collect();
    let rest = total - amounts.iter().sum::<i64>();
    if let Some(largest) = amounts.iter_mut().max() {
        *largest += rest;
    }
    amounts.into_iter().map(|hundredths| Money::from_fen(hundredths * HUNDREDTH)).collect()
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn amounts_add_up_to_the_total_and_none_is_small() {
        let amounts = adding_up(137_495, 438, 54, &mut StdRng::seed_from_u64(1));
        let sum: i64 = amounts.iter().map(|amount| amount.fen()).sum();
        assert_eq!(Money::from_fen(sum).format_yi(), "1374.95亿元");
        assert!(amounts.iter().all(|amount| amount.fen() >= 20 * HUNDREDTH));
    }
}
