import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openCertificateAuthority } from '../lab/certificates/certificate-authority.ts';
import type { FreeIpaSimulator } from '../lab/freeipa/freeipa-simulator.ts';
import { portalServiceAccount } from '../lab/freeipa/seed.ts';
import { startLabFreeIpa } from './testing/lab-freeipa.ts';
import type { LabFreeIpa } from './testing/lab-freeipa.ts';

let lab: LabFreeIpa;
let ipa: FreeIpaSimulator;
let open: LabFreeIpa['open'];

beforeEach(async () => {
  lab = await startLabFreeIpa();
  ({ ipa, open } = lab);
});
afterEach(() => lab.close());

const memberEmail = 'member@lab.netsoc.invalid';

describe('FreeIPA directory', () => {
  it('finds a person by e-mail, with groups, keys and an id that a rename would not change', async () => {
    const person = await open().findByEmail(memberEmail);
    expect(person).toEqual({
      directoryId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      username: 'member',
      email: memberEmail,
      displayName: 'Mary Member',
      groups: ['members'],
      disabled: false,
      sshKeys: [expect.stringMatching(/^ssh-ed25519 \S+ member@laptop$/)],
      madeFor: undefined,
    });
  });

  it('finds the same person by username', async () => {
    const directory = open();
    expect(await directory.findByUsername('member')).toEqual(await directory.findByEmail(memberEmail));
  });

  it('compares addresses without case, and whole', async () => {
    const directory = open();
    expect((await directory.findByEmail('MEMBER@Lab.Netsoc.Invalid'))?.username).toBe('member');
    expect(await directory.findByEmail('ember@lab.netsoc.invalid')).toBeUndefined();
    expect(await directory.findByEmail('*')).toBeUndefined();
    expect(await directory.findByEmail('')).toBeUndefined();
  });

  it('knows nobody by an unknown name', async () => {
    expect(await open().findByUsername('nobody')).toBeUndefined();
  });

  it('refuses to choose between two people with one address', async () => {
    await ipa.control({ do: 'change-user', uid: 'auditor', attributes: { mail: [memberEmail] } });
    await expect(open().findByEmail(memberEmail)).rejects.toMatchObject({
      name: 'DirectoryError',
      failure: 'ambiguous',
    });
  });

  it('sees at once that somebody was disabled or joined a group', async () => {
    const directory = open();
    await ipa.control({ do: 'change-user', uid: 'member', disabled: true });
    await ipa.control({ do: 'set-members', group: 'auditors', members: ['member'] });
    expect(await directory.findByEmail(memberEmail)).toMatchObject({ disabled: true, groups: ['auditors', 'members'] });
  });

  it('logs in once for many requests, and again when the session has ended', async () => {
    const directory = open();
    await Promise.all(Array.from({ length: 8 }, () => directory.findByUsername('member')));
    // A second log-in would meet this error; the ninth request does not need one.
    await ipa.control({ fault: 'error', status: 503, path: 'login_password' });
    expect((await directory.findByUsername('member'))?.username).toBe('member');
    await ipa.control({ fault: 'none' });
    await ipa.control({ do: 'end-sessions' });
    const again = await Promise.all(Array.from({ length: 8 }, () => directory.findByUsername('member')));
    expect(again.map((person) => person?.username)).toEqual(Array.from({ length: 8 }, () => 'member'));
  });

  it('says that our own log-in was refused, and does not show the password', async () => {
    const refusal = await open({ password: 'not-the-password' })
      .findByUsername('member')
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({ failure: 'denied' });
    expect(String(refusal)).toContain('invalid-password');
    expect(JSON.stringify(refusal) + String(refusal)).not.toContain('not-the-password');
  });

  it('does not talk to a server that its authority has not signed', async () => {
    const stranger = await openCertificateAuthority(join(lab.folder, 'stranger'));
    await expect(open({ ca: stranger.certificate }).findByUsername('member')).rejects.toMatchObject({
      failure: 'unreachable',
    });
  });

  it('asks the next server when one does not answer, and leaves the silent one alone for a while', async () => {
    const second = await lab.startReplica();
    const directory = open({ servers: [ipa.url, second.url], timeoutMilliseconds: 500 });
    await ipa.control({ fault: 'hang' });
    expect((await directory.findByUsername('member'))?.username).toBe('member');
    const begun = performance.now();
    await directory.findByUsername('member');
    expect(performance.now() - begun).toBeLessThan(450);
    await second.control({ fault: 'down' });
    await ipa.control({ fault: 'none' });
    expect((await directory.findByUsername('member'))?.username).toBe('member');
  });

  it.each([
    ['refuses connections', { fault: 'down' }],
    ['cuts the connection', { fault: 'drop' }],
    ['cuts the connection before the answer', { fault: 'drop', when: 'after' }],
    ['is in trouble', { fault: 'error', status: 503 }],
    ['never answers', { fault: 'hang' }],
    ['answers something else', { fault: 'error', status: 404, body: '<html>' }],
  ])('is unreachable when the only server %s, and recovers', async (_what, fault) => {
    const directory = open({ timeoutMilliseconds: 300 });
    await ipa.control(fault);
    await expect(directory.findByUsername('member')).rejects.toMatchObject({ failure: 'unreachable' });
    await ipa.control({ fault: 'none' });
    await expect(directory.findByUsername('member')).resolves.toMatchObject({ username: 'member' });
  });

  it('carries no secret in what it throws', async () => {
    await ipa.control({ fault: 'drop' });
    const failure = await open()
      .findByUsername('member')
      .catch((error: unknown) => error as Error);
    const shown = JSON.stringify(failure, Object.getOwnPropertyNames(failure)) + String((failure as Error).cause);
    expect(shown).not.toContain(portalServiceAccount.password);
  });

  it('never sends its password over plain HTTP', () => {
    expect(() => open({ servers: ['http://127.0.0.1:1'] })).toThrow(/https/);
  });
});
