import { Radio } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import { useId } from "react";
import s from "./choice.module.css";

export interface Option<V extends string> {
  readonly value: V;
  readonly name: string;
  readonly hint?: string;
  readonly icon?: Icon;
  readonly lang?: string;
}

/** One choice among a few, each on its line. */
export function Choice<V extends string>({
  title,
  hint,
  value,
  set,
  of,
  disabled,
}: {
  title: string;
  hint?: string;
  value: V | null;
  set: (next: V) => void;
  of: readonly Option<V>[];
  disabled?: boolean;
}) {
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
