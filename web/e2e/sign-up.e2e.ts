import { expectAccessible } from './accessibility';
import { controlLab, linkTo } from './lab';
import { finishSignUp, newNewcomer, signUp } from './newcomer';
import { expect, signInAs, test } from './portal';
import { takeScreenshot } from './screenshots';

test('somebody signs up, reads the mail, chooses a password and signs in', async ({ stranger: page }, testInfo) => {
  const newcomer = newNewcomer();
  const { username, email, password } = newcomer;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));

  await test.step('the landing page leads to the form, and the form to the terms', async () => {
    await page.goto('/');
    await page.getByRole('link', { name: 'Create an account' }).click();
    await expect(page.getByRole('heading', { name: 'Create an account' })).toBeFocused();
    const terms = page.waitForEvent('popup');
    await page.getByRole('link', { name: 'terms of use' }).click();
    const opened = await terms;
    await expect(opened.getByRole('heading', { name: 'Terms of use' })).toBeVisible();
    await expectAccessible(opened);
    await opened.close();
  });

  await test.step('what is wrong is said at its field', async () => {
    const send = page.getByRole('button', { name: 'Create the account' });
    await send.click();
    await expect(page.getByText('Give your e-mail address.')).toBeVisible();
    await expect(page.getByText('Choose a username.')).toBeVisible();
    await expect(page.getByText('Nobody can sign up without accepting the terms.')).toBeVisible();
    await expectAccessible(page);
    const name = page.getByLabel('Username');
    await name.fill('Ada_L');
    await expect(page.getByText('Small letters only.')).toBeVisible();
    await name.fill('member');
    await expect(page.getByText('The username is taken.')).toBeVisible();
    await name.fill('root');
    await expect(page.getByText('kept for the system itself')).toBeVisible();
    await name.fill(username);
    await expect(page.getByText('It is free.')).toBeVisible();
    await page.getByLabel('E-mail address').fill('ada@elsewhere.invalid');
    await page.getByLabel('Name (optional)').fill('Ada Lovelace');
    await page.getByRole('checkbox', { name: /terms of use/ }).check();
    await send.click();
    await expect(page.getByText('Nobody can sign up with an address of this kind')).toBeVisible();
    await page.getByLabel('E-mail address').fill(email);
    await expectAccessible(page);
    await takeScreenshot(page, 'portal-sign-up', testInfo);
    await send.click();
  });

  await test.step('where to look is said, and the same can be asked for once more', async () => {
    await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeFocused();
    await expect(page.getByText(email)).toBeVisible();
    await expectAccessible(page);
    const first = await linkTo(email, 'Verify your e-mail address');
    await page.getByRole('button', { name: 'Send it again' }).click();
    await expect(page.getByText('Asked once more.')).toBeVisible();
    await expect.poll(() => linkTo(email, 'Verify your e-mail address')).not.toBe(first);
  });

  const link = await linkTo(email, 'Verify your e-mail address');
  const secret = link.split('#token=')[1] ?? '';

  await test.step('the link opens a page whose address keeps nothing of it', async () => {
    await page.goto(link);
    await expect(page.getByRole('heading', { name: 'Choose a password' })).toBeVisible();
    expect(new URL(page.url()).hash).toBe('');
    expect(await page.title()).not.toContain(secret);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Finish the account' }).click();
    await expect(page.getByText('Choose a password.')).toBeVisible();
    const field = page.getByLabel('New password', { exact: true });
    await field.fill(password);
    await expect(field).toHaveAttribute('type', 'password');
    await page.getByRole('button', { name: /^Show what is typed/ }).click();
    await expect(field).toHaveAttribute('type', 'text');
    await page.getByRole('button', { name: 'Finish the account' }).click();
    await expect(page.getByRole('heading', { name: 'Your account is ready' })).toBeFocused();
    await expect(page.getByText(username)).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('the first sign-in finds an empty list', async () => {
    await page.getByRole('button', { name: 'Sign in' }).click();
    await signInAs(page, newcomer);
    await expect(page.getByText('No instance yet')).toBeVisible();
    await page.getByRole('button', { name: `Account of ${username}` }).click();
    await expect(page.getByRole('dialog')).toContainText('Ada Lovelace');
  });

  await test.step('the secret of the link was part of no address that anybody was asked for', () => {
    expect(asked.filter((url) => url.includes(secret))).toEqual([]);
  });
});

test('a link that did its work, or is none, says what to do', async ({ stranger: page }) => {
  const newcomer = newNewcomer();
  await signUp(page, newcomer);
  await finishSignUp(page, newcomer);

  await page.goto('/verify');
  await expect(page.getByRole('heading', { name: 'There is no link here' })).toBeVisible();
  await expectAccessible(page);

  // The page is open already, so the browser changes nothing but the fragment.
  await page.goto(await linkTo(newcomer.email, 'Verify your e-mail address'));
  await page.getByLabel('New password', { exact: true }).fill('some other words');
  expect(new URL(page.url()).hash).toBe('');
  await page.getByRole('button', { name: 'Finish the account' }).click();
  await expect(page.getByRole('heading', { name: 'This link does not work any more' })).toBeFocused();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Send another link' }).click();
  await page.getByLabel('E-mail address').fill(newcomer.email);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeFocused();

  // By now there is an account, and its owner is helped as one who forgot the password.
  await linkTo(newcomer.email, 'Choose a new password');
});

test('a username that cannot be checked now stops nobody', async ({ stranger: page }) => {
  const newcomer = newNewcomer();
  await page.route('**/v1/usernames/*', (route) => route.fulfill({ status: 429, body: '{}' }));
  await page.goto('/sign-up');
  await page.getByLabel('E-mail address').fill(newcomer.email);
  await page.getByLabel('Username').fill(newcomer.username);
  await expect(page.getByText('cannot be checked now')).toBeVisible();
  await page.getByRole('checkbox', { name: /terms of use/ }).check();
  await page.getByRole('button', { name: 'Create the account' }).click();

  await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible();
});

test('where nobody can sign up, nobody is invited to', async ({ stranger: page }) => {
  await page.route('**/v1/portal-config', async (route) => {
    const response = await route.fetch();
    const configuration = (await response.json()) as object;
    await route.fulfill({ response, json: { ...configuration, signUp: null } });
  });
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Forgotten your password?' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Create an account' })).toHaveCount(0);

  await page.goto('/sign-up');
  await expect(page.getByRole('heading', { name: 'Nobody can sign up here by themselves' })).toBeVisible();
  await expectAccessible(page);
});

test.describe('while FreeIPA is away', () => {
  test.afterEach(() => controlLab('freeipa', { fault: 'none' }));

  test('a verified sign-up waits on its page, and goes on by itself', async ({ stranger: page }) => {
    const newcomer = newNewcomer();
    await signUp(page, newcomer);
    const link = await linkTo(newcomer.email, 'Verify your e-mail address');
    await controlLab('freeipa', { fault: 'down' });
    await page.goto(link);
    await page.getByLabel('New password', { exact: true }).fill(newcomer.password);
    await page.getByRole('button', { name: 'Finish the account' }).click();
    await expect(page.getByText('your account is still being set up')).toBeVisible();
    await expectAccessible(page);
    await controlLab('freeipa', { fault: 'none' });

    await expect(page.getByRole('heading', { name: 'Your account is ready' })).toBeVisible({ timeout: 60_000 });
  });
});
