import { ClientEvent, type MatrixClient, type MatrixEvent } from "matrix-js-sdk";
import { useMemo } from "react";
import { store } from "../base/store";
import { list } from "./changes";
import { useLive } from "./hooks";
import { live } from "./live";

/** What somebody said is done, on all of their devices: account data, by the key of what waited. */
const type = "fr.parvis.done";
const keptMax = 400;

type Done = Readonly<Record<string, number>>;

export function doneIn(content: unknown): Done {
  const of = (content as { done?: unknown } | undefined)?.done;
  if (typeof of !== "object" || of === null) return {};
  return Object.fromEntries(Object.entries(of).filter(([, at]) => typeof at === "number"));
}

/** What is kept once `key` is done, or no longer is: the latest of it. */
export function doneWith(before: Done, key: string, at: number | null): Done {
  const { [key]: _, ...others } = before;
  const next = at === null ? Object.entries(others) : [...Object.entries(others), [key, at] as const];
  return Object.fromEntries(next.sort(([, a], [, b]) => b - a).slice(0, keptMax));
}

export const doneOf = (client: MatrixClient): Done => doneIn(client.getAccountData(type as never)?.getContent());

/** What was said here and has not come back by sync. */
const said = store<Done | null>(null);

export function useDone(): Done {
  const here = useLive();
  const version = list.use();
  const waiting = said.use();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the content of the client
  return useMemo(() => waiting ?? (here ? doneOf(here.client) : {}), [here, version, waiting]);
}

/** Says that something that waited is done, or that it is not. */
export const setDone = (key: string, on: boolean): Promise<void> => setAllDone([key], on);

/** The same of several things at once. */
export async function setAllDone(keys: readonly string[], on: boolean): Promise<void> {
  if (keys.length === 0) return;
  const { client } = live();
  const at = on ? Date.now() : null;
  const next = keys.reduce((done, key) => doneWith(done, key, at), said.now() ?? doneOf(client));
  said.set(next);
  const heard = (event: MatrixEvent) => {
    if (event.getType() !== type) return;
    client.off(ClientEvent.AccountData, heard);
    if (said.now() === next) said.set(null);
  };
  client.on(ClientEvent.AccountData, heard);
  try {
    await client.setAccountDataRaw(type as never, { done: next } as never);
  } catch (failure) {
    client.off(ClientEvent.AccountData, heard);
    if (said.now() === next) said.set(null);
    throw failure;
  }
}
