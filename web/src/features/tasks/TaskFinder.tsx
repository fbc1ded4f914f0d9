import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Card } from "../../api/tasks";
import ui from "../../ui/lines.module.css";
import { useTasks } from "./context";
import { fits, noFilter } from "./filters";
import { StateGlyph } from "./Glyph";
import s from "./tasks.module.css";
import { isNew } from "./wishes";
import { columnName, glyphOf } from "./words";

const foundMax = 8;
const isAddress = (text: string): boolean => /^(https?:\/\/|\/)/.test(text.trim());

interface FinderProps {
  readonly label: string;
  readonly hint?: string;
  readonly text: string;
  readonly write: (text: string) => void;
  readonly choose: (card: Card) => void;
  /** Those that make no sense here. */
  readonly without: (card: Card) => boolean;
}

/** Finds a task of the board by its title or number; Enter takes the first. */
export function TaskFinder({ label, hint, text, write, choose, without }: FinderProps) {
  const { t } = useTranslation();
  const { all, board, me, today } = useTasks();
  const found = [...all.values()]
    .filter((card) => !isNew(card.id) && !without(card) && fits(card, { ...noFilter, text }, me, today))
    .slice(0, foundMax);
  return (
    <div className={ui.form} style={{ gap: "var(--s-2)" }}>
      <TextInput
        data-autofocus
        label={label}
        description={hint}
        value={text}
        onChange={(e) => write(e.target.value)}
        onKeyDown={(e) => {
          if (e.key !== "Enter" || e.nativeEvent.isComposing || text.trim() === "" || !found[0]) return;
          e.preventDefault();
          choose(found[0]);
        }}
        leftSection={<IconSearch size={16} aria-hidden />}
        autoComplete="off"
      />
      {found.length === 0 ? (
        <p className={ui.hint} role="status">
          {isAddress(text) ? t("tasks.find.address") : t("tasks.find.none")}
        </p>
      ) : (
        <ul className={s.found} aria-label={t("tasks.find.found")}>
          {found.map((card) => (
            <li key={card.id}>
              <button type="button" onClick={() => choose(card)}>
                <StateGlyph of={glyphOf(board, card.column)} name={columnName(board, card.column)} />
                <span className={s.ref}>{card.number}</span>
                <span className="cut">{card.title}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
