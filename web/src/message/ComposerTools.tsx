import { ActionIcon, Menu, Popover, Tooltip } from "@mantine/core";
import {
  IconAt,
  IconBold,
  IconChartBar,
  IconCode,
  IconItalic,
  IconLetterCase,
  IconList,
  IconMapPin,
  IconMoodSmile,
  IconPaperclip,
  IconPlus,
  IconQuote,
  IconSend2,
  IconStrikethrough,
} from "@tabler/icons-react";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import s from "./composer.module.css";
import { EmojiPicker } from "./EmojiPicker";
import type { Format } from "./format";
import { NewLink } from "./NewLink";
import { PollDialog } from "./NewPoll";
import { PositionDialog } from "./NewPosition";
import { NewVoice } from "./NewVoice";
import { SendLater } from "./SendLater";
import { useTalk } from "./talk";
import type { Composing } from "./useComposing";

function Tool({
  label,
  children,
  onClick,
  pressed,
}: {
  label: string;
  children: ReactNode;
  onClick: () => void;
  pressed?: boolean;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        aria-label={label}
        {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
        onClick={onClick}
        onMouseDown={(e) => e.preventDefault()}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

export function Formats({ of }: { of: Composing }) {
  const { t } = useTranslation();
  const all: [Format, string, typeof IconBold][] = [
    ["bold", t("rooms.format.bold"), IconBold],
    ["italic", t("rooms.format.italic"), IconItalic],
    ["strike", t("rooms.format.strike"), IconStrikethrough],
    ["code", t("rooms.format.code"), IconCode],
    ["list", t("rooms.format.list"), IconList],
    ["quote", t("rooms.format.quote"), IconQuote],
  ];
  return (
    <div className={s.formats} role="toolbar" aria-label={t("rooms.format.all")}>
      {all.map(([how, label, Icon]) => (
        <Tool key={how} label={label} onClick={() => of.format(how)}>
          <Icon size={17} stroke={1.7} />
        </Tool>
      ))}
      <NewLink of={of} />
    </div>
  );
}

function Files({ add }: { add: (files: Iterable<File>) => void }) {
  const { t } = useTranslation();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={(e) => {
          add([...(e.target.files ?? [])]);
          e.target.value = "";
        }}
      />
      <Tool label={t("rooms.composer.attach")} onClick={() => picker.current?.click()}>
        <IconPaperclip size={18} stroke={1.7} />
      </Tool>
    </>
  );
}

function Emoji({ insert, back }: { insert: (sign: string) => void; back: () => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const turn = (on: boolean) => {
    setOpen(on);
    if (!on) requestAnimationFrame(back);
  };
  const pick = (sign: string) => {
    setOpen(false);
    insert(sign);
  };
  return (
    <Popover opened={open} onChange={turn} position="top-start" trapFocus withinPortal>
      <Popover.Target>
        <ActionIcon aria-label={t("rooms.composer.emoji")} aria-expanded={open} onClick={() => turn(!open)}>
          <IconMoodSmile size={18} stroke={1.7} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <EmojiPicker pick={pick} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** What else a message can be: a question, a place. In a discussion nobody is asked. */
function More({ slim }: { slim: boolean | undefined }) {
  const { t } = useTranslation();
  const [chosen, choose] = useState<"poll" | "place" | null>(null);
  const close = () => choose(null);
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      {slim ? (
        <Tool label={t("position.new")} onClick={() => choose("place")}>
          <IconMapPin size={18} stroke={1.7} />
        </Tool>
      ) : (
        <Menu position="top-start" withinPortal returnFocus opened={open} onChange={setOpen}>
          <Menu.Target>
            <ActionIcon ref={button} aria-label={t("rooms.composer.more")}>
              <IconPlus size={19} stroke={1.7} />
            </ActionIcon>
          </Menu.Target>
          <Tooltip label={t("rooms.composer.more")} target={button} disabled={open} />
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconChartBar size={16} />} onClick={() => choose("poll")}>
              {t("polls.new")}
            </Menu.Item>
            <Menu.Item leftSection={<IconMapPin size={16} />} onClick={() => choose("place")}>
              {t("position.new")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {chosen === "poll" ? <PollDialog close={close} /> : null}
      {chosen === "place" ? <PositionDialog close={close} /> : null}
    </>
  );
}

function Send({ of }: { of: Composing }) {
  const { t } = useTranslation();
  const editing = useTalk().draft.use().intent.kind === "edit";
  const label = editing ? t("rooms.composer.save") : t("rooms.composer.send");
  return (
    <>
      {editing ? null : <SendLater of={of} />}
      <Tooltip label={label}>
        <ActionIcon variant="filled" color="vert" aria-label={label} onClick={() => void of.submit()}>
          <IconSend2 size={17} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

/** Below the field: what can be put into a message, and the button that sends it. */
export function ComposerTools({
  of,
  slim,
  formats,
  showFormats,
}: {
  of: Composing;
  slim: boolean | undefined;
  formats: boolean;
  showFormats: (on: boolean) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className={s.ctools}>
      <Files add={of.files.add} />
      <Emoji insert={of.insert} back={() => of.field.current?.focus()} />
      <Tool label={t("rooms.composer.mention")} onClick={of.mention}>
        <IconAt size={18} stroke={1.7} />
      </Tool>
      <NewVoice />
      <More slim={slim} />
      {slim ? null : (
        <Tool label={t("rooms.format.all")} pressed={formats} onClick={() => showFormats(!formats)}>
          <IconLetterCase size={18} stroke={1.7} />
        </Tool>
      )}
      <div className={s.end}>
        <Send of={of} />
      </div>
    </div>
  );
}
