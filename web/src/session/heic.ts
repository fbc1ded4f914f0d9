/** Photographs as some telephones keep them, which few browsers can show. */
export const isHeic = ({ name, type }: Pick<File, "name" | "type">): boolean =>
  /^image\/hei[cf]/.test(type) || /\.hei[cf]$/i.test(name);

const quality = 0.9;

/** The same photograph as everybody can see it, where this browser can read it; else null. */
export async function asJpeg(file: File): Promise<File | null> {
  try {
    const picture = await createImageBitmap(file);
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    canvas.getContext("2d")?.drawImage(picture, 0, 0);
    picture.close();
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality });
    return new File([blob], file.name.replace(/\.hei[cf]$/i, ".jpg"), { type: "image/jpeg" });
  } catch {
    return null;
  }
}

/** Files as they go, in the order in which they were chosen; `unread` are photographs that go as they are. */
export async function asSeen(
  chosen: readonly File[],
  jpeg: (file: File) => Promise<File | null> = asJpeg,
): Promise<{ readonly files: readonly File[]; readonly unread: readonly File[] }> {
  const seen = await Promise.all(chosen.map(async (file) => (isHeic(file) ? await jpeg(file) : file)));
  return { files: seen.map((file, i) => file ?? chosen[i]!), unread: chosen.filter((_, i) => seen[i] === null) };
}
