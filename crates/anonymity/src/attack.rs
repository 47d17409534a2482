//! The attack on pseudonyms that anybody could make: hashes of NHS numbers without a key.
//!
//! A part of all NHS numbers is hashed plainly, by the usual algorithms and in the usual spellings, and looked for among the
//! pseudonyms of a delivery. The answer is yes or no, never which.
//!
//! Power: of `n` different pseudonyms made without a key about `n * share` are hit, where the share of numbers in use is
//! `14 / 16 * stems / 300_000_000`; with 3,200,000 stems it is 0.9 %. A column is missed with probability `exp(-n * share)`:
//! for 1,000 people 0.01 % at that many stems. No hit proves nothing about a few people. Not allowed in here: a hit's number.

use std::collections::BTreeMap;
use std::hash::Hasher;
use std::sync::{Arc, Mutex, PoisonError};

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::Xxh3;

use crate::health_number::check_digit;

/// Pseudonyms kept of each column: those with the smallest first halves, a fair choice since they are hashes.
const KEPT: usize = 1 << 16;
/// Hits that are aimed at; so many expected are missed altogether with probability `exp(-20)`.
const HITS_WANTED: u64 = 20;
/// Numbers in use in England begin with 4, 6 or 7.
const STEMS_IN_USE: u64 = 300_000_000;

/// Pseudonyms of one delivery, as far as they are needed for the attack: the first eight bytes of each.
#[derive(Clone, Debug)]
pub struct TokenSample {
    tokens: Vec<u64>,
    /// Tokens above this are not kept.
    below: u64,
}

impl Default for TokenSample {
    fn default() -> Self {
        Self { tokens: Vec::new(), below: u64::MAX }
    }
}

impl TokenSample {
    /// Adds a cell, when it is a hash in 32 to 64 hexadecimal digits; a longer one may have been cut.
    pub fn observe(&mut self, cell: &[u8]) {
        let Some(token) = first_half(cell).filter(|token| *token <= self.below) else { return };
        self.tokens.push(token);
        if self.tokens.len() >= KEPT * 2 {
            self.settle();
        }
    }

    /// Forgets repetitions, and all but the smallest.
    fn settle(&mut self) {
        self.tokens.sort_unstable();
        self.tokens.dedup();
        if self.tokens.len() > KEPT {
            self.tokens.truncate(KEPT);
            self.below = self.tokens.last().copied().unwrap_or(u64::MAX);
        }
    }
}

fn first_half(cell: &[u8]) -> Option<u64> {
    if !(32..=64).contains(&cell.len()) || !cell.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u64::from_str_radix(std::str::from_utf8(&cell[..16]).ok()?, 16).ok()
}

/// Whether one of the columns holds hashes of NHS numbers that were made without a key: its position.
///
/// At most `stems_at_most` stems of nine digits are tried, fewer where many pseudonyms make a hit likely sooner. Which stems
/// those are is the same on every machine.
#[must_use]
pub fn attack(columns: &mut [TokenSample], stems_at_most: u64) -> Option<usize> {
    columns.iter_mut().for_each(TokenSample::settle);
    let fewest = columns.iter().map(|column| column.tokens.len() as u64).filter(|tokens| *tokens > 0).min()?;
    let wanted = (HITS_WANTED * STEMS_IN_USE * 16 / 14).div_ceil(fewest);
    if wanted >= stems_at_most {
        let hashes = all_hashes(stems_at_most);
        let is_hit = |column: &TokenSample| column.tokens.iter().any(|token| hashes.binary_search(token).is_ok());
        return columns.iter().position(is_hit);
    }
    let sieve = Sieve::new(columns);
    (0..wanted).find_map(|turn| hashes_of(turn).into_iter().flatten().find_map(|hash| sieve.find(hash, columns)))
}

/// The beginnings of all hashes of so many stems, in order. A night has many deliveries of few people, each of which is
/// looked for among all of them: they are hashed once, and take 48 bytes a stem.
fn all_hashes(stems: u64) -> Arc<Vec<u64>> {
    static MADE: Mutex<BTreeMap<u64, Arc<Vec<u64>>>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let make = || {
        let mut hashes: Vec<u64> = (0..stems).filter_map(hashes_of).flatten().collect();
        hashes.sort_unstable();
        Arc::new(hashes)
    };
    Arc::clone(made.entry(stems).or_insert_with(make))
}

/// The beginnings of all hashes of the number that is tried at a turn, where there is such a number.
fn hashes_of(turn: u64) -> Option<[u64; 6]> {
    Some(spellings(&health_number(stem(turn))?))
}

/// The stem that is tried at a turn: of sixteen, fourteen are of numbers in use, one of the range for tests, one of all others.
fn stem(turn: u64) -> u32 {
    let mut hasher = Xxh3::new();
    hasher.write_u64(turn);
    let random = hasher.finish();
    let within = |count: u64| u32::try_from(random % count).unwrap_or(0);
    match turn % 16 {
        0 => 999_000_000 + within(1_000_000),
        1 => within(999_000_000),
        2..=6 => 400_000_000 + within(100_000_000),
        _ => 600_000_000 + within(200_000_000),
    }
}

/// The ten digits of a stem, where there is such a number.
fn health_number(stem: u32) -> Option<[u8; 10]> {
    let mut digits = [0; 9];
    digits.iter_mut().rev().fold(stem, |rest, digit| {
        *digit = u8::try_from(rest % 10).unwrap_or(0);
        rest / 10
    });
    let check = check_digit(&digits)?;
    let mut number = [b'0' + check; 10];
    number.iter_mut().zip(digits).for_each(|(character, digit)| *character = b'0' + digit);
    Some(number)
}

/// The beginnings of all hashes of a number: plain and with spaces, by each algorithm.
fn spellings(number: &[u8; 10]) -> [u64; 6] {
    let mut spaced = [b' '; 12];
    spaced[..3].copy_from_slice(&number[..3]);
    spaced[4..7].copy_from_slice(&number[3..6]);
    spaced[8..].copy_from_slice(&number[6..]);
    let (plain, spaced) = (&number[..], &spaced[..]);
    [
        beginning(&Sha256::digest(plain)),
        beginning(&Sha256::digest(spaced)),
        beginning(&Sha1::digest(plain)),
        beginning(&Sha1::digest(spaced)),
        beginning(&Md5::digest(plain)),
        beginning(&Md5::digest(spaced)),
    ]
}

fn beginning(hash: &[u8]) -> u64 {
    let mut eight = [0; 8];
    eight.iter_mut().zip(hash).for_each(|(to, from)| *to = *from);
    u64::from_be_bytes(eight)
}

/// Says quickly that a hash is in no column.
struct Sieve {
    bits: Vec<u64>,
}

/// Bits of the sieve: 256 kilobytes.
const SIEVE_BITS: u64 = 1 << 21;

impl Sieve {
    fn new(columns: &[TokenSample]) -> Self {
        let mut sieve = Self { bits: vec![0; usize::try_from(SIEVE_BITS / 64).unwrap_or(0)] };
        for token in columns.iter().flat_map(|column| &column.tokens) {
            let (word, bit) = Self::place(*token);
            sieve.bits[word] |= bit;
        }
        sieve
    }

    /// Low bits, since kept tokens are small.
    fn place(token: u64) -> (usize, u64) {
        let place = token % SIEVE_BITS;
        (usize::try_from(place / 64).unwrap_or(0), 1 << (place % 64))
    }

    fn find(&self, hash: u64, columns: &[TokenSample]) -> Option<usize> {
        let (word, bit) = Self::place(hash);
        if self.bits[word] & bit == 0 {
            return None;
        }
        columns.iter().position(|column| column.tokens.binary_search(&hash).is_ok())
    }
}
