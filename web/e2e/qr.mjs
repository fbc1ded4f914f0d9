import { decodeQR } from "qr/decode.js";

/** What a telephone reads of a code that is drawn: its picture is taken and decoded, by a library that did not draw it. */
export async function readsCode(drawn) {
  const png = (await drawn.screenshot()).toString("base64");
  const { width, height, data } = await drawn.page().evaluate(async (png) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(png), (c) => c.charCodeAt(0))]));
    const { width, height } = bitmap;
    const pen = new OffscreenCanvas(width, height).getContext("2d");
    pen.drawImage(bitmap, 0, 0);
    return { width, height, data: Array.from(pen.getImageData(0, 0, width, height).data) };
  }, png);
  return decodeQR({ width, height, data: Uint8Array.from(data) });
}
