import { ActionIcon, Button, Menu, NativeSelect } from "@mantine/core";
import { IconDots, IconKeyOff, IconLogout, IconPlayerPause, IconUserMinus, IconUserOff } from "@tabler/icons-react";
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
import { me } from "../../base/account";
import { dateOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Badge, Face, Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { nameOf } from "./nameOf";
import type { Asked } from "./PeopleDialogs";
import { why } from "./why";

/** An account that ends within this time may be let in for longer. */
const soonMs = 28 * 86_400_000;

interface Props {
  readonly of: Organisation;
  readonly one: Member;
  readonly put: (next: Member) => void;
  /** What is asked about before it is done. */
  readonly ask: (deed: Asked) => void;
}

/** An agent, what they decide, and what is done with their account. */
export function PersonRow({ of, one, put, ask }: Props) {
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
  const suspend = (suspended: boolean) =>
    run(async () => {
      await suspendMember(of.id, one.user_id, suspended);
      put({ ...one, suspended });
      say(suspended ? t("admin.people.suspended.done", { name }) : t("admin.people.resumed", { name }), () => {
        void suspendMember(of.id, one.user_id, !suspended).then(() => put({ ...one, suspended: !suspended }));
      });
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
        <RoleOf one={one} busy={busy} choose={(role) => void choose(role)} />
        <Deeds one={one} suspend={(suspended) => void suspend(suspended)} ask={ask} />
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

interface DeedsProps extends Pick<Props, "one" | "ask"> {
  readonly suspend: (suspended: boolean) => void;
}

/** Nobody decides here on their own account: they have the settings. */
function Deeds({ one, suspend, ask }: DeedsProps) {
  const { t } = useTranslation();
  const mine = me.use()?.userId === one.user_id;
  return (
    <Menu withinPortal position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t("admin.people.more", { name: nameOf(one) })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mine ? null : (
          <>
            <Menu.Item leftSection={<IconPlayerPause size={16} />} onClick={() => suspend(!one.suspended)}>
              {one.suspended ? t("admin.people.resume") : t("admin.people.suspend")}
            </Menu.Item>
            <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => ask("signOut")}>
              {t("admin.people.signOut")}
            </Menu.Item>
            <Menu.Item leftSection={<IconKeyOff size={16} />} onClick={() => ask("factors")}>
              {t("admin.people.factors")}
            </Menu.Item>
            <Menu.Divider />
          </>
        )}
        <Menu.Item leftSection={<IconUserMinus size={16} />} color="var(--danger)" onClick={() => ask("remove")}>
          {t("admin.people.remove.do")}
        </Menu.Item>
        {mine ? null : (
          <Menu.Item leftSection={<IconUserOff size={16} />} color="var(--danger)" onClick={() => ask("end")}>
            {t("admin.people.end")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
