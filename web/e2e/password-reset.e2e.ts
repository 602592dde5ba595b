import { expectAccessible } from './accessibility';
import { linkTo, mailTo } from './lab';
import { becomeMember } from './newcomer';
import { expect, signInAs, test } from './portal';

test('a forgotten password is replaced by a link, in FreeIPA’s words where it refuses, and other sessions end', async ({
  stranger: page,
  browser,
}) => {
  const newcomer = await becomeMember(page);
  const elsewhere = await (await browser.newContext()).newPage();

  await test.step('the answer is the same whether or not the address has an account', async () => {
    await elsewhere.goto('/');
    await elsewhere.getByRole('link', { name: 'Forgotten your password?' }).click();
    await elsewhere.getByRole('button', { name: 'Send the link' }).click();
    await expect(elsewhere.getByText('Give your e-mail address.')).toBeVisible();
    await expectAccessible(elsewhere);
    const address = elsewhere.getByLabel('E-mail address');
    await address.fill('nobody-at-all@student.netsoc.invalid');
    await elsewhere.getByRole('button', { name: 'Send the link' }).click();
    await expect(elsewhere.getByRole('heading', { name: 'Look into your mail' })).toBeFocused();
    await expectAccessible(elsewhere);
    await elsewhere.getByRole('button', { name: 'Ask again' }).click();
    await address.fill(newcomer.email);
    await elsewhere.getByRole('button', { name: 'Send the link' }).click();
    await expect(elsewhere.getByText(newcomer.email)).toBeVisible();
  });

  await test.step('a password that FreeIPA refuses leaves the link as good as it was', async () => {
    await elsewhere.goto(await linkTo(newcomer.email, 'Choose a new password'));
    expect(new URL(elsewhere.url()).hash).toBe('');
    await expectAccessible(elsewhere);
    const field = elsewhere.getByLabel('New password', { exact: true });
    await field.fill('short');
    await elsewhere.getByRole('button', { name: 'Set the password' }).click();
    await expect(elsewhere.locator('mat-error')).toContainText('Password is too short');
    await expectAccessible(elsewhere);
    await field.fill('five words that differ more');
    await elsewhere.getByRole('button', { name: 'Set the password' }).click();
    await expect(elsewhere.getByRole('heading', { name: 'Your password is set' })).toBeFocused();
    await expectAccessible(elsewhere);
    await mailTo(newcomer.email, 'Your password was changed');
  });

  await test.step('the session with the old password is over, and says so', async () => {
    await expect(page.getByText('Your session has ended.')).toBeVisible({ timeout: 40_000 });
  });

  await test.step('the new password opens the door', async () => {
    await elsewhere.getByRole('button', { name: 'Sign in' }).click();
    await signInAs(elsewhere, { ...newcomer, password: 'five words that differ more' });
    await expect(elsewhere.getByRole('heading', { name: 'My instances' })).toBeVisible();
  });

  await test.step('the link has done its work', async () => {
    await elsewhere.goto(await linkTo(newcomer.email, 'Choose a new password'));
    await elsewhere.getByLabel('New password', { exact: true }).fill('six words');
    await elsewhere.getByRole('button', { name: 'Set the password' }).click();
    await expect(elsewhere.getByRole('link', { name: 'Send another link' })).toBeVisible();
  });
  await elsewhere.context().close();
});
