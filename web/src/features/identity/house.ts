import type { Server } from "../../api/parvis";

/** Whose house this is, where it is one organisation's; null for a house of several, or of none yet. */
export const houseOf = (server: Server | null): string | null =>
  server && server.name !== "Parvis" ? server.name : null;
