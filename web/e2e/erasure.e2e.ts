import type { Page } from '@playwright/test';
import { expectAccessible } from './accessibility';
import { controlLab, mailTo } from './lab';
import { becomeMember, type Newcomer } from './newcomer';
import { expect, newHostname, requestInstance, stateOf, test } from './portal';
import { takeScreenshot } from './screenshots';

test.afterEach(() => controlLab('proxmox', { fault: 'none' }));

const askToBeErased = async (page: Page, { username }: Newcomer): Promise<void> => {
  await page.goto('/account/privacy');
  await page.getByRole('button', { name: 'Erase my account…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Erase your account?' });
  await dialog.getByLabel('Your username, to confirm').fill(username);
  await dialog.getByRole('button', { name: 'Erase my account' }).click();
  await expect(page.getByRole('region', { name: 'Erasure of your account' })).toContainText('will be erased in');
};

test('whoever thinks better of it keeps the account', async ({ stranger: page }, testInfo) => {
  const newcomer = await becomeMember(page);
  await page.goto('/account/privacy');
  await expect(page.getByText('You have 30 seconds to think better of it.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Erase my account…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('What is lost');
  await expect(dialog).toContainText('What stays');
  await dialog.getByLabel('Your username, to confirm').fill('somebody-else');
  await dialog.getByRole('button', { name: 'Erase my account' }).click();
  await expect(dialog).toContainText(`Type ${newcomer.username} to confirm.`);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await askToBeErased(page, newcomer);
  const banner = page.getByRole('region', { name: 'Erasure of your account' });
  await page.getByRole('link', { name: 'My instances' }).click();
  await expect(page.getByRole('heading', { name: 'My instances' })).toBeVisible();
  await expect(banner).toContainText(/in \d+ seconds?\./);
  await takeScreenshot(page, 'portal-erasure', testInfo);
  await banner.getByRole('button', { name: 'Keep my account' }).click();
  await expect(banner).toHaveCount(0);
  await mailTo(newcomer.email, 'Your account stays');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'My instances' })).toBeVisible();
  await expect(banner).toHaveCount(0);
});

test('an erasure ends with the account: its instance is deleted, its owner is told, and what stays names nobody', async ({
  stranger: page,
  signedIn,
}) => {
  const newcomer = await becomeMember(page);
  const admin = await signedIn('admin');
  const hostname = newHostname('erased');
  await requestInstance(page, hostname, 'To be deleted with me.');
  await admin.goto(page.url());
  await admin.getByRole('button', { name: 'Approve' }).click();
  await expect(stateOf(page)).toHaveText('Running', { timeout: 60_000 });
  // Slow enough to be watched.
  await controlLab('proxmox', { fault: 'slow', method: 'DELETE', milliseconds: 4000, times: 1 });

  await page.goto('/account/privacy');
  await expect(page.getByText(`everything on their disks: ${hostname}.`)).toBeVisible();
  await askToBeErased(page, newcomer);
  await expectAccessible(page);

  await expect(stateOf(admin)).toHaveText('Being deleted', { timeout: 60_000 });
  await expect(admin.getByText('because its owner asked to be erased')).toBeVisible();
  const steps = admin.getByTestId('guest-work').locator('li');
  await expect(steps).toHaveCount(4);
  await expect(admin.getByTestId('guest-work').locator('li[data-state="running"]')).toBeVisible();
  await expectAccessible(admin);

  await expect(page.getByRole('heading', { name: 'Your account is being erased' })).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);
  await expect(stateOf(admin)).toHaveText('Deleted', { timeout: 60_000 });
  await expect(admin.getByText('It was deleted with everything on its disk.')).toBeVisible();
  await expectAccessible(admin);
  await mailTo(newcomer.email, 'Your account is erased');

  await admin.goto('/administration/accounts?state=erased');
  await admin.getByRole('link', { name: 'erased person' }).first().click();
  await expect(stateOf(admin)).toHaveText('Erased');
  await expect(admin.getByRole('heading', { name: 'erased person' })).toBeVisible();
  await expect(admin.getByRole('main')).not.toContainText(newcomer.username);
  await expectAccessible(admin);
});
