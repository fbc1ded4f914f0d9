import type { LaneBy } from "./lanes";

/** How tasks are laid out. It stands in the address, so that it can be sent. */
export interface Look {
  readonly view: "board" | "list" | "table";
  /** What the board is cut into lanes by; empty: by nothing. */
  readonly by: "" | LaneBy;
  /** The column that the table is sorted by, behind a minus the other way round; empty: as on the board. */
  readonly sort: string;
}
export const lanes = ["", "who", "label", "priority"] as const;
const views = ["board", "list", "table"] as const;

const ofField = (said: string): said is `custom.${string}` => said.startsWith("custom.");
const byIn = (said: string): Look["by"] => lanes.find((l) => l === said) ?? (ofField(said) ? said : "");

/** The look of an address. */
export function lookIn(search: string): Look {
  const said = new URLSearchParams(search);
  return {
    view: views.find((v) => v === said.get("view")) ?? "board",
    by: byIn(said.get("by") ?? ""),
    sort: said.get("sort") ?? "",
  };
}

/** How far beyond what is in sight a list is drawn: who turns a wheel in a hurry is there before the next frame. */
export const aheadPx = 1600;
