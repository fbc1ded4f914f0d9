const secretBytes = 24;

/** What nobody else knows of what is asked for with it: a code, or a step to be let in. */
export const freshSecret = (): string =>
  [...crypto.getRandomValues(new Uint8Array(secretBytes))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
