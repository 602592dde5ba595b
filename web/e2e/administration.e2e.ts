import { expectAccessible } from './accessibility';
import { expect, newHostname, requestInstance, test } from './portal';
import { takeScreenshot } from './screenshots';

test('a member sees no administration, and is told so at its address', async ({ signedIn }) => {
  const member = await signedIn('member');

  await expect(member.getByRole('link', { name: 'Audit log' })).toHaveCount(0);
  await member.goto('/administration/audit');
  await expect(member.getByText('This page is for admins and auditors')).toBeVisible();
  await expectAccessible(member);
});

test('an auditor reads everything and can change none of it', async ({ signedIn }) => {
  const member = await signedIn('member');
  const hostname = newHostname('look');
  await requestInstance(member, hostname, 'To be looked at.');
  const auditor = await signedIn('auditor');

  await auditor.getByRole('link', { name: 'Requests' }).click();
  const request = auditor.locator(`li[data-hostname="${hostname}"]`);
  await expect(request).toBeVisible();
  await expect(request.getByRole('button')).toHaveCount(0);
  await expect(auditor.getByText('deciding is for admins')).toBeVisible();
  await expectAccessible(auditor);

  await request.getByRole('link', { name: hostname }).click();
  const approve = auditor.getByRole('button', { name: 'Approve' });
  await expect(approve).toBeDisabled();
  await expect(approve).toHaveAccessibleDescription('Only admins decide on requests.');
  await expectAccessible(auditor);

  await auditor.getByRole('link', { name: 'Read models' }).click();
  await expect(auditor.getByText('Rebuilding is for admins.')).toBeVisible();
  await expect(auditor.getByRole('button', { name: /^Rebuild/ })).toHaveCount(0);
});

test('an admin filters all instances, and the address keeps the filter', async ({ signedIn }) => {
  const member = await signedIn('member');
  const hostname = newHostname('find');
  await requestInstance(member, hostname, 'To be found.');
  const admin = await signedIn('admin');

  await admin.getByRole('link', { name: 'All instances' }).click();
  await admin.getByLabel('Search').fill(hostname);
  await expect(admin.getByRole('link', { name: hostname })).toBeVisible();
  await expect(admin.getByText('1 instance', { exact: true })).toBeVisible();
  await expect(admin).toHaveURL(new RegExp(`search=${hostname}`));
  await expectAccessible(admin);

  await admin.reload();
  await expect(admin.getByLabel('Search')).toHaveValue(hostname);
  await admin.getByLabel('Search').fill('no-such-thing');
  await expect(admin.getByText('Nothing matches')).toBeVisible();
  await expectAccessible(admin);
  await admin.getByRole('button', { name: 'Clear the filter' }).click();
  await expect(admin.getByRole('link', { name: hostname })).toBeVisible();
});

test('an admin rebuilds a read model and sees both were equal', async ({ signedIn }, testInfo) => {
  const admin = await signedIn('admin');
  await admin.getByRole('link', { name: 'Read models' }).click();
  const model = admin.locator('li[data-model="instance-list"]');
  await expect(model).toContainText('Live');
  await expectAccessible(admin);

  await model.getByRole('button', { name: 'Rebuild instance-list' }).click();
  await expect(model).toContainText('both were equal', { timeout: 30_000 });
  await takeScreenshot(admin, 'portal-read-models', testInfo);
});

test('the audit log tells everything in order, and new events come by themselves', async ({ signedIn }, testInfo) => {
  const admin = await signedIn('admin');
  await admin.getByRole('link', { name: 'Audit log' }).click();
  const entries = admin.locator('app-history-timeline li');
  await expect(entries.first()).toBeVisible();
  await expectAccessible(admin);
  await takeScreenshot(admin, 'portal-audit', testInfo);

  const member = await signedIn('member');
  const hostname = newHostname('seen');
  await requestInstance(member, hostname, 'To be seen in the log.');

  await expect(entries.filter({ hasText: hostname }).first()).toBeVisible();
});

test('the processes page is accessible', async ({ signedIn }) => {
  const admin = await signedIn('admin');
  await admin.getByRole('link', { name: 'Processes' }).click();
  await expect(admin.getByRole('heading', { name: 'Processes' })).toBeVisible();
  await expectAccessible(admin);
});
