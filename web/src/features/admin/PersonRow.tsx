import { Button, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import {
  extendMember,
  type Member,
  type Organisation,
  putMember,
  type Role,
  suspendMember,
} from "../../api/organisations";
import { useDeed } from "../../api/useDeed";
import { dateOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Badge, Face, Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { nameOf } from "./nameOf";
import type { Asked } from "./PeopleDialogs";
import { Deeds } from "./PersonDeeds";
import { why } from "./why";

/** An account that ends within this time may be let in for longer. */
const soonMs = 28 * 86_400_000;

interface Props {
  readonly of: Organisation;
  readonly one: Member;
  /** Another in the list has the same name. */
  readonly homonym: boolean;
  readonly put: (next: Member) => void;
  /** What is asked about before it is done. */
  readonly ask: (deed: Asked) => void;
}

/** An agent, what they decide, and what is done with their account. */
export function PersonRow({ of, one, homonym, put, ask }: Props) {
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
  const resume = () =>
    run(async () => {
      await suspendMember(of.id, one.user_id, false);
      put({ ...one, suspended: false });
      say(t("admin.people.resumed", { name }));
    });
  const ending = one.over || (one.ends !== undefined && one.ends - Date.now() < soonMs);
  return (
    <li className={s.person}>
      <Face of={{ id: one.user_id, name, picture: one.avatar_url }} size={32} />
      <div>
        <b>
          <span className="cut">{name}</span>
          {one.over ? <Badge tone="danger">{t("admin.people.over")}</Badge> : null}
          {one.suspended ? <Badge tone="danger">{t("admin.people.suspended")}</Badge> : null}
        </b>
        <p>
          {homonym ? `${one.user_id} · ` : null}
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
        <RoleOf one={one} busy={busy} choose={(role) => void choose(role)} />
        <Deeds one={one} resume={() => void resume()} ask={ask} removable />
      </div>
    </li>
  );
}

function RoleOf({ one, busy, choose }: { one: Member; busy: boolean; choose: (role: Role) => void }) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      size="xs"
      aria-label={t("admin.people.roleOf", { name: nameOf(one) })}
      value={one.role}
      disabled={busy}
      onChange={(e) => choose(e.currentTarget.value as Role)}
      data={[
        { value: "member", label: t("admin.role.member") },
        { value: "approver", label: t("admin.role.approver") },
        { value: "administrator", label: t("admin.role.administrator") },
      ]}
    />
  );
}
