import { IconWorld } from "@tabler/icons-react";
import { useMedia } from "../api/media";
import { usePreview } from "../api/previews";
import { useServer } from "../api/useServer";
import { linkPreviews } from "../base/preferences";
import { useInView } from "../ui/useInView";
import { firstPage } from "./addresses";
import s from "./message.module.css";

const host = (url: string): string => {
  try {
    return new URL(url).hostname.replace(/^www\./, "");
  } catch {
    return url;
  }
};

/** What the first page is about that a text links to: asked of the server when the text comes near the screen. */
export function LinkPreview({ text, ts }: { text: string; ts: number }) {
  const on = linkPreviews.use();
  const looks = useServer()?.link_previews === true;
  const url = on && looks ? firstPage(text, window.location.origin) : null;
  return url ? <Card url={url} ts={ts} /> : null;
}

function Card({ url, ts }: { url: string; ts: number }) {
  const [at, near] = useInView();
  const preview = usePreview(near ? url : null, ts);
  const picture = useMedia(preview?.picture ?? null, 128);
  return (
    <div ref={at}>
      {preview ? (
        <a className={s.linked} href={url} target="_blank" rel="noopener noreferrer">
          {picture ? <img src={picture} alt="" /> : <IconWorld size={20} stroke={1.7} aria-hidden />}
          <span>
            <span className={s.cap}>{preview.site ?? host(url)}</span>
            <b>{preview.title}</b>
            {preview.words ? <span className={s.linkedWords}>{preview.words}</span> : null}
          </span>
        </a>
      ) : null}
    </div>
  );
}
