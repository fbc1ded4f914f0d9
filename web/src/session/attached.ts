import { type Store, store } from "../base/store";
import { memoryTable, openTable, type Table } from "../base/table";

/** A file that was chosen and not sent. */
export interface Attached {
  readonly id: number;
  readonly file: File;
  /** Whether it survives a reload: not known yet, yes, or there is no room for it. */
  readonly kept: "coming" | "yes" | "no";
}

/** Files of one message. */
export const attachedMax = 20;
/** What this browser keeps of an account's files, in all conversations together. */
export const keptFilesMax = 100;
export const keptBytesMax = 250_000_000;

export interface KeptFile {
  readonly id: number;
  readonly place: string;
  readonly file: File;
}

interface Place {
  /** What is shown; moved without keeping or forgetting anything. */
  readonly shown: Store<readonly Attached[]>;
  readonly store: Store<readonly Attached[]>;
}

/** What is attached in each place of `draftPlace`: it stays while one looks at other rooms, and over a reload. */
export class Attachments {
  readonly #places = new Map<string, Place>();
  /** The bytes of what is kept. */
  readonly #sizes = new Map<number, number>();
  #table: Table<KeptFile> = memoryTable();
  #last = 0;

  /** Takes up what an earlier page left behind; what could not be kept stays beside it. */
  async open(table: Table<KeptFile>): Promise<void> {
    this.#table = table;
    const rows = (await table.all().catch(() => [])).sort((a, b) => a.id - b.id);
    this.#last = Math.max(this.#last, rows.at(-1)?.id ?? 0);
    this.#sizes.clear();
    for (const { id, file } of rows) this.#sizes.set(id, file.size);
    for (const place of new Set([...this.#places.keys(), ...rows.map((r) => r.place)])) {
      const left = rows.filter((r) => r.place === place).map(({ id, file }) => ({ id, file, kept: "yes" }) as const);
      this.#at(place).shown.set((now) => [...left, ...now.filter((a) => a.kept === "no")]);
    }
  }

  attach(file: File): Attached {
    this.#last = Math.max(this.#last + 1, Date.now());
    return { id: this.#last, file, kept: "coming" };
  }

  /** What is attached in a place. */
  in(place: string): Store<readonly Attached[]> {
    return this.#at(place).store;
  }

  /** Hands over the files of a place. They are kept until `gone` says that they are kept elsewhere. */
  take(place: string): { readonly files: readonly File[]; readonly gone: () => void } {
    const { shown } = this.#at(place);
    const taken = shown.now();
    shown.set([]);
    return { files: taken.map((a) => a.file), gone: () => taken.forEach((a) => void this.#let(a)) };
  }

  /** The places that hold any. */
  places(): string[] {
    return [...this.#places].filter(([, { shown }]) => shown.now().length > 0).map(([place]) => place);
  }

  close(): void {
    this.#table.close();
  }

  forget(): void {
    this.#places.clear();
    this.#sizes.clear();
  }

  #at(place: string): Place {
    const known = this.#places.get(place);
    if (known) return known;
    const shown = store<readonly Attached[]>([]);
    const set: Store<readonly Attached[]>["set"] = (next) => {
      const before = shown.now();
      shown.set(next);
      const after = shown.now();
      for (const a of before) if (!after.some((b) => b.id === a.id)) this.#let(a);
      for (const a of after) if (!before.some((b) => b.id === a.id)) void this.#keep(place, a);
    };
    const made: Place = { shown, store: { ...shown, set } };
    this.#places.set(place, made);
    return made;
  }

  async #keep(place: string, { id, file }: Attached): Promise<void> {
    const bytes = [...this.#sizes.values()].reduce((sum, size) => sum + size, file.size);
    let kept = this.#sizes.size < keptFilesMax && bytes <= keptBytesMax;
    if (kept) {
      this.#sizes.set(id, file.size);
      kept = await this.#table.put({ id, place, file }).then(
        () => true,
        () => false,
      );
      if (!kept) this.#sizes.delete(id);
    }
    const now = kept ? "yes" : "no";
    this.#at(place).shown.set((all) => all.map((a) => (a.id === id ? { ...a, kept: now } : a)));
  }

  #let({ id }: Attached): void {
    this.#sizes.delete(id);
    void this.#table.remove(id).catch(() => undefined);
  }
}

export const attachments = new Attachments();

const databaseOf = (userId: string) => `parvis-attached-${userId}`;
export const openAttached = async (userId: string): Promise<void> =>
  attachments.open(await openTable(databaseOf(userId), "files"));

export function forgetAttached(userId: string): void {
  attachments.forget();
  indexedDB.deleteDatabase(databaseOf(userId));
}
