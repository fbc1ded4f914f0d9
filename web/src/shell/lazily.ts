import { type ComponentType, type LazyExoticComponent, lazy } from "react";

// biome-ignore lint/suspicious/noExplicitAny: whatever a component takes
type Any = ComponentType<any>;
type Load<C extends Any> = () => Promise<{ default: C }>;

const there = new Map<Load<Any>, { default: Any }>();

/** Fetches code before it is shown; what cannot be had now is asked for again by whoever shows it. */
export async function ahead(load: Load<Any>): Promise<void> {
  try {
    there.set(load, await load());
  } catch {
    return;
  }
}

/** What is told to React without a turn of waiting: it takes what `then` hands it at once. */
const atOnce = <C extends Any>(code: { default: C }) =>
  // biome-ignore lint/suspicious/noThenProperty: React.lazy asks for nothing else
  ({ then: (take: (code: { default: C }) => void) => take(code) }) as unknown as Promise<{ default: C }>;

/**
 * A component whose code comes when it is shown. Code that was fetched ahead is shown at once, since React, where it has shown that something
 * waits, holds what comes next back for a third of a second.
 */
export const lazily = <C extends Any>(load: Load<C>): LazyExoticComponent<C> =>
  lazy(() => {
    const code = there.get(load) as { default: C } | undefined;
    return code ? atOnce(code) : load();
  });
