//! The process edge: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        told(panic);
        // The code of an internal error, however the program was built.
        std::process::exit(101);
    }));
    groundswell::cli::run()
}
