//! Counts words.
use std::collections::BTreeMap;

fn main() {
    let mut counts = BTreeMap::new();
    for word in std::env::args().skip(1) {
        *counts.entry(word).or_insert(0) += 1;
    }
    for (word, count) in counts {
        println!("{count} {word}");
    }
}
