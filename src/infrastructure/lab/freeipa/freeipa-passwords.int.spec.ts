import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { openCertificateAuthority } from '../certificates/certificate-authority.ts';
import { startFreeIpaSimulator } from './freeipa-simulator.ts';
import type { FreeIpaSimulator } from './freeipa-simulator.ts';
import { openIpaDatabase } from './ipa-database.ts';
import type { IpaDatabase } from './ipa-database.ts';
import { attemptSignIn } from './sign-in-attempt.ts';
import { createIpaCaller } from './testing/ipa-caller.ts';
import type { IpaCaller } from './testing/ipa-caller.ts';

const theirs = 'member-lab-password';
let folder: string;
let database: IpaDatabase;
let ipa: FreeIpaSimulator;
let caller: IpaCaller;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netsoc-ipa-'));
  const authority = await openCertificateAuthority(folder);
  database = openIpaDatabase(folder);
  ipa = await startFreeIpaSimulator({
    port: 0,
    database,
    certificate: await authority.serverCertificate('ipa'),
    logger: pino({ level: 'silent' }),
  });
  caller = createIpaCaller(ipa.url, authority.certificate);
});
afterEach(async () => {
  await ipa.close();
  await rm(folder, { recursive: true });
});

const reasonOf = async (user: string, password: string): Promise<unknown> =>
  (await caller.logIn(user, password)).headers['x-ipa-rejection-reason'];

const changeOf = async (user: string, old: string, next: string): Promise<readonly unknown[]> => {
  const { status, headers } = await caller.changePassword(user, old, next);
  return [status, headers['x-ipa-pwchange-result'], headers['x-ipa-pwchange-policy-error']];
};

describe('passwords of the FreeIPA simulator', () => {
  it('changes a password with the form, without a session', async () => {
    expect(await changeOf('member', theirs, 'another-password')).toEqual([200, 'ok', undefined]);
    expect(await reasonOf('member', theirs)).toBe('invalid-password');
    expect((await caller.logIn('member', 'another-password')).status).toBe(200);
  });

  it('says why it does not change one', async () => {
    expect(await changeOf('member', 'wrong', 'another-password')).toEqual([200, 'invalid-password', undefined]);
    expect(await changeOf('nobody', theirs, 'another-password')).toEqual([200, 'invalid-password', undefined]);
    expect(await changeOf('member', theirs, 'short')).toEqual([
      200,
      'policy-error',
      'Constraint violation: Password is too short',
    ]);
    expect((await caller.changePassword('member', theirs, '')).status).toBe(400);
  });

  it('expires what an administrator sets until its owner has changed it', async () => {
    const asAdmin = await caller.as('admin', 'admin-lab-password');
    expect(await asAdmin('user_mod/1', ['member'], { userpassword: 'set-by-admin' })).toMatchObject({ error: null });
    expect(await reasonOf('member', 'set-by-admin')).toBe('password-expired');
    expect(await changeOf('member', 'set-by-admin', 'another-password')).toEqual([200, 'ok', undefined]);
    expect((await caller.logIn('member', 'another-password')).status).toBe(200);
  });

  it('makes up a password when asked, and shows it once', async () => {
    const asAdmin = await caller.as('admin', 'admin-lab-password');
    const { result } = await asAdmin('user_mod/1', ['member'], { random: true });
    const { randompassword } = result?.['result'] as { randompassword: string };
    expect(await reasonOf('member', randompassword)).toBe('password-expired');
  });

  it('sets a password by command: one’s own with the current one, another’s as an administrator', async () => {
    const asMember = await caller.as('member', theirs);
    const principal = 'member@LAB.NETSOC.INVALID';
    expect(await asMember('passwd/1', [principal, 'another-password', 'wrong'])).toMatchObject({
      error: { code: 2100 },
    });
    expect(await asMember('passwd/1', ['admin', 'another-password'])).toMatchObject({ error: { code: 2100 } });
    expect(await asMember('passwd/1', [principal, 'another-password', theirs])).toMatchObject({
      result: { result: true, value: principal, summary: `Changed password for "${principal}"` },
    });
    expect((await caller.logIn('member', 'another-password')).status).toBe(200);
    const asAdmin = await caller.as('admin', 'admin-lab-password');
    expect(await asAdmin('passwd/1', ['member', 'set-by-admin'])).toMatchObject({ error: null });
    expect(await reasonOf('member', 'set-by-admin')).toBe('password-expired');
  });

  it('locks an account after six wrong passwords, and takes none until somebody unlocks it', async () => {
    for (let attempt = 0; attempt < 6; attempt += 1) {
      expect(await reasonOf('member', 'wrong')).toBe('invalid-password');
    }
    expect(await reasonOf('member', theirs)).toBe('user-locked');
    expect(await changeOf('member', theirs, 'another-password')).toEqual([200, 'error', undefined]);
    const asAdmin = await caller.as('admin', 'admin-lab-password');
    const status = await asAdmin('user_status/1', ['member']);
    expect(status.result).toMatchObject({ count: 1, result: [{ krbloginfailedcount: ['6'] }] });
    expect(await asAdmin('user_unlock/1', ['member'])).toMatchObject({ result: { result: true } });
    expect((await caller.logIn('member', theirs)).status).toBe(200);
  });

  it('unlocks by a reset, too', async () => {
    for (let attempt = 0; attempt < 6; attempt += 1) await caller.logIn('member', 'wrong');
    const asAdmin = await caller.as('admin', 'admin-lab-password');
    await asAdmin('user_mod/1', ['member'], { userpassword: 'set-by-admin' });
    expect(await reasonOf('member', 'set-by-admin')).toBe('password-expired');
  });

  it('opens an account again when the lock has run out, and starts to count anew', () => {
    const begun = Date.now();
    for (let attempt = 0; attempt < 6; attempt += 1) attemptSignIn(database, 'member', 'wrong', begun);
    expect(attemptSignIn(database, 'member', theirs, begun + 599_000)).toBe('locked');
    expect(attemptSignIn(database, 'member', 'wrong', begun + 600_000)).toBe('wrong');
    expect(attemptSignIn(database, 'member', theirs, begun + 600_001)).toBe('accepted');
  });

  it('forgets failures that are older than the interval', () => {
    const begun = Date.now();
    for (let attempt = 0; attempt < 12; attempt += 1) {
      expect(attemptSignIn(database, 'member', 'wrong', begun + attempt * 61_000)).toBe('wrong');
    }
  });

  it('follows the policy it is told, and shows it', async () => {
    await ipa.control({ do: 'set-policy', policy: { minimumLength: 20, historyLength: 3 } });
    expect(await changeOf('member', theirs, 'fifteen-letters')).toEqual([
      200,
      'policy-error',
      'Constraint violation: Password is too short',
    ]);
    const asAdmin = await caller.as('admin', 'admin-lab-password');
    expect((await asAdmin('pwpolicy_show/1', [], { user: 'member' })).result).toMatchObject({
      result: { cn: ['global_policy'], krbpwdminlength: ['20'], krbpwdhistorylength: ['3'], krbpwdmaxfailure: ['6'] },
    });
    await expect(ipa.control({ do: 'set-policy', policy: { unheard: 20 } })).rejects.toThrow();
  });

  it('lets a password run out when told', async () => {
    await ipa.control({ do: 'expire-password', uid: 'member' });
    expect(await reasonOf('member', theirs)).toBe('password-expired');
  });

  it('keeps no password of the past in clear', async () => {
    await ipa.control({ do: 'set-policy', policy: { historyLength: 3 } });
    await caller.changePassword('member', theirs, 'second-password');
    await caller.changePassword('member', 'second-password', 'third-password');
    const kept = await readFile(join(folder, 'freeipa.json'), 'utf8');
    expect(kept).not.toMatch(/second-password|third-password/);
    expect(await changeOf('member', 'third-password', 'second-password')).toEqual([
      200,
      'policy-error',
      'Constraint violation: Password reuse not permitted',
    ]);
  });

  it('opens the file of a lab that knew nothing of staged people and policies', async () => {
    const { users, groups } = database.read();
    const old = Object.fromEntries(
      Object.entries(users).map(([uid, { attributes, disabled, password }]) => [
        uid,
        { attributes, disabled, password },
      ]),
    );
    const older = await mkdtemp(join(tmpdir(), 'netsoc-ipa-'));
    try {
      await writeFile(join(older, 'freeipa.json'), JSON.stringify({ users: old, groups }));
      const opened = openIpaDatabase(older);
      expect(opened.read()).toMatchObject({ staged: {}, preserved: {}, policy: { minimumLength: 8 } });
      expect(attemptSignIn(opened, 'member', theirs)).toBe('accepted');
    } finally {
      await rm(older, { recursive: true });
    }
  });
});
