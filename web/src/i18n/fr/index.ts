/** Every file of this folder, found by itself: a feature adds `<feature>.json` and nothing else. */
export const texts = import.meta.glob<Record<string, string>>("./*.json", { eager: true, import: "default" });
