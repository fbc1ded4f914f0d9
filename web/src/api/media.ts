import { useEffect, useState } from "react";
import { leaving } from "../base/leaving";
import { ask, Refusal, refusalOf } from "./http";
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

/** How long one waits for a photograph: the server works at one of a person, also of another tab, up to fifty seconds. */
export const photographMaxMs = 90_000;
const photographAgainMs = 2000;

interface MediaFacts {
  /** Whether photographs that this browser cannot read are made into pictures there. */
  readonly "fr.parvis.photographs"?: boolean;
}

async function photographed(file: Blob, signal: AbortSignal): Promise<Blob> {
  const headers = { Authorization: "", "Content-Type": "image/heic" };
  const answer = await fetchAsMe("/api/v1/photographs", { method: "POST", headers, body: file, signal });
  if (!answer.ok) throw await refusalOf(answer);
  return answer.blob();
}

/** A photograph (HEIC) as a JPEG, made by the server; null where it makes none. */
export async function jpegOf(file: Blob): Promise<Blob | null> {
  const facts = await ask<MediaFacts>("/_matrix/client/v1/media/config");
  if (!facts["fr.parvis.photographs"]) return null;
  const signal = AbortSignal.timeout(photographMaxMs);
  const until = Date.now() + photographMaxMs;
  for (;;) {
    try {
      return await photographed(file, signal);
    } catch (refused) {
      const afterMs = (refused instanceof Refusal && refused.retryAfterMs) || photographAgainMs;
      if (!(refused instanceof Refusal && refused.passing && Date.now() + afterMs < until)) throw refused;
      await new Promise((resolve) => setTimeout(resolve, afterMs));
    }
  }
}

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
