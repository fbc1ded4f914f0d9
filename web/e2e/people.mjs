import { randomBytes } from "node:crypto";

export const password = "une phrase assez longue";
export const fresh = (name) => `${name}.${randomBytes(4).toString("hex")}`;

async function post(url, body, token) {
  const headers = { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
}

/** Creates an account by the protocol, where registration is open; gives back its login. */
export async function newPerson(url, name) {
  const username = fresh(/^[a-z]+/.exec(name.toLowerCase())[0]);
  const register = (auth) => post(`${url}/_matrix/client/v3/register`, { username, password, auth });
  let made = await register();
  for (const type of ["m.login.terms", "m.login.dummy"])
    if (made.status === 401) made = await register({ type, session: made.body.session });
  if (made.status !== 200) throw new Error(`no account for ${username}: ${JSON.stringify(made.body)}`);
  const { user_id: id, access_token: token, device_id: device } = made.body;
  await fetch(`${url}/_matrix/client/v3/profile/${encodeURIComponent(id)}/displayname`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ displayname: name }),
  });
  return { id, token, device, username, name };
}

let asked = 0;
/** Asks the server something as this person, apart from the page. */
export async function ask(url, person, method, path, body) {
  const answer = await fetch(url + path, {
    method,
    headers: { Authorization: `Bearer ${person.token}`, "Content-Type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** A room that is there without its form. */
export const makeRoom = async (url, person, fields) =>
  (await ask(url, person, "POST", "/_matrix/client/v3/createRoom", fields)).room_id;

/** Says something in a room, apart from the page. */
export const say = (url, person, room, text) =>
  ask(
    url,
    person,
    "PUT",
    `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/j${++asked}`,
    typeof text === "string" ? { msgtype: "m.text", body: text } : text,
  );

/** Puts a login into the browser, for journeys that are not about signing in. */
export async function arrive(page, person, path = "/") {
  const account = JSON.stringify({ userId: person.id, deviceId: person.device, accessToken: person.token });
  await page.arrival?.dispose();
  page.arrival = await page.addInitScript((value) => {
    if (!sessionStorage.getItem("arrived")) localStorage.setItem("parvis.account", value);
    sessionStorage.setItem("arrived", "yes");
  }, account);
  await page.goto(path);
}

/** Presses a button as somebody does who double-clicks everything: what it makes must come once, see {@link once}. */
export const twice = (button) => button.dblclick();

/** What was asked for twice is there once. */
export function once(things, what) {
  if (things.length !== 1) throw new Error(`${things.length} times ${what}, where somebody pressed twice`);
}

/** Goes to another page of Parvis as a link of its own does, which costs a fraction of loading it anew. */
export const visit = (page, path) => page.evaluate((to) => history.pushState(null, "", to), path);

/** Comes in at the door, by the name of an account: it is asked for where addresses are, and leads to the password. */
export async function signsIn(page, { username }) {
  await page.getByLabel("Adresse professionnelle").fill(username);
  await page.keyboard.press("Enter");
  await page.getByLabel("Mot de passe", { exact: true }).fill(password);
  await page.keyboard.press("Enter");
}

/** Makes an account by its form, where registration is open; gives back its login. */
export async function signUp(page, name) {
  const username = fresh(name.toLowerCase().split(" ")[0]);
  await page.goto("/sign-up");
  await page.getByLabel("Prénom et nom").fill(name);
  await page.getByLabel("Nom d’utilisateur").fill(username);
  await page.getByLabel("Mot de passe", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Créer mon compte" }).click();
  await page.getByRole("button", { name: /^Mon compte/ }).waitFor();
  return { ...(await signedIn(page, name)), username };
}

/** The login of who is signed in on a page. */
export async function signedIn(page, name) {
  const kept = await page.evaluate(() => JSON.parse(localStorage.getItem("parvis.account")));
  return { id: kept.userId, token: kept.accessToken, device: kept.deviceId, name };
}
