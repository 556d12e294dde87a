/** What emits: the SDK's client, rooms and events all do. */
interface Emitter<E extends string> {
  on(event: E, listener: () => void): unknown;
  off(event: E, listener: () => void): unknown;
}

/** Calls back on each of the events; returns how to stop. */
export function listenTo<E extends string>(emitter: Emitter<E>, events: readonly E[], changed: () => void): () => void {
  for (const event of events) emitter.on(event, changed);
  return () => {
    for (const event of events) emitter.off(event, changed);
  };
}
