import { account } from "../../base/account";

/** The id of a person as it was typed: with or without its sign and its server, which is then one's own. */
export function idOf(typed: string): string | null {
  const own = account.now()?.userId.replace(/^[^:]*:/, "") ?? "";
  const said = /^@?([a-z0-9._=/+-]+)(?::([^\s:]+(?::\d+)?))?$/i.exec(typed.trim());
  return said?.[1] ? `@${said[1].toLowerCase()}:${said[2] ?? own}` : null;
}
