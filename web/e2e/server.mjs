import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

const home = join(import.meta.dirname, "..", "..");
/** Whoever makes an account on a server of the run accepts these. */
export const terms = "https://ville.example/conditions";
const startMaxMs = 300_000;
const stopMaxMs = 20_000;

/** A port nobody listens on, below the range the system gives to those who ask for any, that browsers do not refuse. */
async function freePort() {
  for (;;) {
    const port = 7000 + Math.floor(Math.random() * 2900);
    const free = await new Promise((resolve) => {
      const probe = createServer();
      probe.once("error", () => resolve(false));
      probe.listen(port, () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

/** Builds what is not built, so that servers started at the same time need not. */
export function build() {
  const { status } = spawnSync(join(home, "parvis"), ["build"], { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw new Error("Parvis was not built.");
}

/** Where it is about noon now: the morning, in which people are told what is due, is over, and the day is that of UTC. */
export function whereNoonIs() {
  const hours = 12 - new Date().getUTCHours();
  return `${hours < 0 ? "-" : "+"}${String(Math.abs(hours)).padStart(2, "0")}:00`;
}

/**
 * A server of the run's own, with an empty data folder: its address, its setup link, and how to stop it.
 * `settings`: those of its environment besides, and certificates that it believes.
 */
export async function startServer(name, options, { believes, ...settings } = {}) {
  const data = join(home, "target", name);
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  const port = await freePort();
  // It lives too short to be compiled well, and its passwords protect nobody.
  const java = `${process.env.JAVA_OPTS ?? ""} -XX:TieredStopAtLevel=1 -Dparvis.passwords=light`;
  const env = {
    ...process.env,
    JAVA_OPTS: java,
    PARVIS_TERMS: terms,
    PARVIS_REACHABLE_NETWORKS: "127.0.0.1/32",
    PARVIS_LINK_PREVIEWS: "on",
    PARVIS_LINK_PREVIEW_PORTS: "any",
    ...settings,
  };
  if (believes) {
    env.PARVIS_TRUSTED_AUTHORITIES = join(data, "believed.pem");
    writeFileSync(env.PARVIS_TRUSTED_AUTHORITIES, believes);
  }
  const words = ["start", "--data", data, "--port", `${port}`, "--no-limits", ...options];
  const child = spawn(join(home, "parvis"), words, { env });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes) => {
      said += bytes;
    });
  }
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill();
    const late = setTimeout(() => child.kill("SIGKILL"), stopMaxMs);
    await gone;
    clearTimeout(late);
  };
  process.once("exit", () => child.kill());
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
  const deadline = Date.now() + startMaxMs;
  while (!/Parvis is ready/.test(said)) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`Parvis did not start:\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const url = /Parvis is ready: (\S+)/.exec(said)[1];
  const link = () => /\S+\/setup\/\S+/.exec(said)?.[0];
  while (!options.includes("--demo") && !link() && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return { url, setup: link(), said: () => said, stop };
}

/** A provider of identities of this machine, for the house at an address: where it is, and how to stop it. */
export async function startProvider(home, secret, ...traits) {
  const port = await freePort();
  const child = spawn(process.execPath, [
    join(import.meta.dirname, "provider.mjs"),
    `${port}`,
    home,
    secret,
    ...traits,
  ]);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes) => {
      said += bytes;
    });
  }
  process.once("exit", () => child.kill());
  const deadline = Date.now() + stopMaxMs;
  while (!/The provider is ready/.test(said)) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`The provider did not start:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { issuer: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, stop: () => child.kill() };
}
