import { ClientEvent, ConnectionError, type MatrixClient, MatrixError, SyncState } from "matrix-js-sdk";

const attemptsMax = 20;

const passes = (failure: unknown): boolean =>
  failure instanceof ConnectionError ||
  (failure instanceof MatrixError && (failure.httpStatus === 429 || (failure.httpStatus ?? 0) >= 500));

/** Resolves when the server has answered again. */
const answered = (client: MatrixClient): Promise<void> =>
  new Promise((done) => {
    const onSync = (state: SyncState) => {
      if (state !== SyncState.Syncing) return;
      client.off(ClientEvent.Sync, onSync);
      done();
    };
    client.on(ClientEvent.Sync, onSync);
  });

/**
 * The client asks for the first events of a discussion once, without a number of them. When that failed it would
 * show nothing new of it any more, and leave the failure to nobody: so it is asked again, once the server answers.
 */
export function insistOnBeginnings(client: MatrixClient): void {
  const once = client.paginateEventTimeline.bind(client);
  client.paginateEventTimeline = async (timeline, how) => {
    if (how.limit !== undefined || !timeline.getTimelineSet().thread) return once(timeline, how);
    for (let attempts = 1; attempts <= attemptsMax; attempts++) {
      try {
        return await once(timeline, how);
      } catch (failure) {
        if (!passes(failure)) break;
        await answered(client);
      }
    }
    return false;
  };
}
