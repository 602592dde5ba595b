import { Html, html, page } from '../pages/page.ts';
import { labAccounts } from '../freeipa/seed.ts';
import type { SignInRefusal } from './realm-people.ts';

export type SignInPageOptions = Readonly<{
  /** Where the form posts to. */
  action: string;
  /** What the person typed before, after a failed attempt. */
  username?: string;
  /** Of that attempt. */
  refusal?: SignInRefusal;
}>;

const sentences: Readonly<Record<SignInRefusal, string>> = {
  wrong: 'That username and password do not go together.',
  expired: 'This password has expired. It must be changed before it opens anything.',
  locked: 'Too many wrong passwords. Try again in some minutes.',
};

/** The realm's sign-in form; works without script, names the lab's accounts for newcomers. */
export const signInPage = ({ action, username = '', refusal }: SignInPageOptions): string =>
  page({
    title: 'Sign in',
    narrow: true,
    body: html`<h1>Sign in</h1>
      ${refusal === undefined ? undefined : html`<p role="alert" id="sign-in-error">${sentences[refusal]}</p>`}
      <form method="post" action="${action}">
        <label for="username">Username</label>
        <input
          id="username"
          name="username"
          value="${username}"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          required
          autofocus
        />
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          ${refusal === undefined ? undefined : new Html('aria-describedby="sign-in-error"')}
        />
        <button type="submit">Sign in</button>
      </form>
      <h2>Accounts of this lab</h2>
      <dl>
        ${labAccounts.map(
          (account) =>
            html`<dt>${account.username}</dt>
              <dd><code>${account.password}</code></dd>`,
        )}
      </dl>`,
  });

/** @param form the provider's own form, already safe HTML, id `op.logoutForm` */
export const signOutPage = (form: string): string =>
  page({
    title: 'Sign out',
    narrow: true,
    body: html`<h1>Sign out?</h1>
      ${new Html(form)}
      <button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>
      <button type="submit" form="op.logoutForm" class="quiet">Stay signed in</button>`,
  });

export const signedOutPage = (): string =>
  page({ title: 'Signed out', narrow: true, body: html`<h1>You are signed out</h1>` });

export const errorPage = (error: string, description: string | undefined): string =>
  page({
    title: 'Something is wrong',
    narrow: true,
    body: html`<h1>That did not work</h1>
      <p>${description ?? 'The sign-in could not go on.'}</p>
      <p class="muted">${error}</p>`,
  });
