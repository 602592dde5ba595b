import { inject, type Signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router } from '@angular/router';
import { LinkToken, tokenIn } from './link-token';

/**
 * The token of the link that led to this page, also when another link is opened while the page is: browsers then only change
 * the fragment. Call it in an injection context.
 */
export const openedLink = (): Signal<string | undefined> => {
  const held = inject(LinkToken);
  const router = inject(Router);
  const route = inject(ActivatedRoute);
  route.fragment.pipe(takeUntilDestroyed()).subscribe((fragment) => {
    const token = tokenIn(fragment);
    if (token === undefined) return;
    held.hold(token);
    // Navigating without a fragment takes it out of the address; the entry of the history is replaced.
    void router.navigate([], { relativeTo: route, replaceUrl: true });
  });
  return held.value;
};
