/** WebAuthn in JSON, as our server and the specification write it: bytes are base64url. */

const bytes = (text: unknown): ArrayBuffer => {
  const plain = atob(String(text).replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0)).buffer;
};
const text = (buffer: ArrayBuffer | null) =>
  buffer
    ? btoa(String.fromCharCode(...new Uint8Array(buffer)))
        .replaceAll("+", "-")
        .replaceAll("/", "_")
        .replace(/=+$/, "")
    : undefined;

type Json = Record<string, unknown>;

const named = (all: unknown) =>
  (Array.isArray(all) ? (all as Json[]) : []).map(({ id }) => ({ type: "public-key" as const, id: bytes(id) }));

const credential = (made: PublicKeyCredential, response: Json): Json => ({
  id: made.id,
  rawId: text(made.rawId),
  type: made.type,
  response,
  clientExtensionResults: made.getClientExtensionResults(),
});

/** What can do it: this browser, over HTTPS or on this machine. */
export const canPasskeys = (): boolean => typeof PublicKeyCredential === "function" && window.isSecureContext;

/** Makes a passkey; throws when its person does not. */
export async function make(options: Json): Promise<Json> {
  const user = options.user as Json;
  const made = (await navigator.credentials.create({
    publicKey: {
      ...(options as unknown as PublicKeyCredentialCreationOptions),
      challenge: bytes(options.challenge),
      user: { ...(user as unknown as PublicKeyCredentialUserEntity), id: bytes(user.id) },
      excludeCredentials: named(options.excludeCredentials),
    },
  })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  return credential(made, {
    clientDataJSON: text(response.clientDataJSON),
    attestationObject: text(response.attestationObject),
    transports: response.getTransports?.() ?? [],
  });
}

/** What can offer passkeys where a name is typed, among what the browser would fill in there. */
export const offersPasskeys = async (): Promise<boolean> =>
  canPasskeys() && (await PublicKeyCredential.isConditionalMediationAvailable?.().catch(() => false)) === true;

/** Signs by a passkey that its person chooses; `offered` waits beside a field, until it is taken back. */
export async function sign(options: Json, offered?: AbortSignal): Promise<Json> {
  const made = (await navigator.credentials.get({
    ...(offered ? { mediation: "conditional", signal: offered } : {}),
    publicKey: {
      ...(options as unknown as PublicKeyCredentialRequestOptions),
      challenge: bytes(options.challenge),
    },
  })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAssertionResponse;
  return credential(made, {
    clientDataJSON: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: text(response.userHandle),
  });
}
