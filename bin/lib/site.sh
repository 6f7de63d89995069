# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # variables are shared between these files
# The release build: one program with its static files in it, and the same files as a directory.

# Joins style/ into the file given: each folder is the cascade layer of its name, in the order that style/layers.css says.
join_styles() {
  local out="$1" name
  mkdir -p "$(dirname "$out")"
  {
    cat style/layers.css
    while IFS= read -r name; do
      # A layer that the order does not name would come behind all others.
      grep -qE "^@layer .*\\b${name%%/*}\\b" style/layers.css || fail "style/layers.css does not say where ${name%%/*} comes"
      printf '/* %s */\n@layer %s {\n' "$name" "${name%%/*}"
      cat "style/$name"
      printf '}\n'
    done < <(cd style && find . -name '*.css' ! -path ./layers.css | sed 's,^\./,,' | LC_ALL=C sort)
  } >"$out.new"
  # Left alone when nothing changed, so that a watcher sleeps on.
  if cmp -s "$out.new" "$out"; then rm "$out.new"; else mv "$out.new" "$out"; fi
}

# A name for exactly these sources and tools. Two checkouts with the same
# sources share one build.
sources_hash() {
  {
    printf '%s\n' "$CARGO_LEPTOS" "$WASM_BINDGEN" "$BINARYEN" "$(rustc --version)"
    cat bin/lib/site.sh bin/lib/pack.mjs
    find . \( -name .git -o -name target -o -name node_modules -o -path ./var -o -path ./end2end -o -path ./docs -o -path ./packaging \
      -o -path ./bin -o -path ./.ci -o -path './*/tests' -o -path './*/benches' -o -path './*/examples' \) -prune \
      -o -type f ! -path './*.md' ! -path ./LICENSE ! -path ./deny.toml ! -path ./rustfmt.toml ! -path ./.gitignore -print0 |
      LC_ALL=C sort -z | xargs -0 sha256sum
  } | sha256sum | cut -c1-16
}

build_site() {
  local hash="$1" out="$cache/built/$1" work="$cache/site"
  # Another run may have built it while we waited.
  [[ -f "$out/done" ]] && return
  say "building the release (the first time on a machine takes some ten minutes)"
  join_styles "$cache/style/indgang.css" || return 1
  # cargo-leptos empties its site root at every build; nothing else may live there.
  RUST_BACKTRACE=0 LEPTOS_SITE_ROOT="$work" LEPTOS_STYLE_FILE="$cache/style/indgang.css" \
    cargo leptos build --release --split ${CI:+--cargo-locked} >&2 || return 1
  rm -rf "$out" "$out.new" &&
    mkdir -p "$out.new" &&
    cp -R "$work" "$out.new/site" &&
    find "$out.new/site" -name '*.d.ts' -delete &&
    node bin/lib/pack.mjs "$out.new/site" &&
    "$CARGO_TARGET_DIR/release/indgang" join --site "$out.new/site" --to "$out.new/indgang" &&
    mv "$out.new" "$out" &&
    : >"$out/done" || return 1
  # The newest four are kept.
  # shellcheck disable=SC2012 # our own names: hexadecimal
  ls -1dt "$cache"/built/*/ | tail -n +5 | xargs -r rm -rf
}

# Exports INDGANG_BIN (the program) and INDGANG_SITE (the static files that it has in it, as a directory).
need_release() {
  local hash
  need_to_build
  hash="$(sources_hash)"
  mkdir -p "$cache/built"
  if [[ ! -f "$cache/built/$hash/done" ]]; then
    locked build build_site "$hash" || fail "the release build failed"
  fi
  touch "$cache/built/$hash"
  export INDGANG_BIN="$cache/built/$hash/indgang" INDGANG_SITE="$cache/built/$hash/site"
}
