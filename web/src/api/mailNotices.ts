import { ask } from "./http";
import { myAddresses } from "./matrix";

/** Mails about what I have not read: none, soon after, or one a day. */
export type MailNotices = "none" | "soon" | "daily";
export interface MailWish {
  readonly when: MailNotices;
  /** The hour of the one mail of a day. */
  readonly hour: number;
}
/** Where they go, if I have an address at all. */
export interface MailState extends MailWish {
  readonly address: string | null;
}

interface Pusher {
  readonly kind: string;
  readonly app_id: string;
  readonly pushkey: string;
  readonly data: { readonly daily_hour?: number };
}
const path = "/_matrix/client/v3/pushers";
const appId = "m.email";
const usualHour = 8;
const quiet = { quiet_from: 20, quiet_until: 7 };

export async function mailNotices(): Promise<MailState> {
  const [addresses, { pushers }] = await Promise.all([myAddresses(), ask<{ pushers: Pusher[] }>(path)]);
  const mine = pushers.find(({ kind }) => kind === "email");
  const hour = mine?.data.daily_hour;
  const when = mine ? (hour === undefined ? "soon" : "daily") : "none";
  return { when, hour: hour ?? usualHour, address: mine?.pushkey ?? addresses[0]?.address ?? null };
}

/** By the clock of this browser; at night none goes. */
export const setMailNotices = (address: string, { when, hour }: MailWish, lang: string) => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const data = { zone, ...(when === "daily" ? { daily_hour: hour } : quiet) };
  const wish = { app_display_name: "Parvis", device_display_name: address, lang, data, append: true };
  return ask<unknown>(`${path}/set`, {
    method: "POST",
    body: { app_id: appId, pushkey: address, kind: when === "none" ? null : "email", ...(when === "none" ? {} : wish) },
  });
};
