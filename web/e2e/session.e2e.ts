import { expectAccessible } from './accessibility';
import { expect, signIn, test } from './portal';
import { takeScreenshot } from './screenshots';

test('a stranger meets the landing page, signs in and out again', async ({ stranger: page }, testInfo) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(page);
  await takeScreenshot(page, 'portal-landing', testInfo);

  await page.getByRole('button', { name: 'Sign in' }).click();
  await signIn(page, 'member');
  await expect(page.getByRole('heading', { name: 'My instances' })).toBeVisible();

  await page.getByRole('button', { name: 'Account of member' }).click();
  const account = page.getByRole('dialog', { name: 'Account of member' });
  await expect(account).toContainText('Member');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Account of member' })).toBeFocused();
  await page.keyboard.press('Enter');
  await account.getByRole('button', { name: 'Sign out' }).click();
  // The provider asks whether it shall end its own session too.
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: /Your own machine/ })).toBeVisible();
});

test('sign-in leads back to the address that was asked for', async ({ stranger: page }) => {
  await page.goto('/instances/new?hostname=wanted');
  await signIn(page, 'member');

  await expect(page.getByLabel('Hostname')).toHaveValue('wanted');
});

test('a session that ends says so, keeps the page, and comes back to it', async ({ signedIn }) => {
  const page = await signedIn('member');
  await page.goto('/instances?search=x');
  await expect(page.getByRole('heading', { name: 'My instances' })).toBeVisible();
  await page.route('**/v1/templates', (route) => route.fulfill({ status: 401, body: '{}' }));

  await page.getByRole('link', { name: 'Request an instance' }).click();
  await expect(page.getByText('Your session has ended.')).toBeVisible();
  await expectAccessible(page);
  await page.unroute('**/v1/templates');
  await page.getByRole('button', { name: 'Sign in' }).click();

  await expect(page).toHaveURL(/\/instances\/new$/);
  await expect(page.getByRole('radio').first()).toBeVisible();
});

test('a lost connection is said, and mends by itself', async ({ signedIn }) => {
  const page = await signedIn('member');
  const banner = page.getByText('The connection is lost');
  let cut = true;
  await page.route('**/v1/stream', (route) => (cut ? route.abort() : route.continue()));
  await page.reload();
  await expect(banner).toBeVisible();
  await expectAccessible(page);

  cut = false;

  await expect(banner).toHaveCount(0, { timeout: 20_000 });
});

test('a page that was open while the portal was replaced loads the new one, at the address that was wanted', async ({
  signedIn,
}) => {
  const page = await signedIn('member');
  await page.evaluate(() => Object.assign(globalThis, { old: true }));
  await page.route('**/*.js', (route) => route.fulfill({ status: 404, body: '' }), { times: 1 });

  await page.getByRole('link', { name: 'Request an instance' }).click();
  await expect(page.getByRole('heading', { name: 'Request an instance' })).toBeVisible();

  expect(await page.evaluate(() => 'old' in globalThis)).toBe(false);
});
