import type { IncomingMessage, ServerResponse } from 'node:http';
import { contentType, readBody, sendText } from '../wire/messages.ts';
import { answerPage } from './html-answers.ts';
import type { IpaDatabase } from './ipa-database.ts';
import { withUser } from './ipa-entries.ts';
import { IpaError } from './ipa-error.ts';
import type { IpaSessions } from './ipa-sessions.ts';
import { withPassword } from './password-change.ts';
import { attemptSignIn } from './sign-in-attempt.ts';

/** The two forms that FreeIPA takes without a session. */
export type PasswordForms = Readonly<{
  /** `POST /ipa/session/login_password` */
  logIn: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** `POST /ipa/session/change_password`: answers 200 whatever happens and says in headers what did. */
  changePassword: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}>;

const rejectionReason = {
  wrong: 'invalid-password',
  expired: 'password-expired',
  locked: 'user-locked',
  disabled: 'user-locked',
} as const;

type ChangeResult = Readonly<
  { result: 'ok' | 'invalid-password' | 'error' } | { result: 'policy-error'; words: string }
>;

export const createPasswordForms = (database: IpaDatabase, sessions: IpaSessions): PasswordForms => ({
  logIn: async (request, response) => {
    const form = await readForm(request, ['user', 'password']);
    if (form === undefined) {
      answerPage(response, 400, 'Bad Request');
      return;
    }
    const uid = form['user']?.toLowerCase() ?? '';
    const attempt = attemptSignIn(database, uid, form['password'] ?? '');
    if (attempt !== 'accepted') {
      answerPage(response, 401, 'Unauthorized', { 'x-ipa-rejection-reason': rejectionReason[attempt] });
      return;
    }
    sendText(response, 200, '', { 'set-cookie': `ipa_session=${sessions.open(uid)};path=/ipa;httponly;secure;` });
  },

  changePassword: async (request, response) => {
    const form = await readForm(request, ['user', 'old_password', 'new_password']);
    if (form === undefined) {
      answerPage(response, 400, 'Bad Request');
      return;
    }
    const { user = '', old_password: old = '', new_password: next = '' } = form;
    const change = changeOwnPassword(database, user.toLowerCase(), old, next);
    const title = change.result === 'ok' ? 'Password change successful' : 'Password change rejected';
    answerPage(response, 200, title, {
      'x-ipa-pwchange-result': change.result,
      ...(change.result === 'policy-error' ? { 'x-ipa-pwchange-policy-error': change.words } : {}),
    });
  },
});

/** A locked or disabled account is an error like a broken LDAP connection: FreeIPA does not say which. */
const changeOwnPassword = (database: IpaDatabase, uid: string, old: string, next: string): ChangeResult => {
  const attempt = attemptSignIn(database, uid, old);
  if (attempt === 'wrong') return { result: 'invalid-password' };
  if (attempt === 'locked' || attempt === 'disabled') return { result: 'error' };
  try {
    database.change((content) => {
      const user = content.users[uid];
      if (user === undefined) return content;
      const { policy } = content;
      return withUser(
        content,
        'users',
        uid,
        withPassword(user, { password: next, by: 'owner', policy, now: Date.now() }),
      );
    });
    return { result: 'ok' };
  } catch (error) {
    if (error instanceof IpaError) return { result: 'policy-error', words: error.message };
    throw error;
  }
};

/** The form, when it has every field once and none is empty. */
const readForm = async (
  request: IncomingMessage,
  fields: readonly string[],
): Promise<Readonly<Record<string, string>> | undefined> => {
  const form = new URLSearchParams(await readBody(request, 64 * 1024));
  if (contentType(request) !== 'application/x-www-form-urlencoded') return undefined;
  const read = fields.map((field) => [field, form.getAll(field)] as const);
  if (read.some(([, values]) => values.length !== 1 || values[0] === '')) return undefined;
  return Object.fromEntries(read.map(([field, [value = '']]) => [field, value]));
};
