import { describe, expect, it } from '@jest/globals';
import { fold } from '../kernel/decider.ts';
import type { ProcessEvent } from './process-events.ts';
import { evolveProcess, initialProcessState, stepOf } from './process-state.ts';
import { eventsOf } from './testing/process-histories.ts';

const of = eventsOf('provisioning-i1');
const after = (...events: readonly ProcessEvent[]) => fold(evolveProcess, initialProcessState, events);

describe('the state of a process', () => {
  it('knows what it was started for', () => {
    expect(after(of.started({ templateId: 'debian-13' }))).toMatchObject({
      phase: 'running',
      kind: 'provisioning',
      subject: 'i1',
      input: { templateId: 'debian-13' },
      direction: 'forward',
    });
  });

  it('gathers the facts and the log lines of a step', () => {
    const state = after(
      of.started(),
      of.intended('create-guest', 1, { vmid: 100 }),
      of.progressed('create-guest', { upid: 'UPID:1' }, ['extracting']),
      of.progressed('create-guest', {}, ['done']),
    );
    expect(stepOf(state, 'create-guest')).toMatchObject({
      phase: 'running',
      facts: { vmid: 100, upid: 'UPID:1' },
      log: ['extracting', 'done'],
    });
  });

  it('waits for the next try of a failed step and remembers why it failed', () => {
    const state = after(of.started(), of.intended('start-guest'), of.failed('start-guest', '2026-01-01T00:00:05.000Z'));
    expect(state.phase).toBe('waiting');
    expect(stepOf(state, 'start-guest')).toMatchObject({
      phase: 'failed',
      cause: 'start-guest did not work',
      retryAt: '2026-01-01T00:00:05.000Z',
    });
  });

  it('counts tries anew after an admin resumed it, but not attempts', () => {
    const state = after(
      of.started(),
      of.intended('start-guest', 1),
      of.failed('start-guest', null),
      of.parked('start-guest'),
      of.resumed(),
      of.intended('start-guest', 2),
    );
    expect(state.phase).toBe('running');
    expect(stepOf(state, 'start-guest')).toMatchObject({ attempts: 2, tries: 1 });
  });

  it('goes backwards once abandoned', () => {
    const state = after(
      of.started(),
      of.intended('reserve-vmid'),
      of.succeeded('reserve-vmid', { vmid: 100 }),
      of.intended('create-guest'),
      of.failed('create-guest', null),
      of.parked('create-guest'),
      of.abandoned(),
      of.undoing('create-guest'),
      of.undone('create-guest'),
    );
    expect(state).toMatchObject({ phase: 'compensating', direction: 'backward' });
    expect(state.steps.map(({ name, phase }) => `${name} ${phase}`)).toEqual([
      'reserve-vmid succeeded',
      'create-guest compensated',
    ]);
  });
});
