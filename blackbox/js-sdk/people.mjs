/** People with devices that use matrix-js-sdk and its encryption, which is the Rust one of the Matrix project. */
import { randomBytes } from "node:crypto";
import * as matrix from "../../web/node_modules/matrix-js-sdk/lib/index.js";
import { logger } from "../../web/node_modules/matrix-js-sdk/lib/logger.js";
import { RustBackupManager } from "../../web/node_modules/matrix-js-sdk/lib/rust-crypto/backup.js";

const nothing = () => undefined;
const silent = { getChild: () => silent };
for (const level of ["trace", "debug", "log", "info", "warn", "error"]) silent[level] = nothing;
Object.assign(logger, silent);
// A client that is stopped gives up what it asks, and nobody in it waits for that.
process.on("unhandledRejection", (fault) => {
  if (fault?.name !== "AbortError") throw fault;
});
// Clients put off their copies of keys by up to ten seconds, so that not all come at once.
RustBackupManager.maxBackupLoopStartDelayMillis = 0;
// The client wants Node 22; this is what it misses in Node 20.
Promise.withResolvers ??= () => {
  const own = {};
  own.promise = new Promise((resolve, reject) => Object.assign(own, { resolve, reject }));
  return own;
};

const password = "correct horse battery staple 17";
const waitMs = 20_000;
const lookMs = 20;

/** What `look` finds as soon as it finds something. */
export async function until(what, look) {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`not within ${waitMs / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}

/** One device of somebody: signed in, syncing, with keys of its own in memory. */
export class Device {
  constructor(client) {
    this.client = client;
    this.crypto = client.getCrypto();
    this.user = client.getUserId();
    this.id = client.getDeviceId();
  }

  /** Replaces the keys that vouch for this person's devices, which takes their password. */
  crossSign() {
    const identifier = { type: "m.id.user", user: this.user };
    return this.crypto.bootstrapCrossSigning({
      setupNewCrossSigning: true,
      authUploadDeviceSigningKeys: (upload) => upload({ type: "m.login.password", identifier, password }),
    });
  }

  async send(room, body) {
    return (await this.client.sendEvent(room, "m.room.message", { msgtype: "m.text", body })).event_id;
  }

  /** What somebody wrote, as this device reads it: encrypted on the wire, and its text when the key is here. */
  async event(room, id) {
    const event = await until(`${id} at ${this.id}`, () => this.client.getRoom(room)?.findEventById(id));
    await this.client.decryptEventIfNeeded(event);
    return event;
  }

  async reads(room, id, body) {
    const event = await this.event(room, id);
    await until(`${id} in clear at ${this.id}`, () => event.getClearContent()?.body === body);
    if (event.getWireType() !== "m.room.encrypted") throw new Error(`sent in clear: ${event.getWireType()}`);
    return event;
  }

  stop() {
    this.client.stopClient();
  }

  async signOut() {
    await this.client.logout(true);
  }
}

/** Somebody with an account, who has no device until they sign in. */
export class Person {
  constructor(url, name) {
    this.url = url;
    this.username = `${name}-${randomBytes(4).toString("hex")}`;
    this.devices = [];
  }

  /** Makes the account, where registration is open, without a device. */
  async signUp() {
    const client = matrix.createClient({ baseUrl: this.url, logger: silent });
    const auth = { type: "m.login.dummy" };
    await client.registerRequest({ username: this.username, password, auth, inhibit_login: true });
  }

  /** A new device, which knows nothing; with the key of the secret storage it can open that. */
  async signIn(recovery) {
    const login = await matrix
      .createClient({ baseUrl: this.url, logger: silent })
      .loginRequest({ type: "m.login.password", identifier: { type: "m.id.user", user: this.username }, password });
    const getSecretStorageKey = async ({ keys }) => recovery && [Object.keys(keys)[0], recovery.privateKey];
    const client = matrix.createClient({
      baseUrl: this.url,
      userId: login.user_id,
      deviceId: login.device_id,
      accessToken: login.access_token,
      cryptoCallbacks: { getSecretStorageKey },
      logger: silent,
    });
    await client.initRustCrypto({ useIndexedDB: false });
    const device = new Device(client);
    this.devices.push(device);
    await client.startClient({ initialSyncLimit: 30 });
    await until(`first sync of ${device.id}`, () => client.isInitialSyncComplete());
    return device;
  }
}
