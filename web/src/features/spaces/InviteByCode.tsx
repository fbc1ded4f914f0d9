import { Button, Checkbox, NumberInput, TextInput } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  newEntryCode,
  type SpaceEntryCode,
  spaceCodes,
  type ValidCode,
  type WholeSpace,
  withdrawCode,
} from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
import { useRequest } from "../../api/useRequest";
import { me } from "../../base/account";
import { plain } from "../../base/names";
import { dateOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Wrong } from "../../ui/parts";
import { Sheet } from "../../ui/Sheet";
import s from "./spaces.module.css";
import { useSpaceDeed } from "./useSpace";

const nameMax = 60;
const usesFirst = 30;
const usesMax = 1000;
const daysFirst = 14;
const daysMax = 90;
const dayMs = 86_400_000;

/** Whose agents a code may make: an organisation of the space that I administer, my own first. */
function useEmployer(space: WholeSpace) {
  const who = me.use();
  const mine = space.organisations?.find(({ id }) => id === who?.organisation);
  return who?.admin ? (mine ?? space.organisations?.[0]) : who?.administers ? mine : undefined;
}

/** A code that is thought of: what it is to be, how it is made, and itself once it is there. */
export function useNewCode(space: WholeSpace) {
  const [code, setCode] = useState<SpaceEntryCode | null>(null);
  const [name, setName] = useState("");
  const [uses, setUses] = useState<number | string>(usesFirst);
  const [days, setDays] = useState<number | string>(daysFirst);
  const [agents, setAgents] = useState(true);
  const employer = useEmployer(space);
  const { busy, refusal, run } = useSpaceDeed();
  const request = useRequest();
  const make = () =>
    void run(async () => {
      const wish = {
        uses: Number(uses),
        expires_in_ms: Number(days) * dayMs,
        role: "contributor",
        ...(plain(name) ? { name: plain(name) } : {}),
        ...(employer && agents ? { organisation: employer.id } : {}),
      } as const;
      setCode(await newEntryCode(space.space_id, wish, request.of(wish)));
    });
  const fields = { name, setName, uses, setUses, days, setDays, agents, setAgents, employer };
  return { code, fields, busy, refusal, make };
}

type NewCode = ReturnType<typeof useNewCode>;

/** A code to print, which lets so many people in for so many days; the dialog around it makes it. */
export function InviteByCode({ space, of: { code, fields } }: { space: WholeSpace; of: NewCode }) {
  const { t } = useTranslation();
  if (code)
    return (
      <>
        <Sheet
          title={space.name}
          url={code.url}
          word={code.word}
          about={code.name ? <p className={s.codeName}>{code.name}</p> : null}
        />
        <p className="small dim">{t("spaces.code.print")}</p>
      </>
    );
  return (
    <>
      <Fields of={fields} />
      <Valid space={space} />
    </>
  );
}

function Fields({ of }: { of: NewCode["fields"] }) {
  const { t } = useTranslation();
  const who = me.use();
  const admits = who?.admin === true || who?.decides === true;
  return (
    <>
      <p>{admits ? t("spaces.code.body") : t("spaces.code.bodyKnown")}</p>
      <TextInput
        label={t("spaces.code.name")}
        description={t("spaces.code.nameHint")}
        maxLength={nameMax}
        value={of.name}
        onChange={(e) => of.setName(e.currentTarget.value)}
      />
      <div className={s.pair}>
        <NumberInput
          label={t("spaces.code.uses")}
          value={of.uses}
          min={1}
          max={usesMax}
          allowDecimal={false}
          onChange={of.setUses}
        />
        <NumberInput
          label={t("spaces.code.days")}
          value={of.days}
          min={1}
          max={daysMax}
          allowDecimal={false}
          onChange={of.setDays}
        />
      </div>
      {of.employer ? (
        <Checkbox
          label={t("spaces.code.agents", { name: of.employer.label })}
          description={t("spaces.code.agentsHint")}
          checked={of.agents}
          onChange={(e) => of.setAgents(e.currentTarget.checked)}
        />
      ) : null}
    </>
  );
}

/** The codes of the space that are valid, that of the first steps among them: how many they let in still, and the way to end them. */
function Valid({ space }: { space: WholeSpace }) {
  const { t } = useTranslation();
  const [asked, again] = useAsked(useCallback(() => spaceCodes(space.space_id), [space.space_id]));
  if (asked.state !== "here" || asked.value.length === 0) return null;
  return (
    <section>
      <h3>{t("spaces.code.valid")}</h3>
      <ul>
        {asked.value.map((code) => (
          <One key={code.code} space={space} code={code} gone={again} />
        ))}
      </ul>
    </section>
  );
}

function One({ space, code, gone }: { space: WholeSpace; code: ValidCode; gone: () => void }) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useSpaceDeed();
  const date = dateOf(code.expires);
  const said = t("spaces.code.left", { count: code.uses_left, date });
  const withdraw = () =>
    void run(async () => {
      await withdrawCode(space.space_id, code.code);
      say(t("spaces.code.withdrawn"));
      gone();
    });
  return (
    <li className={s.request}>
      <div className="grow">
        {code.name ? <b className={s.codeName}>{code.name}</b> : null}
        <span>
          {said} {code.organisation ? t("spaces.code.ofAgents") : null}
        </span>
        <Wrong>{refusal}</Wrong>
      </div>
      <Button
        size="xs"
        variant="subtle"
        loading={busy}
        aria-label={t("spaces.code.withdrawOf", { code: code.name ?? said })}
        onClick={withdraw}
      >
        {t("spaces.code.withdraw")}
      </Button>
    </li>
  );
}
