import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Alone, alonePeople, organisations, putMember, suspendMember } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { dateOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Dialog } from "../../ui/Dialog";
import { Badge, EmptyState, Face, Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { nameOf, sharedNames } from "./nameOf";
import { type Asked, AskedOf } from "./PeopleDialogs";
import { Deeds } from "./PersonDeeds";
import { useAnswer } from "./useAnswer";
import { why } from "./why";

const typingMs = 250;

/** Accounts that are of no organisation, for who runs the house: found, looked after, and brought to one. */
export function AlonePeople() {
  const { t } = useTranslation();
  const [typed, type] = useState("");
  const [words] = useDebouncedValue(typed.trim(), typingMs);
  const [asked, again, put] = useAsked(useCallback(() => alonePeople(words), [words]));
  const { busy, refusal, run } = useDeed(why());
  return (
    <>
      <div className={s.top}>
        <p>{t("admin.alone.hint")}</p>
        <TextInput
          className={s.find}
          aria-label={t("admin.alone.find")}
          placeholder={t("admin.alone.find")}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          maxLength={100}
          onChange={(e) => type(e.currentTarget.value)}
        />
      </div>
      <Answered of={asked} again={again} failed={t("admin.failed")}>
        {({ members, next }) =>
          members.length === 0 && next === undefined ? (
            <EmptyState title={words ? t("admin.people.notFound") : t("admin.alone.none")}>
              {words ? t("admin.people.notFound.hint") : t("admin.alone.none.hint")}
            </EmptyState>
          ) : (
            <>
              <Rows all={members} put={(members) => put({ members, ...(next ? { next } : {}) })} />
              <Wrong>{refusal}</Wrong>
              {next === undefined ? null : (
                <Button
                  variant="default"
                  loading={busy}
                  onClick={() =>
                    void run(async () => {
                      const more = await alonePeople(words, next);
                      put({ ...more, members: [...members, ...more.members] });
                    })
                  }
                >
                  {t("admin.more")}
                </Button>
              )}
            </>
          )
        }
      </Answered>
    </>
  );
}

function Rows({ all, put }: { all: readonly Alone[]; put: (next: Alone[]) => void }) {
  const [asked, ask] = useState<{ deed: Asked | "bring"; one: Alone } | null>(null);
  const shared = sharedNames(all);
  const become = (one: Alone, next: Alone | null) =>
    put(all.flatMap((other) => (other !== one ? [other] : next ? [next] : [])));
  return (
    <>
      <ul>
        {all.map((one) => (
          <Row
            key={one.user_id}
            one={one}
            homonym={shared.has(nameOf(one))}
            put={(next) => become(one, next)}
            ask={(deed) => ask({ deed, one })}
          />
        ))}
      </ul>
      {asked?.deed === "bring" ? (
        <Bring
          one={asked.one}
          close={() => ask(null)}
          done={() => {
            become(asked.one, null);
            ask(null);
          }}
        />
      ) : null}
      {asked && asked.deed !== "bring" ? (
        <AskedOf
          deed={asked.deed}
          one={asked.one}
          of={null}
          close={() => ask(null)}
          done={() => {
            if (asked.deed === "end") become(asked.one, null);
            if (asked.deed === "suspend") become(asked.one, { ...asked.one, suspended: true });
            ask(null);
          }}
        />
      ) : null}
    </>
  );
}

interface RowProps {
  readonly one: Alone;
  /** Another in the list has the same name. */
  readonly homonym: boolean;
  readonly put: (next: Alone) => void;
  readonly ask: (deed: Asked | "bring") => void;
}

function Row({ one, homonym, put, ask }: RowProps) {
  const { t } = useTranslation();
  const name = nameOf(one);
  const { refusal, run } = useDeed(why());
  const resume = () =>
    run(async () => {
      await suspendMember(null, one.user_id, false);
      put({ ...one, suspended: false });
      say(t("admin.people.resumed", { name }));
    });
  return (
    <li className={s.person}>
      <Face of={{ id: one.user_id, name, picture: one.avatar_url }} size={32} />
      <div>
        <b>
          <span className="cut">{name}</span>
          {one.runs ? <Badge tone="accent">{t("admin.alone.runs")}</Badge> : null}
          {one.suspended ? <Badge tone="danger">{t("admin.people.suspended")}</Badge> : null}
        </b>
        <p>
          {homonym ? `${one.user_id} · ` : null}
          {t("admin.alone.since", { date: dateOf(one.since) })}
        </p>
        <Wrong>{refusal}</Wrong>
      </div>
      <div className={s.acts}>
        <Button
          size="xs"
          variant="default"
          onClick={() => ask("bring")}
          aria-label={t("admin.alone.bringOf", { name })}
        >
          {t("admin.alone.bring")}
        </Button>
        {one.runs ? null : <Deeds one={one} resume={() => void resume()} ask={ask} />}
      </div>
    </li>
  );
}

interface BringProps {
  readonly one: Alone;
  readonly close: () => void;
  readonly done: () => void;
}

/** Makes somebody an agent of an organisation that is chosen. */
function Bring({ one, close, done }: BringProps) {
  const { t } = useTranslation();
  const [asked, again] = useAsked(organisations);
  const [chosen, choose] = useState("");
  const all = asked.state === "here" ? asked.value : [];
  const into = all.find(({ id }) => id === chosen) ?? all[0];
  const bring = async () => {
    if (into) await putMember(into.id, one.user_id, "member");
    return t("admin.alone.brought");
  };
  const { busy, refusal, submit } = useAnswer(bring, done);
  return (
    <Dialog
      title={t("admin.alone.bring.title", { name: nameOf(one) })}
      close={close}
      act={t("admin.alone.bring")}
      submit={submit}
      busy={busy}
      disabled={!into}
      wrong={refusal}
    >
      <Answered of={asked} again={again} failed={t("admin.failed")}>
        {(found) =>
          found.length === 0 ? (
            <p>{t("admin.organisations.none.hint")}</p>
          ) : (
            <NativeSelect
              label={t("admin.organisation")}
              value={into?.id ?? ""}
              onChange={(e) => choose(e.currentTarget.value)}
              data={found.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )
        }
      </Answered>
    </Dialog>
  );
}
