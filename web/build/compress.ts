import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const worthIt = /\.(js|css|html|svg|json|webmanifest|wasm)$/;
const smallestBytes = 512;

function* filesUnder(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}

/** Writes a `.br` and a `.gz` beside every text file, once, so that the server only copies bytes. */
export function compress(): Plugin {
  let folder = "dist";
  return {
    name: "parvis-compress",
    apply: "build",
    configResolved: (config) => {
      folder = join(config.root, config.build.outDir);
    },
    closeBundle: () => {
      for (const path of filesUnder(folder)) {
        if (!worthIt.test(path)) continue;
        const bytes = readFileSync(path);
        if (bytes.length < smallestBytes) continue;
        // The crypto module weighs megabytes: the last brotli levels would cost a minute for two per cent.
        const quality = bytes.length > 4_000_000 ? 9 : 11;
        writeFileSync(
          `${path}.br`,
          brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }),
        );
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
      }
    },
  };
}
