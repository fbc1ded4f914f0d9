/**
 * A provider of identities in a process of its own: `node e2e/provider.mjs PORT HOME SECRET [proconnect]`. HOME is the
 * address of the house that asks it. With `proconnect` it has what is particular to the State's: parameters that it does not know are refused,
 * there is no PKCE, a code lives for half a minute, what it says of people is signed and has names of its own, and signing out
 * needs the token that it gave. Its first code comes to the house later than it lives.
 */
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [port, home, secret, traits] = process.argv.slice(2);
const state = traits === "proconnect";
const codeSeconds = state ? 30 : 60;

/** How far its clock is ahead: what a test would wait for otherwise. */
let aheadMs = 0;
const now = Date.now;
Date.now = () => now() + aheadMs;
let slow = state;

/** What may be asked of the State's provider; anything else is an error. */
const known = new Set(
  "response_type client_id redirect_uri scope state nonce acr_values claims prompt login_hint idp_hint".split(" "),
);

/** Whoever comes is who they say: Hélène by her address is Hélène. */
function findAccount(_, id) {
  const [given, usual] = id.split("@")[0].split(".");
  const capital = (word = "") => word.charAt(0).toUpperCase() + word.slice(1);
  const claims = {
    sub: id,
    email: id,
    given_name: capital(given),
    ...(state
      ? { usual_name: capital(usual), siret: "13002526500013", uid: id }
      : { family_name: capital(usual), email_verified: true }),
  };
  return { accountId: id, claims: async () => claims };
}

const page = (title, body) =>
  `<!doctype html><html lang="fr"><meta charset="utf-8"><title>${title}</title><main><h1>${title}</h1>${body}</main></html>`;

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "parvis",
      client_secret: secret,
      redirect_uris: [`${home}/api/v1/openid/callback`],
      post_logout_redirect_uris: [`${home}/sign-in`],
      token_endpoint_auth_method: state ? "client_secret_post" : "client_secret_basic",
      ...(state ? { userinfo_signed_response_alg: "RS256" } : {}),
    },
  ],
  claims: state
    ? {
        openid: ["sub"],
        email: ["email"],
        given_name: ["given_name"],
        usual_name: ["usual_name"],
        siret: ["siret"],
        uid: ["uid"],
      }
    : { openid: ["sub"], email: ["email", "email_verified"], profile: ["given_name", "family_name"] },
  acrValues: ["eidas1"],
  pkce: { required: () => !state },
  ttl: { AuthorizationCode: codeSeconds, AccessToken: 60, IdToken: 600, Session: 600, Interaction: 600, Grant: 600 },
  cookies: { keys: ["nobody is protected by these cookies"] },
  features: {
    devInteractions: { enabled: false },
    jwtUserinfo: { enabled: state },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.body = page(
          "Se déconnecter du fournisseur",
          `${form}<button type="submit" form="op.logoutForm" name="logout" value="yes">Oui, se déconnecter</button>`,
        );
      },
    },
  },
  findAccount,
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  /** Nobody is asked what this house may read. */
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.account.accountId,
    });
    grant.addOIDCScope([...ctx.oidc.requestParamScopes].join(" "));
    await grant.save();
    return grant;
  },
});

/** Asks who somebody is, and believes them. */
async function interact(request, response) {
  if (request.method === "POST") {
    const parts = [];
    for await (const part of request) parts.push(part);
    const form = new URLSearchParams(Buffer.concat(parts).toString());
    const result = form.has("no")
      ? { error: "access_denied", error_description: "Somebody said no" }
      : { login: { accountId: form.get("who") } };
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }
  const form =
    '<form method="post"><label>Votre adresse <input name="who" type="email"></label>' +
    '<button>S’identifier</button><button name="no" value="no">Refuser</button></form>';
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.end(page("Fournisseur d’identité", form));
}

const answer = provider.callback();
createServer((request, response) => {
  const url = new URL(request.url, `http://127.0.0.1:${port}`);
  const more = [...url.searchParams.keys()].filter((name) => !known.has(name));
  if (state && url.pathname === "/auth" && more.length > 0) {
    response.statusCode = 400;
    return response.end(`Y000400: ${more}`);
  }
  if (state && url.pathname === "/session/end" && !url.searchParams.has("id_token_hint")) {
    response.statusCode = 400;
    return response.end("Y000400: id_token_hint");
  }
  if (slow && url.pathname === "/token") {
    slow = false;
    aheadMs = (codeSeconds + 1) * 1000;
    response.once("close", () => {
      aheadMs = 0;
    });
  }
  if (url.pathname.startsWith("/interaction/")) {
    return interact(request, response).catch((fault) => {
      response.statusCode = 500;
      response.end(String(fault));
    });
  }
  return answer(request, response);
}).listen(Number(port), "127.0.0.1", () => console.log("The provider is ready"));
