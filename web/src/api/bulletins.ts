import { account } from "../base/account";
import { store } from "../base/store";
import { ask } from "./http";

/** What administrators tell everybody, as its readers have it before them. */
export interface Bulletin {
  readonly id: string;
  readonly text: string;
  /** Of the text. */
  readonly lang: string;
  readonly at: number;
  readonly until: number;
  /** The label of who tells it; absent: who runs the house. */
  readonly organisation?: string;
}
const none: readonly Bulletin[] = [];
export const bulletins = store(none);

/** Asks what is told now; what does not answer leaves it as it was. */
export async function readBulletins(lang: string): Promise<void> {
  const mine = account.now()?.userId;
  if (!mine) return bulletins.set(none);
  const answer = await ask<{ bulletins: Bulletin[] }>(`/api/v1/bulletins?lang=${lang}`).catch(() => null);
  if (answer && account.now()?.userId === mine) bulletins.set(answer.bulletins.length > 0 ? answer.bulletins : none);
}

/** Puts one away, on all my devices. */
export async function closeBulletin(id: string): Promise<void> {
  await ask<unknown>(`/api/v1/bulletins/${encodeURIComponent(id)}/closed`, { method: "PUT", body: {} });
  bulletins.set((before) => before.filter((one) => one.id !== id));
}

/** The same as its author sees it. */
export interface Written {
  readonly id: string;
  readonly french: string;
  readonly english: string;
  readonly by: string;
  readonly at: number;
  readonly until: number;
  readonly withdrawn?: number;
  readonly organisation?: string;
  /** People who got the notice, and whether it goes to more. */
  readonly told: number;
  readonly going: boolean;
}
export interface BulletinWish {
  readonly organisation?: string;
  readonly request_id: string;
  readonly french: string;
  readonly english: string;
  readonly until: number;
  readonly notice: boolean;
}
const all = "/api/v1/administration/bulletins";
/** Of an organisation, by its id; of the whole house without one. */
export const written = async (organisation?: string) =>
  (await ask<{ bulletins: Written[] }>(organisation ? `${all}?organisation=${encodeURIComponent(organisation)}` : all))
    .bulletins;
export const writeBulletin = (wish: BulletinWish) => ask<Written>(all, { method: "POST", body: wish });
export const withdrawBulletin = (id: string) => ask<unknown>(`${all}/${encodeURIComponent(id)}`, { method: "DELETE" });
