import { Radio } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import { useId } from "react";
import { useDeed } from "../api/useDeed";
import s from "./choice.module.css";
import { Wrong } from "./parts";

export interface Option<V extends string> {
  readonly value: V;
  readonly name: string;
  readonly hint?: string;
  readonly icon?: Icon;
  readonly lang?: string;
}

interface ChoiceProps<V extends string> {
  readonly title: string;
  readonly hint?: string;
  readonly value: V | null;
  readonly set: (next: V) => void;
  readonly of: readonly Option<V>[];
  readonly disabled?: boolean;
}

interface SavedProps<V extends string> extends Omit<ChoiceProps<V>, "set" | "value" | "disabled"> {
  readonly value: V;
  /** Shows a value. */
  readonly put: (next: V) => void;
  readonly save: (next: V) => Promise<unknown>;
  /** Says that it is done; `undo` takes it back. */
  readonly saved: (undo: () => void) => void;
}

/** A choice that the server keeps: shown at once, and put back with the reason when it is refused. */
export function SavedChoice<V extends string>({ value, put, save, saved, ...rest }: SavedProps<V>) {
  const { busy, refusal, run } = useDeed();
  const choose = async (next: V, before: V) => {
    put(next);
    const done = await run(async () => {
      await save(next);
      saved(() => void choose(before, next));
      return true;
    });
    if (!done) put(before);
  };
  return (
    <>
      <Choice {...rest} value={value} set={(next) => void choose(next, value)} disabled={busy} />
      <Wrong>{refusal}</Wrong>
    </>
  );
}

/** One choice among a few, each on its line. */
export function Choice<V extends string>({ title, hint, value, set, of, disabled }: ChoiceProps<V>) {
  const id = useId();
  return (
    <section className={s.sec}>
      <h2 id={id}>{title}</h2>
      {hint ? <p>{hint}</p> : null}
      <Radio.Group aria-labelledby={id} value={value} onChange={(next) => set(next as V)}>
        {of.map((one) => (
          <label key={one.value} className={s.row} lang={one.lang} htmlFor={`${id}${one.value}`}>
            {one.icon ? <one.icon size={22} stroke={1.7} aria-hidden /> : <span />}
            <span>
              <b>{one.name}</b>
              {one.hint ? <span className={s.hint}>{one.hint}</span> : null}
            </span>
            <Radio id={`${id}${one.value}`} value={one.value} disabled={disabled} />
          </label>
        ))}
      </Radio.Group>
    </section>
  );
}
