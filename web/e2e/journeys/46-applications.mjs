import { createServer } from "node:http";
import { createClient, OAuth2 } from "matrix-js-sdk";
import { done, must } from "../browser.mjs";
import { arrive, newPerson, password } from "../people.mjs";

/** A web client that others wrote: it finds the server, registers, sends its person there, comes back and syncs. */
const foreignPage = (server) => `<!doctype html><html lang="en"><title>Foreign</title><h1>Foreign</h1>
<button>Sign in</button><p id="said"></p><script type="module">
const server = ${JSON.stringify(server)};
const said = (text) => { document.querySelector("#said").textContent = text; };
const json = async (path, options) => (await fetch(path.startsWith("http") ? path : server + path, options)).json();
const form = (fields) => ({ method: "POST", body: new URLSearchParams(fields) });
const encoded = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=/g, "");
const random = (count) => encoded(crypto.getRandomValues(new Uint8Array(count)));
const redirect_uri = location.origin + "/back";
async function begin() {
  const { authorization_endpoint, registration_endpoint } = await json("/_matrix/client/v1/auth_metadata");
  const { client_id } = await json(registration_endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      client_name: "Messagerie d’ailleurs",
      client_uri: "https://client.example/",
      redirect_uris: ["http://127.0.0.1/back"],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
      application_type: "native",
    }),
  });
  const verifier = random(48);
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  sessionStorage.asked = JSON.stringify({ client_id, code_verifier: verifier });
  location.assign(authorization_endpoint + "?" + new URLSearchParams({
    response_type: "code", response_mode: "fragment", client_id, redirect_uri, state: "here",
    scope: "urn:matrix:client:api:* urn:matrix:client:device:" + random(9),
    code_challenge: encoded(new Uint8Array(hash)), code_challenge_method: "S256",
  }));
}
async function back() {
  const told = new URLSearchParams(location.hash.slice(1));
  if (told.get("error")) return said("refused: " + told.get("error") + ", " + told.get("state"));
  const { token_endpoint } = await json("/_matrix/client/v1/auth_metadata");
  const { access_token } = await json(token_endpoint, form({
    grant_type: "authorization_code", code: told.get("code"), redirect_uri, ...JSON.parse(sessionStorage.asked),
  }));
  const headers = { Authorization: "Bearer " + access_token };
  const { user_id } = await json("/_matrix/client/v3/account/whoami", { headers });
  const { next_batch } = await json("/_matrix/client/v3/sync?timeout=0", { headers });
  said(user_id + " synced: " + (next_batch !== undefined));
}
document.querySelector("button").onclick = begin;
if (location.pathname === "/back") await back();
</script></html>`;

/** Serves that client on this machine for as long as it is needed. */
async function foreignClient(url, use) {
  const server = createServer((_, answer) => {
    answer.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
    answer.end(foreignPage(url));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** What a page of another origin does with the server that it finds behind an address: it runs in the browser. */
async function talksWith({ address, username, password }) {
  const read = async (base, path, options) => {
    const answer = await fetch(base + path, options);
    return { status: answer.status, ...(await answer.json()) };
  };
  const sent = (method, body, token) => ({
    method,
    headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  });
  const base = (await read(address, "/.well-known/matrix/client"))["m.homeserver"].base_url.replace(/\/$/, "");
  const client = (path, options) => read(base, `/_matrix/client${path}`, options);
  const signIn = (secret) => {
    const identifier = { type: "m.id.user", user: username };
    return client("/v3/login", sent("POST", { type: "m.login.password", identifier, password: secret }));
  };
  const { versions } = await client("/versions");
  const refused = await signIn(`not ${password}`);
  const { access_token: token, user_id: user } = await signIn(password);
  const { room_id: room } = await client("/v3/createRoom", sent("POST", {}, token));
  const message = sent("PUT", { msgtype: "m.text", body: "Bonjour d’ailleurs" }, token);
  const { event_id: event } = await client(`/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/1`, message);
  const headers = { Authorization: `Bearer ${token}` };
  const { rooms } = await client("/v3/sync?timeout=0", { headers });
  const { errcode } = await client("/v3/sync?timeout=0", { headers: { Authorization: "Bearer nobody" } });
  const synced = rooms.join[room].timeline.events.some((one) => one.event_id === event);
  return { versions, refused: [refused.status, refused.errcode], user, synced, errcode };
}

const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {}, getChild: () => quiet };

/** An application without a browser, by the code of matrix-js-sdk: it registers, shows a word, and asks what came of it. */
async function terminal(url) {
  const metadata = await createClient({ baseUrl: url, logger: quiet }).getAuthMetadata();
  const itself = {
    client_name: "Terminal du guichet",
    client_uri: "https://client.example/",
    grant_types: ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"],
  };
  const oauth = new OAuth2(metadata, { clientId: await OAuth2.registerClient(metadata, itself, quiet) }, quiet);
  const shown = await oauth.startDeviceAuthorizationGrant();
  return {
    device: oauth.context.deviceId,
    word: shown.user_code,
    page: new URL(shown.verification_uri_complete),
    came: () => oauth.waitForDeviceAuthorizationGrant(shown),
    renewed: (token) => oauth.performRefreshTokenGrant(token),
  };
}

const title = /^Laisser entrer « Messagerie d’ailleurs »/;

export const journeys = [
  {
    name: "a page of another origin finds the server, signs in with a password, writes, syncs and reads what it is refused",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Camille");
      await foreignClient(url, async (foreign) => {
        const page = await browser.window({ apart: true });
        page.expected = /another host: 127\.0\.0\.1/;
        await page.goto(foreign);
        const told = await page.evaluate(talksWith, { address: url, username: someone.username, password });
        must(told.versions.includes("v1.11"), `versions: ${told.versions}`);
        must(`${told.refused}` === "403,M_FORBIDDEN", `a wrong password: ${told.refused}`);
        must(told.user === someone.id && told.synced, `signed in as ${told.user}, synced: ${told.synced}`);
        must(told.errcode === "M_UNKNOWN_TOKEN", `an unknown token: ${told.errcode}`);
        await done(page);
      });
    },
  },
  {
    name: "a foreign client is let in by who is signed in, appears among the devices, and may be refused",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Camille");
      await foreignClient(url, async (foreign) => {
        const page = await browser.window({ apart: true });
        page.expected = /another host: 127\.0\.0\.1/;
        await arrive(page, someone, "/settings/security");
        await page.goto(foreign);
        await page.getByRole("button", { name: "Sign in" }).click();
        await page.getByRole("heading", { name: title }).waitFor();
        await page.getByText("C’est un programme sur un appareil").waitFor();
        await page.getByText("Vous êtes ici en tant que Camille.").waitFor();
        await browser.audit(page, "authorize");
        await page.getByRole("button", { name: "Laisser entrer" }).click();
        await page.getByText(`${someone.id} synced: true`).waitFor();

        await page.getByRole("button", { name: "Sign in" }).click();
        await page.getByRole("link", { name: "Refuser" }).click();
        await page.getByText("refused: access_denied, here").waitFor();
        await page.goto(`${url}/settings/security`);
        await page.getByText("Messagerie d’ailleurs").waitFor();
        await done(page);
      });
    },
  },
  {
    name: "who is not signed in lets a foreign client in by name and password, and stays outside",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Camille");
      await foreignClient(url, async (foreign) => {
        const page = await browser.window({ apart: true });
        page.expected = /another host: 127\.0\.0\.1/;
        const { headers } = await fetch(`${url}/authorize`, { headers: { Accept: "text/html" } });
        must(headers.get("X-Frame-Options") === "DENY", "another site may put the page into a frame");
        await page.goto(foreign);
        await page.getByRole("button", { name: "Sign in" }).click();
        await page.getByRole("heading", { name: title }).waitFor();
        await page.goto(`${page.url()}&prompt=create`);
        await page.getByRole("heading", { name: "Créez votre compte" }).waitFor();
        await page.goBack();
        await page.getByLabel("Nom d’utilisateur").fill(someone.username);
        await page.getByLabel("Mot de passe", { exact: true }).fill("faux");
        await page.getByRole("button", { name: "Laisser entrer" }).click();
        await page.getByRole("alert").waitFor();
        await browser.audit(page, "authorize-password");
        await page.getByLabel("Mot de passe", { exact: true }).fill(password);
        await page.getByRole("button", { name: "Laisser entrer" }).click();
        await page.getByText(`${someone.id} synced: true`).waitFor();
        await page.goto(`${url}/authorize?client_id=unknown`);
        await page.getByRole("heading", { name: "Cette application n’est pas connue ici" }).waitFor();
        const account = await page.evaluate(() => localStorage.getItem("parvis.account"));
        must(account === null, "the page has left somebody signed in");
        await done(page);
      });
    },
  },
  {
    name: "a client that knows nothing of OAuth is signed in by our page, which says where the token goes",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Camille");
      await foreignClient(url, async (foreign) => {
        const page = await browser.window({ apart: true });
        page.expected = /another host: 127\.0\.0\.1/;
        await arrive(page, someone, "/settings/security");
        const back = encodeURIComponent(`${foreign}/old`);
        await page.goto(`${url}/_matrix/client/v3/login/sso/redirect/parvis?redirectUrl=${back}`);
        await page.getByRole("heading", { name: /^Laisser entrer « 127\.0\.0\.1:\d+ »/ }).waitFor();
        await browser.audit(page, "sso");
        await page.getByRole("button", { name: "Laisser entrer" }).click();
        await page.getByRole("heading", { name: "Foreign" }).waitFor();
        const token = new URL(page.url()).searchParams.get("loginToken");
        const login = { method: "POST", body: JSON.stringify({ type: "m.login.token", token }) };
        const { user_id } = await (await fetch(`${url}/_matrix/client/v3/login`, login)).json();
        must(user_id === someone.id, "the token signs somebody else in, or nobody");
        await done(page);
      });
    },
  },
  {
    name: "a word that a terminal shows lets it in, or not, and the device is found where the terminal leads",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Camille");
      const page = await browser.window();
      const first = await terminal(url);
      await arrive(page, someone, "/link");
      await page.getByLabel("Code affiché par l’application").fill("AAAA-AAAA");
      await browser.audit(page, "link");
      await page.getByRole("button", { name: "Continuer" }).click();
      await page.getByRole("heading", { name: "Aucune application n’attend ce code" }).waitFor();
      await page.getByRole("button", { name: "Écrire un autre code" }).click();
      await page.getByLabel("Code affiché par l’application").fill(first.word.toLowerCase());
      await page.getByRole("button", { name: "Continuer" }).click();
      await page.getByText(first.word).waitFor();
      await page.getByRole("button", { name: "Laisser entrer" }).click();
      await page.getByRole("heading", { name: "C’est fait" }).waitFor();
      const { access_token, refresh_token } = await first.came();
      must(access_token !== undefined, "the terminal got no token");
      must((await first.renewed(refresh_token)).access_token !== access_token, "the token was not renewed");

      const second = await terminal(url);
      await page.goto(second.page.pathname + second.page.search);
      await page.getByRole("button", { name: "Refuser" }).click();
      await page.getByRole("heading", { name: "C’est refusé" }).waitFor();
      must((await second.came()).error === "access_denied", "the terminal was not told no");

      const lead = (to) => page.evaluate((to) => history.pushState(null, "", to), to);
      await lead(`/account?action=org.matrix.device_view&device_id=${first.device}`);
      await page.locator("li[aria-current]", { hasText: "Terminal du guichet" }).waitFor();
      await lead(`/account?action=org.matrix.cross_signing_reset&device_id=${first.device}`);
      await page.getByRole("heading", { name: /^Remplacer vos clés/ }).waitFor();
      await browser.audit(page, "account-keys");
      await page.getByLabel("Mot de passe", { exact: true }).fill(password);
      await page.getByRole("button", { name: "Autoriser pendant dix minutes" }).click();
      await page.getByRole("heading", { name: "C’est fait" }).waitFor();

      await lead(`/account?action=org.matrix.device_delete&device_id=${first.device}`);
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Mot de passe", { exact: true }).fill(password);
      await dialog.getByRole("button", { name: "Déconnecter" }).click();
      await dialog.waitFor({ state: "detached" });
      await page.getByText("Terminal du guichet").waitFor({ state: "detached" });
      await lead("/account?action=org.matrix.profile");
      await page.getByRole("heading", { level: 1, name: "Profil" }).waitFor();
      await done(page);
    },
  },
];
