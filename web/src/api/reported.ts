import { account } from "../base/account";
import { store } from "../base/store";
import { ask } from "./http";

/** How many reports wait for those who run this server or an organisation; 0 for everybody else. */
export const reported = store(0);

/** Asks how many there are; what does not answer leaves the number as it was. */
export async function countReports(): Promise<void> {
  const mine = account.now()?.userId;
  const answer = await ask<{ total: number }>("/api/v1/reports?limit=1").catch(() => null);
  if (answer && account.now()?.userId === mine) reported.set(answer.total);
}
