import { account } from "../base/account";
import { store } from "../base/store";
import { ask, Refusal } from "./http";

/** How many reports wait for those who run this server or an organisation; 0 for everybody else. */
export const reported = store(0);

/** Asks how many there are; what does not answer leaves the number as it was. False when it is not one's to know any more. */
export async function countReports(): Promise<boolean> {
  const mine = account.now()?.userId;
  try {
    const { total } = await ask<{ total: number }>("/api/v1/reports?limit=1");
    if (account.now()?.userId === mine) reported.set(total);
    return true;
  } catch (failure) {
    return !(failure instanceof Refusal && failure.status === 403);
  }
}
