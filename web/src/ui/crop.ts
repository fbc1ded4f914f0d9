/** Which square of a picture is kept: how close, and where its middle stands (0 to 1 of what can still move). */
export interface Crop {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}
export const wholeMiddle: Crop = { zoom: 1, x: 0.5, y: 0.5 };
export const zoomMax = 4;
/** Pixels of the picture that is sent. */
export const pictureSize = 512;
/** Pixels on a side beyond which a picture would exhaust a phone. */
export const sideMax = 12_000;

/** The square of the picture, in its own pixels. */
export function squareOf(
  width: number,
  height: number,
  { zoom, x, y }: Crop,
): { left: number; top: number; side: number } {
  const side = Math.min(width, height) / zoom;
  return { left: (width - side) * x, top: (height - side) * y, side };
}

/** Moves the picture under its frame: `dx` and `dy` are parts of the frame's side. */
export function moved(width: number, height: number, crop: Crop, dx: number, dy: number): Crop {
  const { side } = squareOf(width, height, crop);
  const along = (room: number, at: number, by: number) =>
    room <= 0 ? 0.5 : Math.min(1, Math.max(0, at - (by * side) / room));
  return { ...crop, x: along(width - side, crop.x, dx), y: along(height - side, crop.y, dy) };
}

/** The square as a file of its own, without what the original says of place and camera. */
export async function cut(picture: ImageBitmap, crop: Crop): Promise<Blob> {
  const { left, top, side } = squareOf(picture.width, picture.height, crop);
  const size = Math.max(1, Math.min(pictureSize, Math.round(side)));
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, left, top, side, side, 0, 0, size, size);
  return new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"),
  );
}
