import { ActionIcon, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type DecisionCard, type DecisionLine, register } from "../../api/decisions";
import ui from "../../ui/lines.module.css";
import { useRegister } from "./context";
import s from "./decisions.module.css";
import { holds } from "./words";

const stillMs = 250;
const foundMax = 6;

/** Decisions that hold, by what is typed; null while nothing was asked. */
function useFound(text: string, without: string | null): readonly DecisionCard[] | null {
  const { space } = useRegister();
  const [found, set] = useState<readonly DecisionCard[] | null>(null);
  useEffect(() => {
    if (text.trim() === "") return set(null);
    let here = true;
    const timer = setTimeout(() => {
      register(space.space_id, { text, state: "", year: "" }).then(
        ({ decisions }) => here && set(decisions.filter((d) => holds(d) && d.id !== without).slice(0, foundMax)),
        () => here && set([]),
      );
    }, stillMs);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [text, without, space.space_id]);
  return found;
}

interface EarlierProps {
  readonly label: string;
  readonly chosen: DecisionLine | null;
  readonly choose: (of: DecisionCard | null) => void;
  /** The decision that is to come in its place. */
  readonly without?: string;
}

/** The earlier decision in whose place one comes, found by its words. */
export function EarlierField({ label, chosen, choose, without }: EarlierProps) {
  const { t } = useTranslation();
  const [text, write] = useState("");
  const found = useFound(text, without ?? null);
  if (chosen)
    return (
      <span className={s.chosen}>
        <span className={s.ref}>{chosen.number}</span>
        <span className="cut">{chosen.title}</span>
        <ActionIcon size={26} aria-label={t("decisions.earlier.drop")} onClick={() => choose(null)}>
          <IconX size={15} />
        </ActionIcon>
      </span>
    );
  const take = (of: DecisionCard) => {
    write("");
    choose(of);
  };
  return (
    <div className={s.picker}>
      <TextInput
        aria-label={label}
        placeholder={t("decisions.earlier.hint")}
        value={text}
        onChange={(e) => write(e.target.value)}
        onKeyDown={(e) => {
          if (e.key !== "Enter" || e.nativeEvent.isComposing) return;
          e.preventDefault();
          if (found?.[0]) take(found[0]);
        }}
      />
      {found?.length === 0 ? (
        <p className={ui.hint} role="status">
          {t("decisions.earlier.none")}
        </p>
      ) : null}
      {found && found.length > 0 ? (
        <ul className={ui.rows} aria-label={t("decisions.earlier.found")}>
          {found.map((one) => (
            <li key={one.id}>
              <button type="button" className={ui.pick} onClick={() => take(one)}>
                <span className={s.ref}>{one.number}</span>
                <span className="cut">{one.title}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
