//! How long opening a file takes, and how much memory: `cargo run --release --example opening -- photo moi.jpg`.

use std::time::Instant;

use domain::rules::documents::DocumentType;
use domain::rules::media_type::Inspection;
use domain::words::Word as _;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let document = arguments.next().and_then(|name| DocumentType::from_name(&name));
    let (Some(document), Some(path)) = (document, arguments.next()) else {
        return Err("a type of document, and a file".into());
    };
    let file = std::fs::read(path)?;
    let media_type = Inspection::of(&file).media_type().ok_or("neither PDF, JPEG nor PNG")?;
    let before = peak()?;
    let began = Instant::now();
    let opened = integrations::pictures::examine(document, media_type, &file);
    let took = began.elapsed();
    match opened {
        Ok(examined) => {
            println!("shown as {:?}", examined.size);
            if let Some(printed) = examined.printed {
                let face = printed.face.map(|face| face.len());
                println!(
                    "printed as {} × {} in {} bytes, face {face:?}",
                    printed.width,
                    printed.height,
                    printed.print.len()
                );
            }
        }
        Err(refused) => println!("refused: {refused:?}"),
    }
    println!(
        "{} bytes opened in {took:?}; at most {} kB, {before} kB before",
        file.len(),
        peak()?
    );
    Ok(())
}

/// The most memory this process has had, in kB.
fn peak() -> Result<u64, Box<dyn std::error::Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .ok_or("no such line")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
