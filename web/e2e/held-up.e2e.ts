import { expectAccessible } from './accessibility';
import { controlLab } from './lab';
import { expect, newHostname, requestInstance, stateOf, test } from './portal';
import { takeScreenshot } from './screenshots';

test.afterEach(() => controlLab('proxmox', { fault: 'none' }));

test('what Proxmox refuses is held up with its cause, and goes on when an admin lets it try again', async ({
  signedIn,
}, testInfo) => {
  const member = await signedIn('member');
  const admin = await signedIn('admin');
  const hostname = newHostname('stuck');
  await controlLab('proxmox', { fault: 'revoke', privilege: 'VM.Allocate' });
  await requestInstance(member, hostname, 'To get stuck.');

  await admin.goto('/administration/requests');
  await admin.getByRole('button', { name: `Approve ${hostname}` }).click();
  await expect(stateOf(member)).toHaveText('Held up', { timeout: 90_000 });
  const step = member.locator('li[data-step="create-guest"]');
  await expect(step).toHaveAttribute('data-state', 'parked');
  await expect(step.locator('.cause')).not.toBeEmpty();
  await expect(member.getByText('an admin has to look at it')).toBeVisible();
  await expectAccessible(member);
  await takeScreenshot(member, 'portal-held-up', testInfo);

  await admin.getByRole('link', { name: 'Processes' }).click();
  const process = admin.locator('li.panel', { has: admin.getByRole('link', { name: hostname }) });
  await expect(process).toContainText('Held up');
  await expectAccessible(admin);
  await process.getByRole('button', { name: 'Give up…' }).click();
  await expect(admin.getByRole('dialog')).toContainText('What is lost');
  await expectAccessible(admin);
  await admin.keyboard.press('Escape');

  await controlLab('proxmox', { fault: 'none' });
  await process.getByRole('button', { name: 'Try again…' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('What has changed since it failed').fill('The token has its permission back.');
  await dialog.getByRole('button', { name: 'Try again' }).click();

  await expect(stateOf(member)).toHaveText('Running', { timeout: 90_000 });
});

test('an admin gives up on what is held up, and nothing of it stays', async ({ signedIn }) => {
  const member = await signedIn('member');
  const admin = await signedIn('admin');
  const hostname = newHostname('gone');
  await controlLab('proxmox', { fault: 'revoke', privilege: 'VM.Allocate' });
  await requestInstance(member, hostname, 'To be given up.');
  await admin.goto(member.url());
  await admin.getByRole('button', { name: 'Approve' }).click();
  await expect(stateOf(admin)).toHaveText('Held up', { timeout: 90_000 });
  await controlLab('proxmox', { fault: 'none' });

  await admin.getByRole('button', { name: 'Give up…' }).click();
  const dialog = admin.getByRole('dialog', { name: `Give up on ${hostname}?` });
  await dialog.getByLabel('Reason').fill('Not wanted any more.');
  await dialog.getByRole('button', { name: 'Give up and clean up' }).click();

  await expect(stateOf(member)).toHaveText('Given up', { timeout: 60_000 });
  await expect(member.getByRole('link', { name: 'Ask again' })).toBeVisible();
});
