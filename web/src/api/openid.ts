import { byToken, withFurther } from "./further";
import { ask } from "./http";
import { accountOf, type Login, proven, type Stage, sessionFields } from "./matrix";
import { browserSecret } from "./secret";
import type { Entered, Made } from "./signIn";

/** Coming in by a provider of identities: `/api/v1/openid`. */
const root = "/api/v1/openid";
const at = encodeURIComponent;

/** Somebody else who says who people are, as their button shows them. */
export interface Provider {
  readonly id: string;
  readonly label: string;
  /** Letters that stand for a picture. */
  readonly logo: string;
}
export const providers = async () => (await ask<{ providers: Provider[] }>(root, { token: null })).providers;

/** Where the browser goes to come in by one, and then to `next`, a path of this site. */
export const beginAt = (id: string, next: string) => `${root}/begin/${at(id)}?next=${at(next)}`;

/** What is to be asked before somebody comes in of whom a provider told. */
export interface Wants {
  /** Whether an account is to be made; or whose the address is. */
  readonly wants: "consent" | "proof";
  readonly provider: Provider;
  readonly address?: string;
  readonly name?: string;
}
/** How somebody proves that an account or an address is theirs. */
export type Shown =
  | { readonly accept_terms: true }
  | { readonly email: string; readonly secret: string; readonly code: string }
  | { readonly user: string; readonly password: string };

const fieldsOf = (shown: Shown | null) => {
  if (!shown) return {};
  if ("password" in shown) return { identifier: { type: "m.id.user", user: shown.user }, password: shown.password };
  return { accept_terms: true, ...shown };
};

/** Shows the ticket that a provider's answer became: one is in, or something is to be asked before. */
export async function enterBy(ticket: string, shown: Shown | null): Promise<Entered | Wants> {
  const secret = shown && "secret" in shown ? shown.secret : browserSecret();
  const body = { ticket, ...fieldsOf(shown), ...sessionFields(), "fr.parvis.secret": secret };
  const enter = async (fields: object): Promise<Entered | Wants> => {
    const answer = await ask<(Login & { made?: Made }) | Wants>(`${root}/entry`, {
      method: "POST",
      body: fields,
      token: null,
    });
    return "wants" in answer ? answer : { account: accountOf(answer), made: answer.made };
  };
  return withFurther<Entered | Wants>(
    secret,
    () => enter(body),
    // With the ticket again, so that signing out here signs out there, too.
    async (token, asked) => ({
      ...(await enter({ ticket, ...sessionFields(), ...byToken(token) })),
      made: asked.body.made as Made | undefined,
    }),
  );
}

/** Where one is signed out at the provider, too, by which one came in here. */
export const endAtProvider = async () => (await ask<{ end?: string }>(`${root}/session`, { timeoutMs: 5000 })).end;

/** By which provider I come in, and as whom it told me when that began. */
export interface Link {
  readonly link: string;
  readonly label: string;
  readonly issuer: string;
  readonly address?: string;
  readonly organisation?: string;
  readonly linked_ts: number;
}
export interface Links {
  readonly links: readonly Link[];
  readonly providers: readonly Provider[];
}
export const myLinks = () => ask<Links>(`${root}/links`);
export const unlink = (link: string) => ask<unknown>(`${root}/links/${at(link)}`, { method: "DELETE" });
/** Where the browser goes so that I come in by this provider from now on. */
export const linkWith = async (proof: Stage, provider: string) =>
  (
    await proven(proof, (auth) =>
      ask<{ redirect: string }>(`${root}/links`, { method: "POST", body: { provider, ...(auth ? { auth } : {}) } }),
    )
  ).redirect;

/** A provider as an administrator describes it; the secret is written and never read. */
export interface Described {
  readonly id: string;
  readonly label: string;
  readonly logo: string;
  readonly issuer: string;
  readonly client_id: string;
  readonly client_secret?: string;
  readonly authentication: "basic" | "post";
  readonly scopes: readonly string[];
  readonly pkce: boolean;
  readonly userinfo: "json" | "signed" | "none";
  readonly claims: Readonly<Record<string, string>>;
  readonly acr_values: readonly string[];
  readonly second_factors: readonly string[];
  readonly signs_out: boolean;
  readonly makes_accounts: boolean;
  readonly addresses_verified: boolean;
  readonly domains: readonly string[];
}
export interface AllDescribed {
  readonly providers: readonly Described[];
  /** What the provider is told of this house. */
  readonly redirect_uri: string;
  readonly post_logout_redirect_uri: string;
}
export const described = () => ask<AllDescribed>(`${root}/providers`);
export const describe = ({ id, ...settings }: Described) =>
  ask<Described>(`${root}/providers/${at(id)}`, { method: "PUT", body: settings });
export const takeAway = (id: string) => ask<unknown>(`${root}/providers/${at(id)}`, { method: "DELETE" });
