# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # variables are shared between these files
# The release build: one program with its static files in it, and the same files as a directory.

# Joins style/*.css in the order of style/order.txt into the file given.
join_styles() {
  local out="$1" name
  local -a names=()
  mkdir -p "$(dirname "$out")"
  if [[ -f style/order.txt ]]; then
    while IFS= read -r name || [[ -n "$name" ]]; do
      name="${name%%#*}"
      name="${name//[[:space:]]/}"
      [[ -z "$name" ]] && continue
      [[ -f "style/$name" ]] || fail "style/order.txt names $name, which is not in style/"
      names+=("$name")
    done <style/order.txt
    while IFS= read -r name; do
      [[ " ${names[*]} " == *" $name "* ]] || fail "style/$name is missing in style/order.txt: say where it goes"
    done < <(cd style && find . -name '*.css' | sed 's,^\./,,' | LC_ALL=C sort)
  else
    while IFS= read -r name; do names+=("$name"); done < <(cd style && find . -name '*.css' | sed 's,^\./,,' | LC_ALL=C sort)
  fi
  for name in "${names[@]}"; do
    printf '/* %s */\n' "$name"
    cat "style/$name"
    printf '\n'
  done >"$out.new"
  # Left alone when nothing changed, so that a watcher sleeps on.
  if cmp -s "$out.new" "$out"; then rm "$out.new"; else mv "$out.new" "$out"; fi
}

# Joins boot/*.js, a module a concern, into the one file that pages ask for.
join_boot() {
  node bin/lib/join.mjs boot/boot.js "$1"
}

# A name for exactly these sources and tools. Two checkouts with the same
# sources share one build.
sources_hash() {
  {
    printf '%s\n' "$CARGO_LEPTOS" "$WASM_BINDGEN" "$BINARYEN" "$(rustc --version)"
    cat bin/lib/site.sh bin/lib/pack.mjs bin/lib/join.mjs
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
    join_boot "$out.new/site/boot.js" &&
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
