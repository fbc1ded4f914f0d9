import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { compress } from "./build/compress.ts";
import { first } from "./build/first.ts";
import { offline } from "./build/offline.ts";
import project from "./package.json" with { type: "json" };

// The reporter of vitest needs it to show a failure, and Node 20 has none.
Map.groupBy ??= <K, V>(values: Iterable<V>, keyOf: (value: V, index: number) => K) => {
  const groups = new Map<K, V[]>();
  let index = 0;
  for (const value of values) {
    const key = keyOf(value, index++);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
};

/** Where the server stands during development. */
const server = process.env.PARVIS_URL ?? "http://localhost:8008";

export default defineConfig({
  plugins: [react(), offline(), compress()],
  define: { __PARVIS_VERSION__: JSON.stringify(process.env.PARVIS_VERSION ?? project.version) },
  server: {
    proxy: {
      "/_matrix": { target: server, changeOrigin: false },
      "/_synapse": { target: server, changeOrigin: false },
      "/api": { target: server, changeOrigin: false },
      "/.well-known": { target: server, changeOrigin: false },
    },
  },
  build: {
    target: "es2023",
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: { index: "index.html", sw: "src/sw.ts" },
      output: {
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
        codeSplitting: {
          groups: [{ name: first(resolve("src/main.tsx"), resolve("src/sw.ts")) }],
        },
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
  // A busy machine is no fault.
  test: { testTimeout: 30_000, environment: "node", include: ["src/**/*.test.ts", "e2e/*.test.mjs"] },
});
