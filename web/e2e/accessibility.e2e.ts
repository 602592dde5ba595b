import { expectAccessible } from './accessibility';
import { expect, newHostname, requestInstance, stateOf, test } from './portal';

test('the pages and dialogs of a member pass axe in light and dark', async ({ signedIn }) => {
  const member = await signedIn('member');
  await expectAccessible(member);

  await member.goto('/instances/new');
  await expect(member.getByRole('radio').first()).toBeVisible();
  await expectAccessible(member);
  await member.getByRole('button', { name: 'Send the request' }).click();
  await expect(member.getByText('Give the instance a name.')).toBeVisible();
  await expectAccessible(member);

  await requestInstance(member, newHostname('axe'), 'To be looked at by axe.');
  await expect(stateOf(member)).toHaveText('Waiting for approval');
  await expectAccessible(member);
  await member.getByRole('button', { name: 'Withdraw…' }).click();
  await expect(member.getByRole('dialog')).toBeVisible();
  await expectAccessible(member);
  await member.keyboard.press('Escape');

  await member.getByRole('tab', { name: 'History' }).click();
  await member.getByText('Details').first().click();
  await expectAccessible(member);

  await member.goto('/instances/00000000-0000-4000-8000-000000000000');
  await expect(member.getByText('There is no such instance')).toBeVisible();
  await expectAccessible(member);

  await member.goto('/nowhere');
  await expect(member.getByText('There is no such page')).toBeVisible();
  await expectAccessible(member);

  await member.getByRole('button', { name: /^Colours/ }).click();
  await expect(member.getByRole('menu')).toBeVisible();
  await expectAccessible(member);
});

test('the pages of an instance that is being set up, and then runs, pass axe', async ({ signedIn }) => {
  const member = await signedIn('member');
  const admin = await signedIn('admin');
  const hostname = newHostname('axe');
  await requestInstance(member, hostname, 'To be looked at while it grows.');

  await admin.goto('/administration/requests');
  await admin.getByRole('button', { name: `Refuse ${hostname}…` }).click();
  await expect(admin.getByRole('dialog')).toBeVisible();
  await expectAccessible(admin);
  await admin.keyboard.press('Escape');
  await admin.getByRole('button', { name: `Approve ${hostname}` }).click();

  await expect(stateOf(member)).toHaveText('Being set up');
  await expectAccessible(member);
  await expect(stateOf(member)).toHaveText('Running', { timeout: 60_000 });
  await member.getByText('How it was set up').click();
  await expectAccessible(member);
});

test('a chosen theme stays, whatever the system says', async ({ signedIn }) => {
  const member = await signedIn('member', { colorScheme: 'light' });
  const ground = () => member.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();

  await member.getByRole('button', { name: /^Colours/ }).click();
  await member.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect.poll(ground).not.toBe(light);
  const dark = await ground();
  await member.reload();

  expect(await ground()).toBe(dark);
});
