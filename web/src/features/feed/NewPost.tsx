import { Button, Checkbox, SegmentedControl, TextInput } from "@mantine/core";
import { IconChartBar, IconPhoto } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { me as self } from "../../base/account";
import { useKept } from "../../base/kept";
import { Composer } from "../../message/Composer";
import { PollDialog } from "../../message/NewPoll";
import { useTalk } from "../../message/talk";
import { useAttaching } from "../../message/useAttaching";
import type { Written } from "../../session/content";
import { type PostKind, titled } from "../../session/posts";
import { Face, Wrong } from "../../ui/parts";
import { useFeed } from "./context";
import s from "./feed.module.css";

const titleMax = 160;

/** What a post in the making is, beside its words; kept until it is sent. */
function useFacts(room: string) {
  const [kind, setKind] = useKept(`feed.kind.${room}`, "post");
  const [title, setTitle] = useKept(`feed.title.${room}`);
  const [confirm, setConfirm] = useKept(`feed.confirm.${room}`);
  const sent = () => {
    setKind("");
    setTitle("");
    setConfirm("");
  };
  const is = (kind || "post") as PostKind;
  const facts = { kind: is, title: title.trim() || null, confirm: confirm !== "" };
  return { facts, title, setKind, setTitle, setConfirm, sent };
}

function Facts({ of }: { of: ReturnType<typeof useFacts> }) {
  const { t } = useTranslation();
  const { space } = useFeed();
  const animates = space.rights.includes("pin");
  const kinds = [
    { value: "post", label: t("feed.kind.post") },
    { value: "question", label: t("feed.kind.question") },
    ...(animates ? [{ value: "announcement", label: t("feed.kind.announcement") }] : []),
  ];
  return (
    <div className={s.facts}>
      <SegmentedControl
        aria-label={t("feed.kind")}
        value={of.facts.kind}
        onChange={(next) => of.setKind(next)}
        data={kinds}
      />
      <TextInput
        aria-label={t("feed.titleField")}
        placeholder={t("feed.titleField")}
        value={of.title}
        maxLength={titleMax}
        onChange={(e) => of.setTitle(e.target.value)}
      />
    </div>
  );
}

/** A picture begins a post as well as words do. */
function PhotoButton({ chosen }: { chosen: () => void }) {
  const { t } = useTranslation();
  const nowhere = useRef<HTMLTextAreaElement>(null);
  const { add, wrong } = useAttaching(nowhere);
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={picker}
        type="file"
        accept="image/*"
        multiple
        hidden
        onChange={(e) => {
          add([...(e.target.files ?? [])]);
          e.target.value = "";
          chosen();
        }}
      />
      <Button
        variant="subtle"
        size="xs"
        leftSection={<IconPhoto size={16} aria-hidden />}
        onClick={() => picker.current?.click()}
      >
        {t("feed.photo")}
      </Button>
      <Wrong>{wrong}</Wrong>
    </>
  );
}

/** Where one publishes: a line that opens into the composer; what was begun opens it by itself. */
export function NewPost() {
  const { t } = useTranslation();
  const { me, room, draft, attached, dropping, latest } = useTalk();
  const who = self.use();
  const now = draft.use();
  const files = attached.use();
  const hovered = dropping.use();
  const of = useFacts(room.roomId);
  const [asked, ask] = useState(false);
  const [polling, poll] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const editing = now.intent.kind === "edit";
  const open = asked || hovered || editing || now.words.text !== "" || files.length > 0 || of.title !== "";
  useEffect(() => {
    if (asked || editing) box.current?.querySelector<HTMLElement>("textarea")?.focus();
    if (editing) box.current?.scrollIntoView({ block: "center" });
  }, [asked, editing]);
  const dressed = (words: Written) => titled(words, of.facts);
  const sent = () => {
    of.sent();
    ask(false);
    latest();
  };
  const pollButton = (
    <Button variant="subtle" size="xs" leftSection={<IconChartBar size={16} aria-hidden />} onClick={() => poll(true)}>
      {t("feed.poll")}
    </Button>
  );
  return (
    <div className={s.share} ref={box} data-open={open || undefined}>
      <Face of={{ id: me, name: who?.name ?? me, picture: who?.picture }} size={40} />
      {open ? (
        <div className={s.writing}>
          {editing ? null : <Facts of={of} />}
          <Composer
            placeholder={of.facts.kind === "question" ? t("feed.askHere") : t("feed.writeHere")}
            lastOfMine={() => null}
            onSent={sent}
            dressed={dressed}
          />
          {editing ? null : (
            <div className={s.under}>
              <Checkbox
                label={t("feed.confirm.ask")}
                checked={of.facts.confirm}
                onChange={(e) => of.setConfirm(e.target.checked ? "yes" : "")}
              />
              <span className="grow" />
              <Button variant="subtle" size="xs" data-quiet onClick={() => ask(false)} disabled={!asked}>
                {t("feed.fold")}
              </Button>
            </div>
          )}
        </div>
      ) : (
        <>
          <button type="button" className={s.say} onClick={() => ask(true)}>
            {t("feed.share")}
          </button>
          <div className={s.begin}>
            <PhotoButton chosen={() => ask(true)} />
            {pollButton}
          </div>
        </>
      )}
      {polling ? <PollDialog close={() => poll(false)} /> : null}
    </div>
  );
}
