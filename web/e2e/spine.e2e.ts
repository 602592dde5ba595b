import { expect, newHostname, requestInstance, stateOf, test } from './portal';
import { takeScreenshot } from './screenshots';

test('a member asks, an admin approves, the member watches it being set up and finds who did what', async ({
  signedIn,
}, testInfo) => {
  const member = await signedIn('member', { permissions: ['clipboard-read', 'clipboard-write'] });
  const admin = await signedIn('admin');
  const hostname = 'robotics';
  const reason = 'A home page for the robotics club.';

  await test.step('the member sees the domain before asking, and waits after', async () => {
    await member
      .getByRole('link', { name: /Request/ })
      .first()
      .click();
    await member.getByRole('radio').first().check();
    await member.getByLabel('Hostname').fill(hostname);
    await expect(member.getByTestId('preview')).toHaveText(new RegExp(`^${hostname}-member-(container|vps)\\.`));
    await member.getByLabel('What is it for?').fill(reason);
    await takeScreenshot(member, 'portal-request', testInfo);
    await member.getByRole('button', { name: 'Send the request' }).click();
    await expect(stateOf(member)).toHaveText('Waiting for approval');
  });

  await test.step('the admin finds it in the queue, where it came by itself, and approves', async () => {
    await admin.getByRole('link', { name: 'Requests' }).click();
    const request = admin.locator(`li[data-hostname="${hostname}"]`);
    await expect(request).toContainText('member');
    await expect(request).toContainText(reason);
    await takeScreenshot(admin, 'portal-requests', testInfo);
    await request.getByRole('button', { name: `Approve ${hostname}` }).click();
    await expect(request).toHaveCount(0);
  });

  await test.step('the member watches the steps live, without touching the page', async () => {
    await member.evaluate(() => Object.assign(globalThis, { neverReloaded: true }));
    await expect(stateOf(member)).toHaveText('Being set up');
    const steps = member.getByTestId('steps');
    await expect(steps.locator('li[data-state="running"]').first()).toBeVisible();
    const creating = steps.locator('li[data-step="create-guest"]');
    await expect(creating.getByText(/Log of Proxmox/)).toBeVisible({ timeout: 30_000 });
    await creating.getByText(/Log of Proxmox/).click();
    await expect(creating.getByRole('region', { name: 'Task log' })).not.toBeEmpty();
    await takeScreenshot(member, 'portal-provisioning', testInfo);
    await expect(stateOf(member)).toHaveText('Running', { timeout: 60_000 });
    expect(await member.evaluate(() => 'neverReloaded' in globalThis)).toBe(true);
  });

  await test.step('address, domain and SSH command are there to copy', async () => {
    await takeScreenshot(member, 'portal-instance', testInfo);
    const address = await member.getByTestId('address').innerText();
    expect(address).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    await expect(member.getByTestId('domain')).toContainText(hostname);
    const command = await member.getByTestId('ssh-command').innerText();
    expect(command).toMatch(/^ssh /);
    await member.getByRole('button', { name: 'Copy the SSH command' }).click();
    expect(await member.evaluate(() => navigator.clipboard.readText())).toBe(command);
  });

  await test.step('all steps are done, and say how long they took', async () => {
    await member.getByText('How it was set up').click();
    const steps = member.getByTestId('steps').locator('li');
    const states = await steps.evaluateAll((rows) => rows.map((row) => row.dataset['state']));
    expect(new Set(states)).toEqual(new Set(['succeeded']));
    await expect(steps.first().getByRole('timer')).toHaveText(/\d/);
  });

  await test.step('the history says who did what', async () => {
    await member.getByRole('tab', { name: 'History' }).click();
    await expect(member).toHaveURL(/\/history$/);
    const timeline = member.locator('app-history-timeline');
    const entry = (type: string) => timeline.locator(`li[data-type="${type}"]`);
    await expect(entry('instance-requested')).toContainText('member');
    await expect(entry('instance-request-approved')).toContainText('admin');
    await expect(entry('instance-provisioned')).toBeVisible();
    await expect(entry('step-succeeded')).toHaveCount(0);
    await takeScreenshot(member, 'portal-history', testInfo);
    await member.getByRole('switch').click();
    // Nine of setting it up, three mails to its owner and a message to the admins.
    await expect(entry('step-succeeded')).toHaveCount(9 + 3 + 1);
    await member.getByRole('switch').click();
  });
});

test('an admin refuses with a reason, the member reads it and asks again with the same words', async ({ signedIn }) => {
  const member = await signedIn('member');
  const admin = await signedIn('admin');
  const hostname = newHostname('game');
  await requestInstance(member, hostname, 'A game server for Friday.');

  await admin.goto('/administration/requests');
  const request = admin.locator(`li[data-hostname="${hostname}"]`);
  await request.getByRole('button', { name: `Refuse ${hostname}…` }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Refuse the request' }).click();
  await expect(dialog).toContainText('Say why, in a sentence.');
  await dialog.getByLabel('Reason').fill('Please use the shared game server.');
  await dialog.getByRole('button', { name: 'Refuse the request' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(request).toHaveCount(0);

  await expect(stateOf(member)).toHaveText('Refused');
  await expect(member.getByText('Please use the shared game server.')).toBeVisible();
  await member.getByRole('link', { name: 'Edit and ask again' }).click();
  await expect(member.getByLabel('Hostname')).toHaveValue(hostname);
  await expect(member.getByLabel('What is it for?')).toHaveValue('A game server for Friday.');
  await expect(member.getByRole('radio').first()).toBeChecked();
});

test('a member withdraws a request after reading what is lost, and can change their mind before', async ({
  signedIn,
}) => {
  const member = await signedIn('member');
  const hostname = newHostname('oops');
  await requestInstance(member, hostname, 'A mistake.');

  const withdraw = member.getByRole('button', { name: 'Withdraw…' });
  await withdraw.click();
  const dialog = member.getByRole('dialog', { name: `Withdraw the request for ${hostname}?` });
  await expect(dialog).toContainText('What is lost');
  await expect(dialog).toContainText('What stays');
  await member.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(withdraw).toBeFocused();
  await expect(stateOf(member)).toHaveText('Waiting for approval');

  await withdraw.click();
  await dialog.getByRole('button', { name: 'Withdraw the request' }).click();
  await expect(stateOf(member)).toHaveText('Withdrawn');
});
