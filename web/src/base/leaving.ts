/** Work to do before a session ends: the session closes its databases, drafts are put away. */
const works = new Set<() => Promise<void> | void>();
const longestMs = 3000;

export const leaving = {
  /** Registers work; gives back the way to take it away. */
  add(work: () => Promise<void> | void): () => void {
    works.add(work);
    return () => works.delete(work);
  },
  /** Runs all of it, and does not wait for ever: leaving must always succeed. */
  async run(): Promise<void> {
    const all = Promise.allSettled([...works].map(async (work) => work()));
    await Promise.race([all, new Promise((done) => setTimeout(done, longestMs))]);
  },
};
