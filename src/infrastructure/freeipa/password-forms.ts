import { DirectoryError } from '../../application/ports/directory.ts';
import type { FreeIpaConnection } from './freeipa-connection.ts';
import { maskedWords } from './masked-words.ts';

/** What the log-in form answers: the session's cookie, or FreeIPA's word for why not (`invalid-password`, `user-locked` …). */
export type LogIn = Readonly<{ cookie: string } | { refusal: string }>;

/** @throws DirectoryError `unreachable` */
export const logIn = async (connection: FreeIpaConnection, username: string, password: string): Promise<LogIn> => {
  const reply = await connection.postForm('/ipa/session/login_password', { user: username, password });
  if (reply.status === 401) return { refusal: reply.header('x-ipa-rejection-reason') ?? 'no reason given' };
  const cookie = /ipa_session=[^;]+/.exec(reply.header('set-cookie') ?? '')?.[0];
  if (reply.status === 200 && cookie !== undefined) return { cookie };
  throw new DirectoryError('unreachable', `${connection.url} answers a log-in with ${String(reply.status)}`);
};

/**
 * What the form for changing a password answers. `error` is anything from a locked account to a broken LDAP connection.
 * The policy's words name nobody.
 */
export type PasswordChange = Readonly<
  { result: 'ok' | 'invalid-password' | 'error' } | { result: 'policy-error'; words: string }
>;

/**
 * Changes a password with the one it replaces; takes no session (rpcserver.py, change_password).
 * @throws DirectoryError `unreachable`
 */
export const changePassword = async (
  connection: FreeIpaConnection,
  fields: Readonly<{ user: string; old_password: string; new_password: string }>,
): Promise<PasswordChange> => {
  const reply = await connection.postForm('/ipa/session/change_password', fields);
  const result = reply.header('x-ipa-pwchange-result');
  switch (reply.status === 200 ? result : undefined) {
    case 'ok':
      return { result: 'ok' };
    case 'invalid-password':
      return { result: 'invalid-password' };
    case 'error':
      return { result: 'error' };
    case 'policy-error':
      return { result: 'policy-error', words: policyWords(reply.header('x-ipa-pwchange-policy-error') ?? '', fields) };
    case undefined:
    default:
      throw new DirectoryError(
        'unreachable',
        `${connection.url} answers a change of password with ${String(reply.status)}`,
      );
  }
};

/** What FreeIPA's policy says (util/ipa_pwd.c). */
const policySentences: ReadonlySet<string> = new Set([
  'Account expired',
  'Too soon to change password',
  'Password is too short',
  'Password reuse not permitted',
  'Password is too simple',
  'Password has too many consecutive characters',
  'Password contains a monotonic sequence',
  'Password is based on a dictionary word',
  'Password is a palindrone',
  'Password contains username',
  'Password contains too few digits',
  'Password contains too few uppers',
  'Password contains too few lowers',
  'Password contains too few others',
  'Password does not meet the policy requirements',
]);

/**
 * The header has the words as LDAP gives them, made safe for a page. Known ones are kept whole: to leave the password `short` out
 * of «too short» would tell it.
 */
const policyWords = (header: string, fields: object): string => {
  const words = header.replace(/^Constraint violation:\s*/i, '').trim();
  if (policySentences.has(words)) return words;
  return maskedWords(words, fields).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
};
