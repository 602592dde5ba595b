import { describe, expect, it } from '@jest/globals';
import type { AccountEvent } from '../../domain/account/account-events.ts';
import type { InstanceEvent } from '../../domain/instance/instance-events.ts';
import { evolveInstance, initialInstanceState } from '../../domain/instance/instance-state.ts';
import { fold } from '../../domain/kernel/decider.ts';
import { composeAccountLetter, composeInstanceLetter } from './compose-letter.ts';
import { ada, requested, told } from './testing/told-histories.ts';
import { wordsOf } from './testing/words-of.ts';

const portalUrl = 'https://cloud.example.org';
const { accountId } = ada;

const ofAccount = (event: AccountEvent) =>
  composeAccountLetter(event, ada, portalUrl, (linkId) => `secret of ${linkId}`);

const disabled = (instances: 'stay' | 'stop'): AccountEvent => ({
  type: 'account-disabled',
  data: { accountId, reason: 'mined coins', instances },
});

describe('a letter', () => {
  it('has a subject of its own for every topic', () => {
    const subjects = Object.entries(told).map(([topic, { history }]) => {
      const event = history.at(-1);
      if (event === undefined) throw new Error(`nothing leads to ${topic}`);
      const instance = fold(evolveInstance, initialInstanceState, [requested as InstanceEvent]);
      if (instance.status === 'absent') throw new Error('the instance was requested');
      return (ofAccount(event as AccountEvent) ?? composeInstanceLetter(event, instance, portalUrl))?.subject;
    });
    expect(subjects).not.toContain(undefined);
    expect(new Set(subjects).size).toBe(subjects.length);
  });

  it.each([
    ['verification', 'verify'],
    ['password-reset', 'reset'],
    ['email-change', 'email'],
  ] as const)('with a link for %s leads to the page %s, with the secret of this very link', (purpose, page) => {
    const letter = ofAccount({
      type: 'link-issued',
      data: { accountId, linkId: 'link-7', purpose, tokenHash: 'hash', until: '2026', changeId: null },
    });
    expect(letter?.action?.url).toBe(`${portalUrl}/${page}#token=${accountId}.secret of link-7`);
  });

  it('asks for no secret that it does not need', () => {
    const refuse = (): string => {
      throw new Error('no letter but one with a link needs a secret');
    };
    for (const event of [disabled('stop'), { type: 'account-activated', data: { accountId } } as const]) {
      expect(composeAccountLetter(event, ada, portalUrl, refuse)).toBeDefined();
    }
  });

  it('says what becomes of the instances of somebody who is suspended', () => {
    expect(wordsOf(ofAccount(disabled('stop')) ?? emptyLetter)).toContain('Your instances are stopped');
    expect(wordsOf(ofAccount(disabled('stay')) ?? emptyLetter)).toContain('Your instances go on running');
  });

  it('is written about nothing that is nobody’s news', () => {
    expect(ofAccount({ type: 'sessions-ended', data: { accountId, kept: null } })).toBeUndefined();
    expect(ofAccount({ type: 'erasure-begun', data: { accountId } })).toBeUndefined();
    expect(ofAccount({ type: 'sign-up-turned-away', data: { accountId, because: 'registered' } })).toBeUndefined();
  });
});

const emptyLetter = { subject: '', heading: '', paragraphs: [] };
