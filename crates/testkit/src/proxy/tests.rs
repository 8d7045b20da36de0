//! The proxy against an echo server on plain std sockets.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use super::{Cut, Delay, DelayProxy, Way};

/// An echo server that ends with the test process.
fn echo() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            thread::spawn(move || {
                let mut back = stream.try_clone().unwrap();
                let _ = std::io::copy(&mut stream, &mut back);
                let _ = back.shutdown(std::net::Shutdown::Write);
            });
        }
    });
    address
}

fn connect(proxy: &DelayProxy) -> TcpStream {
    let stream = TcpStream::connect(proxy.address()).unwrap();
    stream.set_nodelay(true).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

fn ping(stream: &mut TcpStream) -> std::io::Result<Duration> {
    let started = Instant::now();
    stream.write_all(b"ping")?;
    let mut back = [0; 4];
    stream.read_exact(&mut back)?;
    assert_eq!(&back, b"ping");
    Ok(started.elapsed())
}

fn proxy(round_trip: u64) -> DelayProxy {
    DelayProxy::start(echo(), Delay::round_trip(Duration::from_millis(round_trip))).unwrap()
}

#[test]
fn a_round_trip_takes_at_least_the_delay_both_ways() {
    let proxy = proxy(40);
    let mut stream = connect(&proxy);
    for _ in 0..3 {
        let took = ping(&mut stream).unwrap();
        assert!(took >= Duration::from_millis(40), "{took:?}");
    }
}

#[test]
fn chunks_travel_together_instead_of_waiting_for_one_another() {
    let proxy = proxy(100);
    let mut stream = connect(&proxy);
    let started = Instant::now();
    // Far enough apart to be read as separate chunks; one after the other they would take 40 × 50 ms each way.
    for _ in 0..40 {
        stream.write_all(b"x").unwrap();
        thread::sleep(Duration::from_millis(3));
    }
    stream.read_exact(&mut [0; 40]).unwrap();
    let took = started.elapsed();
    assert!(took >= Duration::from_millis(100), "{took:?}");
    assert!(took < Duration::from_millis(1500), "the delay became a bandwidth limit: {took:?}");
}

#[test]
fn jitter_keeps_order() {
    let delay = Delay { each_way: Duration::from_millis(1), jitter: Duration::from_millis(20), seed: 7 };
    let proxy = DelayProxy::start(echo(), delay).unwrap();
    let mut stream = connect(&proxy);
    let sent: Vec<u8> = (0..100).collect();
    for byte in &sent {
        stream.write_all(&[*byte]).unwrap();
        thread::sleep(Duration::from_micros(300));
    }
    let mut back = vec![0; sent.len()];
    stream.read_exact(&mut back).unwrap();
    assert_eq!(back, sent);
}

#[test]
fn a_cut_delivers_exactly_its_bytes_and_then_resets() {
    let proxy = proxy(0);
    proxy.cut(Some((Way::ToClient, Cut::After(6))));
    let mut cut = connect(&proxy);
    cut.write_all(b"0123456789").unwrap();
    let mut got = Vec::new();
    let end = cut.read_to_end(&mut got);
    // A reset may overtake bytes the client has not read yet, so only what the proxy wrote is exact.
    assert!(end.is_err() && got.len() <= 6, "{end:?} after {got:?}");
    assert_eq!((proxy.counts().to_client, proxy.counts().broken), (6, 1));

    proxy.cut(None);
    ping(&mut connect(&proxy)).unwrap();
}

#[test]
fn random_cuts_follow_the_seed() {
    let lengths = |seed| {
        let proxy = DelayProxy::start(echo(), Delay { seed, ..Delay::default() }).unwrap();
        proxy.cut(Some((Way::ToTarget, Cut::Below(1000))));
        let mut before = 0;
        [(); 4].map(|()| {
            let mut stream = connect(&proxy);
            stream.write_all(&[0; 1000]).unwrap();
            let _ = stream.read_to_end(&mut Vec::new());
            let sent = proxy.counts().to_target - before;
            before += sent;
            sent
        })
    };
    assert_eq!(lengths(1), lengths(1));
    assert_ne!(lengths(1), lengths(2));
}

#[test]
fn a_blackhole_swallows_until_it_is_lifted() {
    let proxy = proxy(0);
    let mut stream = connect(&proxy);
    ping(&mut stream).unwrap();
    proxy.blackhole(true);
    stream.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    assert!(ping(&mut stream).is_err());
    proxy.blackhole(false);
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.read_exact(&mut [0; 4]).unwrap();
}

#[test]
fn dropping_connections_spares_the_next_one() {
    let proxy = proxy(0);
    let mut streams = [connect(&proxy), connect(&proxy)];
    for stream in &mut streams {
        ping(stream).unwrap();
    }
    proxy.drop_all();
    for stream in &mut streams {
        let end = stream.read(&mut [0; 1]);
        assert!(end.is_err(), "{end:?}");
    }
    ping(&mut connect(&proxy)).unwrap();
    assert_eq!((proxy.counts().connections, proxy.counts().broken), (3, 2));
}

#[test]
fn nothing_listens_after_the_drop() {
    let proxy = proxy(0);
    let address = proxy.address();
    let mut stream = connect(&proxy);
    ping(&mut stream).unwrap();
    drop(proxy);
    assert!(TcpStream::connect(address).is_err());
    assert!(!matches!(stream.read(&mut [0; 1]), Ok(1..)));
}
