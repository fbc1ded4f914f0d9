import { mediaPath } from "../api/media";
import { fetchAsMe } from "../api/tokens";

const keptMs = 60_000;

/** Fetches a file with my token and hands it to the browser's downloads under its name. */
export async function saveMedia(mxc: string, name: string): Promise<void> {
  const path = mediaPath(mxc);
  if (!path) throw new Error("no such file");
  const answer = await fetchAsMe(path, { headers: { Authorization: "" } });
  if (!answer.ok) throw new Error(`media: ${answer.status}`);
  const url = URL.createObjectURL(await answer.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = name || "fichier";
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}
