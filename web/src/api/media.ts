import { useEffect, useState } from "react";
import { leaving } from "../base/leaving";
import { fetchAsMe } from "./tokens";

/** How many pictures stay in memory; beyond, the one shown longest ago goes. */
const keptPictures = 400;
const pixelSteps = [32, 64, 96, 128, 256, 512, 800, 1600];

const kept = new Map<string, Promise<string>>();

/** The path of a file of Matrix on our server; a thumbnail when a size in pixels is given. */
export function mediaPath(mxc: string, pixels?: number, crop = true): string | null {
  const parts = /^mxc:\/\/([^/?#]+)\/([A-Za-z0-9_-]+)$/.exec(mxc);
  if (!parts) return null;
  const [, server, id] = parts;
  const at = `${encodeURIComponent(server!)}/${encodeURIComponent(id!)}`;
  if (pixels === undefined) return `/_matrix/client/v1/media/download/${at}`;
  const step = pixelSteps.find((p) => p >= pixels) ?? pixelSteps[pixelSteps.length - 1]!;
  return `/_matrix/client/v1/media/thumbnail/${at}?width=${step}&height=${step}&method=${crop ? "crop" : "scale"}`;
}

async function fetchObject(path: string): Promise<string> {
  const answer = await fetchAsMe(path, { headers: { Authorization: "" } });
  if (!answer.ok) throw new Error(`media: ${answer.status}`);
  return URL.createObjectURL(await answer.blob());
}

function forget(path: string): void {
  const gone = kept.get(path);
  kept.delete(path);
  gone?.then(URL.revokeObjectURL, () => {});
}

leaving.add(() => {
  for (const path of [...kept.keys()]) forget(path);
});

/** An object URL for a file that only a signed-in person may read. Fetched once, kept within bounds. */
export function media(path: string): Promise<string> {
  let known = kept.get(path);
  if (known) {
    kept.delete(path);
  } else {
    known = fetchObject(path);
    known.catch(() => kept.delete(path));
  }
  kept.set(path, known);
  if (kept.size > keptPictures) forget(kept.keys().next().value!);
  return known;
}

/** The picture to put in `src`, or null while it is not there (or never will be). */
export function useMedia(mxc: string | null, pixels?: number, crop = true): string | null {
  const path = mxc ? mediaPath(mxc, pixels, crop) : null;
  const [shown, setShown] = useState<{ path: string; url: string } | null>(null);
  useEffect(() => {
    if (!path) return;
    let here = true;
    media(path).then(
      (url) => here && setShown({ path, url }),
      () => {},
    );
    return () => {
      here = false;
    };
  }, [path]);
  return shown && shown.path === path ? shown.url : null;
}
