import { useState } from "react";
import { keepAs, keptOf } from "./kept";

/**
 * An address stands behind a link that was mailed to it: whoever comes by it need not write it. To be called above its field. A code
 * that was asked for with another address is none for this one.
 */
export function useMailedTo(): void {
  useState(() => keepMailedTo(location.hash));
}

export function keepMailedTo(hash: string): void {
  const told = hash.slice(1);
  if (!told.includes("@") || told === keptOf("signIn.address")) return;
  keepAs("signIn.address", told);
  keepAs("signIn.secret", "");
  keepAs("signIn.at", "");
}
