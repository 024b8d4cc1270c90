//! `curtain`: the core on a desktop. Results go to stdout, diagnostics to stderr.

mod args;
mod batch;
mod check;
mod clean;
mod exit;
mod input;
mod policy;
mod redact;
mod rules;
mod text;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};

fn main() -> ExitCode {
    let cli = Cli::parse();
    cli.color.apply();
    // A panic message could hold a caption; a fault of ours says only that it was one.
    std::panic::set_hook(Box::new(|_| exit::complain("something went wrong inside (panic)")));
    let outcome = std::panic::catch_unwind(|| match &cli.command {
        Command::Check(check) => check::run(check),
        Command::Clean(clean) => clean::run(clean),
        Command::Rules(rules) => rules::run(rules),
        Command::Policy(policy) => policy::run(policy),
    });
    exit::code(outcome.unwrap_or(Ok(exit::UNUSABLE)))
}
