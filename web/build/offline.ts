import { createHash } from "node:crypto";
import type { Plugin } from "vite";

/** What an offline start needs beside hashed assets. */
const shell = ["/", "/icon.svg", "/manifest.webmanifest"];
/** The crypto module, and the passwords of others, are kept at their first use, never fetched ahead. */
const never = /\.(wasm|map)$|rust-crypto|matrix_sdk_crypto|strength-/;

/** Tells the service worker the names of this build's files, so that it changes exactly when one of them does. */
export function offline(): Plugin {
  return {
    name: "parvis-offline",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      const worker = bundle["sw.js"];
      if (worker?.type !== "chunk") throw new Error("the service worker is missing from the build");
      const assets = Object.keys(bundle)
        .filter((name) => name.startsWith("assets/") && !never.test(name))
        .sort();
      const hash = createHash("sha256");
      for (const name of assets) hash.update(name);
      const page = bundle["index.html"];
      if (page?.type === "asset") hash.update(page.source);
      const list = JSON.stringify([...shell, ...assets.map((name) => `/${name}`)]);
      worker.code = worker.code
        .replace(/["'`]__FILES__["'`]/, () => JSON.stringify(list))
        .replace("__VERSION__", hash.digest("hex").slice(0, 16));
    },
  };
}
