import { NativeSelect } from "@mantine/core";
import { type ReactNode, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Candidate, Heir, HeldPlace, Holding } from "../api/heirs";
import { Refusal } from "../api/http";
import { useAsked } from "../api/useAsked";
import { plain } from "../base/names";
import type { T } from "../i18n";
import { Answered } from "./Answered";
import s from "./parts.module.css";

const namedMax = 3;
/** Places whose people are asked for at once; of those after them, as somebody comes to them. */
const askedMax = 5;
const nameOf = (one: Candidate) => plain(one.display_name ?? "") || one.user_id;

/** By whom a place goes on where nobody is chosen. */
function ruleOf({ rule, heirs }: HeldPlace, t: T): string {
  const names = heirs.slice(0, namedMax).map(nameOf).join(", ");
  switch (rule) {
    case "moderators":
    case "approvers":
      return heirs.length > namedMax
        ? t("ui.heirs.rule.more", { names, count: heirs.length - namedMax })
        : t("ui.heirs.rule.names", { names });
    case "all":
      return t("ui.heirs.rule.all");
    case "named_later":
      return t("ui.heirs.rule.later");
    case "nobody":
      return t("ui.heirs.rule.nobody");
  }
}

interface ChosenProps {
  readonly of: HeldPlace;
  readonly people: Holding["people"];
  /** Whether its people are asked for before anybody comes to it. */
  readonly atOnce: boolean;
  readonly value: string;
  readonly set: (user: string) => void;
}

const none: readonly Candidate[] = [];

function Place({ of, people, atOnce, value, set }: ChosenProps) {
  const { t } = useTranslation();
  const [wanted, want] = useState(atOnce);
  const [asked, again] = useAsked(
    useCallback(() => (wanted ? people(of.id) : Promise.resolve(none)), [wanted, people, of.id]),
  );
  const come = () => (asked.state === "refused" ? again() : want(true));
  const name = plain(of.name) || t("ui.heirs.unnamed");
  const known = asked.state === "here" ? asked.value : none;
  return (
    <NativeSelect
      label={of.kind === "space" ? t("ui.heirs.space", { name }) : t("ui.heirs.room", { name })}
      value={value}
      onFocus={come}
      onPointerEnter={come}
      onChange={(e) => set(e.currentTarget.value)}
      error={asked.state === "refused" ? t("ui.heirs.nobodyShown") : undefined}
      // A list that the browser draws cuts what is longer than itself: what the rule says stands below.
      inputWrapperOrder={["label", "input", "description", "error"]}
      description={value === "" ? ruleOf(of, t) : undefined}
      data={[
        { value: "", label: t("ui.heirs.rule") },
        ...known.map((one) => ({ value: one.user_id, label: nameOf(one) })),
      ]}
    />
  );
}

/** The person who goes, as the question speaks of them. */
export type Going = "me" | "them";

/**
 * Asks, before an account ends, who takes over each place in which its owner is the last one; the rule of succession
 * stands where nobody is chosen. `of` keeps its identity between renderings.
 */
export function useHeirs(of: Holding, going: Going) {
  const { t } = useTranslation();
  const [asked, again] = useAsked(of.held);
  const [chosen, choose] = useState<Readonly<Record<string, string>>>({});
  const heirs: Heir[] = Object.entries(chosen)
    .filter(([, user]) => user !== "")
    .map(([place, user_id]) => ({ place, user_id }));
  const set = (place: string) => (user: string) => choose((before) => ({ ...before, [place]: user }));
  const field: ReactNode = (
    <Answered of={asked} again={again} failed={t("ui.heirs.failed")}>
      {({ places, untold }) =>
        places.length + untold === 0 ? null : (
          <fieldset className={s.heirs}>
            <legend>{going === "me" ? t("ui.heirs.mine") : t("ui.heirs.theirs")}</legend>
            {places.map((one, n) => (
              <Place
                key={one.id}
                of={one}
                people={of.people}
                atOnce={n < askedMax}
                value={chosen[one.id] ?? ""}
                set={set(one.id)}
              />
            ))}
            {untold > 0 ? <p>{t("ui.heirs.untold", { count: untold })}</p> : null}
          </fieldset>
        )
      }
    </Answered>
  );
  return { field, heirs, ready: asked.state !== "waiting", again };
}

/** Who was chosen is not there any more: the places are asked for again. */
export const heirGone =
  (other: (failure: unknown, t: T) => string) =>
  (failure: unknown, t: T): string =>
    failure instanceof Refusal && failure.status === 409 ? t("ui.heirs.gone") : other(failure, t);
