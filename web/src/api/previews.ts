import { useEffect, useState } from "react";
import { leaving } from "../base/leaving";
import { fetchAsMe } from "./tokens";

/** What a page is about that somebody linked to. */
export interface Preview {
  readonly title: string;
  readonly words: string | null;
  /** What the page calls the site that it belongs to. */
  readonly site: string | null;
  /** `mxc://…` */
  readonly picture: string | null;
}

const keptMax = 300;
const kept = new Map<string, Promise<Preview | null>>();
leaving.add(() => kept.clear());

const text = (of: unknown, charsMax: number): string | null => {
  const read = typeof of === "string" ? of.replace(/\s+/g, " ").trim() : "";
  return read === "" ? null : read.length > charsMax ? `${read.slice(0, charsMax - 1)}…` : read;
};

/** An answer of Matrix as a preview; null when it says nothing that is worth a look. */
export function readPreview(said: Record<string, unknown>): Preview | null {
  const title = text(said["og:title"], 160);
  if (!title) return null;
  return {
    title,
    words: text(said["og:description"], 300),
    site: text(said["og:site_name"], 60),
    picture: text(said["og:image"], 300),
  };
}

async function fetchPreview(url: string, ts: number): Promise<Preview | null> {
  const query = new URLSearchParams({ url, ts: `${ts}` });
  const answer = await fetchAsMe(`/_matrix/client/v1/media/preview_url?${query}`, { headers: { Authorization: "" } });
  if (!answer.ok) throw new Error(`preview: ${answer.status}`);
  return readPreview(await answer.json());
}

/** The server looks at few pages at once for one account: they are asked one after the other. */
let turn: Promise<unknown> = Promise.resolve();

/** Asked once for each page; what could not be had is asked again by the next who looks. */
function previewOf(url: string, ts: number): Promise<Preview | null> {
  const known = kept.get(url);
  if (known) return known;
  const asked = turn.then(() => fetchPreview(url, ts));
  turn = asked.catch(() => kept.delete(url));
  kept.set(url, asked);
  if (kept.size > keptMax) kept.delete(kept.keys().next().value!);
  return asked;
}

/** What a page is about, once it is known. @param url null asks nothing @param ts when it was linked, in milliseconds */
export function usePreview(url: string | null, ts: number): Preview | null {
  const [shown, show] = useState<{ readonly url: string; readonly preview: Preview | null } | null>(null);
  useEffect(() => {
    if (!url) return;
    let here = true;
    previewOf(url, ts).then(
      (preview) => here && show({ url, preview }),
      () => {},
    );
    return () => {
      here = false;
    };
  }, [url, ts]);
  return shown && shown.url === url ? shown.preview : null;
}
