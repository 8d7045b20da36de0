//! How many of the open connections one address has.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// The connections of each address. Cloning it shares them.
#[derive(Debug, Clone)]
pub(super) struct Shares {
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
    most: usize,
    spared: fn(IpAddr, Option<IpAddr>) -> bool,
    proxy: Option<IpAddr>,
}

/// Whose connection it is: an address, and of the sixth version the network that one customer is given (RFC 6177 §2).
fn whose(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        IpAddr::V4(address) => address.into(),
    }
}

/// One connection of an address, counted for as long as this lives.
#[derive(Debug)]
pub(super) struct Share {
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
    whose: IpAddr,
}

/// Whether an address stands for many: the proxy that the settings name, and this machine, where one may run without being
/// named.
pub(crate) fn stands_for_many(address: IpAddr, proxy: Option<IpAddr>) -> bool {
    let address = address.to_canonical();
    address.is_loopback() || proxy.map(|proxy| proxy.to_canonical()) == Some(address)
}

impl Shares {
    /// At most so many for each address, but for those that are spared.
    pub(super) fn new(
        most: usize,
        spared: fn(IpAddr, Option<IpAddr>) -> bool,
        proxy: Option<IpAddr>,
    ) -> Self {
        Self { open: Arc::default(), most, spared, proxy }
    }

    /// One more of an address; nothing when it has its share.
    pub(super) fn take(&self, address: IpAddr) -> Option<Share> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let whose = whose(address);
        let count = open.entry(whose).or_default();
        if *count >= self.most && !(self.spared)(address, self.proxy) {
            return None;
        }
        *count += 1;
        Some(Share { open: Arc::clone(&self.open), whose })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.whose) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.whose);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_has_its_share() {
        let proxy = "10.0.0.9".parse().unwrap();
        let shares = Shares::new(2, stands_for_many, Some(proxy));
        let take = |address: &str| shares.take(address.parse().unwrap());
        let (first, second) = (take("203.0.113.7").unwrap(), take("203.0.113.7").unwrap());
        assert!(take("203.0.113.7").is_none());
        let others: Vec<_> =
            ["203.0.113.8", "2001:db8::1", "10.0.0.9", "::ffff:10.0.0.9", "127.0.0.1", "::1"]
                .into_iter()
                .flat_map(|address| [take(address), take(address)])
                .collect();
        assert!(others.iter().all(Option::is_some));
        assert!(take("203.0.113.8").is_none() && take("2001:db8::1").is_none());
        assert!(
            take("10.0.0.9").is_some() && take("::ffff:10.0.0.9").is_some() && take("127.0.0.1").is_some()
        );
        assert!(take("2001:db8::ffff").is_none(), "the same network");
        assert!(take("2001:db8:0:1::1").is_some());
        drop(first);
        assert!(take("203.0.113.7").is_some());
        drop((second, others));
        assert!(shares.open.lock().unwrap().is_empty(), "nothing is kept of who has gone");
    }
}
