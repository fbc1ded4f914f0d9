import { IconBan, IconLockQuestion } from "@tabler/icons-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Body, Message } from "../session/message";
import { coordinatesOf } from "../session/positions";
import { said } from "../session/said";
import { clock } from "./clock";
import { FileBox, Picture, Player } from "./files";
import { linked, rich } from "./html";
import { LinkPreview } from "./LinkPreview";
import s from "./message.module.css";
import { PollBox } from "./PollBox";
import { PositionBox } from "./PositionBox";
import { VoiceBox } from "./Voice";

function Edited() {
  const { t } = useTranslation();
  return <span className={s.edited}>{t("rooms.edited")}</span>;
}

const Words = memo(function Words({
  of,
  edited,
  author,
}: {
  of: Extract<Body, { kind: "text" }>;
  edited: boolean;
  author: string;
}) {
  const inside = of.html === null ? linked(of.text) : rich(of.html);
  return (
    <div className={s.body} data-rich={of.html === null ? undefined : true} data-tone={of.tone}>
      {of.tone === "emote" ? <b>{author} </b> : null}
      {inside}
      {edited ? <Edited /> : null}
    </div>
  );
});

/** What a message says. */
export function MessageBody({ of }: { of: Message }) {
  const { t } = useTranslation();
  const { body } = of;
  switch (body.kind) {
    case "text":
      return (
        <>
          <Words of={body} edited={of.edited} author={of.sender.name} />
          <LinkPreview text={body.text} ts={of.ts} />
        </>
      );
    case "image":
      return <Picture of={body} pending={of.pending !== null} />;
    case "audio":
    case "video":
      if (body.voice) return <VoiceBox of={body.voice} url={body.url} pending={of.pending !== null} />;
      return <Player of={body} pending={of.pending !== null} />;
    case "file":
      return <FileBox of={body} pending={of.pending !== null} />;
    case "poll":
      return <PollBox of={of} poll={body.poll} />;
    case "place":
      return <PositionBox at={body.at} words={body.words} />;
    case "encrypted":
      return (
        <p className={s.gone}>
          <IconLockQuestion size={16} aria-hidden />
          {t("rooms.encrypted")}
        </p>
      );
    case "deleted":
      return (
        <p className={s.gone}>
          <IconBan size={15} aria-hidden />
          {body.reason ? t("rooms.deletedWhy", { reason: body.reason }) : t("rooms.deleted")}
        </p>
      );
    case "unknown":
      return <p className={s.gone}>{body.text ?? t("rooms.unknown")}</p>;
  }
}

/** A message in one line, for what answers it. */
export function useOneLine(): (body: Body) => string {
  const { t } = useTranslation();
  return (body) => {
    switch (body.kind) {
      case "text":
        return said(body);
      case "image":
        return body.caption ? said(body.caption) : t("rooms.aPicture", { name: body.name });
      case "audio":
      case "video":
      case "file":
        if (body.voice) return t("voice.one", { time: clock(body.voice.durationMs) });
        return body.caption ? said(body.caption) : body.name;
      case "poll":
        return body.poll.question;
      case "place":
        return t("position.said", { words: body.words ?? coordinatesOf(body.at) });
      case "encrypted":
        return t("rooms.encrypted");
      case "deleted":
        return t("rooms.deleted");
      case "unknown":
        return body.text ?? t("rooms.unknown");
    }
  };
}
