import { createElement, Suspense } from "react";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { ahead, lazily } from "./lazily";

const load = () => Promise.resolve({ default: () => createElement("b", null, "here") });
const shown = (Page: ReturnType<typeof lazily>) =>
  renderToString(createElement(Suspense, { fallback: "waits" }, createElement(Page)));

test("code that was fetched ahead is shown without a word of waiting", async () => {
  expect(shown(lazily(load))).toContain("waits");
  const Page = lazily(load);
  await ahead(load);
  expect(shown(Page)).toContain("<b>here</b>");
  expect(shown(Page)).not.toContain("waits");
});

test("code that could not be fetched ahead is asked for again", async () => {
  let tries = 0;
  const fails = () => (++tries === 1 ? Promise.reject(new Error("no network")) : load());
  await ahead(fails);
  expect(shown(lazily(fails))).toContain("waits");
  expect(tries).toBe(2);
});
