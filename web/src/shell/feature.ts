import type { Icon } from "@tabler/icons-react";
import type { ComponentType, ReactNode } from "react";
import type { T } from "../i18n";

/**
 * What a feature gives to the shell. A file that declares one is part of the first page: it may import stores, icons
 * and types, never the pages themselves nor matrix-js-sdk; those come through `load`.
 */
export interface Feature {
  readonly name: string;
  readonly routes: readonly Route[];
  /** Entries of the rail and of the phone's tabs. */
  readonly destinations?: readonly Destination[];
  /** Entries of the command palette for what was typed (empty: suggestions). A hook: it may follow stores. */
  readonly usePalette?: (query: string) => readonly PaletteEntry[];
  /** Wraps every page of a signed-in person, mounted once: providers and long-lived work. */
  readonly frame?: () => Promise<{ default: ComponentType<{ children: ReactNode }> }>;
}

export interface Route {
  /** A wouter pattern: `/rooms/:room?/*?`. One route per feature keeps its pages mounted between addresses. */
  readonly path: string;
  /**
   * Every address below such a pattern, as patterns; others lead nowhere. The browser test looks at each. Absent where the
   * path is the only one.
   */
  readonly pages?: readonly string[];
  readonly load: () => Promise<{ default: ComponentType }>;
  /** `signed-in` unless told. `signed-out` sends a signed-in person home. */
  readonly for?: "everyone" | "signed-out" | "signed-in" | "admin";
}

export interface Destination {
  readonly href: string;
  readonly icon: Icon;
  readonly name: (t: T) => string;
  /** The second key of `G then …`. */
  readonly letter?: string;
  /** What is about me there; 0 shows nothing. */
  readonly useCount?: () => number;
}

export type PaletteGroup = "go" | "people" | "do";
export interface PaletteEntry {
  readonly id: string;
  readonly group: PaletteGroup;
  readonly lead: ReactNode;
  readonly name: string;
  readonly where?: string;
  readonly keys?: string;
  /** An address to go to, or something to do. */
  readonly to: string | (() => void);
}
