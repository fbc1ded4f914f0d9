import {
  IconDownload,
  IconFile,
  IconFileSpreadsheet,
  IconFileText,
  IconFileTypePdf,
  IconMovie,
  IconMusic,
  IconPhoto,
  IconPresentation,
} from "@tabler/icons-react";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMedia } from "../api/media";
import { saveMedia } from "../session/download";
import type { Body, Caption as Words } from "../session/message";
import { say } from "../shell/toast";
import { linked, rich } from "./html";
import s from "./message.module.css";
import { useSize } from "./size";
import { Viewer } from "./Viewer";

type FileBody = Extract<Body, { kind: "file" | "audio" | "video" }>;
type ImageBody = Extract<Body, { kind: "image" }>;

const widest = 340;
const tallest = 300;
const unknownSide = 220;

/** The room a picture takes before it is there, so that nothing moves when it comes. */
export function boxOf(w: number | null, h: number | null): { width: number; height: number } {
  if (!w || !h) return { width: unknownSide, height: unknownSide };
  const scale = Math.min(1, widest / w, tallest / h);
  return { width: Math.max(48, Math.round(w * scale)), height: Math.max(32, Math.round(h * scale)) };
}

export function glyphOf(name: string, mimetype: string | null) {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  if (mimetype === "application/pdf" || ending === "pdf") return { Icon: IconFileTypePdf, tone: "var(--danger)" };
  if (/^(ods|xlsx?|csv|tsv)$/.test(ending)) return { Icon: IconFileSpreadsheet, tone: "var(--accent-text)" };
  if (/^(odp|pptx?)$/.test(ending)) return { Icon: IconPresentation, tone: "var(--guest)" };
  if (/^(odt|docx?|rtf|txt|md)$/.test(ending)) return { Icon: IconFileText, tone: "var(--info)" };
  if (mimetype?.startsWith("image/")) return { Icon: IconPhoto, tone: "var(--ink-2)" };
  if (mimetype?.startsWith("audio/")) return { Icon: IconMusic, tone: "var(--ink-2)" };
  if (mimetype?.startsWith("video/")) return { Icon: IconMovie, tone: "var(--ink-2)" };
  return { Icon: IconFile, tone: "var(--ink-3)" };
}

const Caption = memo(function Caption({ of }: { of: Words | null }) {
  if (!of) return null;
  return (
    <div className={s.body} data-rich={of.html === null ? undefined : true}>
      {of.html === null ? linked(of.text) : rich(of.html)}
    </div>
  );
});

/** A file as a line that is taken away by a click. */
export function FileBox({ of, pending }: { of: FileBody; pending: boolean }) {
  const { t } = useTranslation();
  const size = useSize();
  const { Icon, tone } = glyphOf(of.name, of.info.mimetype);
  const inside = (
    <>
      <Icon size={26} stroke={1.6} color={tone} aria-hidden style={{ flex: "none" }} />
      <span className="grow">
        <b className="cut">{of.name || t("rooms.file.nameless")}</b>
        <span className={s.cap}>{of.info.size === null ? t("rooms.file.unknownSize") : size(of.info.size)}</span>
      </span>
    </>
  );
  if (pending || !of.url) {
    return (
      <>
        <div className={s.file}>{inside}</div>
        <Caption of={of.caption} />
      </>
    );
  }
  const url = of.url;
  return (
    <>
      <button
        type="button"
        className={s.file}
        onClick={() => void saveMedia(url, of.name).catch(() => say(t("rooms.file.failed")))}
      >
        <span className="hidden">{t("rooms.file.take")}</span>
        {inside}
        <IconDownload size={18} stroke={1.7} color="var(--ink-3)" aria-hidden style={{ flex: "none" }} />
      </button>
      <Caption of={of.caption} />
    </>
  );
}

/** Sound or film, loaded when asked for. */
export function Player({ of, pending }: { of: FileBody; pending: boolean }) {
  const { t } = useTranslation();
  const [asked, ask] = useState(false);
  const url = useMedia(asked ? of.url : null);
  if (pending || !of.url) return <FileBox of={of} pending={pending} />;
  return (
    <>
      <FileBox of={of} pending={false} />
      {url ? (
        of.kind === "video" ? (
          // biome-ignore lint/a11y/useMediaCaption: the captions of a file that somebody sent are in the file
          <video className={s.player} src={url} controls aria-label={of.name} />
        ) : (
          // biome-ignore lint/a11y/useMediaCaption: the captions of a file that somebody sent are in the file
          <audio className={s.player} src={url} controls aria-label={of.name} />
        )
      ) : (
        <button type="button" className="link" disabled={asked} onClick={() => ask(true)}>
          {asked ? t("rooms.file.loading") : of.kind === "video" ? t("rooms.file.watch") : t("rooms.file.listen")}
        </button>
      )}
    </>
  );
}

const thumbnailPixels = 800;

/** A picture at a reading size; a click shows it whole. */
export function Picture({ of, pending }: { of: ImageBody; pending: boolean }) {
  const { t } = useTranslation();
  const [open, show] = useState(false);
  const shown = useMedia(of.url, of.info.mimetype === "image/gif" ? undefined : thumbnailPixels, false);
  const [broken, setBroken] = useState(false);
  const box = boxOf(of.info.w, of.info.h);
  const style = { width: box.width, aspectRatio: `${box.width} / ${box.height}` };
  if (pending || !of.url) {
    return (
      <>
        <div className={s.picture} style={style}>
          <span className={s.noPicture}>{of.name}</span>
        </div>
        <Caption of={of.caption} />
      </>
    );
  }
  return (
    <>
      <button
        type="button"
        className={s.picture}
        style={style}
        aria-label={t("rooms.picture.open", { name: of.name })}
        onClick={() => show(true)}
      >
        {shown && !broken ? (
          <img src={shown} alt={of.name} onError={() => setBroken(true)} />
        ) : (
          <span className={s.noPicture}>{broken ? t("rooms.picture.broken") : of.name}</span>
        )}
      </button>
      <Caption of={of.caption} />
      {open ? <Viewer url={of.url} name={of.name} close={() => show(false)} /> : null}
    </>
  );
}
