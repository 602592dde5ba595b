import { effect, signal, untracked, type ResourceRef } from '@angular/core';

/**
 * A resource ignores `reload` while it is loading, and what it is loading may be older than what it should be asked for.
 * Call it in an injection context.
 *
 * @returns asks anew: now, or as soon as the answer that is under way is there
 */
export const reloadInTurn = (resource: Pick<ResourceRef<unknown>, 'isLoading' | 'reload'>): (() => void) => {
  const stale = signal(false);
  effect(() => {
    if (!stale() || resource.isLoading()) return;
    untracked(() => {
      stale.set(false);
      resource.reload();
    });
  });
  return () => {
    stale.set(true);
  };
};
