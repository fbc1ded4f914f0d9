import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { type Called, calledAs, nameToCome } from "../api/called";
import { account } from "../base/account";
import { plain } from "../base/names";
import { store } from "../base/store";
import { useConnected } from "./hooks";

const keptMax = 200;
/** What people call themselves whom no room of mine knows; by id, the last asked for. */
const names = store<ReadonlyMap<string, Called>>(new Map());
const asked = new Set<string>();
account.follow(() => {
  if (account.now()) return;
  names.set(new Map());
  asked.clear();
});

async function ask(id: string): Promise<void> {
  asked.add(id);
  const name = await calledAs(id);
  // What did not come is asked for again when it is looked at again.
  if (!name) return void asked.delete(id);
  names.set((before) => new Map([...before, [id, name] as const].slice(-keptMax)));
}

/** How somebody is called: as a room of mine says, or as they say themselves; by a mark until one of both is known. */
export function useNameOf(id: string | undefined): string {
  const { t } = useTranslation();
  const { client } = useConnected();
  const known = names.use();
  const here = id ? plain(client.getUser(id)?.displayName ?? "") : "";
  const found = here && here !== id ? here : id ? known.get(id)?.(t) : undefined;
  useEffect(() => {
    if (id && found === undefined && !asked.has(id)) void ask(id);
  }, [id, found]);
  return found ?? (id ? nameToCome : "");
}
