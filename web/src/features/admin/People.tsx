import { ActionIcon, Button, NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconKeyOff, IconSearch, IconUserMinus, IconUserPlus } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { extendMember, type Member, members, type Organisation, putMember, type Role } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { me } from "../../base/account";
import { plain } from "../../base/names";
import { dateOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Badge, EmptyState, Face, Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { OfOrganisation } from "./OfOrganisation";
import { AddMember, RemoveFactors, RemoveMember } from "./PeopleDialogs";
import { why } from "./why";

/** Who is of an organisation, and what they decide there. */
export function People() {
  return <OfOrganisation>{(one) => <PeopleOf of={one} />}</OfOrganisation>;
}

const typingMs = 250;
/** An account that ends within this time may be let in for longer. */
const soonMs = 28 * 86_400_000;
/** People of one page, as the server tells them. */
const pageMax = 500;

export const nameOf = ({ user_id, display_name }: { user_id: string; display_name?: string }) =>
  plain(display_name ?? "") || user_id;

function PeopleOf({ of }: { of: Organisation }) {
  const { t } = useTranslation();
  const [typed, type] = useState("");
  const [words] = useDebouncedValue(typed.trim(), typingMs);
  const [adding, setAdding] = useState(false);
  const [asked, again, put] = useAsked(useCallback(() => members(of.id, words), [of.id, words]));
  return (
    <>
      <div className={s.top}>
        <TextInput
          className={s.find}
          aria-label={t("admin.people.find")}
          placeholder={t("admin.people.find")}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          maxLength={100}
          onChange={(e) => type(e.currentTarget.value)}
        />
        <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
          {t("admin.people.add")}
        </Button>
      </div>
      {adding ? (
        <AddMember
          of={of}
          close={() => setAdding(false)}
          done={() => {
            setAdding(false);
            again();
          }}
        />
      ) : null}
      <Answered of={asked} again={again} failed={t("admin.failed")}>
        {(all) => <Rows of={of} all={all} words={words} put={put} />}
      </Answered>
    </>
  );
}

interface RowsProps {
  readonly of: Organisation;
  readonly all: readonly Member[];
  readonly words: string;
  readonly put: (next: Member[]) => void;
}

function Rows({ of, all, words, put }: RowsProps) {
  const { t } = useTranslation();
  const [ended, setEnded] = useState(false);
  const [leaving, setLeaving] = useState<Member | null>(null);
  const [locked, setLocked] = useState<Member | null>(null);
  const { busy, refusal, run } = useDeed(why());
  const more = () =>
    run(async () => {
      const next = await members(of.id, words, all.at(-1)?.user_id);
      setEnded(next.length < pageMax);
      put([...all, ...next]);
    });
  if (all.length === 0) {
    return words ? (
      <EmptyState title={t("admin.people.notFound")}>{t("admin.people.notFound.hint")}</EmptyState>
    ) : (
      <EmptyState title={t("admin.people.none")}>{t("admin.people.none.hint")}</EmptyState>
    );
  }
  return (
    <>
      <ul>
        {all.map((one) => (
          <Row
            key={one.user_id}
            of={of}
            one={one}
            put={(next) => put(all.map((other) => (other === one ? next : other)))}
            remove={() => setLeaving(one)}
            unlock={() => setLocked(one)}
          />
        ))}
      </ul>
      <Wrong>{refusal}</Wrong>
      {all.length >= pageMax && !ended ? (
        <Button variant="default" loading={busy} onClick={() => void more()}>
          {t("admin.more")}
        </Button>
      ) : null}
      {locked ? (
        <RemoveFactors of={of} one={locked} close={() => setLocked(null)} done={() => setLocked(null)} />
      ) : null}
      {leaving ? (
        <RemoveMember
          of={of}
          one={leaving}
          close={() => setLeaving(null)}
          done={() => {
            put(all.filter((other) => other !== leaving));
            setLeaving(null);
          }}
        />
      ) : null}
    </>
  );
}

/** Nobody takes their own second factors away here: they have them, and the settings. */
function Unlock({ of, name, unlock }: { of: string; name: string; unlock: () => void }) {
  const { t } = useTranslation();
  const mine = me.use()?.userId;
  if (of === mine) return null;
  return (
    <ActionIcon onClick={unlock} aria-label={t("admin.people.factors", { name })}>
      <IconKeyOff size={18} aria-hidden />
    </ActionIcon>
  );
}

interface RowProps {
  readonly of: Organisation;
  readonly one: Member;
  readonly put: (next: Member) => void;
  readonly remove: () => void;
  /** For who has lost their second factors. */
  readonly unlock: () => void;
}

function Row({ of, one, put, remove, unlock }: RowProps) {
  const { t } = useTranslation();
  const name = nameOf(one);
  const { busy, refusal, run } = useDeed(why({ conflict: (t) => t("admin.people.last") }));
  const choose = (role: Role) =>
    run(async () => {
      await putMember(of.id, one.user_id, role);
      put({ ...one, role });
      say(t("admin.saved"));
    });
  const extend = () =>
    run(async () => {
      const { ends } = await extendMember(of.id, one.user_id);
      const { ends: _, ...still } = one;
      put({ ...still, over: false, ...(ends ? { ends } : {}) });
      say(ends ? t("admin.people.extended", { date: dateOf(ends) }) : t("admin.saved"));
    });
  const ending = one.over || (one.ends !== undefined && one.ends - Date.now() < soonMs);
  return (
    <li className={s.person}>
      <Face of={{ id: one.user_id, name, picture: one.avatar_url }} size={32} />
      <div>
        <b>
          <span className="cut">{name}</span>
          {one.over ? <Badge tone="danger">{t("admin.people.over")}</Badge> : null}
        </b>
        <p>
          {one.user_id} ·{" "}
          {one.ends && ending
            ? t("admin.people.ends", { date: dateOf(one.ends) })
            : t("admin.people.since", { date: dateOf(one.since) })}
        </p>
        <Wrong>{refusal}</Wrong>
      </div>
      <div className={s.acts}>
        {ending ? (
          <Button
            size="xs"
            variant="light"
            loading={busy}
            onClick={() => void extend()}
            aria-label={t("admin.people.extendOf", { name })}
          >
            {t("admin.people.extend")}
          </Button>
        ) : null}
        <NativeSelect
          size="xs"
          aria-label={t("admin.people.roleOf", { name })}
          value={one.role}
          disabled={busy}
          onChange={(e) => void choose(e.currentTarget.value as Role)}
          data={[
            { value: "member", label: t("admin.role.member") },
            { value: "approver", label: t("admin.role.approver") },
            { value: "administrator", label: t("admin.role.administrator") },
          ]}
        />
        <Unlock of={one.user_id} name={name} unlock={unlock} />
        <ActionIcon onClick={remove} aria-label={t("admin.people.remove", { name })}>
          <IconUserMinus size={18} aria-hidden />
        </ActionIcon>
      </div>
    </li>
  );
}
