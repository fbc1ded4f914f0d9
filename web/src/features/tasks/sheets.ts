const quote = '"';
const separator = ";";

/** The rows of a table as the server writes it, each with the end of its line. */
export function rowsIn(text: string): readonly string[] {
  const rows: string[] = [];
  let from = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === quote) quoted = !quoted;
    if (text[i] === "\n" && !quoted) {
      rows.push(text.slice(from, i + 1));
      from = i + 1;
    }
  }
  if (from < text.length) rows.push(text.slice(from));
  return rows;
}

const numberOf = (row: string): number => Number(row.slice(0, row.indexOf(separator)).replaceAll(quote, ""));

/** Of a table of tasks its head, and those of these numbers, in their order. */
export function only(text: string, numbers: readonly number[]): string {
  const [head = "", ...rows] = rowsIn(text);
  const byNumber = new Map(rows.map((row) => [numberOf(row), row]));
  return [head, ...numbers.map((n) => byNumber.get(n) ?? "")].join("");
}
