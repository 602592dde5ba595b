import {
  test as base,
  expect,
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from '@playwright/test';
import { passwordOf, type Person } from './lab';

type PortalFixtures = {
  /** Opens a browser of its own for a person, signs in through the lab's provider, and watches for errors of the page. */
  signedIn: (person: Person, options?: BrowserContextOptions) => Promise<Page>;
  /** A browser in which nobody is signed in. */
  stranger: Page;
};

/** What the browser complains of: errors of scripts, and everything the content security policy stopped. */
const complaints = (page: Page): string[] => {
  const found: string[] = [];
  page.on('pageerror', (error) => found.push(String(error)));
  page.on('console', (message) => {
    // Refusals are answers like others; the page shows them, and tests look at that.
    const isAnswer = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isAnswer) found.push(message.text());
  });
  return found;
};

/** On the provider's page. */
export const signInAs = async (
  page: Page,
  { username, password }: Readonly<{ username: string; password: string }>,
): Promise<void> => {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

export const signIn = (page: Page, person: Person): Promise<void> =>
  signInAs(page, { username: person, password: passwordOf(person) });

export const test = base.extend<PortalFixtures>({
  signedIn: async ({ browser }, use) => {
    const opened: { context: BrowserContext; found: string[] }[] = [];
    await use(async (person, options) => {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      opened.push({ context, found: complaints(page) });
      await page.goto('/instances');
      await signIn(page, person);
      await expect(page.getByRole('heading', { name: 'My instances' })).toBeVisible();
      return page;
    });
    for (const { context, found } of opened) {
      await context.close();
      expect(found).toEqual([]);
    }
  },
  stranger: async ({ browser }, use) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const found = complaints(page);
    await use(page);
    await context.close();
    expect(found).toEqual([]);
  },
});

export { expect } from '@playwright/test';

/** Fills in the request form and sends it; ends on the new instance's page. */
export const requestInstance = async (page: Page, hostname: string, reason: string): Promise<void> => {
  await page.goto('/instances/new');
  await page.getByRole('radio').first().check();
  await page.getByLabel('Hostname').fill(hostname);
  await page.getByLabel('What is it for?').fill(reason);
  await page.getByRole('button', { name: 'Send the request' }).click();
  await expect(page.getByRole('heading', { name: hostname, level: 1 })).toBeVisible();
};

/** A hostname that no other test of the run takes. */
export const newHostname = (stem: string): string => `${stem}-${Math.random().toString(36).slice(2, 8)}`;

/** The state in the head of an instance's page. */
export const stateOf = (page: Page): Locator => page.getByTestId('state');
