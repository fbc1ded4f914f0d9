import { randomBytes } from "node:crypto";
import { until } from "./browser.mjs";
import { codeOf } from "./factors.mjs";
import { ask, fresh, password } from "./people.mjs";

/**
 * Who runs the house of the first day, once there is somebody, what they have on paper to come in by, and two agents of a town who
 * came in with a mailed code.
 */
export const house = { administrator: undefined, codes: [], agent: undefined, colleague: undefined };

/** An app is set up: in a step before one is let in, or by who is in already. */
async function enrol(send, by) {
  const app = await send("POST", "/api/v1/factors/totp", by);
  return send("PUT", "/api/v1/factors/totp", { ...by, code: codeOf(app.secret) });
}

/** Somebody who is in sets up what whoever administers must have; their codes on paper. */
export async function protects(url, person) {
  const auth = { type: "m.login.password", identifier: { type: "m.id.user", user: person.username }, password };
  return (await enrol((...what) => ask(url, person, ...what), { auth })).recovery_codes;
}

/** Codes on paper that are left when others are made. */
const codesMin = 3;

/** The login of who runs it; where nobody does yet, the link of the first start makes somebody. */
export async function administrator(url, setup) {
  const first = house.administrator === undefined;
  house.administrator ??= fresh("marie");
  const send = async (method, path, body) => {
    const answer = await fetch(`${url}${path}`, { method, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const post = (path, body) => send("POST", path, body);
  const username = house.administrator;
  if (first) {
    await post(`/api/v1${new URL(setup).pathname}`, { username, password, displayname: "Marie Dupré" });
  }
  const identifier = { type: "m.id.user", user: username };
  const secret = randomBytes(24).toString("hex");
  const proof = { type: "m.login.password", identifier, password, "fr.parvis.secret": secret };
  const door = await fetch(`${url}/_matrix/client/v3/login`, { method: "POST", body: JSON.stringify(proof) });
  const said = await door.json();
  const by = { step: said.step, secret };
  const kept = async (enrolled) => {
    house.codes = (await enrolled).recovery_codes;
    return enrolled;
  };
  /** Whoever administers has a second factor, and gives it from then on. */
  const further = () =>
    said.set_up ? kept(enrol(send, by)) : post("/api/v1/sign_in/step", { ...by, recovery_code: house.codes.pop() });
  const byToken = async ({ login_token: token }) => post("/_matrix/client/v3/login", { type: "m.login.token", token });
  const login = door.ok ? said : await byToken(await further());
  const marie = {
    id: login.user_id,
    token: login.access_token,
    device: login.device_id,
    username,
    name: "Marie Dupré",
  };
  if (first) {
    await ask(url, marie, "PUT", "/api/v1/registration", { mode: "open" });
    house.codes = await protects(url, marie);
  } else if (house.codes.length < codesMin) {
    const auth = { type: "fr.parvis.second_factor", recovery_code: house.codes.pop() };
    house.codes = (await ask(url, marie, "POST", "/api/v1/factors/recovery_codes", { auth })).recovery_codes;
  }
  return marie;
}

/** What the last mail to somebody says, which the administrator reads where no mail server is. */
export async function textFor(url, admin, address) {
  let wanted;
  await until(async () => {
    const { mails } = await ask(url, admin, "GET", "/api/v1/mails");
    wanted = mails.find(({ to }) => to === address);
    return wanted?.state === "kept";
  }, `no mail to ${address}`);
  return (await ask(url, admin, "GET", `/api/v1/mails/${wanted.number}`)).text;
}

/** The code in it. */
export async function codeFor(url, admin, address) {
  return /^ {4}(\d{6})$/m.exec(await textFor(url, admin, address))[1];
}

/** Somebody whose address says for whom they work comes in with a mailed code, apart from the page. */
export async function arriveByCode(url, admin, address, name) {
  const secret = randomBytes(24).toString("hex");
  const post = async (path, body) => {
    const answer = await fetch(`${url}${path}`, { method: "POST", body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  await post("/api/v1/sign_in/code", { email: address, secret });
  const code = await codeFor(url, admin, address);
  const login = await post("/api/v1/sign_in", { email: address, secret, code, accept_terms: true });
  const agent = { id: login.user_id, token: login.access_token, device: login.device_id, address, name };
  const profile = `/_matrix/client/v3/profile/${encodeURIComponent(agent.id)}/displayname`;
  await ask(url, agent, "PUT", profile, { displayname: name });
  return agent;
}
