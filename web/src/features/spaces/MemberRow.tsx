import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconChevronDown, IconDots, IconEye, IconMessage, IconUserMinus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import {
  answerAsking,
  removeFromSpace,
  type SpaceMember,
  type SpaceRole,
  setSpaceRole,
  type WholeSpace,
} from "../../api/spaces";
import { me as whoAmI } from "../../base/account";
import { plain } from "../../base/names";
import { dateOf } from "../../i18n/dates";
import { roomPath } from "../../message/paths";
import { useConnected } from "../../session/hooks";
import { localpart } from "../../session/people";
import { directWith } from "../../session/rooms";
import { say } from "../../shell/toast";
import { Dialog } from "../../ui/Dialog";
import ui from "../../ui/lines.module.css";
import { Below, Face, Said, Wrong } from "../../ui/parts";
import { seesPath } from "./paths";
import s from "./spaces.module.css";
import { useSpaceDeed } from "./useSpace";
import { roleName } from "./words";

export const nameOfMember = (of: SpaceMember): string => plain(of.display_name ?? "") || localpart(of.user_id);
export const faceOf = (of: SpaceMember) => ({
  id: of.user_id,
  name: nameOfMember(of),
  picture: of.avatar_url ?? null,
  guest: of.external !== null,
});

const roles = ["animator", "contributor", "reader"] as const satisfies readonly SpaceRole[];

/** The role of a member, changed in place by who may. */
function Role({ space, of, again }: { space: WholeSpace; of: SpaceMember; again: () => void }) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useSpaceDeed();
  const name = nameOfMember(of);
  if (!space.rights.includes("set_role") || of.external !== null || space.archived)
    return <span className={s.role}>{roleName(t, of.role)}</span>;
  const give = (role: SpaceRole) =>
    void run(async () => {
      await setSpaceRole(space.space_id, of.user_id, role);
      again();
      const before = of.role;
      say(t("spaces.role.given", { name, role: roleName(t, role) }), () => {
        void setSpaceRole(space.space_id, of.user_id, before).then(again, again);
      });
    });
  return (
    <span>
      <Menu withinPortal position="bottom-start">
        <Menu.Target>
          <button
            type="button"
            className={s.role}
            disabled={busy}
            aria-label={t("spaces.role.of", { name, role: roleName(t, of.role) })}
          >
            {roleName(t, of.role)}
            <IconChevronDown size={14} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {roles.map((role) => (
            <Menu.Item key={role} disabled={role === of.role} onClick={() => give(role)}>
              {roleName(t, role)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Wrong>{refusal}</Wrong>
    </span>
  );
}

function More({ space, of, remove }: { space: WholeSpace; of: SpaceMember; remove: () => void }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const guest = whoAmI.use()?.guest !== undefined;
  const [, go] = useLocation();
  const { refusal, run } = useSpaceDeed();
  const sees = space.rights.includes("view") || of.user_id === me;
  const removes = space.rights.includes("remove") && of.user_id !== me;
  // Whoever comes from outside makes no rooms, and a conversation is one.
  const writes = of.user_id !== me && !guest;
  if (!sees && !removes && !writes) return null;
  const write = () => void run(async () => go(roomPath(await directWith(of.user_id))));
  return (
    <span>
      <Menu withinPortal position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t("spaces.member.more", { name: nameOfMember(of) })}>
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {writes ? (
            <Menu.Item leftSection={<IconMessage size={16} />} onClick={write}>
              {t("rooms.members.write")}
            </Menu.Item>
          ) : null}
          {sees ? (
            <Menu.Item
              leftSection={<IconEye size={16} />}
              renderRoot={(p) => <Link href={seesPath(space.space_id, of.user_id)} {...p} />}
            >
              {t("spaces.sees.title")}
            </Menu.Item>
          ) : null}
          {removes ? (
            <Menu.Item leftSection={<IconUserMinus size={16} />} color="var(--danger)" onClick={remove}>
              {t("spaces.member.remove")}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <Wrong>{refusal}</Wrong>
    </span>
  );
}

function RemoveDialog({
  space,
  of,
  close,
  again,
}: {
  space: WholeSpace;
  of: SpaceMember;
  close: () => void;
  again: () => void;
}) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useSpaceDeed();
  const remove = () =>
    void run(async () => {
      await removeFromSpace(space.space_id, of.user_id);
      again();
      close();
    });
  return (
    <Dialog
      title={t("spaces.remove.title", { name: nameOfMember(of) })}
      close={close}
      act={t("spaces.member.remove")}
      submit={remove}
      danger
      busy={busy}
      wrong={refusal}
    >
      <p>{t("spaces.remove.body")}</p>
    </Dialog>
  );
}

interface RowProps {
  readonly space: WholeSpace;
  readonly of: SpaceMember;
  readonly selected: boolean;
  readonly again: () => void;
  readonly invited?: boolean;
}

/** Until when somebody from outside is here, or since when a member is. */
function When({ of, invited }: { of: SpaceMember; invited: boolean | undefined }) {
  const { t } = useTranslation();
  const until = of.external?.until;
  if (until !== undefined) return <span className={s.until}>{t("spaces.member.until", { date: dateOf(until) })}</span>;
  if (of.external) return null;
  return (
    <span className={s.since}>
      {invited
        ? t("spaces.member.invited", { date: dateOf(of.since) })
        : t("spaces.member.since", { date: dateOf(of.since) })}
    </span>
  );
}

/** One person of a space. */
export function MemberRow({ space, of, selected, again, invited }: RowProps) {
  const [removing, remove] = useState(false);
  return (
    <li
      className={s.member}
      data-outside={of.external !== null || undefined}
      aria-current={selected ? "true" : undefined}
    >
      <Face of={faceOf(of)} size={36} />
      <span className={ui.two}>
        <b className="cut">{nameOfMember(of)}</b>
        <Below id={of.user_id} whose={of.organisation?.label} />
      </span>
      <When of={of} invited={invited} />
      {invited ? null : <Role space={space} of={of} again={again} />}
      <More space={space} of={of} remove={() => remove(true)} />
      {removing ? <RemoveDialog space={space} of={of} close={() => remove(false)} again={again} /> : null}
    </li>
  );
}

/** Somebody who asks to come in. */
export function Asking({ space, of, again }: { space: WholeSpace; of: SpaceMember; again: () => void }) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useSpaceDeed();
  const name = nameOfMember(of);
  const answer = (accept: boolean) =>
    void run(async () => {
      await answerAsking(space.space_id, of.user_id, accept);
      again();
    });
  return (
    <li className={s.request}>
      <Face of={faceOf(of)} size={40} />
      <div className="grow">
        <b>{name}</b>
        <p className={s.meta}>
          {of.organisation ? `${of.organisation.label} · ` : null}
          {dateOf(of.since)}
        </p>
        <Said>{of.reason}</Said>
        <Wrong>{refusal}</Wrong>
        <div className={ui.actions}>
          <Button
            size="xs"
            loading={busy}
            aria-label={t("spaces.asking.accept", { name })}
            onClick={() => answer(true)}
          >
            {t("spaces.asking.acceptShort")}
          </Button>
          <Button
            size="xs"
            variant="default"
            loading={busy}
            aria-label={t("spaces.asking.refuse", { name })}
            onClick={() => answer(false)}
          >
            {t("spaces.asking.refuseShort")}
          </Button>
        </div>
      </div>
    </li>
  );
}
