import { type Store, store } from "../base/store";
import { nowhere, openTable, type Table } from "../base/table";

/** A file that was chosen and not sent. */
export interface Attached {
  readonly id: number;
  readonly file: File;
  /** Whether it survives a reload: not known yet, yes, or there is no room for it. */
  readonly kept: "coming" | "yes" | "no";
  /** It is being made into what everybody can see, and takes its place then. */
  readonly making?: boolean;
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
  readonly name: string;
  /** What is shown; moved without keeping or forgetting anything. */
  readonly shown: Store<readonly Attached[]>;
  readonly store: Store<readonly Attached[]>;
}

const keyOf = (me: string, place: string) => `${me} ${place}`;

/**
 * What one person attached in each place of `draftPlace`: it stays while one looks at other rooms, over a new connection
 * and over a reload.
 */
export class Attachments {
  readonly #places = new Map<string, Place>();
  /** The bytes of what is kept. */
  readonly #sizes = new Map<number, number>();
  /** Rows of what no place shows any more: handed over, or to be removed still. */
  readonly #away = new Map<number, "taken" | "removed">();
  #table: Table<KeptFile> = nowhere();
  #me = "";
  #last = 0;

  /** Takes up what an earlier page left behind. What is here and could not be kept stays, and is kept if it can be now. */
  async open(me: string, table: Table<KeptFile>): Promise<void> {
    if (me !== this.#me) this.forget();
    this.#me = me;
    this.#table = table;
    const keptBefore = new Set(this.#all().flatMap((a) => (a.kept === "yes" ? [a.id] : [])));
    const rows = await table.all().catch(() => null);
    if (rows === null || this.#table !== table) return;
    const gone = new Set(keptBefore);
    for (const { id, file } of rows) {
      this.#last = Math.max(this.#last, id);
      this.#sizes.set(id, file.size);
      gone.delete(id);
    }
    for (const id of gone) this.#sizes.delete(id);
    for (const [id, why] of this.#away) if (why === "removed") this.#let({ id });
    const left = rows.filter(({ id }) => !this.#away.has(id));
    for (const { place } of left) this.#at(me, place);
    for (const place of this.#places.values()) this.#takeUp(place, left, gone);
  }

  attach(file: File): Attached {
    this.#last = Math.max(this.#last + 1, Date.now());
    return { id: this.#last, file, kept: "coming" };
  }

  /** What a person attached in a place. */
  in(me: string, place: string): Store<readonly Attached[]> {
    return this.#at(me, place).store;
  }

  /** Hands over the files of a place. They are kept until `gone` says that they are kept elsewhere. */
  take(me: string, place: string): { readonly files: readonly File[]; readonly gone: () => void } {
    const { shown } = this.#at(me, place);
    const taken = shown.now();
    shown.set([]);
    for (const { id } of taken) this.#away.set(id, "taken");
    const gone = () => {
      if (me === this.#me) for (const a of taken) this.#let(a);
    };
    return { files: taken.map((a) => a.file), gone };
  }

  /** The places in which a person has any. */
  places(me: string): string[] {
    const mine = [...this.#places].filter(
      ([key, { shown }]) => key.startsWith(keyOf(me, "")) && shown.now().length > 0,
    );
    return mine.map(([, { name }]) => name);
  }

  close(): void {
    this.#table.close();
  }

  /** Nothing of anybody is left in memory. */
  forget(): void {
    for (const { shown } of this.#places.values()) shown.set([]);
    this.#places.clear();
    this.#sizes.clear();
    this.#away.clear();
  }

  #all(): readonly Attached[] {
    return [...this.#places.values()].flatMap(({ shown }) => shown.now());
  }

  /** Shows what is kept for a place beside what is here, but for what another tab sent or took away. */
  #takeUp(place: Place, rows: readonly KeptFile[], gone: ReadonlySet<number>): void {
    const left = rows.filter((row) => row.place === place.name);
    const here = place.shown.now().filter(({ id }) => !gone.has(id) && !left.some((row) => row.id === id));
    const all = [...left.map(({ id, file }): Attached => ({ id, file, kept: "yes" })), ...here];
    place.shown.set(all.sort((a, b) => a.id - b.id));
    for (const a of here) if (a.kept !== "yes") void this.#keep(place, a);
  }

  #at(me: string, name: string): Place {
    const known = this.#places.get(keyOf(me, name));
    if (known) return known;
    const shown = store<readonly Attached[]>([]);
    const set: Store<readonly Attached[]>["set"] = (next) => {
      const before = shown.now();
      shown.set(next);
      const after = shown.now();
      for (const a of before) if (!after.some((b) => b.id === a.id)) this.#let(a);
      for (const a of after) if (!before.some((b) => b.id === a.id && b.file === a.file)) void this.#keep(made, a);
    };
    const made: Place = { name, shown, store: { ...shown, set } };
    this.#places.set(keyOf(me, name), made);
    return made;
  }

  async #keep({ name, shown }: Place, { id, file }: Attached): Promise<void> {
    this.#away.delete(id);
    this.#sizes.delete(id);
    const bytes = [...this.#sizes.values()].reduce((sum, size) => sum + size, file.size);
    let kept = this.#sizes.size < keptFilesMax && bytes <= keptBytesMax;
    if (kept) {
      this.#sizes.set(id, file.size);
      kept = await this.#table.put({ id, place: name, file }).then(
        () => true,
        () => false,
      );
      if (!kept) this.#sizes.delete(id);
    }
    const now = kept ? "yes" : "no";
    shown.set((all) => all.map((a) => (a.id === id ? { ...a, kept: now } : a)));
  }

  #let({ id }: { readonly id: number }): void {
    this.#sizes.delete(id);
    this.#away.set(id, "removed");
    void this.#table.remove(id).then(
      () => this.#away.delete(id),
      () => undefined,
    );
  }
}

export const attachments = new Attachments();

const databaseOf = (userId: string) => `parvis-attached-${userId}`;
export const openAttached = async (userId: string): Promise<void> =>
  attachments.open(userId, await openTable<KeptFile>(databaseOf(userId), "files", nowhere));

export function forgetAttached(userId: string): void {
  attachments.forget();
  indexedDB.deleteDatabase(databaseOf(userId));
}
