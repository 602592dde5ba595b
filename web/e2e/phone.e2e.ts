import type { Page } from '@playwright/test';
import { expectAccessible } from './accessibility';
import { expect, newHostname, requestInstance, test } from './portal';
import { takeScreenshot } from './screenshots';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };

/** Nothing sticks out to the right, wherever one scrolls. */
const expectToFit = async (page: Page): Promise<void> => {
  const tooWide = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('mat-sidenav-content, main')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => element.tagName),
  );
  expect(tooWide, page.url()).toEqual([]);
};

test('every page fits a phone of 390 pixels, and one gets everywhere by the drawer', async ({ signedIn }, testInfo) => {
  const admin = await signedIn('admin', phone);
  await expectToFit(admin);
  await requestInstance(admin, newHostname('a-name-that-is-l'), 'long'.repeat(40));
  await expectToFit(admin);
  await expectAccessible(admin);
  await takeScreenshot(admin, 'portal-phone', testInfo);

  for (const page of ['Requests', 'All instances', 'Processes', 'Audit log', 'Read models', 'My instances']) {
    await admin.getByRole('button', { name: 'Navigation' }).click();
    const drawer = admin.getByRole('navigation', { name: 'Main' });
    await expect(drawer).toBeVisible();
    if (page === 'Requests') await expectAccessible(admin);
    await drawer.getByRole('link', { name: page }).click();
    await expect(admin.getByRole('heading', { name: page, level: 1 })).toBeVisible();
    await expect(drawer).toBeHidden();
    await expectToFit(admin);
    await expectAccessible(admin);
  }

  await admin.getByRole('link', { name: 'Request an instance' }).click();
  await expect(admin.getByRole('radio').first()).toBeVisible();
  await expectToFit(admin);
  await expectAccessible(admin);
});
