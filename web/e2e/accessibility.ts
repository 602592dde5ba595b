import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * Colours are measured at rest, not those of a transition: nothing has moved for three frames, because a dialog begins
 * to fade in some frames after it was opened. Endless animations do not count.
 */
const animationsEnd = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const moving = () =>
      document
        .getAnimations()
        .filter(({ playState, effect }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity);
    for (let calm = 0; calm < 3; calm += 1) {
      await new Promise(requestAnimationFrame);
      if (moving().length === 0) continue;
      await Promise.all(moving().map(({ finished }) => finished.catch(() => undefined)));
      calm = -1;
    }
  });

/** No violation of WCAG 2.2 AA or of axe's best practices, in dark and in light; the page is left in light. */
export const expectAccessible = async (page: Page): Promise<void> => {
  // A notice that leaves while axe looks is measured half faded.
  await expect(page.locator('mat-snack-bar-container')).toHaveCount(0);
  const menuIsOpen = (await page.getByRole('menu').count()) > 0;
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await animationsEnd(page);
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze();
    const found = violations
      // A menu that is open belongs to its button, not to a region of the page.
      .filter(({ id }) => id !== 'region' || !menuIsOpen)
      .map(({ id, help, nodes }) => ({ id, help, at: nodes.map(({ html }) => html) }));
    expect(found, `axe in ${colorScheme} at ${page.url()}`).toEqual([]);
  }
};
