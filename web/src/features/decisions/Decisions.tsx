import { ActionIcon, Button, Menu, NativeSelect, TextInput } from "@mantine/core";
import { IconDots, IconDownload, IconPlus, IconPrinter, IconX } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useSearch } from "wouter";
import { decisionStates, register, registerTable } from "../../api/decisions";
import { saveTable } from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import type { SpaceAppProps } from "../../shell/feature";
import { useShortcut } from "../../shell/keys";
import { Shell } from "../../shell/Shell";
import { SpaceAudience } from "../../shell/SpaceAudience";
import { useWhy } from "../../shell/WhyPanel";
import { Bar, Head, PhoneLine, Wrong } from "../../ui/parts";
import { RegisterContext, useRegister, useRegisterOf } from "./context";
import { DecisionPanel } from "./DecisionPanel";
import s from "./decisions.module.css";
import { NewDecision } from "./NewDecision";
import { Paper } from "./Paper";
import { Register } from "./Register";
import { filterIn, isFiltered, sentence, stateName, withAsked, yearsOf } from "./words";

const stillMs = 300;

/** What is looked for; asked once the fingers are still. */
function TextFilter({ value, ask }: { value: string; ask: (text: string) => void }) {
  const { t } = useTranslation();
  const [written, write] = useState(value);
  useEffect(() => write(value), [value]);
  useEffect(() => {
    if (written === value) return;
    const timer = setTimeout(() => ask(written), stillMs);
    return () => clearTimeout(timer);
  }, [written, value, ask]);
  return (
    <TextInput
      className={s.field ?? ""}
      type="search"
      aria-label={t("decisions.filter.text")}
      placeholder={t("decisions.filter.text")}
      maxLength={200}
      value={written}
      onChange={(e) => write(e.target.value)}
    />
  );
}

/** The years that have decisions; where the register goes on behind its first page, those before it as well. */
function useYears(): readonly string[] {
  const { space, turn } = useRegister();
  const question = useCallback(
    () => (turn < 0 ? Promise.reject() : register(space.space_id, { text: "", state: "", year: "" })),
    [space.space_id, turn],
  );
  const [asked] = useAsked(question);
  if (asked.state !== "here") return [];
  const { decisions, next } = asked.value;
  return yearsOf(decisions, next !== undefined);
}

/** Which decisions are shown; kept in the address. */
function Filters() {
  const { t } = useTranslation();
  const [at, go] = useLocation();
  const search = useSearch();
  const filter = useMemo(() => filterIn(search), [search]);
  const known = useYears();
  const years = filter.year && !known.includes(filter.year) ? [filter.year, ...known] : known;
  const ask = (next: Readonly<Record<string, string>>) => go(`${at}${withAsked(search, next)}`, { replace: true });
  return (
    <>
      <TextFilter value={filter.text} ask={(text) => ask({ q: text })} />
      <NativeSelect
        className={s.select ?? ""}
        aria-label={t("decisions.field.state")}
        value={filter.state}
        onChange={(e) => ask({ state: e.target.value })}
        data={[
          { value: "", label: t("decisions.filter.states") },
          ...decisionStates.map((state) => ({ value: state, label: stateName(state, t) })),
        ]}
      />
      <NativeSelect
        className={s.select ?? ""}
        aria-label={t("decisions.filter.year")}
        value={filter.year}
        onChange={(e) => ask({ year: e.target.value })}
        data={[{ value: "", label: t("decisions.filter.years") }, ...years]}
      />
      {isFiltered(filter) ? (
        <Button
          variant="subtle"
          size="xs"
          data-quiet
          leftSection={<IconX size={15} aria-hidden />}
          onClick={() => ask({ q: "", state: "", year: "" })}
        >
          {t("decisions.filter.clear")}
        </Button>
      ) : null}
    </>
  );
}

/** What can be done with the register as it is shown. */
function RegisterActions() {
  const { t } = useTranslation();
  const { space, root } = useRegister();
  const search = useSearch();
  const { run, refusal } = useDeed(sentence);
  const save = () => void run(() => saveTable(registerTable(space.space_id, filterIn(search)), "decisions.csv"));
  return (
    <>
      <Menu withinPortal>
        <Menu.Target>
          <ActionIcon aria-label={t("decisions.register.actions")}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component={Link}
            href={`${root}/print${search && `?${search}`}`}
            leftSection={<IconPrinter size={16} aria-hidden />}
          >
            {t("decisions.print")}
          </Menu.Item>
          <Menu.Item leftSection={<IconDownload size={16} aria-hidden />} onClick={save}>
            {t("decisions.table")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Wrong>{refusal}</Wrong>
    </>
  );
}

/** The decisions of a space: the register, and one of them in the panel. */
export default function Decisions({ space, nav, root, part: at }: SpaceAppProps) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const search = useSearch();
  const of = useRegisterOf(space, `${root}/decisions`);
  const whole = `${of.root}${search && `?${search}`}`;
  const { part, panel: why } = useWhy({ space, root, of: "decisions", part: at, close: whole });
  const begin = () => go(`${of.root}/new${search && `?${search}`}`);
  useShortcut({ keys: "n", name: t("decisions.new"), run: () => of.may.propose && begin() });
  if (part === "print")
    return (
      <RegisterContext value={of}>
        <Paper nav={nav} />
      </RegisterContext>
    );
  const panel = !part ? (
    why
  ) : part === "new" ? (
    <NewDecision close={whole} />
  ) : (
    <DecisionPanel key={part} id={part} close={whole} />
  );
  return (
    <RegisterContext value={of}>
      <Shell title={t("decisions.titleOf", { name: space.name })} nav={nav} panel={panel}>
        <Head
          back={root}
          of={space.name}
          title={t("decisions.title")}
          sub={part ? null : <SpaceAudience space={space} root={root} of="decisions" />}
          end={
            of.may.propose ? (
              <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={begin}>
                {t("decisions.new")}
              </Button>
            ) : null
          }
        />
        <PhoneLine>
          <SpaceAudience space={space} root={root} of="decisions" />
        </PhoneLine>
        <Bar wraps>
          <Filters />
          <span className={s.spread} />
          <RegisterActions />
        </Bar>
        <Register shown={part} begin={begin} />
      </Shell>
    </RegisterContext>
  );
}
