import { openTable, type Table } from "../base/table";
import type { Replaced } from "./scheduled";

/** Something that a person did and that the server has not taken yet. */
export interface Parcel {
  /** Order of writing; parcels of one room leave in this order. */
  readonly id: number;
  readonly room: string;
  /** Root of the discussion it belongs to. */
  readonly thread?: string;
  /** Stays the same at every attempt, so that the server takes it once. */
  readonly txn: string;
  readonly type: string;
  readonly content: Record<string, unknown>;
  readonly ts: number;
  /** A file to upload before; its address is put into `content.url`. */
  readonly file?: { readonly blob: Blob; readonly name: string };
  /** This parcel deletes that event; `type` and `content` are empty. */
  readonly redacts?: string;
  /** When the server is to send it; absent: at once. */
  readonly due?: number;
  /** What the server holds back already, and this takes the place of. */
  readonly replaces?: Replaced;
  readonly state: "waiting" | "failed";
  /** Why the server refused it. */
  readonly refusal?: string;
  /** The most bytes there may be, where that is why. */
  readonly limit?: number;
}

export type NewParcel = Omit<Parcel, "id" | "txn" | "ts" | "state" | "refusal" | "limit">;

/** Where parcels survive a reload. */
export type Parcels = Table<Parcel>;
export const openParcels = (userId: string): Promise<Parcels> => openTable(outboxOf(userId), "parcels");
export const outboxOf = (userId: string): string => `parvis-outbox-${userId}`;
