export type Cell = string | number | undefined;

/** A table as office programs read it; what they would run as a formula is text. */
export function csvOf(rows: readonly (readonly Cell[])[]): string {
  const cell = (of: Cell) => {
    if (typeof of !== "string") return of === undefined ? "" : `${of}`;
    const plain = /^[=+\-@\t\r]/.test(of) ? `'${of}` : of;
    return /[";\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  };
  return `\uFEFF${rows.map((row) => row.map(cell).join(";")).join("\r\n")}\r\n`;
}
