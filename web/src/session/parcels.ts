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
  readonly state: "waiting" | "failed";
  /** Why the server refused it. */
  readonly refusal?: string;
  /** The most bytes there may be, where that is why. */
  readonly limit?: number;
}

export type NewParcel = Omit<Parcel, "id" | "txn" | "ts" | "state" | "refusal" | "limit">;

/** Where parcels survive a reload. */
export interface Parcels {
  all(): Promise<Parcel[]>;
  put(parcel: Parcel): Promise<void>;
  remove(id: number): Promise<void>;
  close(): void;
}

const table = "parcels";

/** Parcels in memory, for a browser that refuses a database. */
export function memoryParcels(): Parcels {
  const kept = new Map<number, Parcel>();
  return {
    all: async () => [...kept.values()],
    put: async (p) => void kept.set(p.id, p),
    remove: async (id) => void kept.delete(id),
    close: () => undefined,
  };
}

const answer = <X>(request: IDBRequest<X>): Promise<X> =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

/** Opens the parcels of one account in IndexedDB. */
export async function openParcels(userId: string): Promise<Parcels> {
  try {
    const opening = indexedDB.open(`parvis-outbox-${userId}`, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(table, { keyPath: "id" });
    const db = await answer(opening);
    const at = (mode: IDBTransactionMode) => db.transaction(table, mode).objectStore(table);
    return {
      all: () => answer(at("readonly").getAll() as IDBRequest<Parcel[]>),
      put: async (p) => void (await answer(at("readwrite").put(p))),
      remove: async (id) => void (await answer(at("readwrite").delete(id))),
      close: () => db.close(),
    };
  } catch {
    return memoryParcels();
  }
}
