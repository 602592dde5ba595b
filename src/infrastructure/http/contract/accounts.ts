import { z } from 'zod';
import { act } from './instances.ts';

/** Generous bounds against abuse; the rules themselves say what is allowed. */
const password = z.string().min(1).max(256);
const token = z.string().min(1).max(200).describe('From the fragment of the link in the mail.');
const captcha = z.string().max(10_000).optional().describe('Answer of the captcha, where the installation has one.');

export const signUp = z
  .strictObject({
    email: z.string().min(1).max(320),
    username: z.string().min(1).max(64).describe('A DNS label that begins with a letter, 3 to 16 characters.'),
    displayName: z.string().min(1).max(200).optional().describe('What to be called; default: the username.'),
    termsVersion: z
      .string()
      .min(1)
      .max(64)
      .describe('Version of the terms that are accepted, from `/v1/portal-config`.'),
    captcha,
  })
  .meta({ id: 'SignUp' });

export const emailOnly = z.strictObject({ email: z.string().min(1).max(320), captcha }).meta({ id: 'EmailOnly' });

/** The same for everybody, whether or not there is anything to send. */
export const received = z
  .object({ message: z.string().describe('What happens next, the same whoever asked.') })
  .meta({ id: 'Received' });

export const tokenAndPassword = z.strictObject({ token, password }).meta({ id: 'TokenAndPassword' });

export const tokenOnly = z.strictObject({ token }).meta({ id: 'TokenOnly' });

export const signInName = z
  .object({ username: z.string().describe('What to sign in with.') })
  .meta({ id: 'SignInName' });

export const usernameAnswer = z
  .object({
    available: z.boolean(),
    code: z.string().nullable().describe('Why not, for programs: `username-taken`.'),
    reason: z.string().nullable().describe('Why not, in a sentence.'),
  })
  .meta({ id: 'UsernameAnswer' });

export const changeOwnAccount = z
  .strictObject({
    displayName: z.string().min(1).max(200).optional(),
    email: z.string().min(1).max(320).optional().describe('A link goes to it; nothing changes until it is opened.'),
  })
  .refine((body) => body.displayName !== undefined || body.email !== undefined, 'nothing is to be changed')
  .meta({ id: 'ChangeOwnAccount' });

export const changePassword = z.strictObject({ currentPassword: password, password }).meta({ id: 'ChangePassword' });

export const sshKeySubmission = z
  .strictObject({ key: z.string().min(1).max(16_384).describe('One OpenSSH public key: `ssh-ed25519 AAAA… comment`.') })
  .meta({ id: 'SshKeySubmission' });

const sshKey = z
  .object({
    type: z.string(),
    fingerprint: z.string().describe('As `ssh-keygen -l` prints it: `SHA256:…`.'),
    comment: z.string(),
    bits: z.int().nullable().describe('Of RSA keys.'),
  })
  .meta({ id: 'SshKey' });

export const sshKeyList = z.object({ items: z.array(sshKey) }).meta({ id: 'SshKeyList' });

/** `underway`: stored, and made as soon as FreeIPA answers. */
export const changeOutcome = z.object({ outcome: z.enum(['made', 'underway']) }).meta({ id: 'ChangeOutcome' });

export const requestErasure = z
  .strictObject({ confirmation: z.string().max(64).describe('The username, typed by hand.') })
  .meta({ id: 'RequestErasure' });

export const erasure = z
  .object({ dueAt: z.string().describe('When it begins; until then it can be withdrawn.') })
  .meta({ id: 'Erasure' });

const session = z
  .object({
    id: z.string(),
    current: z.boolean(),
    firstSeenAt: z.string(),
    lastSeenAt: z.string(),
    browser: z.string().describe('What the browser says it is.'),
  })
  .meta({ id: 'Session' });

export const sessionList = z.object({ items: z.array(session) }).meta({ id: 'SessionList' });

const accountState = z.enum(['waiting', 'turned-away', 'lapsed', 'verified', 'active', 'erasing', 'erased']);

export const account = z
  .object({
    id: z.string(),
    username: z.string().describe('`erased person` once the account is erased.'),
    email: z.string(),
    displayName: z.string(),
    state: accountState,
    disabled: z.boolean(),
    disabledReason: z.string().nullable(),
    erasureDueAt: z.string().nullable(),
    instances: z.int().describe('Instances that they hold: asked for and not ended.'),
    since: z.string(),
    changedAt: z.string(),
    revision: z.int().describe('Revision of the account, also the ETag.'),
    acts: z.object({ disable: act, enable: act, resendVerification: act }),
  })
  .meta({ id: 'Account' });

export const accountList = z.object({ items: z.array(account), total: z.int() }).meta({ id: 'AccountList' });

export const accountStateQuery = z.enum(['waiting', 'active', 'disabled', 'erased']);

export const disableAccount = z
  .strictObject({
    reason: z.string().trim().min(1).max(280).describe('The person reads it.'),
    instances: z.enum(['stay', 'stop']).default('stop').describe('What becomes of their instances.'),
  })
  .meta({ id: 'DisableAccount' });
