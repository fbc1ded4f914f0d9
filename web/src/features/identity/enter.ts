import { setName, signUp } from "../../api/matrix";
import { signedIn } from "../../base/account";
import type { Newcomer } from "./useNewcomer";

/** Creates the account, gives it its name, and goes in. */
export async function enterAs(who: Newcomer, token: string | null): Promise<void> {
  const mine = await signUp(who.username, who.password, token);
  // The account is there: a name that could not be written can be changed in the settings.
  await setName(mine.userId, who.displayName, mine.accessToken).catch(() => {});
  signedIn(mine);
}
