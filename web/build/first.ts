interface Context {
  getModuleInfo(id: string): { importedIds: string[] } | null;
}

/** All that a module imports at once, and what that imports. */
function importedBy(entry: string, context: Context) {
  const found = new Set<string>();
  const left = [entry];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    left.push(...(context.getModuleInfo(id)?.importedIds ?? []));
  }
  return found;
}

/**
 * Puts what every page begins with into one file: it is fetched whole in any case, and sixty small files cost a browser more than
 * a large one. What the service worker shares with it stays apart, since that must not fetch a page's beginning.
 */
export function first(page: string, worker: string) {
  let begins: Set<string> | undefined;
  return (id: string, context: Context) => {
    if (begins === undefined) {
      begins = importedBy(page, context);
      for (const shared of [page, ...importedBy(worker, context)]) begins.delete(shared);
    }
    return begins.has(id) ? "first" : null;
  };
}
