import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Directory } from '../../application/ports/directory.ts';
import { openCertificateAuthority } from '../lab/certificates/certificate-authority.ts';
import { openIpaDatabase } from '../lab/freeipa/ipa-database.ts';
import { attemptSignIn } from '../lab/freeipa/sign-in-attempt.ts';
import { startLabFreeIpa } from './testing/lab-freeipa.ts';
import type { LabFreeIpa } from './testing/lab-freeipa.ts';
import { startScriptedFreeIpa } from './testing/scripted-freeipa.ts';

const theirs = 'member-lab-password';
const chosen = 'a-new-password';
let lab: LabFreeIpa;
let directory: Directory;

beforeEach(async () => {
  lab = await startLabFreeIpa();
  directory = lab.open();
});
afterEach(() => lab.close());

const failedLogins = (): number | undefined => lab.database.read().users['member']?.failedLogins;
const lockOut = async (): Promise<void> => {
  for (let attempt = 0; attempt < 6; attempt += 1) await lab.caller.logIn('member', 'wrong');
};

describe('setting a password', () => {
  it('sets one that opens the account at once', async () => {
    await directory.setPassword('member', chosen);
    expect((await lab.caller.logIn('member', chosen)).status).toBe(200);
    expect((await lab.caller.logIn('member', theirs)).status).toBe(401);
  });

  it('says in FreeIPA’s words what its policy refuses', async () => {
    const refusal = { failure: 'password-refused', message: 'Password is too short' };
    await expect(directory.setPassword('member', 'short')).rejects.toMatchObject(refusal);
    await expect(directory.setPassword('member', '')).rejects.toMatchObject({ failure: 'password-refused' });
    await directory.setPassword('member', chosen);
    expect((await lab.caller.logIn('member', chosen)).status).toBe(200);
  });

  it('repeats itself without harm, even where no password may come back', async () => {
    await lab.ipa.control({ do: 'set-policy', policy: { historyLength: 5, minimumLifeHours: 1 } });
    await directory.setPassword('member', chosen);
    await directory.setPassword('member', chosen);
    for (const command of ['user_mod', 'change_password']) {
      await lab.ipa.control({ do: 'lose-answer', command });
      const next = `${chosen} after ${command}`;
      await expect(directory.setPassword('member', next)).rejects.toMatchObject({ failure: 'unreachable' });
      await directory.setPassword('member', next);
      expect((await lab.caller.logIn('member', next)).status).toBe(200);
    }
  });

  it('finds it done at the next server when the answer of the first is lost', async () => {
    const second = await lab.startReplica();
    const both = lab.open({ servers: [lab.ipa.url, second.url] });
    await lab.ipa.control({ do: 'set-policy', policy: { historyLength: 5, minimumLifeHours: 1 } });
    await lab.ipa.control({ do: 'lose-answer', command: 'change_password' });
    await both.setPassword('member', chosen);
    expect((await lab.caller.logIn('member', chosen)).status).toBe(200);
    await lab.ipa.control({ do: 'set-policy', policy: { minimumLifeHours: 0 } });
    await lab.ipa.control({ do: 'lose-answer', command: 'change_password' });
    await lab.open({ servers: [lab.ipa.url, second.url] }).changePassword('member', chosen, 'yet-another-one');
    expect((await lab.caller.logIn('member', 'yet-another-one')).status).toBe(200);
  });

  it('helps somebody who has locked themselves out', async () => {
    await lockOut();
    await directory.setPassword('member', chosen);
    expect((await lab.caller.logIn('member', chosen)).status).toBe(200);
  });

  it('sets none for nobody, for a deleted user and for a disabled one', async () => {
    await expect(directory.setPassword('nobody', chosen)).rejects.toMatchObject({ failure: 'absent' });
    await lab.ipa.control({ do: 'change-user', uid: 'auditor', disabled: true });
    await expect(directory.setPassword('auditor', chosen)).rejects.toMatchObject({ failure: 'rejected' });
    await lab.admin('user_del/1', ['member'], { preserve: true });
    await expect(directory.setPassword('member', chosen)).rejects.toMatchObject({ failure: 'absent' });
  });

  it('begins anew with the next server when one fails half-way, for servers tell each other late', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'netsoc-ipa-'));
    try {
      const late = openIpaDatabase(elsewhere);
      const second = await lab.startReplica(late);
      const both = lab.open({ servers: [lab.ipa.url, second.url] });
      await lab.ipa.control({ fault: 'error', status: 503, path: 'change_password' });
      await both.setPassword('member', chosen);
      expect(attemptSignIn(late, 'member', chosen)).toBe('accepted');
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  });
});

describe('changing a password', () => {
  it('changes it for whoever knows the current one', async () => {
    await directory.changePassword('member', theirs, chosen);
    expect((await lab.caller.logIn('member', chosen)).status).toBe(200);
  });

  it('changes one that has expired', async () => {
    await lab.ipa.control({ do: 'expire-password', uid: 'member' });
    await directory.changePassword('member', theirs, chosen);
    expect((await lab.caller.logIn('member', chosen)).status).toBe(200);
  });

  it('says what is wrong', async () => {
    const change = (current: string, password: string) => directory.changePassword('member', current, password);
    await expect(change('wrong', chosen)).rejects.toMatchObject({ failure: 'wrong-password' });
    await expect(change('', chosen)).rejects.toMatchObject({ failure: 'wrong-password' });
    await expect(change(theirs, 'short')).rejects.toMatchObject({
      failure: 'password-refused',
      message: 'Password is too short',
    });
    await expect(directory.changePassword('nobody', theirs, chosen)).rejects.toMatchObject({ failure: 'absent' });
    await lab.ipa.control({ do: 'change-user', uid: 'member', disabled: true });
    await expect(change(theirs, chosen)).rejects.toMatchObject({ failure: 'rejected' });
  });

  it('counts a wrong password once', async () => {
    await expect(directory.changePassword('member', 'wrong', chosen)).rejects.toMatchObject({
      failure: 'wrong-password',
    });
    expect(failedLogins()).toBe(1);
  });

  it('says that too many wrong passwords have locked the account', async () => {
    await lockOut();
    await expect(directory.changePassword('member', theirs, chosen)).rejects.toMatchObject({ failure: 'locked' });
  });

  it('asks the next server when one cannot reach its own LDAP server', async () => {
    const broken = await startScriptedFreeIpa(await openCertificateAuthority(lab.folder), {
      logIn: (form, response) => {
        if (form.get('user') === 'member') response.writeHead(401, { 'x-ipa-rejection-reason': 'invalid-password' });
        else response.setHeader('set-cookie', 'ipa_session=x;path=/ipa');
        response.end();
      },
      changePassword: (_form, response) => response.setHeader('x-ipa-pwchange-result', 'error').end(),
      command: (_body, response) => {
        const entry = { uid: ['member'], ipauniqueid: ['an-id'], nsaccountlock: false };
        response.end(JSON.stringify({ result: { result: entry }, error: null }));
      },
    });
    try {
      const both = lab.open({ servers: [broken.url, lab.ipa.url] });
      await both.changePassword('member', theirs, chosen);
      expect((await lab.caller.logIn('member', chosen)).status).toBe(200);
    } finally {
      await broken.close();
    }
  });

  it('repeats itself without harm', async () => {
    await directory.changePassword('member', theirs, chosen);
    await directory.changePassword('member', theirs, chosen);
    await lab.ipa.control({ do: 'lose-answer', command: 'change_password' });
    await expect(directory.changePassword('member', chosen, 'yet-another-one')).rejects.toMatchObject({
      failure: 'unreachable',
    });
    await directory.changePassword('member', chosen, 'yet-another-one');
    expect((await lab.caller.logIn('member', 'yet-another-one')).status).toBe(200);
  });
});
