import { ActionIcon, Menu } from "@mantine/core";
import {
  IconCopy,
  IconDots,
  IconKeyOff,
  IconLogout,
  IconPlayerPause,
  IconPlayerPlay,
  IconUserMinus,
  IconUserOff,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Account } from "../../api/organisations";
import { me } from "../../base/account";
import { say } from "../../shell/toast";
import { nameOf } from "./nameOf";
import type { Asked } from "./PeopleDialogs";

interface DeedsProps {
  readonly one: Account;
  readonly resume: () => void;
  readonly ask: (deed: Asked) => void;
  /** They are of an organisation, and may be removed from it. */
  readonly removable?: boolean;
}

/** What is done with somebody's account. Nobody decides here on their own: they have the settings. */
export function Deeds({ one, resume, ask, removable = false }: DeedsProps) {
  const { t } = useTranslation();
  const mine = me.use()?.userId === one.user_id;
  if (mine && !removable) return null;
  return (
    <Menu withinPortal position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t("admin.people.more", { name: nameOf(one) })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <CopyId id={one.user_id} />
        {mine ? null : <Reversible one={one} resume={resume} ask={ask} />}
        {removable ? (
          <Menu.Item leftSection={<IconUserMinus size={16} />} color="var(--danger)" onClick={() => ask("remove")}>
            {t("admin.people.remove.do")}
          </Menu.Item>
        ) : null}
        {mine ? null : (
          <Menu.Item leftSection={<IconUserOff size={16} />} color="var(--danger)" onClick={() => ask("end")}>
            {t("admin.people.end")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** What programs call somebody: of no use on the page, and copied for who needs it. */
function CopyId({ id }: { id: string }) {
  const { t } = useTranslation();
  const copy = () =>
    void navigator.clipboard.writeText(id).then(
      () => say(t("rooms.person.idCopied")),
      () => say(t("rooms.tool.copyFailed")),
    );
  return (
    <Menu.Item leftSection={<IconCopy size={16} />} onClick={copy}>
      {t("rooms.person.copyId")}
    </Menu.Item>
  );
}

function Reversible({ one, resume, ask }: Pick<DeedsProps, "one" | "resume" | "ask">) {
  const { t } = useTranslation();
  return (
    <>
      {one.suspended ? (
        <Menu.Item leftSection={<IconPlayerPlay size={16} />} onClick={resume}>
          {t("admin.people.resume")}
        </Menu.Item>
      ) : (
        <Menu.Item leftSection={<IconPlayerPause size={16} />} onClick={() => ask("suspend")}>
          {t("admin.people.suspend")}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => ask("signOut")}>
        {t("admin.people.signOut")}
      </Menu.Item>
      <Menu.Item leftSection={<IconKeyOff size={16} />} onClick={() => ask("factors")}>
        {t("admin.people.factors")}
      </Menu.Item>
      <Menu.Divider />
    </>
  );
}
