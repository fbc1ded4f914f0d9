import { ActionIcon, Popover, Tooltip } from "@mantine/core";
import {
  IconAt,
  IconBold,
  IconCode,
  IconItalic,
  IconLetterCase,
  IconLink,
  IconList,
  IconMoodSmile,
  IconPaperclip,
  IconQuote,
  IconSend2,
  IconStrikethrough,
  IconX,
} from "@tabler/icons-react";
import {
  type ChangeEvent,
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { enterSends } from "../../base/preferences";
import { reword, say as send, sendFiles, typing } from "../../session/act";
import type { Relation } from "../../session/content";
import { finished, quoted } from "../../session/drafts";
import type { Message } from "../../session/message";
import { say } from "../../shell/toast";
import { titleId } from "../../ui/parts";
import { EmojiPicker } from "./EmojiPicker";
import { type Format, formatted } from "./format";
import { MentionList, useMentions } from "./MentionList";
import { useOneLine } from "./MessageBody";
import s from "./rooms.module.css";
import { useTalk } from "./talk";
import { useWriting } from "./useWriting";

/** Files of one drop or one paste. */
const filesAtOnce = 20;

interface ComposerProps {
  readonly placeholder: string;
  /** In the panel: fewer tools. */
  readonly slim?: boolean;
  /** Latest event of the discussion. */
  readonly threadLast?: string | undefined;
  /** The last message of mine that can be written anew. */
  readonly lastOfMine: () => Message | null;
  readonly onSent: () => void;
}

function Tool({
  label,
  children,
  onClick,
  pressed,
  className,
}: {
  label: string;
  children: ReactNode;
  onClick: () => void;
  pressed?: boolean;
  className?: string;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        aria-label={label}
        {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
        className={className ?? ""}
        onClick={onClick}
        onMouseDown={(e) => e.preventDefault()}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function Formats({ apply }: { apply: (how: Format) => void }) {
  const { t } = useTranslation();
  const all: [Format, string, typeof IconBold][] = [
    ["bold", t("rooms.format.bold"), IconBold],
    ["italic", t("rooms.format.italic"), IconItalic],
    ["strike", t("rooms.format.strike"), IconStrikethrough],
    ["code", t("rooms.format.code"), IconCode],
    ["link", t("rooms.format.link"), IconLink],
    ["list", t("rooms.format.list"), IconList],
    ["quote", t("rooms.format.quote"), IconQuote],
  ];
  return (
    <div className={s.formats} role="toolbar" aria-label={t("rooms.format.all")}>
      {all.map(([how, label, Icon]) => (
        <Tool key={how} label={label} onClick={() => apply(how)}>
          <Icon size={17} stroke={1.7} />
        </Tool>
      ))}
    </div>
  );
}

/** Gives up the answer or the edit; what was written for it comes back on demand. */
function useGiveUp(): () => void {
  const { t } = useTranslation();
  const { draft } = useTalk();
  return () => {
    const { intent, edits } = draft.now();
    draft.set((now) => finished(now, false));
    if (intent.kind !== "edit" || !(intent.of.id in edits)) return;
    const back = { [intent.of.id]: edits[intent.of.id]! };
    say(t("rooms.composer.givenUp"), () => draft.set((now) => ({ ...now, intent, edits: { ...now.edits, ...back } })));
  };
}

/** What the next message answers or replaces, above the field. */
function IntentLine() {
  const { t } = useTranslation();
  const now = useTalk().draft.use().intent;
  const oneLine = useOneLine();
  const giveUp = useGiveUp();
  if (now.kind === "new") return null;
  const text =
    now.kind === "edit" ? t("rooms.composer.editing") : t("rooms.composer.replying", { name: now.to.sender.name });
  return (
    <div className={s.intent}>
      <span className="cut grow">
        <b>{text}</b> {now.kind === "reply" ? oneLine(now.to.body) : null}
      </span>
      <ActionIcon size={24} aria-label={t("rooms.composer.stop")} onClick={giveUp}>
        <IconX size={15} />
      </ActionIcon>
    </div>
  );
}

export function Composer({ placeholder, slim, threadLast, lastOfMine, onSent }: ComposerProps) {
  const { t } = useTranslation();
  const { room, thread, draft, dropping: hovered, attaches } = useTalk();
  const dropping = hovered.use();
  const enter = enterSends.use();
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const { intent: now, written, write, put } = useWriting(field);
  const giveUp = useGiveUp();
  const mentions = useMentions(field, written.text, put);
  const [formats, setFormats] = useState(false);
  const [emoji, setEmoji] = useState(false);
  const listId = useId();

  const relation = (): Relation => ({
    ...(thread ? { thread } : {}),
    ...(threadLast ? { threadLast } : {}),
    ...(now.kind === "reply" ? { replyTo: { id: now.to.id, sender: now.to.sender } } : {}),
  });
  const submit = () => {
    const text = written.text.trim();
    if (!text) return;
    const what = { ...written, text };
    if (now.kind !== "edit") void send(room.roomId, what, relation());
    else if (text !== now.of.source?.text) void reword(room.roomId, now.of, what);
    draft.set((before) => finished(before, true));
    typing(room.roomId, false);
    if (now.kind !== "edit") onSent();
  };
  const attach = (files: Iterable<File>) => {
    const rel = relation();
    void sendFiles(room.roomId, [...files].slice(0, filesAtOnce), rel);
    if (now.kind === "reply") draft.set((before) => finished(before, false));
    onSent();
  };
  useEffect(() => attaches(attach));

  const onKey = (e: KeyboardEvent<HTMLTextAreaElement>) => {
    if (e.nativeEvent.isComposing || mentions.onKey(e)) return;
    const mod = e.ctrlKey || e.metaKey;
    if (e.key === "Enter" && (enter ? !e.shiftKey && !e.altKey : mod)) {
      e.preventDefault();
      submit();
    } else if (e.key === "ArrowUp" && written.text === "" && now.kind === "new") {
      const mine = lastOfMine();
      if (mine) {
        e.preventDefault();
        draft.set((before) => ({ ...before, intent: { kind: "edit", of: quoted(mine) } }));
      }
    } else if (e.key === "Escape" && now.kind !== "new") {
      e.preventDefault();
      giveUp();
    } else if (mod && !e.shiftKey && !e.altKey && (e.key === "b" || e.key === "i")) {
      e.preventDefault();
      apply(e.key === "b" ? "bold" : "italic");
    }
  };
  const apply = (how: Format) => {
    const at = field.current;
    if (!at) return;
    const change = formatted(written.text, at.selectionStart, at.selectionEnd, how);
    put(change.from, change.to, change.text, change.select);
  };
  const insert = (text: string) => {
    const at = field.current;
    put(at?.selectionStart ?? written.text.length, at?.selectionEnd ?? written.text.length, text);
  };
  const onChange = (e: ChangeEvent<HTMLTextAreaElement>) => {
    write({ text: e.target.value, named: written.named });
    mentions.look();
    if (now.kind !== "edit") typing(room.roomId, e.target.value !== "");
  };
  const onPaste = (e: ClipboardEvent) => {
    if (e.clipboardData.files.length === 0) return;
    e.preventDefault();
    attach(e.clipboardData.files);
  };

  return (
    <div className={s.composer} data-dropping={dropping || undefined} role="group" aria-label={placeholder}>
      {mentions.open ? <MentionList id={listId} of={mentions} /> : null}
      <IntentLine />
      {formats ? <Formats apply={apply} /> : null}
      <textarea
        ref={field}
        className={s.write}
        data-write
        rows={1}
        placeholder={dropping ? t("rooms.composer.drop") : placeholder}
        aria-label={placeholder}
        {...(thread ? { "aria-describedby": titleId } : {})}
        value={written.text}
        onChange={onChange}
        onKeyDown={onKey}
        onKeyUp={mentions.look}
        onClick={mentions.look}
        onBlur={() => {
          typing(room.roomId, false);
          mentions.close();
        }}
        onPaste={onPaste}
        {...(mentions.open
          ? {
              role: "combobox",
              "aria-expanded": true,
              "aria-controls": listId,
              "aria-activedescendant": `${listId}-${mentions.at}`,
              "aria-autocomplete": "list" as const,
            }
          : {})}
      />
      <div className={s.ctools}>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(e) => {
            attach(e.target.files ?? []);
            e.target.value = "";
          }}
        />
        <Tool label={t("rooms.composer.attach")} onClick={() => picker.current?.click()}>
          <IconPaperclip size={18} stroke={1.7} />
        </Tool>
        <Popover opened={emoji} onChange={setEmoji} position="top-start" trapFocus returnFocus withinPortal>
          <Popover.Target>
            <ActionIcon aria-label={t("rooms.composer.emoji")} aria-expanded={emoji} onClick={() => setEmoji(!emoji)}>
              <IconMoodSmile size={18} stroke={1.7} />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown>
            <EmojiPicker
              pick={(sign) => {
                setEmoji(false);
                insert(sign);
              }}
            />
          </Popover.Dropdown>
        </Popover>
        <Tool
          label={t("rooms.composer.mention")}
          onClick={() => {
            insert(/(^|\s)$/.test(written.text) ? "@" : " @");
            requestAnimationFrame(() => requestAnimationFrame(mentions.look));
          }}
        >
          <IconAt size={18} stroke={1.7} />
        </Tool>
        {slim ? null : (
          <Tool label={t("rooms.format.all")} pressed={formats} onClick={() => setFormats(!formats)}>
            <IconLetterCase size={18} stroke={1.7} />
          </Tool>
        )}
        <div className={s.end}>
          <Tooltip label={now.kind === "edit" ? t("rooms.composer.save") : t("rooms.composer.send")}>
            <ActionIcon
              variant="filled"
              color="vert"
              aria-label={now.kind === "edit" ? t("rooms.composer.save") : t("rooms.composer.send")}
              onClick={submit}
            >
              <IconSend2 size={17} stroke={1.8} />
            </ActionIcon>
          </Tooltip>
        </div>
      </div>
    </div>
  );
}
