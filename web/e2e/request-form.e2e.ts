import { expect, newHostname, requestInstance, stateOf, test } from './portal';

test('what is wrong with a request is said at its field, before and after it is sent', async ({ signedIn }) => {
  const member = await signedIn('member');
  const taken = newHostname('taken');
  await requestInstance(member, taken, 'The first one.');

  await member.goto('/instances/new');
  const send = member.getByRole('button', { name: 'Send the request' });
  await send.click();
  await expect(member.getByText('Pick a template.')).toBeVisible();
  await expect(member.getByText('Give the instance a name.')).toBeVisible();
  await expect(member.getByText('Say what it is for, in a sentence.')).toBeVisible();

  const hostname = member.getByLabel('Hostname');
  await hostname.fill('My_Web');
  await expect(member.getByText('Small letters only.')).toBeVisible();
  await hostname.fill('-web');
  await expect(member.getByText('A hyphen can not be first or last.')).toBeVisible();

  await member.getByRole('radio').first().check();
  const reason = member.getByLabel('What is it for?');
  await reason.fill('x'.repeat(281));
  await expect(member.getByText('At most 280 characters; these are 281.')).toBeVisible();
  await reason.fill('The second one.');
  await expect(member.getByText('15 / 280')).toBeVisible();

  await hostname.fill(taken);
  await send.click();
  await expect(member.locator('mat-form-field', { has: hostname }).locator('mat-error')).toContainText(taken);
  await expect(hostname).toHaveAttribute('aria-invalid', 'true');
  await expect(member).toHaveURL(/\/instances\/new$/);

  const free = newHostname('free');
  await hostname.fill(free);
  await send.click();
  await expect(member.getByRole('heading', { name: free, level: 1 })).toBeVisible();
});

test('a request can be made with the keyboard alone', async ({ signedIn }) => {
  const member = await signedIn('member');
  const hostname = newHostname('keys');
  await member.goto('/instances');
  await expect(member.getByRole('heading', { name: 'My instances' })).toBeVisible();

  await member.keyboard.press('Tab');
  await expect(member.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await member.keyboard.press('Enter');
  await expect(member.getByRole('main')).toBeFocused();
  await member.keyboard.press('Tab');
  await expect(member.getByRole('link', { name: 'Request an instance' })).toBeFocused();
  await member.keyboard.press('Enter');

  await expect(member.getByRole('heading', { name: 'Request an instance' })).toBeFocused();
  const template = member.getByRole('radio').first();
  // Nobody tabs into a form before it is there.
  await expect(template).toBeVisible();
  await member.keyboard.press('Tab');
  await expect(template).toBeFocused();
  await member.keyboard.press('Space');
  await expect(template).toBeChecked();
  await member.keyboard.press('Tab');
  await member.keyboard.type(hostname);
  await member.keyboard.press('Tab');
  await member.keyboard.type('To learn with my keyboard.');
  await member.keyboard.press('Tab');
  await expect(member.getByRole('button', { name: 'Send the request' })).toBeFocused();
  await member.keyboard.press('Enter');

  await expect(stateOf(member)).toHaveText('Waiting for approval');
  await expect(member).toHaveTitle(`${hostname} · Netsoc Cloud`);
});
