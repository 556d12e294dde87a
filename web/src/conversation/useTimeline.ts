import { useCallback, useEffect, useMemo, useState } from "react";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { Filter } from "matrix-js-sdk/lib/filter.js";
import { Method } from "matrix-js-sdk/lib/http-api/method.js";
import type { IEvent, MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import { Direction } from "matrix-js-sdk/lib/models/event-timeline.js";
import { RoomEvent, type Room } from "matrix-js-sdk/lib/models/room.js";
import { createStore, useStore } from "../live/store.ts";
import { useConnection } from "../session/useConnection.ts";
import { LoadedTimeline, type Source } from "./loadedTimeline.ts";

/** Events fetched at once. */
const PAGE_EVENTS = 60;

/** What is loaded of a room's history, as the parts of a conversation share it. */
export interface Timeline {
  loaded: LoadedTimeline<MatrixEvent>;
  /** Grows whenever another part is loaded, or an event that is loaded is changed or taken back. */
  revision: number;
  loadOlder: () => Promise<void>;
  loadNewer: () => Promise<void>;
  showAround: (eventId: string) => Promise<void>;
  showNewest: () => void;
}

export function useTimeline(room: Room): Timeline {
  const { client } = useConnection();
  const [revisions] = useState(() => createStore(0));
  const revision = useStore(revisions);
  const loaded = useMemo(() => new LoadedTimeline(historyOf(client, room)), [client, room]);
  const changed = useCallback(() => revisions.set(revisions.get() + 1), [revisions]);
  const ways = useMemo(
    () => ({
      loadOlder: async () => {
        if (await loaded.loadOlder()) changed();
      },
      loadNewer: async () => {
        if (await loaded.loadNewer()) changed();
      },
      showAround: async (eventId: string) => {
        await loaded.showAround(eventId);
        changed();
      },
      showNewest: () => {
        loaded.showNewest();
        changed();
      },
    }),
    [loaded, changed],
  );

  useEffect(() => {
    const came = (event: MatrixEvent) => {
      if (concerns(loaded, room, event)) changed();
    };
    const beganAnew = () => {
      loaded.newestBeganAnew();
      changed();
    };
    room.on(RoomEvent.Timeline, came);
    room.on(RoomEvent.TimelineReset, beganAnew);
    return () => {
      room.off(RoomEvent.Timeline, came);
      room.off(RoomEvent.TimelineReset, beganAnew);
    };
  }, [room, loaded, changed]);

  return useMemo(() => ({ loaded, revision, ...ways }), [loaded, revision, ways]);
}

/** The SDK tells the events that it keeps itself of what becomes of them; those of fetched pages are told here. */
function concerns(loaded: LoadedTimeline<MatrixEvent>, room: Room, event: MatrixEvent): boolean {
  const id = event.isRedaction() ? event.getAssociatedId() : event.relationEventId;
  const about = id === undefined || room.findEventById(id) ? undefined : loaded.find(id);
  if (!about) return false;
  if (!event.isRedaction()) room.relations.aggregateParentEvent(about);
  else if (!about.isRedacted()) about.makeRedacted(event, room);
  return true;
}

interface Messages {
  chunk: Partial<IEvent>[];
  state?: Partial<IEvent>[];
  end?: string;
}

interface Context {
  event: Partial<IEvent>;
  events_before?: Partial<IEvent>[];
  events_after?: Partial<IEvent>[];
  state?: Partial<IEvent>[];
  start?: string;
  end?: string;
}

/** A room's history, as its server has it. */
function historyOf(client: MatrixClient, room: Room): Source<MatrixEvent> {
  const mapped = client.getEventMapper();
  const taken = (oldestFirst: Partial<IEvent>[], state: Partial<IEvent>[] = []): MatrixEvent[] => {
    room.getLiveTimeline().getState(Direction.Forward)?.setUnknownStateEvents(state.map(mapped));
    const events = oldestFirst.map((event) => mapped({ room_id: room.roomId, ...event }));
    for (const event of events) room.relations.aggregateChildEvent(event, room.getUnfilteredTimelineSet());
    for (const event of events) room.relations.aggregateParentEvent(event);
    void room.processPollEvents(events);
    return events;
  };
  const part = async (from: string, direction: Direction): Promise<Messages> =>
    client.createMessagesRequest(room.roomId, from, PAGE_EVENTS, direction);
  return {
    idOf: (event) => event.getId() ?? "",
    newest: () => {
      const newest = room.getLiveTimeline();
      return { events: newest.getEvents(), older: newest.getPaginationToken(Direction.Backward) ?? undefined };
    },
    older: async (from) => {
      const { chunk, state, end } = await part(from, Direction.Backward);
      return { events: taken(chunk.reverse(), state), older: chunk.length > 0 ? end : undefined };
    },
    newer: async (from) => {
      const { chunk, state, end } = await part(from, Direction.Forward);
      return { events: taken(chunk, state), newer: chunk.length > 0 ? end : undefined };
    },
    around: async (eventId) => {
      const path = `/rooms/${encodeURIComponent(room.roomId)}/context/${encodeURIComponent(eventId)}`;
      const filter = JSON.stringify(Filter.LAZY_LOADING_MESSAGES_FILTER);
      const answer = await client.http.authedRequest<Context>(Method.Get, path, {
        limit: String(PAGE_EVENTS),
        filter,
      });
      const { event, events_before = [], events_after = [], state, start, end } = answer;
      const events = taken([...events_before.reverse(), event, ...events_after], state);
      // Where nothing came, there is nothing beyond either.
      return { events, older: events_before.length > 0 ? start : undefined, newer: end };
    },
  };
}
