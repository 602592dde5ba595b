import { effect, type Signal } from '@angular/core';

/** Does something every so often for as long as the condition holds. Call it in an injection context. */
export const whileTrue = (condition: Signal<boolean>, everyMs: number, act: () => void): void => {
  effect((onCleanup) => {
    if (!condition()) return;
    const timer = setInterval(act, everyMs);
    onCleanup(() => clearInterval(timer));
  });
};
