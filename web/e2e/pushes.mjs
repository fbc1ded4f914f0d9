import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:https";
import { until } from "./browser.mjs";
import { certificate } from "./certificate.mjs";

const url64 = (bytes) => Buffer.from(bytes).toString("base64url");
const of64 = (words) => Buffer.from(words, "base64url");
const hkdf = (secret, salt, info, length) => Buffer.from(hkdfSync("sha256", secret, salt, info, length));

/** What a letter says, read as browsers do (RFC 8291, RFC 8188). */
function opened(body, keys, auth) {
  const salt = body.subarray(0, 16);
  const end = 21 + body[20];
  const sender = body.subarray(21, end);
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), keys.getPublicKey(), sender]);
  const secret = hkdf(keys.computeSecret(sender), auth, info, 32);
  const key = hkdf(secret, salt, "Content-Encoding: aes128gcm\0", 16);
  const nonce = hkdf(secret, salt, "Content-Encoding: nonce\0", 12);
  const cipher = createDecipheriv("aes-128-gcm", key, nonce);
  cipher.setAuthTag(body.subarray(-16));
  const padded = Buffer.concat([cipher.update(body.subarray(end, -16)), cipher.final()]);
  return JSON.parse(padded.subarray(0, padded.lastIndexOf(2)).toString());
}

/** Whether who sends has the key that the browser subscribed for (RFC 8292). */
function isSender(authorization = "", subscribedFor, origin) {
  const [, token, key] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization) ?? [];
  if (!token || key !== subscribedFor) return false;
  const [head, claims, signature] = token.split(".");
  const point = of64(key);
  const jwk = { kty: "EC", crv: "P-256", x: url64(point.subarray(1, 33)), y: url64(point.subarray(33)) };
  const by = { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" };
  const { aud, exp } = JSON.parse(of64(claims));
  return (
    verify("sha256", Buffer.from(`${head}.${claims}`), by, of64(signature)) && aud === origin && exp * 1000 > Date.now()
  );
}

/**
 * A push service of this machine (RFC 8030), in the place of that of a browser's maker, which none of these browsers
 * reaches: it asks who sends, and what comes is read with the keys of one browser.
 */
export async function openPushService() {
  const { cert, key } = certificate();
  const browser = createECDH("prime256v1");
  browser.generateKeys();
  const auth = randomBytes(16);
  const letters = [];
  let subscribedFor;
  const server = createServer({ cert, key }, async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const { authorization, ttl, "content-encoding": form } = request.headers;
    const taken =
      request.method === "POST" && form === "aes128gcm" && ttl && isSender(authorization, subscribedFor, origin);
    response.writeHead(taken ? 201 : 403, taken ? { Location: `${origin}/message` } : {}).end();
    if (taken) letters.push(opened(Buffer.concat(parts), browser, auth));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `https://127.0.0.1:${server.address().port}`;
  server.unref();
  return {
    cert,
    /** The browser of a page subscribes here, where the service of its maker would answer. */
    async subscribes(page) {
      await page.exposeFunction("subscribedFor", (wanted) => {
        subscribedFor = wanted;
      });
      const given = { endpoint: `${origin}/browser`, p256dh: browser.getPublicKey("base64url"), auth: url64(auth) };
      await page.evaluate(stand, given);
    },
    /** The next letter that came, once there is one. */
    async next() {
      await until(() => letters.length > 0, "no letter came to the push service");
      return letters.shift();
    },
    waiting: () => letters.length,
  };
}

/** In a page: what a browser answers that has a push service behind it. */
function stand({ endpoint, p256dh, auth }) {
  const bytes = (words) =>
    Uint8Array.from(atob(words.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0)).buffer;
  let there = null;
  const subscription = {
    endpoint,
    getKey: (name) => bytes(name === "auth" ? auth : p256dh),
    async unsubscribe() {
      there = null;
      return true;
    },
  };
  PushManager.prototype.getSubscription = async () => there;
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    await window.subscribedFor(applicationServerKey);
    there = subscription;
    return there;
  };
}
