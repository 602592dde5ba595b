import { DestroyRef, Injectable, computed, effect, inject, signal, untracked } from '@angular/core';
import type { EventSourceMessage } from 'eventsource-parser';
import { Subject } from 'rxjs';
import { Session } from '../session/session';
import type { Change } from './contract';
import { KnownPosition } from './known-position';
import { readServerSentEvents } from './server-sent-events';

/** `lost` is said after the first failed try, and until events flow again. */
export type StreamState = 'closed' | 'connecting' | 'live' | 'lost';

const firstWaitMs = 500;
const longestWaitMs = 15_000;

/**
 * The server's stream of changes: one connection for the page, open while somebody is signed in.
 * It comes back by itself, with backoff and jitter, from where it left (`Last-Event-ID`).
 */
@Injectable({ providedIn: 'root' })
export class ChangeStream {
  readonly #session = inject(Session);
  readonly #known = inject(KnownPosition);
  readonly #state = signal<StreamState>('closed');
  readonly #changes = new Subject<Change>();
  readonly #renewed = new Subject<void>();
  #lastEventId: string | undefined;

  readonly state = this.#state.asReadonly();
  readonly lost = computed(() => this.#state() === 'lost');
  readonly changes = this.#changes.asObservable();
  /** What is on the screen may be older than the stream: ask anew. */
  readonly renewed = this.#renewed.asObservable();

  constructor() {
    let connection: AbortController | undefined;
    effect(() => {
      const signedIn = this.#session.state() === 'signed-in';
      untracked(() => {
        connection?.abort();
        connection = undefined;
        if (!signedIn) {
          this.#lastEventId = undefined;
          this.#state.set('closed');
          return;
        }
        connection = new AbortController();
        void this.#keepOpen(connection.signal);
      });
    });
    inject(DestroyRef).onDestroy(() => connection?.abort());
  }

  async #keepOpen(signal: AbortSignal): Promise<void> {
    let failures = 0;
    const ended = (): boolean => signal.aborted;
    this.#state.set('connecting');
    while (!ended()) {
      try {
        await this.#readOnce(signal, () => {
          failures = 0;
          this.#state.set('live');
        });
      } catch (error) {
        // The network, the proxy or the server failed; whatever it was, the answer is to try again.
        if (!(error instanceof Error)) throw error;
      }
      if (ended()) return;
      // A reply that ended in good order (a restart, a proxy's limit) counts too: no tight loop.
      failures += 1;
      this.#state.set('lost');
      await this.#pause(failures, signal);
    }
  }

  async #readOnce(signal: AbortSignal, opened: () => void): Promise<void> {
    const headers: Record<string, string> = {
      Accept: 'text/event-stream',
      Authorization: `Bearer ${await this.#session.accessToken()}`,
    };
    if (this.#lastEventId !== undefined) headers['Last-Event-ID'] = this.#lastEventId;
    const response = await fetch('/v1/stream', { headers, signal, cache: 'no-store' });
    // The session learns why, as from any other answer, and closes the stream when it is over.
    if (response.status === 401 || response.status === 403) this.#session.reloadMe();
    if (!response.ok || response.body === null) throw new Error(`the stream answered ${response.status}`);
    opened();
    for await (const message of readServerSentEvents(response.body)) this.#take(message);
  }

  #take({ id, event, data }: EventSourceMessage): void {
    if (id !== undefined && id !== '') {
      this.#lastEventId = id;
      this.#known.learn(id);
    }
    if (event === 'change') this.#changes.next(JSON.parse(data) as Change);
    // `hello`: what was asked before the stream was open may have changed since. `reset`: too much was missed to be told.
    else if (event === 'hello' || event === 'reset') this.#renewed.next();
  }

  /** Waits longer after each failure; coming back online ends the wait. */
  #pause(failures: number, signal: AbortSignal): Promise<void> {
    const ceiling = Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - 1));
    const wait = ceiling / 2 + (Math.random() * ceiling) / 2;
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        globalThis.removeEventListener('online', end);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, wait);
      globalThis.addEventListener('online', end);
      signal.addEventListener('abort', end);
    });
  }
}
