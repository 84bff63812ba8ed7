//! The migrations are read while compiling, by a macro of which cargo does not see what it reads.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
}
