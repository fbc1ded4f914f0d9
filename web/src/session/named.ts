import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { calledAs, nameToCome } from "../api/called";
import { account } from "../base/account";
import { plain } from "../base/names";
import type { T } from "../i18n";
import { calledNames } from "./calledNames";
import { useLive } from "./hooks";
import type { Live } from "./live";

/** What people call themselves, for all pages. */
const names = calledNames(calledAs);
account.follow(() => {
  if (!account.now()) names.forget();
});

/** How somebody is called as a room of mine says; empty where none does. */
function inRooms(live: Live | null, id: string): string {
  const here = plain(live?.client.getUser(id)?.displayName ?? "");
  return here === id ? "" : here;
}

function said(id: string, live: Live | null, known: ReturnType<typeof names.known.use>, t: T): string {
  const learnt = known.get(id);
  if (learnt === "failed") return inRooms(live, id) || t("ui.nameLater");
  return inRooms(live, id) || (learnt?.(t) ?? nameToCome);
}

/**
 * How some people are called: as a room of mine says, or as they say themselves; by a mark until one of both is known. What
 * could not be learnt says so, and is asked for again as long as it is looked at.
 */
export function useNames(ids: readonly string[]): readonly string[] {
  const { t } = useTranslation();
  const live = useLive();
  const known = names.known.use();
  const strange = [...new Set(ids)].filter((id) => !inRooms(live, id)).join(" ");
  useEffect(() => {
    const ends = strange.split(" ").filter(Boolean).map(names.look);
    return () => {
      for (const end of ends) end();
    };
  }, [strange]);
  return ids.map((id) => said(id, live, known, t));
}

/** The same of one; empty of nobody. */
export function useNameOf(id: string | undefined): string {
  return useNames(id ? [id] : [])[0] ?? "";
}
