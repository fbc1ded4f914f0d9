import { ask, fresh, password } from "./people.mjs";

/** Who runs the house of the first day, once there is somebody. */
export const house = { administrator: undefined };

/** The login of who runs it; where nobody does yet, the link of the first start makes somebody. */
export async function administrator(url, setup) {
  const first = house.administrator === undefined;
  house.administrator ??= fresh("marie");
  const post = async (path, body) => {
    const answer = await fetch(`${url}${path}`, { method: "POST", body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const username = house.administrator;
  if (first) {
    await post(`/api/v1${new URL(setup).pathname}`, { username, password, displayname: "Marie Dupré" });
  }
  const identifier = { type: "m.id.user", user: username };
  const login = await post("/_matrix/client/v3/login", { type: "m.login.password", identifier, password });
  const marie = {
    id: login.user_id,
    token: login.access_token,
    device: login.device_id,
    username,
    name: "Marie Dupré",
  };
  if (first) await ask(url, marie, "PUT", "/api/v1/registration", { mode: "open" });
  return marie;
}
