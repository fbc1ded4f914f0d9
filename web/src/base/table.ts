/** Rows that survive a reload, each by its number. */
export interface Table<Row extends { readonly id: number }> {
  all(): Promise<Row[]>;
  /** Resolves once the row is kept. */
  put(row: Row): Promise<void>;
  remove(id: number): Promise<void>;
  close(): void;
}

/** Rows in memory, for a browser that refuses a database. */
export function memoryTable<Row extends { readonly id: number }>(): Table<Row> {
  const kept = new Map<number, Row>();
  return {
    all: async () => [...kept.values()],
    put: async (row) => void kept.set(row.id, row),
    remove: async (id) => void kept.delete(id),
    close: () => undefined,
  };
}

/** Keeps no row, and says so: for what memory is no place for. */
export const nowhere = <Row extends { readonly id: number }>(): Table<Row> => ({
  all: async () => [],
  put: () => Promise.reject(new Error("no database")),
  remove: async () => undefined,
  close: () => undefined,
});

const answer = <X>(request: IDBRequest<X>): Promise<X> =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

const ended = (change: IDBTransaction): Promise<void> =>
  new Promise((done, failed) => {
    change.oncomplete = () => done();
    change.onabort = () => failed(change.error);
  });

/** Opens the one table of a database of this browser; `instead`: where the browser refuses. */
export async function openTable<Row extends { readonly id: number }>(
  database: string,
  table: string,
  instead: () => Table<Row> = memoryTable,
): Promise<Table<Row>> {
  try {
    const opening = indexedDB.open(database, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(table, { keyPath: "id" });
    const db = await answer(opening);
    const write = async (deed: (rows: IDBObjectStore) => unknown) => {
      const change = db.transaction(table, "readwrite");
      deed(change.objectStore(table));
      await ended(change);
    };
    return {
      all: () => answer(db.transaction(table, "readonly").objectStore(table).getAll() as IDBRequest<Row[]>),
      put: (row) => write((rows) => rows.put(row)),
      remove: (id) => write((rows) => rows.delete(id)),
      close: () => db.close(),
    };
  } catch {
    return instead();
  }
}
