import { generateKeyPairSync, sign } from "node:crypto";

/** One value of DER: what it is, how long, and what it holds. */
function der(tag, ...parts) {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

const sequence = (...parts) => der(0x30, ...parts);
const oid = (...bytes) => der(0x06, Buffer.from(bytes));
const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const commonName = oid(0x55, 0x04, 0x03);
const subjectAltName = oid(0x55, 0x1d, 0x11);
const basicConstraints = oid(0x55, 0x1d, 0x13);
const authority = Buffer.from([0x30, 0x03, 0x01, 0x01, 0xff]);

const text = (words) => der(0x0c, Buffer.from(words));
const bits = (bytes) => der(0x03, Buffer.from([0]), bytes);
const moment = (ms) => der(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/\D/g, "").slice(2, 14)}Z`));
const pem = (bytes) =>
  `-----BEGIN CERTIFICATE-----\n${bytes.toString("base64").replace(/(.{64})/g, "$1\n")}\n-----END CERTIFICATE-----\n`;

const dayMs = 86_400_000;

/** A certificate of this machine that vouches for itself: whoever is told of it believes 127.0.0.1. */
export function certificate() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(der(0x31, sequence(commonName, text("localhost"))));
  const address = sequence(der(0x87, Buffer.from([127, 0, 0, 1])));
  const extensions = sequence(
    sequence(subjectAltName, der(0x04, address)),
    sequence(basicConstraints, der(0x01, Buffer.from([0xff])), der(0x04, authority)),
  );
  const said = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    sequence(moment(Date.now() - dayMs), moment(Date.now() + dayMs)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, extensions),
  );
  const whole = sequence(said, ecdsaWithSha256, bits(sign("sha256", said, privateKey)));
  return { cert: pem(whole), key: privateKey.export({ type: "pkcs8", format: "pem" }) };
}
