import { useEffect } from "react";
import { account } from "../base/account";
import { store } from "../base/store";
import { ask } from "./http";

/** What comes of somebody's wish for a space. */
export type Founding = "at_once" | "on_request" | "never";

/** Who is asked about now, so that many who show it ask once. */
let asked: string | null = null;

const known = store<{ readonly of: string; readonly founding: Founding } | null>(null);

/** Whether I make spaces, or ask for them; null while the server has not said. */
export function useFounding(): Founding | null {
  const mine = account.use()?.userId ?? null;
  const told = known.use();
  const here = told?.of === mine ? told : null;
  useEffect(() => {
    if (!mine || here || asked === mine) return;
    asked = mine;
    // A button that says "ask" until the answer is there costs nothing.
    void ask<{ making: Founding }>("/api/v1/spaces?limit=1")
      .then(
        ({ making }) => known.set({ of: mine, founding: making }),
        () => undefined,
      )
      .finally(() => {
        asked = null;
      });
  }, [mine, here]);
  return here?.founding ?? null;
}
