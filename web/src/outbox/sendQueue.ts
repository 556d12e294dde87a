import type { ISendEventResponse } from "matrix-js-sdk/lib/@types/requests.js";
import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import { MatrixScheduler } from "matrix-js-sdk/lib/scheduler.js";
import { againInMillis } from "./retry.ts";

type Send = (event: MatrixEvent) => Promise<ISendEventResponse>;

interface Waiting {
  event: MatrixEvent;
  attempts: number;
  resolve: (response: ISendEventResponse) => void;
  reject: (error: unknown) => void;
}

/**
 * Sends the events of each chat one after the other, and each again until a site has accepted or refused it. The SDK's
 * own scheduler gives up everything that waits behind a refused event; here a refusal concerns that event alone.
 */
export class SendQueue extends MatrixScheduler {
  private readonly chats = new Map<string, Waiting[]>();
  private send: Send | undefined;

  override setProcessFunction(send: Send): void {
    this.send = send;
  }

  override queueEvent(event: MatrixEvent): Promise<ISendEventResponse> {
    return new Promise((resolve, reject) => {
      const roomId = event.getRoomId() ?? "";
      const added = { event, attempts: 0, resolve, reject };
      const waiting = this.chats.get(roomId);
      if (waiting) {
        waiting.push(added);
        return;
      }
      const started = [added];
      this.chats.set(roomId, started);
      void this.drain(roomId, started);
    });
  }

  override getQueueForEvent(event: MatrixEvent): MatrixEvent[] {
    return (this.chats.get(event.getRoomId() ?? "") ?? []).map((waiting) => waiting.event);
  }

  override removeEventFromQueue(event: MatrixEvent): boolean {
    const waiting = this.chats.get(event.getRoomId() ?? "") ?? [];
    const removed = waiting.find((one) => one.event.getId() === event.getId());
    if (removed) remove(waiting, removed);
    return removed !== undefined;
  }

  private async drain(roomId: string, waiting: Waiting[]): Promise<void> {
    for (let first = waiting[0]; first; first = waiting[0]) {
      // The caller of the event before this one learns its id first: this one may refer to it.
      await Promise.resolve();
      try {
        const response = await this.sendNow(first.event);
        remove(waiting, first);
        first.resolve(response);
      } catch (error) {
        const millis = againInMillis(error, ++first.attempts);
        if (millis >= 0) {
          await new Promise((resolve) => setTimeout(resolve, millis));
          continue;
        }
        remove(waiting, first);
        first.reject(error);
      }
    }
    this.chats.delete(roomId);
  }

  private sendNow(event: MatrixEvent): Promise<ISendEventResponse> {
    return this.send ? this.send(event) : Promise.reject(new Error("the client has not started"));
  }
}

function remove(from: Waiting[], one: Waiting): void {
  const place = from.indexOf(one);
  if (place >= 0) from.splice(place, 1);
}
