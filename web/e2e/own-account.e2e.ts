import { readFileSync } from 'node:fs';
import { newSshKeyPair } from '../../src/infrastructure/lab/proxmox/ssh-key-pair';
import { expectAccessible } from './accessibility';
import { linkTo, mailTo } from './lab';
import { becomeMember } from './newcomer';
import { expect, signInAs, test } from './portal';
import { takeScreenshot } from './screenshots';

test('a private key is turned away in the browser; a public one is added, shown and removed', async ({
  stranger: page,
}, testInfo) => {
  const newcomer = await becomeMember(page);
  const keys = newSshKeyPair('ada@laptop');
  const sent: string[] = [];
  page.on('request', (request) => sent.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`));
  await page.goto('/account/ssh-keys');
  await expect(page.getByText('No SSH key yet')).toBeVisible();
  await expectAccessible(page);
  const field = page.getByLabel('Public key');

  await test.step('pasted, typed or from its file: a private key does not stay and is not sent', async () => {
    await field.evaluate((area, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', text);
      area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, keys.private);
    await expect(page.getByText('That was a private key.')).toBeVisible();
    await expect(field).toHaveValue('');
    await expectAccessible(page);
    await field.fill('ssh-');
    await expect(page.getByText('That was a private key.')).toHaveCount(0);
    await field.fill(keys.private);
    await expect(page.getByText('That was a private key.')).toBeVisible();
    await expect(field).toHaveValue('');
    const file = { name: 'id_ed25519', mimeType: 'text/plain', buffer: Buffer.from(keys.private) };
    await page.getByTestId('key-file').setInputFiles(file);
    await expect(field).toHaveValue('');
    await page.getByRole('button', { name: 'Add the key' }).click();
    await expect(page.getByText('Paste a key, or choose its file.')).toBeVisible();
    expect(sent.filter((request) => request.includes('ssh-keys') && request.startsWith('POST'))).toEqual([]);
    expect(sent.filter((request) => request.includes('PRIVATE'))).toEqual([]);
  });

  await test.step('what is no key is refused at the field', async () => {
    await field.fill('ssh-ed25519 AAAA');
    await page.getByRole('button', { name: 'Add the key' }).click();
    await expect(page.locator('mat-error')).toContainText('not an OpenSSH public key');
  });

  await test.step('a public key is added from its file, and told by mail', async () => {
    const file = { name: 'id_ed25519.pub', mimeType: 'text/plain', buffer: Buffer.from(keys.public) };
    await page.getByTestId('key-file').setInputFiles(file);
    await expect(field).toHaveValue(keys.public.trim());
    await page.getByRole('button', { name: 'Add the key' }).click();
    await expect(page.getByText('The key is added.')).toBeVisible();
    await expect(page.getByText('ada@laptop')).toBeVisible();
    await expect(field).toHaveValue('');
    await expectAccessible(page);
    await takeScreenshot(page, 'portal-ssh-keys', testInfo);
    const fingerprint = (await page.locator('code').filter({ hasText: 'SHA256:' }).innerText()).trim();
    expect((await mailTo(newcomer.email, 'An SSH key was added')).text).toContain(fingerprint);
    await field.fill(keys.public);
    await page.getByRole('button', { name: 'Add the key' }).click();
    await expect(page.locator('mat-error')).toContainText('there already');
  });

  await test.step('what stops working is said before it is removed', async () => {
    await page.getByRole('button', { name: 'Remove ada@laptop…' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('Machines that ask FreeIPA for your keys stop letting it in.');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Remove the key' }).click();
    await expect(page.getByText('No SSH key yet')).toBeVisible();
  });
});

test('a new address is used once its link is confirmed by hand, without a new sign-in', async ({ stranger: page }) => {
  const newcomer = await becomeMember(page);
  const address = `new-${newcomer.email}`;
  await page.getByRole('button', { name: `Account of ${newcomer.username}` }).click();
  await page.getByRole('link', { name: 'Your account' }).click();
  await expect(page.getByRole('heading', { name: 'Your account' })).toBeFocused();
  await page.getByLabel('New address').fill(newcomer.email);
  await page.getByRole('button', { name: 'Send a link to it' }).click();
  await expect(page.getByText('This is the address that the account has.')).toBeVisible();
  await page.getByLabel('New address').fill(address);
  await page.getByRole('button', { name: 'Send a link to it' }).click();
  await expect(page.getByText(`A link was sent to ${address}`)).toBeVisible();
  await expect(page.getByTestId('email')).toHaveText(newcomer.email);
  await expectAccessible(page);

  const link = await linkTo(address, 'Verify your new e-mail address');
  const mail = await page.context().newPage();
  const completed: string[] = [];
  mail.on('request', (request) => completed.push(new URL(request.url()).pathname));
  await mail.goto(link);
  await expect(mail.getByRole('heading', { name: 'Is this address yours?' })).toBeFocused();
  expect(new URL(mail.url()).hash).toBe('');
  await expectAccessible(mail);
  expect(completed).not.toContain('/v1/email-changes/complete');
  await mail.getByRole('button', { name: 'This address is mine' }).click();
  await expect(mail.getByRole('heading', { name: 'The address is yours' })).toBeFocused();
  await expectAccessible(mail);
  await mailTo(newcomer.email, 'Your e-mail address was changed');

  await expect(page.getByTestId('email')).toHaveText(address);
  await expect(page.getByText('A link was sent to')).toHaveCount(0);
  // A page that is loaded anew begins with the tokens of the tab, which must name the new address by now.
  await page.reload();
  await expect(page.getByTestId('email')).toHaveText(address);

  await mail.goto(link);
  await mail.getByRole('button', { name: 'This address is mine' }).click();
  await expect(mail.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible();
  await expectAccessible(mail);
});

test('name, password and sessions are one’s own to change, and the history tells of it', async ({
  stranger: page,
  browser,
}) => {
  const newcomer = await becomeMember(page);
  const password = 'quite other words than before';

  await test.step('the name, wherever it is shown', async () => {
    await page.goto('/account');
    const name = page.getByLabel('Name', { exact: true });
    await expect(name).toHaveValue(newcomer.username);
    await name.fill('Grace Hopper');
    await page.getByRole('button', { name: 'Change the name' }).click();
    await expect(page.getByText('Changed.')).toBeVisible();
    await page.getByRole('button', { name: `Account of ${newcomer.username}` }).click();
    await expect(page.getByRole('dialog')).toContainText('Grace Hopper');
    await page.keyboard.press('Escape');
  });

  const other = await (await browser.newContext()).newPage();
  await other.goto('/instances');
  await signInAs(other, newcomer);
  await expect(other.getByRole('heading', { name: 'My instances' })).toBeVisible();

  await test.step('the password, with each refusal at its field; the other session ends', async () => {
    await page.getByRole('link', { name: 'Password' }).click();
    const before = page.getByLabel('Password so far', { exact: true });
    const after = page.getByLabel('New password', { exact: true });
    await page.getByRole('button', { name: 'Change the password' }).click();
    await expect(page.getByText('Type the password so far.')).toBeVisible();
    await before.fill('wrong');
    await after.fill(password);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await expect(page.getByText('That is not your password so far.')).toBeVisible();
    await before.fill(newcomer.password);
    await after.fill('short');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await expect(page.locator('mat-error')).toContainText('Password is too short');
    await expectAccessible(page);
    await after.fill(password);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await expect(page.getByText('Your password is changed')).toBeVisible();
    await expect(before).toHaveValue('');
    await expect(other.getByText('Your session has ended.')).toBeVisible({ timeout: 40_000 });
  });

  await test.step('sessions: which there are, and the end of all others', async () => {
    await other.getByRole('button', { name: 'Sign in' }).click();
    await signInAs(other, { ...newcomer, password });
    await expect(other.getByRole('heading', { name: 'My instances' })).toBeVisible();
    await page.getByRole('link', { name: 'Sessions' }).click();
    await expect(page.getByText('This one')).toHaveCount(1);
    await page.getByRole('button', { name: 'End all other sessions…' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('What is lost');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'End the others' }).click();
    await expect(page.getByText('Every other session has ended.')).toBeVisible();
    await expectAccessible(page);
    await expect(other.getByText('Your session has ended.')).toBeVisible({ timeout: 40_000 });
  });
  await other.context().close();

  await test.step('the history tells it, newest first', async () => {
    await page.getByRole('link', { name: 'History' }).click();
    const entries = page.locator('app-history-timeline li');
    await expect(entries.first()).toHaveAttribute('data-type', 'sessions-ended');
    await expect(page.locator('li[data-type="display-name-changed"]')).toBeVisible();
    await expect(page.locator('li[data-type="password-change-begun"]')).toHaveCount(0);
    await page.getByRole('switch').click();
    await expect(page.locator('li[data-type="password-change-begun"]').first()).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('everything that is held can be taken along', async () => {
    await page.getByRole('link', { name: 'Privacy' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download (JSON)' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe(`netsoc-cloud-${newcomer.username}.json`);
    const document = JSON.parse(readFileSync(await file.path(), 'utf8')) as { account: { displayName: string } };
    expect(document.account.displayName).toBe('Grace Hopper');
  });
});
