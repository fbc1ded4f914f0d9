import { account, signedOut } from "../base/account";
import { forgetKept } from "../base/kept";
import { leaving } from "../base/leaving";
import { signOut as tellServer } from "./matrix";
import { endAtProvider } from "./openid";

/** Ends what is here of a session that the server ended. */
export async function endHere(): Promise<void> {
  await leaving.run();
  forgetKept();
  signedOut();
}

/** Ends the session here and on the server, and at the provider by which it began. Without a network, it still ends here. */
export async function signOut(): Promise<void> {
  if (!account.now()) return;
  await leaving.run();
  let end: string | undefined;
  try {
    end = await endAtProvider().catch(() => undefined);
    await tellServer();
  } catch {
    // The device stays in the list of the settings, from where it can be signed out.
  }
  forgetKept();
  signedOut();
  if (end) location.assign(end);
}
