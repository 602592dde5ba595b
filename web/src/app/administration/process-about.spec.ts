import { describe, expect, it } from '@jest/globals';
import { processAbout } from './process-about';

const id = '1a57146b-4fac-5697-9fce-fad29d7c1f75';

describe('processAbout', () => {
  it.each([
    ['provisioning', id],
    ['power', `${id}.3`],
    ['mail', `instance-suspended.instance-${id}.3`],
  ])('finds the instance of a %s', (kind, subject) => {
    expect(processAbout({ kind, subject })).toMatchObject({ instanceId: id, accountId: undefined });
  });

  it.each([
    ['sign-up', id],
    ['standing', `${id}.4`],
    ['profile-change', `${id}.5f0c3f39-51f7-4b5e-9d0d-4c1f0e0d3c11`],
    ['mail', `account-disabled.account-${id}.7`],
  ])('finds the account of a %s', (kind, subject) => {
    expect(processAbout({ kind, subject })).toMatchObject({ instanceId: undefined, accountId: id });
  });

  it('finds nobody behind a forgotten password', () => {
    expect(processAbout({ kind: 'password-reset', subject: id })).toEqual({
      title: 'Link for a new password',
      instanceId: undefined,
      accountId: undefined,
    });
  });

  it('names a kind that it has never heard of', () => {
    expect(processAbout({ kind: 'snapshot', subject: id }).title).toBe('snapshot');
  });
});
