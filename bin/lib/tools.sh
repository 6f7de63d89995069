# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # variables are shared between these files
# What must be on the machine, and how it gets there. Each need_… is quick when
# the thing is there already, and says what it does when it is not.

CARGO_NEXTEST=0.9.151
CARGO_DENY=0.20.2
BINARYEN=132.0.0
ESBUILD=0.28.2
SCHEMATHESIS=4.32.5
OPENAPI_SPEC_VALIDATOR=0.9.0

need_rust() {
  have rustup || fail "rustup is missing: install it from https://rustup.rs, then run this again"
  if ! rustc --version >/dev/null 2>&1; then
    say "installing the Rust toolchain that rust-toolchain.toml names"
    quietly rustup toolchain install || fail "the Rust toolchain of rust-toolchain.toml could not be installed"
  fi
  if ! rustup target list --installed | grep -qx wasm32-unknown-unknown; then
    say "adding the Rust target wasm32-unknown-unknown"
    quietly rustup target add wasm32-unknown-unknown || fail "rustup could not add the target wasm32-unknown-unknown"
  fi
  local component
  for component in rustfmt clippy; do
    rustup component list --installed | grep -q "^$component" && continue
    say "adding the Rust component $component"
    quietly rustup component add "$component" || fail "rustup could not add $component"
  done
}

need_node() {
  have node || fail "Node is missing: install Node 20 or later, then run this again"
  local major
  major="$(node -p 'process.versions.node.split(".")[0]')"
  ((major >= 20)) || fail "Node 20 or later is needed; this is Node $major"
  have npm || fail "npm is missing: install the one that belongs to your Node"
}

# need_apt <what it is for> <package>…
need_apt() {
  local what="$1"
  shift
  if ! have apt-get; then
    fail "$what is missing. On Debian it is in: $*. Install the same with your system's package manager"
  fi
  say "installing $what with apt-get: $*"
  export DEBIAN_FRONTEND=noninteractive
  if ! quietly as_root apt-get install -y --no-install-recommends "$@"; then
    say "refreshing apt's lists and trying again"
    quietly as_root apt-get update || true
    quietly as_root apt-get install -y --no-install-recommends "$@" ||
      fail "$what is missing and could not be installed; as root: apt-get install $*"
  fi
}

need_compiler() {
  have cc || need_apt "a C compiler" build-essential
}

# need_cargo_tool <crate> <version> <the command that prints the version> [cargo install arguments…]
# Built without optimisation: these tools wait for rustc, not the other way round.
need_cargo_tool() {
  local crate="$1" version="$2" command="$3"
  shift 3
  # shellcheck disable=SC2086 # the command is words on purpose
  if $command 2>/dev/null | head -1 | grep -qE "(^|[ v])${version//./\\.}([^0-9.]|$)"; then
    return
  fi
  need_compiler
  say "building $crate $version (once; some minutes)"
  CARGO_TARGET_DIR="$cache/tools-target" CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_DEBUG=0 \
    quietly cargo install "$crate" --version "$version" --root "$cache/cargo" "$@" ||
    fail "$crate $version could not be built"
  rm -rf "$cache/tools-target"
}

# Builds a program of bin/lib/bundle, where it is not built of these very sources yet.
#   build_bundle <program> [cargo arguments…]
build_bundle() {
  local program="$1" target="$cache/bundle" mark
  shift
  mark="$(cat bin/lib/bundle/Cargo.* bin/lib/bundle/src/*.rs | cksum) $(rustc --version)"
  [[ "$(cat "$target/$program.mark" 2>/dev/null)" == "$mark" ]] && return
  say "building $program (once; a minute)"
  # Another checkout's may be newer and older at once.
  touch bin/lib/bundle/src/*.rs
  quietly cargo build --locked --release --manifest-path bin/lib/bundle/Cargo.toml --target-dir "$target" \
    --bin "$program" "$@" || fail "$program could not be built"
  printf '%s' "$mark" >"$target/$program.mark"
}

# Sets $bundle_bin, which cuts the browser's program into its parts.
need_bundle() {
  need_compiler
  locked bundle build_bundle bundle
  bundle_bin="$cache/bundle/release/bundle"
}

# Puts wasm-bindgen-test-runner on the path.
need_test_runner() {
  need_compiler
  locked bundle build_bundle wasm-bindgen-test-runner --features test-runner
  export PATH="$cache/bundle/release:$PATH"
}

# What makes the site's files small: binaryen has wasm-opt, esbuild does scripts and styles.
need_shrinkers() {
  local wanted="binaryen@$BINARYEN esbuild@$ESBUILD"
  [[ "$(cat "$cache/npm/.installed" 2>/dev/null)" == "$wanted" ]] && return
  need_node
  say "installing wasm-opt and esbuild with npm"
  mkdir -p "$cache/npm"
  # shellcheck disable=SC2086 # two words
  quietly npm install --prefix "$cache/npm" --no-audit --no-fund --ignore-scripts $wanted ||
    fail "$wanted could not be installed with npm"
  printf '%s' "$wanted" >"$cache/npm/.installed"
}

need_nextest() {
  # Any 0.9 will do; the version is only for a machine that has none.
  cargo-nextest nextest --version 2>/dev/null | grep -q '^cargo-nextest 0\.9\.' && return
  need_cargo_tool cargo-nextest "$CARGO_NEXTEST" "cargo-nextest nextest --version" \
    --locked --no-default-features --features default-no-update
}

need_deny() {
  need_cargo_tool cargo-deny "$CARGO_DENY" "cargo-deny --version" --locked
}

# Exports SCHEMATHESIS_BIN, which asks what openapi.json describes, and OPENAPI_VALIDATOR_BIN, which judges it.
need_schemathesis() {
  local venv="$cache/schemathesis" wanted="$SCHEMATHESIS $OPENAPI_SPEC_VALIDATOR"
  export SCHEMATHESIS_BIN="$venv/bin/schemathesis" OPENAPI_VALIDATOR_BIN="$venv/bin/openapi-spec-validator"
  [[ "$(cat "$venv/.indgang" 2>/dev/null)" == "$wanted" ]] && return
  python3 -c 'import venv, ensurepip' 2>/dev/null || need_apt "Python" python3 python3-venv
  say "installing schemathesis $SCHEMATHESIS and openapi-spec-validator $OPENAPI_SPEC_VALIDATOR with pip"
  rm -rf "$venv"
  {
    quietly python3 -m venv "$venv" &&
      quietly "$venv/bin/pip" install "schemathesis==$SCHEMATHESIS" "openapi-spec-validator==$OPENAPI_SPEC_VALIDATOR"
  } || fail "schemathesis $SCHEMATHESIS could not be installed with pip"
  printf '%s\n' "$wanted" >"$venv/.indgang"
}

# Exports INDGANG_CHROMIUM.
need_chromium() {
  local name found="${INDGANG_CHROMIUM:-}"
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    [[ -n "$found" ]] && break
    found="$(command -v "$name" || true)"
  done
  if [[ -z "$found" ]]; then
    need_apt "Chromium" chromium
    found="$(command -v chromium)"
  fi
  # Without a font for Arabic its pictures are empty boxes.
  if have fc-list && have apt-get && [[ -z "$(fc-list :lang=ar 2>/dev/null | head -1)" ]]; then
    need_apt "fonts for Danish and Arabic" fonts-dejavu-core fonts-noto-core
  fi
  export INDGANG_CHROMIUM="$found"
}

# Exports CHROMEDRIVER.
need_chromedriver() {
  need_chromium
  have chromedriver || need_apt "ChromeDriver" chromium-driver
  CHROMEDRIVER="$(command -v chromedriver)"
  export CHROMEDRIVER
}

# Sets $postgres_bin, the directory with initdb, pg_ctl and postgres.
need_postgres() {
  local found
  find_postgres() {
    local dir
    if have initdb && have postgres; then
      dirname "$(readlink -f "$(command -v initdb)")"
      return
    fi
    for dir in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV); do
      [[ -x "$dir/initdb" ]] && { printf '%s\n' "$dir"; return; }
    done
    return 1
  }
  if ! found="$(find_postgres)"; then
    # No cluster of the system's own is made: we only want the programs.
    if have apt-get && [[ ! -e /etc/postgresql-common/createcluster.conf ]]; then
      as_root sh -c 'mkdir -p /etc/postgresql-common && printf "create_main_cluster = false\n" >/etc/postgresql-common/createcluster.conf' || true
    fi
    need_apt "PostgreSQL's server programs" postgresql
    found="$(find_postgres)" || fail "PostgreSQL was installed, but initdb is nowhere to be found"
  fi
  postgres_bin="$found"
}

# The packages of end2end/, as its lock file says.
need_end2end() {
  need_node
  local mark
  mark="$(cksum <end2end/package-lock.json) $(node --version)"
  [[ "$(cat end2end/node_modules/.indgang 2>/dev/null)" == "$mark" ]] && return
  say "installing the packages of end2end/ with npm"
  (
    cd end2end
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 PUPPETEER_SKIP_DOWNLOAD=1 \
      quietly npm ci --no-audit --no-fund --ignore-scripts
  ) || fail "npm ci failed in end2end/"
  printf '%s' "$mark" >end2end/node_modules/.indgang
}

need_to_build() {
  need_rust
  need_node
  need_compiler
  need_bundle
  need_shrinkers
}
