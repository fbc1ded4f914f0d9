/** What is read in the administration alone, by those who administer. */
export const texts = import.meta.glob<Record<string, string>>(
  ["./admin.json", "./health.json", "./imports.json", "./journal.json"],
  {
    eager: true,
    import: "default",
  },
);
