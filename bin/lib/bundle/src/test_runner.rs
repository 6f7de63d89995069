//! The runner that cargo hands the browser's tests to: wasm-bindgen's own, of the version that the program is bound with.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    Ok(wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())?)
}
