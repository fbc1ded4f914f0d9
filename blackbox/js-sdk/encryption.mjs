/**
 * Two people who use matrix-js-sdk talk in an encrypted room of a running homeserver, and lose and regain their devices:
 * `node blackbox/js-sdk/encryption.mjs URL`, where registration is open.
 * Prints a line for each step and ends with `N passed, N failed`. Each step builds on those before it.
 */
import assert from "node:assert/strict";
import { Person, until } from "./people.mjs";

const stepMaxMs = 60_000;
const url = process.argv[2].replace(/\/$/, "");
const alice = new Person(url, "alice");
const bob = new Person(url, "bob");

let phone;
let desk;
let office;
let recovery;
let room;
const said = {};

/** Both show the same seven emoji, and both say so. */
async function compareEmoji(mine, theirs) {
  await theirs.accept();
  await until("the other side is ready", () => mine.phase === 3);
  const verifiers = [await mine.startVerification("m.sas.v1"), await until("it began there", () => theirs.verifier)];
  const done = verifiers.map((verifier) => verifier.verify());
  const shown = await Promise.all(verifiers.map((one) => until("emoji", () => one.getShowSasCallbacks())));
  const [ours, others] = shown.map(({ sas }) => sas.emoji.map(([emoji]) => emoji).join(" "));
  assert.equal(ours.split(" ").length, 7);
  assert.equal(ours, others);
  await Promise.all(shown.map((one) => one.confirm()));
  await Promise.all(done);
}

/** A device of Alice that has nothing but the key of her secret storage takes everything from there. */
async function freshDevice() {
  const device = await alice.signIn(recovery);
  // Private keys are taken for public ones that are known, which the first sync asks for.
  await until("it knows whose it is", () => device.crypto.userHasCrossSigningKeys());
  await device.crypto.bootstrapCrossSigning({});
  await device.crypto.loadSessionBackupPrivateKeyFromSecretStorage();
  return device;
}

const crossSigned = async (by, { user, id }) =>
  (await by.crypto.getDeviceVerificationStatus(user, id))?.crossSigningVerified;

const steps = {
  "both sign up and sign in": async () => {
    await Promise.all([alice.signUp(), bob.signUp()]);
    [phone, office] = await Promise.all([alice.signIn(), bob.signIn()]);
  },

  "both sign their devices with keys of their own, for which they are asked their password": async () => {
    await Promise.all([phone.crossSign(), office.crossSign()]);
    assert(await phone.crypto.isCrossSigningReady());
    assert(await crossSigned(phone, phone));
  },

  "Alice keeps her secrets on the server, behind a key of recovery, and her room keys in a backup": async () => {
    recovery = await phone.crypto.createRecoveryKeyFromPassphrase();
    phone.client.cryptoCallbacks.getSecretStorageKey = async ({ keys }) => [Object.keys(keys)[0], recovery.privateKey];
    const createSecretStorageKey = async () => recovery;
    await phone.crypto.bootstrapSecretStorage({ createSecretStorageKey, setupNewKeyBackup: true });
    assert(await phone.crypto.isSecretStorageReady());
    assert(await phone.crypto.getActiveSessionBackupVersion());
    for (const secret of ["m.cross_signing.master", "m.megolm_backup.v1"])
      assert(await phone.client.secretStorage.isStored(secret), secret);
  },

  "Alice makes an encrypted room, Bob joins, and they read each other": async () => {
    const encryption = { type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } };
    const made = { preset: "private_chat", invite: [office.user], is_direct: true, initial_state: [encryption] };
    room = (await phone.client.createRoom(made)).room_id;
    await until("the invitation", () => office.client.getRoom(room)?.getMyMembership() === "invite");
    await office.client.joinRoom(room);
    const joined = ({ client }) => client.getRoom(room)?.getJoinedMemberCount() === 2;
    await Promise.all([phone, office].map((one) => until("two members", () => joined(one))));
    said.hello = await phone.send(room, "Bonjour Bob");
    await office.reads(room, said.hello, "Bonjour Bob");
    said.answer = await office.send(room, "Bonjour Alice");
    await phone.reads(room, said.answer, "Bonjour Alice");
  },

  "they compare emoji and know each other": async () => {
    const asked = await phone.crypto.requestVerificationDM(office.user, room);
    const seen = () => office.crypto.findVerificationRequestDMInProgress(room, phone.user);
    await compareEmoji(asked, await until("the request", seen));
    const knows = async (one, other) =>
      (await one.crypto.getUserVerificationStatus(other.user)).isCrossSigningVerified();
    await until("Alice knows Bob", () => knows(phone, office));
    await until("Bob knows Alice", () => knows(office, phone));
  },

  "a second device of Alice reads what is written from now on, and not what was": async () => {
    desk = await alice.signIn();
    const sees = async () => (await office.crypto.getUserDeviceInfo([desk.user])).get(desk.user)?.has(desk.id);
    await until("Bob sees the new device", sees);
    said.later = await office.send(room, "Pour tous tes appareils");
    await desk.reads(room, said.later, "Pour tous tes appareils");
    assert((await desk.event(room, said.hello)).isDecryptionFailure());
    assert(!(await crossSigned(office, desk)));
  },

  "by comparing emoji it gets her keys from the first one, and reads everything": async () => {
    const asked = await desk.crypto.requestOwnUserVerification();
    const seen = () => phone.crypto.getVerificationRequestsToDeviceInProgress(phone.user)[0];
    await compareEmoji(asked, await until("the request", seen));
    await until("cross-signing keys", () => desk.crypto.isCrossSigningReady());
    await until("the key of the backup", () => desk.crypto.getSessionBackupPrivateKey());
    await until("Bob trusts it", () => crossSigned(office, desk));
    await desk.reads(room, said.hello, "Bonjour Bob");
    await desk.reads(room, said.answer, "Bonjour Alice");
  },

  "a device with the key of recovery alone is trusted, and reads everything from the backup": async () => {
    const device = await freshDevice();
    const restored = await device.crypto.restoreKeyBackup();
    assert(restored.total >= 2, `${restored.total} room keys`);
    assert.equal(restored.imported, restored.total);
    await device.reads(room, said.hello, "Bonjour Bob");
    await device.reads(room, said.answer, "Bonjour Alice");
    assert(await device.crypto.isCrossSigningReady());
    await until("Bob trusts it", () => crossSigned(office, device));
    await device.signOut();
  },

  "a wrong key of recovery opens nothing": async () => {
    const wrong = await alice.signIn(await phone.crypto.createRecoveryKeyFromPassphrase());
    await assert.rejects(wrong.crypto.loadSessionBackupPrivateKeyFromSecretStorage());
    assert.equal(await wrong.crypto.getSessionBackupPrivateKey(), null);
    await wrong.signOut();
  },

  "while no device of Alice is signed in a dehydrated one keeps what she gets": async () => {
    assert(await phone.crypto.isDehydrationSupported());
    await phone.crypto.startDehydration({ createNewKey: true });
    await Promise.all([phone.signOut(), desk.signOut()]);
    const only = async () => (await office.crypto.getUserDeviceInfo([phone.user])).get(phone.user)?.size === 1;
    await until("one device of Alice is left", only);
    await office.crypto.forceDiscardSession(room);
    said.away = await office.send(room, "Quand tu reviendras");
    const device = await freshDevice();
    await device.crypto.startDehydration();
    await device.reads(room, said.away, "Quand tu reviendras");
  },
};

let passed = 0;
let failed = 0;
for (const [step, run] of Object.entries(steps)) {
  const began = performance.now();
  const late = Promise.withResolvers();
  const timer = setTimeout(() => late.reject(new Error(`longer than ${stepMaxMs / 1000} s`)), stepMaxMs);
  try {
    await Promise.race([run(), late.promise]);
    passed++;
    console.log(`passed  ${step} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  } catch (fault) {
    failed++;
    console.log(`FAILED  ${step}\n${String(fault.stack ?? fault).replace(/^/gm, "        ")}`);
  }
  clearTimeout(timer);
}
for (const device of [...alice.devices, ...bob.devices]) device.stop();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
