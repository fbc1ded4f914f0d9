import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconFlag, IconPencil, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useTalk } from "../../message/talk";
import { quoted } from "../../session/drafts";
import { canReword, type Message } from "../../session/message";
import { useFeed } from "./context";
import s from "./feed.module.css";

/**
 * What can be done with a comment besides answering it. It is a menu, since a comment that was sent comes to stand where its
 * field was: whoever taps once more must not meet what deletes it.
 */
export function CommentMenu({ of }: { of: Message }) {
  const { t } = useTranslation();
  const { may, draft, deleting, reporting } = useTalk();
  const { space } = useFeed();
  const rewords = canReword(of) && may.write && !space.archived;
  const deletes = of.mine ? may.deleteOwn : may.deleteOthers;
  if (!rewords && !deletes && of.mine) return null;
  return (
    <Menu withinPortal position="bottom-end" returnFocus>
      <Menu.Target>
        <ActionIcon
          className={s.commentMenu ?? ""}
          size={26}
          aria-label={t("feed.commentMore", { name: of.sender.name })}
        >
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {rewords ? (
          <Menu.Item
            leftSection={<IconPencil size={16} />}
            onClick={() => draft.set((before) => ({ ...before, intent: { kind: "edit", of: quoted(of) } }))}
          >
            {t("rooms.tool.edit")}
          </Menu.Item>
        ) : null}
        {of.mine ? null : (
          <Menu.Item leftSection={<IconFlag size={16} />} onClick={() => reporting.set(of)}>
            {t("report.do")}
          </Menu.Item>
        )}
        {deletes ? (
          <Menu.Item color="var(--danger)" leftSection={<IconTrash size={16} />} onClick={() => deleting.set(of)}>
            {t("rooms.tool.delete")}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
