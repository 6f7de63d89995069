# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # variables are shared between these files
# The release build: one program with its static files in it, and the same files as a directory.

# Joins style/ into the file given: each folder is the cascade layer of its name, in the order that style/layers.css says.
join_styles() {
  local out="$1" name
  mkdir -p "$(dirname "$out")"
  # The former release has no layers: there the order of the files decides.
  if [[ -f style/order.txt ]]; then
    sed -e 's/#.*//' -e '/^[[:space:]]*$/d' -e 's,^,style/,' style/order.txt | xargs cat >"$out"
    return
  fi
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
    printf '%s\n' "$BINARYEN" "$ESBUILD" "$(rustc --version)"
    cat bin/lib/site.sh bin/lib/pack.mjs
    find . \( -name .git -o -name target -o -name node_modules -o -path ./var -o -path ./end2end -o -path ./docs -o -path ./packaging \
      -o -path ./.ci -o -path './*/tests' -o -path './*/benches' -o -path './*/examples' \) -prune \
      -o -type f \( ! -path './bin/*' -o -path './bin/lib/bundle/*' \) \
      ! -path './*.md' ! -path ./LICENSE ! -path ./deny.toml ! -path ./rustfmt.toml ! -path ./.gitignore -print0 |
      LC_ALL=C sort -z | xargs -0 sha256sum
  } | sha256sum | cut -c1-16
}

# The browsers that scripts and styles are written for: new enough for logical properties to be left as they are.
browsers=chrome115,firefox115,safari16.4

# The functions from here to `build_release` work on the sources that one stands in, and may be asked in a condition,
# where a failed line stops nothing by itself.

# One file of the modules in boot/, for one request. What stands beside it on the wire stays an import.
bundle_boot() {
  # The former release has it in public/, in one piece.
  [[ ! -d boot ]] || esbuild --log-level=warning '--tsconfig-raw={}' --bundle --format=esm --external:./indgang.js --external:./afresh/indgang.js --minify "--target=$browsers" \
    boot/boot.js --outfile="$1"
}

# What a site has beside the browser's program: public/ as it is, and the styles, joined into the file given.
lay_out_site() {
  local site="$1" styles="$2"
  rm -rf "$site" && mkdir -p "$site/pkg" && cp -R public/. "$site" && join_styles "$styles" && bundle_boot "$site/boot.js"
}

# Cuts the browser's program into its parts, in <site>/pkg: they are found by what the linker says of what it moved.
# Panics speak where someone develops, and in the former release: what ours never calls is cut with them (`traps.rs`), and
# that one does call it.
#   build_browser <site> <profile> [cargo arguments…]
build_browser() {
  local site="$1" profile="$2" out="$CARGO_TARGET_DIR/front/wasm32-unknown-unknown"
  local -a silent=(silent)
  [[ "$profile" != dev && -d boot ]] || silent=()
  shift 2
  cargo rustc "$@" -p indgang-frontend --lib --profile "$profile" --target wasm32-unknown-unknown \
    --target-dir "$CARGO_TARGET_DIR/front" -- -Clink-args=--emit-relocs >&2 &&
    "$bundle_bin" "$out/${profile/#dev/debug}/indgang_frontend.wasm" "$site/pkg" indgang "${silent[@]}"
}

# As small as it can be made: every file of <site>/pkg, and the styles beside them. What esbuild warns of is wasm-bindgen's
# writing, which names one import several times.
shrink_site() {
  local site="$1" styles="$2" script
  find "$site/pkg" -name '*.wasm' -print0 |
    xargs -0 -P "$(nproc)" -I '{}' wasm-opt -Oz --merge-similar-functions --enable-bulk-memory --enable-nontrapping-float-to-int '{}' -o '{}' &&
    esbuild --log-level=error --minify "--target=$browsers" "$styles" >"$site/pkg/indgang.css" || return 1
  for script in "$site"/pkg/*.js; do
    esbuild --log-level=error --minify "--target=$browsers" --format=esm "$script" --outfile="$script" --allow-overwrite ||
      return 1
  done
}

build_release_browser() {
  local site="$1" styles="$cache/style/indgang.css"
  shift
  lay_out_site "$site" "$styles" && build_browser "$site" wasm-release "$@" &&
    shrink_site "$site" "$styles" && node "$root/bin/lib/pack.mjs" "$site"
}

# Builds both sides at once, for each waits long on one core: the browser's into the folder given, the server's where
# cargo puts it.
build_release() {
  local site="$1" browser status=0
  local -a locked=(${CI:+--locked})
  # What runs beside is told to stop, too: by itself it would not hear of Ctrl-C.
  (
    trap - INT
    build_release_browser "$site" "${locked[@]}"
  ) &
  browser=$!
  cargo build "${locked[@]}" -p indgang-server --bin indgang --release >&2 || status=1
  wait "$browser" || status=1
  return "$status"
}

build_site() {
  local hash="$1" out="$cache/built/$1"
  # Another run may have built it while we waited.
  [[ -f "$out/done" ]] && return
  say "building the release (the first time on a machine takes some ten minutes)"
  rm -rf "$out" "$out.new" &&
    mkdir -p "$out.new" &&
    build_release "$out.new/site" &&
    "$CARGO_TARGET_DIR/release/indgang" join --site "$out.new/site" --to "$out.new/indgang" &&
    mv "$out.new" "$out" &&
    : >"$out/done" || return 1
  # The newest four are kept.
  # shellcheck disable=SC2012 # our own names: hexadecimal
  ls -1dt "$cache"/built/*/ | tail -n +5 | xargs -r rm -rf
}

# Where the release of a commit of before is: other tools make another of it.
former_place() {
  printf '%s/former/%s-%s' "$cache" "$1" "$(cat "$root"/bin/lib/site.sh "$root"/bin/lib/bundle/src/*.rs | cksum | cut -d' ' -f1)"
}

# The release of a commit of before, with the tools of today: its own would be built for it alone.
build_former() {
  local commit="$1" out
  out="$(former_place "$1")"
  [[ -f "$out/done" ]] && return
  say "building the former release, $commit"
  rm -rf "$cache/former" && mkdir -p "$out/sources" && git archive "$commit" | tar -x -C "$out/sources" || return 1
  (
    cd "$out/sources" && is_built_here && build_release "$out/site" && cp "$CARGO_TARGET_DIR/release/indgang" "$out/indgang"
  ) && : >"$out/done"
}

# Exports INDGANG_FORMER_BIN and INDGANG_FORMER_SITE, as need_release does.
need_former_release() {
  local out
  out="$(former_place "$1")"
  need_to_build
  [[ -f "$out/done" ]] || locked build build_former "$1" || fail "the former release could not be built"
  is_built_here
  export INDGANG_FORMER_BIN="$out/indgang" INDGANG_FORMER_SITE="$out/site"
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
