/** Every file of this folder, found by itself, but for those of a part: a feature adds `<feature>.json` and nothing else. */
export const texts = import.meta.glob<Record<string, string>>(
  ["./*.json", "!./admin.json", "!./health.json", "!./imports.json", "!./journal.json"],
  {
    eager: true,
    import: "default",
  },
);
