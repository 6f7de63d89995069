// Packs what travels as small as it can be: each file of a folder gets a copy beside it, with ".br" after its name.
//
//   node pack.mjs <folder>
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const PACKED_WELL = /\.(css|js|json|svg|wasm|webmanifest)$/;

const [folder] = process.argv.slice(2);
if (!folder) throw new Error("node pack.mjs <folder>");

for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
  if (!PACKED_WELL.test(name)) continue;
  const path = join(folder, name);
  const plain = readFileSync(path);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
  };
  writeFileSync(`${path}.br`, brotliCompressSync(plain, { params }));
}
