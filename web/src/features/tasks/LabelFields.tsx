import { TextInput } from "@mantine/core";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import type { Label } from "../../api/tasks";
import { hueOf } from "./TaskCard";
import s from "./tasks.module.css";

export const labelNameMax = 60;
const colours = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] as const;
/** Far from that of the label before. */
const step = 5;
export const nextColour = (count: number): number => (count * step) % colours.length;

/** What a label is called, and its colour. */
export function LabelFields({ of, write }: { of: Label; write: (next: Label) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        data-autofocus
        label={t("tasks.labels.name")}
        maxLength={labelNameMax}
        value={of.name}
        onChange={(e) => write({ ...of, name: e.target.value })}
        autoComplete="off"
      />
      <fieldset className={s.colours}>
        <legend>{t("tasks.labels.colour")}</legend>
        {colours.map((colour) => (
          <label key={colour} style={{ "--h": hueOf(colour) } as CSSProperties}>
            <input
              type="radio"
              name="colour"
              aria-label={t("tasks.labels.colourN", { n: colour + 1 })}
              checked={of.colour === colour}
              onChange={() => write({ ...of, colour })}
            />
            <i />
          </label>
        ))}
      </fieldset>
    </>
  );
}
