import { expect, test } from "vitest";
import { moved, squareOf, wholeMiddle, zoomMax } from "./crop";

test("the square starts as the largest one in the middle", () => {
  expect(squareOf(300, 200, wholeMiddle)).toEqual({ left: 50, top: 0, side: 200 });
});

test("the square never leaves the picture, however far it is moved", () => {
  let crop = { ...wholeMiddle, zoom: zoomMax };
  for (const [dx, dy] of [
    [9, 9],
    [-9, -9],
    [0.3, -0.2],
    [-50, 3],
  ] as const) {
    crop = moved(300, 200, crop, dx, dy);
    const { left, top, side } = squareOf(300, 200, crop);
    expect(left).toBeGreaterThanOrEqual(0);
    expect(top).toBeGreaterThanOrEqual(0);
    expect(left + side).toBeLessThanOrEqual(300);
    expect(top + side).toBeLessThanOrEqual(200);
  }
});

test("what is dragged follows the finger", () => {
  expect(squareOf(300, 200, moved(300, 200, wholeMiddle, 0.1, 0)).left).toBeCloseTo(30);
});
