import { expectAccessible } from './accessibility';
import { mailTo } from './lab';
import { becomeMember, newNewcomer, signUp } from './newcomer';
import { expect, newHostname, requestInstance, stateOf, test } from './portal';
import { takeScreenshot } from './screenshots';

test('an admin disables an account with a reason that the person reads, and enables it again', async ({
  stranger: page,
  signedIn,
}, testInfo) => {
  const newcomer = await becomeMember(page);
  const admin = await signedIn('admin');
  const hostname = newHostname('stopped');
  await requestInstance(page, hostname, 'To be stopped for a while.');
  await admin.goto(page.url());
  await admin.getByRole('button', { name: 'Approve' }).click();
  await expect(stateOf(page)).toHaveText('Running', { timeout: 60_000 });
  const instance = page.url();

  await test.step('the admin finds the account by a part of its address', async () => {
    await admin.getByRole('link', { name: 'Accounts' }).click();
    await expect(admin.locator(`app-account-row[data-username="${newcomer.username}"]`)).toContainText('1 instance');
    await expectAccessible(admin);
    await takeScreenshot(admin, 'portal-accounts', testInfo);
    await admin.getByLabel('Search').fill('nobody has this in their name');
    await expect(admin.getByText('Nobody matches')).toBeVisible();
    await expectAccessible(admin);
    await admin.getByRole('button', { name: 'Clear the filter' }).click();
    await admin.getByLabel('Search').fill(newcomer.email.slice(0, 12).toUpperCase());
    await expect(admin.getByRole('status').filter({ hasText: '1 account' })).toBeVisible();
    expect(new URL(admin.url()).search).toBe('');
    await admin.getByRole('link', { name: newcomer.username }).click();
    await expect(admin.getByRole('heading', { name: newcomer.username, level: 1 })).toBeFocused();
    await expect(admin.getByRole('link', { name: hostname })).toBeVisible();
    await expectAccessible(admin);
  });

  const waiting = newHostname('waiting');
  await requestInstance(page, waiting, 'To be decided on later.');
  await page.goto(instance);

  await test.step('what is lost and kept follows the choice, and a reason is asked for', async () => {
    await admin.getByRole('button', { name: 'Disable…' }).click();
    const dialog = admin.getByRole('dialog', { name: `Disable ${newcomer.username}?` });
    await expect(dialog).toContainText('their websites and services are down');
    await dialog.getByRole('radio', { name: 'Let them run' }).check();
    await expect(dialog).toContainText('Their instances run on');
    await expect(dialog).not.toContainText('their websites and services are down');
    await dialog.getByRole('radio', { name: 'Stop them' }).check();
    await expectAccessible(admin);
    await dialog.getByRole('button', { name: 'Disable the account' }).click();
    await expect(dialog).toContainText('Say why, in a sentence.');
    await dialog.getByLabel('Reason').fill('Mined coins on the shared machine.');
    await dialog.getByRole('button', { name: 'Disable the account' }).click();
    await expect(stateOf(admin)).toHaveText('Disabled');
    await expect(admin.getByText('Mined coins on the shared machine.')).toHaveCount(2);
    await expectAccessible(admin);
  });

  await test.step('the person is told on whatever page they are, and why by mail', async () => {
    await expect(page.getByRole('heading', { name: 'Your account is disabled' })).toBeVisible({ timeout: 30_000 });
    await expectAccessible(page);
    const { text } = await mailTo(newcomer.email, 'Your account is suspended');
    expect(text).toContain('Mined coins on the shared machine.');
    await page.getByRole('button', { name: 'Look again' }).click();
    await expect(page.getByRole('heading', { name: 'Your account is disabled' })).toBeVisible();
  });

  await test.step('the instance is stopped, and says why', async () => {
    await admin.goto(instance);
    await expect(stateOf(admin)).toHaveText('Suspended');
    await expect(admin.getByText('because the account of its owner is disabled')).toBeVisible();
    await admin.getByText('How it was stopped').click();
    await expect(admin.getByTestId('guest-work').locator('li[data-state="succeeded"]')).toHaveCount(1);
    await expectAccessible(admin);
  });

  await test.step('what they asked for waits, and says why', async () => {
    await admin.getByRole('link', { name: 'Requests' }).click();
    const approve = admin.getByRole('button', { name: `Approve ${waiting}` });
    await expect(approve).toBeDisabled();
    await expect(approve).toHaveAccessibleDescription('The account of its owner is disabled; enable it first.');
    await expect(admin.getByRole('button', { name: `Refuse ${waiting}` })).toBeEnabled();
    await expectAccessible(admin);
  });

  await test.step('an auditor sees it, and cannot act', async () => {
    const auditor = await signedIn('auditor');
    await auditor.goto('/administration/accounts?state=disabled');
    await auditor.getByRole('link', { name: newcomer.username }).click();
    const enable = auditor.getByRole('button', { name: 'Enable' });
    await expect(enable).toBeDisabled();
    await expect(enable).toHaveAccessibleDescription(/Only admins decide about accounts of others/);
    await expectAccessible(auditor);
  });

  await test.step('enabled again, the person goes on where they were', async () => {
    await admin.goto('/administration/accounts?state=disabled');
    await admin.getByRole('link', { name: newcomer.username }).click();
    await admin.getByRole('button', { name: 'Enable' }).click();
    await expect(stateOf(admin)).toHaveText('Active');
    await mailTo(newcomer.email, 'Your account is back');
    await page.getByRole('button', { name: 'Look again' }).click();
    await expect(page.getByRole('heading', { name: hostname })).toBeVisible();
    await expect(stateOf(page)).toHaveText('Running');
  });
});

test('an admin has the mail of a sign-up sent again, and sees the account appear by itself', async ({
  stranger: page,
  signedIn,
}) => {
  const admin = await signedIn('admin');
  await admin.goto('/administration/accounts?state=waiting');
  await expect(admin.getByRole('heading', { name: 'Accounts' })).toBeVisible();
  const newcomer = newNewcomer();
  await signUp(page, newcomer);
  await mailTo(newcomer.email, 'Verify your e-mail address');

  await admin.getByRole('link', { name: newcomer.username }).click();
  await expect(stateOf(admin)).toHaveText('Waiting for its mail');
  await admin.getByRole('button', { name: 'Send the mail again' }).click();
  await expect(admin.getByText('A new link is on its way')).toBeVisible();
  await expect(admin.locator('li[data-type="link-issued"]')).toHaveCount(2);
});

test('an admin cannot lock themselves out, and reads why', async ({ signedIn }) => {
  const admin = await signedIn('admin');
  await admin.goto('/administration/accounts?state=active');
  await admin.getByLabel('Search').fill('admin@lab');
  await admin.getByRole('link', { name: 'admin', exact: true }).click();

  await expect(admin.getByRole('button', { name: 'Disable…' })).toBeDisabled();
  await expect(admin.getByText('Nobody locks or unlocks their own account; ask another admin.')).toBeVisible();
});

test('an account that does not exist, and a list that does not come, each say so', async ({ signedIn }) => {
  const admin = await signedIn('admin');
  await admin.goto('/administration/accounts/00000000-0000-4000-8000-000000000000');
  await expect(admin.getByText('There is no such account')).toBeVisible();
  await expectAccessible(admin);

  await admin.route('**/v1/accounts?*', (route) => route.fulfill({ status: 503, body: '{}' }));
  await admin.getByRole('link', { name: 'All accounts' }).click();
  await expect(admin.getByRole('alert')).toContainText('503');
  await expectAccessible(admin);
  await admin.unroute('**/v1/accounts?*');
  await admin.getByRole('button', { name: 'Try again' }).click();
  await expect(admin.locator('app-account-row').first()).toBeVisible();
});
