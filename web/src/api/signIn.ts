import type { Account } from "../base/account";
import { withFurther } from "./further";
import { ask } from "./http";
import { accountOf, type Login, sessionFields, signInByToken } from "./matrix";

/** Signing in, or up, by a code that is mailed to an address. */

/** With the `word` of an invitation or an entry code, to an address that makes no account by itself, too. */
export const askCode = (email: string, secret: string, word?: string) =>
  ask<unknown>("/api/v1/sign_in/code", {
    method: "POST",
    body: { email, secret, ...(word ? { word } : {}) },
    token: null,
  });

/** An account that was made just now: the name that its address proposes, and whether that is its owner's to choose. */
export interface Made {
  readonly displayname: string;
  readonly name_locked: boolean;
}

export interface Entered {
  readonly account: Account;
  readonly made?: Made | undefined;
}

/** Tells the code; `deviceId` takes up a session that expired. Terms of use, where there are any, are accepted by it: whoever asks has shown them. */
export async function enterByCode(
  email: string,
  secret: string,
  code: string,
  { deviceId, word }: { readonly deviceId?: string; readonly word?: string } = {},
): Promise<Entered> {
  const body = {
    email,
    secret,
    code,
    accept_terms: true,
    ...(word ? { word } : {}),
    ...sessionFields(deviceId),
  };
  return withFurther<Entered>(
    secret,
    async () => {
      const entered = await ask<Login & { made?: Made }>("/api/v1/sign_in", { method: "POST", body, token: null });
      return { account: accountOf(entered), made: entered.made };
    },
    async (token, asked) => ({
      account: await signInByToken(token, deviceId),
      made: asked.body.made as Made | undefined,
    }),
  );
}
