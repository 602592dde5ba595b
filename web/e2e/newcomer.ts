import { expect, type Page } from '@playwright/test';
import { linkTo } from './lab';
import { signInAs } from './portal';

/** Somebody whom no other test of the run knows. */
export type Newcomer = Readonly<{ username: string; email: string; password: string }>;

export const newNewcomer = (): Newcomer => {
  const username = `n${Math.random().toString(36).slice(2, 10)}`;
  return { username, email: `${username}@student.netsoc.invalid`, password: 'four words that differ' };
};

/** Fills in the sign-up and sends it; ends where one is told to look into the mail. */
export const signUp = async (page: Page, { username, email }: Newcomer): Promise<void> => {
  await page.goto('/sign-up');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Username').fill(username);
  await page.getByRole('checkbox', { name: /terms of use/ }).check();
  await page.getByRole('button', { name: 'Create the account' }).click();
  await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible();
};

/** Opens the link of the sign-up's mail, chooses the password, and signs in. */
export const finishSignUp = async (page: Page, newcomer: Newcomer): Promise<void> => {
  await page.goto(await linkTo(newcomer.email, 'Verify your e-mail address'));
  await page.getByLabel('New password', { exact: true }).fill(newcomer.password);
  await page.getByRole('button', { name: 'Finish the account' }).click();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await signInAs(page, newcomer);
  await expect(page.getByRole('heading', { name: 'My instances' })).toBeVisible();
};

/** From nothing to the list of one's own instances. */
export const becomeMember = async (page: Page): Promise<Newcomer> => {
  const newcomer = newNewcomer();
  await signUp(page, newcomer);
  await finishSignUp(page, newcomer);
  return newcomer;
};
