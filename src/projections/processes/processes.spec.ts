import { describe, expect, it } from '@jest/globals';
import { eventsOf } from '../../domain/process/testing/process-histories.ts';
import { abandoned, completed, failed, intended, parked, resumed, started, succeeded } from '../testing/facts.ts';
import { given } from '../testing/given.ts';
import { momentOf } from '../testing/recorded-history.ts';
import type { Fact } from '../testing/recorded-history.ts';
import { processes } from './index.ts';

const web = (facts: readonly Fact[]) => given(processes, facts, (query) => query.find('provisioning-web'));
const begun = [started('web'), intended('web', 'choose-node')];

describe('processes', () => {
  it('shows where a process is', () => {
    expect(web(begun)).toEqual({
      id: 'provisioning-web',
      kind: 'provisioning',
      subject: 'web',
      state: 'running',
      givenUp: false,
      step: 'choose-node',
      cause: null,
      retryAt: null,
      startedAt: momentOf(0),
      changedAt: momentOf(1),
    });
  });

  it('says what it waits for, and until when', () => {
    expect(web([...begun, failed('web', 'choose-node', momentOf(60))])).toMatchObject({
      state: 'waiting',
      cause: 'no answer',
      retryAt: momentOf(60),
    });
  });

  it('is parked until an admin resumes it', () => {
    const stuck = [...begun, failed('web', 'choose-node', null), parked('web', 'choose-node', 'full')];
    expect(web(stuck)).toMatchObject({ state: 'parked', step: 'choose-node', cause: 'full', retryAt: null });
    expect(web([...stuck, resumed('web')])).toMatchObject({ state: 'running', cause: null });
  });

  it('compensates once it was given up, failures and resumptions included', () => {
    const back = [...begun, succeeded('web', 'choose-node'), abandoned('web')];
    expect(web(back)).toMatchObject({ state: 'compensating', givenUp: true });
    expect(web([...back, intended('web', 'choose-node', 1, true)])?.state).toBe('compensating');
    expect(web([...back, failed('web', 'choose-node', momentOf(60))])?.state).toBe('compensating');
    expect(web([...back, parked('web', 'choose-node'), resumed('web')])?.state).toBe('compensating');
  });

  it.each(['succeeded', 'compensated'] as const)('ends as %s, with no step and no cause', (outcome) => {
    expect(web([...begun, completed('web', outcome)])).toMatchObject({ state: outcome, step: null, cause: null });
  });

  it('knows a process by its kind and what it works for', () => {
    const { started: begins } = eventsOf('profile-change-ada.change-1');
    expect(given(processes, [begins()], (query) => query.find('profile-change-ada.change-1'))).toMatchObject({
      kind: 'profile-change',
      subject: 'ada.change-1',
    });
  });

  it('lists messages only while they are held up: the others are many and nobody’s concern', () => {
    const waits = eventsOf('mail-welcome.account-ada.3');
    const sent = eventsOf('mail-welcome.account-bob.3');
    const posts = eventsOf('chat-request-waits.instance-web.0');
    const stuck = eventsOf('mail-welcome.account-eve.3');
    const facts = [
      waits.started(),
      waits.intended('send'),
      waits.failed('send', momentOf(60)),
      sent.started(),
      sent.completed('succeeded'),
      posts.started(),
      stuck.started(),
      stuck.parked('send'),
      ...begun,
    ];
    const ids = given(processes, facts, (query) => query.list().map(({ id }) => id));
    expect(ids).toEqual(['mail-welcome.account-eve.3', 'mail-welcome.account-ada.3', 'provisioning-web']);
    expect(given(processes, facts, (query) => query.inState('running').map(({ id }) => id))).toEqual([
      'provisioning-web',
      'chat-request-waits.instance-web.0',
    ]);
  });

  it('lists what needs eyes first', () => {
    const facts = [
      ...begun,
      completed('web', 'succeeded'),
      started('db'),
      intended('db', 'choose-node'),
      started('mail'),
      parked('mail', 'choose-node'),
    ];
    const subjects = (limit?: number) =>
      given(processes, facts, (query) => query.list(limit).map(({ subject }) => subject));
    expect(subjects()).toEqual(['mail', 'db', 'web']);
    expect(subjects(1)).toEqual(['mail']);
    expect(given(processes, facts, (query) => query.counts())).toEqual({ parked: 1, running: 1, succeeded: 1 });
  });
});
