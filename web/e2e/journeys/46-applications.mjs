import { createServer } from "node:http";
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

const title = /^Laisser entrer « Messagerie d’ailleurs »/;

export const journeys = [
  {
    name: "a foreign client is let in by who is signed in, appears among the devices, and may be refused",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Camille");
      await foreignClient(url, async (foreign) => {
        const page = await browser.window();
        page.expected = /another host: 127\.0\.0\.1/;
        await arrive(page, someone, "/settings/security");
        await page.goto(foreign);
        await page.getByRole("button", { name: "Sign in" }).click();
        await page.getByRole("heading", { name: title }).waitFor();
        await page.getByText("client.example").waitFor();
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
        const page = await browser.window();
        page.expected = /another host: 127\.0\.0\.1/;
        await page.goto(foreign);
        await page.getByRole("button", { name: "Sign in" }).click();
        await page.getByRole("heading", { name: title }).waitFor();
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
];
