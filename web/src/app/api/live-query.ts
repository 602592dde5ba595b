import { httpResource } from '@angular/common/http';
import { computed, DestroyRef, effect, inject, linkedSignal, type Signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { filter, merge } from 'rxjs';
import { ChangeStream } from './change-stream';
import type { Change } from './contract';
import { problemOf, type Problem } from './problem';
import { reloadInTurn } from './reload-in-turn';

/** What a page knows of one query: the last good answer stays on the screen while a newer one is fetched or fails. */
export type LiveQuery<T> = Readonly<{
  value: Signal<T | undefined>;
  /** Why there is no answer, or no newer one. */
  problem: Signal<Problem | undefined>;
  /** Nothing to show yet, and no failure either. */
  loading: Signal<boolean>;
  reload: () => void;
}>;

type Settled<T> = Readonly<{ url: string | undefined; value: T | undefined }>;

/** A burst of events (a provisioning writes several per second) asks once. */
const gatherMs = 80;
const askAgainMs = 1000;

/**
 * A GET whose answer is kept fresh by the stream of changes: no polling, no reload of the page.
 * Call it in an injection context.
 *
 * @param url undefined while there is nothing to ask for
 * @param concerns whether a change may have changed the answer
 */
export const liveQuery = <T>(url: () => string | undefined, concerns: (change: Change) => boolean): LiveQuery<T> => {
  const resource = httpResource<T>(url);
  const stream = inject(ChangeStream);
  const reload = reloadInTurn(resource);
  let gathering: ReturnType<typeof setTimeout> | undefined;

  merge(stream.changes.pipe(filter(concerns)), stream.renewed)
    .pipe(takeUntilDestroyed())
    .subscribe(() => {
      gathering ??= setTimeout(() => {
        gathering = undefined;
        reload();
      }, gatherMs);
    });
  inject(DestroyRef).onDestroy(() => clearTimeout(gathering));

  const settled = linkedSignal<Settled<T>, Settled<T>>({
    source: () => ({ url: url(), value: resource.hasValue() ? resource.value() : undefined }),
    computation: (now, previous) =>
      now.value === undefined && previous?.value.url === now.url ? (previous?.value ?? now) : now,
  });
  const problem = linkedSignal<{ failed: unknown; busy: boolean; url: string | undefined }, Problem | undefined>({
    source: () => ({ failed: resource.error(), busy: resource.isLoading(), url: url() }),
    // A problem stays while the next try is under way, so that the screen does not flicker.
    computation: (now, previous) => {
      if (now.failed !== undefined) return problemOf(now.failed);
      return now.busy && previous?.source.url === now.url ? previous?.value : undefined;
    },
  });
  // The read models were asked for more than they held yet; they will have it in a moment.
  effect((onCleanup) => {
    if (problem()?.code !== 'not-caught-up') return;
    const timer = setTimeout(reload, askAgainMs);
    onCleanup(() => clearTimeout(timer));
  });
  const value = computed(() => settled().value);
  return {
    value,
    problem: problem.asReadonly(),
    loading: computed(() => value() === undefined && problem() === undefined && url() !== undefined),
    reload,
  };
};
