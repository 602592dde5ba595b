import { describe, expect, it } from '@jest/globals';
import { fold } from '../kernel/decider.ts';
import { specificationOf } from '../kernel/testing/decider-specification.ts';
import type { ProcessDefinition } from './process-definition.ts';
import { inViewOf, mayAbandon } from './process-acts.ts';
import { processDecider } from './process-decider.ts';
import type { ProcessEvent } from './process-events.ts';
import { evolveProcess, initialProcessState } from './process-state.ts';
import { eventsOf } from './testing/process-histories.ts';

const definition: ProcessDefinition = {
  kind: 'provisioning',
  steps: [
    { name: 'reserve', title: 'Reserve', compensation: 'Release' },
    { name: 'create', title: 'Create', compensation: 'Destroy' },
    { name: 'start', title: 'Start', compensation: undefined },
  ],
};
const { given } = specificationOf(processDecider(definition));
const stateAfter = (history: readonly ProcessEvent[]) => fold(evolveProcess, initialProcessState, history);
const of = eventsOf('provisioning-i1');
const now = '2026-01-01T00:00:00.000Z';
const soon = '2026-01-01T00:00:05.000Z';

const begun = [of.started(), of.intended('reserve')];
const created = [...begun, of.succeeded('reserve'), of.intended('create'), of.succeeded('create')];
const parkedAtCreate = [
  ...begun,
  of.succeeded('reserve'),
  of.intended('create'),
  of.failed('create', null),
  of.parked('create'),
];

describe('starting a process', () => {
  it('records what it was started for', () => {
    given([])
      .when({ type: 'start', subject: 'i1', input: { templateId: 'debian-13' } })
      .then([of.started({ templateId: 'debian-13' })]);
  });

  it('happens once', () => {
    given([of.started()]).when({ type: 'start', subject: 'i1', input: {} }).then([]);
  });
});

describe('going through the steps', () => {
  it('stores the intention before the effect, with the identity the effect will use', () => {
    given([of.started()])
      .when({ type: 'begin', now, facts: { vmid: 100 } })
      .then([of.intended('reserve', 1, { vmid: 100 })]);
  });

  it('begins no step while one is under way', () => {
    given(begun).when({ type: 'begin', now, facts: {} }).then([]);
  });

  it('begins the next step after a success', () => {
    given([...begun, of.succeeded('reserve')])
      .when({ type: 'begin', now, facts: {} })
      .then([of.intended('create')]);
  });

  it('stores what becomes known while the effect runs', () => {
    given(begun)
      .when({ type: 'progress', facts: { upid: 'UPID:1' }, log: ['extracting'] })
      .then([of.progressed('reserve', { upid: 'UPID:1' }, ['extracting'])]);
  });

  it('completes with the last step', () => {
    given([...created, of.intended('start')])
      .when({ type: 'succeed', facts: {} })
      .then([of.succeeded('start'), of.completed('succeeded')]);
  });

  it('takes no outcome of a step that is not under way', () => {
    expect(() => {
      given([of.started()]).when({ type: 'succeed', facts: {} }).then([]);
    }).toThrow('has no step under way');
  });
});

describe('failing', () => {
  it('tries again later what may mend itself', () => {
    given(begun)
      .when({ type: 'fail', now, errorClass: 'busy', cause: 'The guest is locked.', jitter: 1 })
      .then([
        {
          type: 'step-failed',
          data: {
            processId: 'provisioning-i1',
            step: 'reserve',
            attempt: 1,
            cause: 'The guest is locked.',
            errorClass: 'busy',
            retryAt: '2026-01-01T00:00:02.000Z',
            compensating: false,
          },
        },
      ]);
  });

  it('does not begin the next try before its time', () => {
    const failed = [...begun, of.failed('reserve', soon)];
    given(failed).when({ type: 'begin', now, facts: {} }).then([]);
    given(failed)
      .when({ type: 'begin', now: soon, facts: {} })
      .then([of.intended('reserve', 2)]);
  });

  it.each(['denied', 'impossible'] as const)('parks at once when it is %s', (errorClass) => {
    given(begun)
      .when({ type: 'fail', now, errorClass, cause: 'reserve did not work', jitter: 0 })
      .then([of.failed('reserve', null, 1, errorClass), of.parked('reserve')]);
  });

  it('parks when the tries run out', () => {
    const twice = [...begun, of.failed('reserve', now, 1), of.intended('reserve', 2), of.failed('reserve', now, 2)];
    given([...twice, of.intended('reserve', 3)])
      .when({ type: 'fail', now, errorClass: 'unexpected', cause: 'reserve did not work', jitter: 0 })
      .then([of.failed('reserve', null, 3, 'unexpected'), of.parked('reserve')]);
  });

  it('counts a step that could not even be begun as a try', () => {
    given([of.started()])
      .when({ type: 'fail', now, errorClass: 'impossible', cause: 'reserve did not work', jitter: 0 })
      .then([of.intended('reserve'), of.failed('reserve', null, 1, 'impossible'), of.parked('reserve')]);
  });

  it('lets nothing happen while parked', () => {
    given(parkedAtCreate).when({ type: 'begin', now, facts: {} }).then([]);
  });
});

describe('an admin retries', () => {
  it('lets a parked process go on', () => {
    given(parkedAtCreate)
      .when({ type: 'resume', reason: 'storage added' })
      .then([of.resumed('storage added')]);
    given([...parkedAtCreate, of.resumed()])
      .when({ type: 'begin', now, facts: {} })
      .then([of.intended('create', 2)]);
  });

  it('does not make a waiting process wait longer', () => {
    given([...begun, of.failed('reserve', soon), of.resumed()])
      .when({ type: 'begin', now, facts: {} })
      .then([of.intended('reserve', 2)]);
  });

  it('grants the full number of tries again', () => {
    given([...parkedAtCreate, of.resumed(), of.intended('create', 2)])
      .when({ type: 'fail', now, errorClass: 'unexpected', cause: 'create did not work', jitter: 1 })
      .then([of.failed('create', soon, 2, 'unexpected')]);
  });

  it('is refused where there is nothing to retry', () => {
    given([]).when({ type: 'resume', reason: 'x' }).thenRefused('process-unknown');
    given(begun).when({ type: 'resume', reason: 'x' }).thenRefused('process-busy');
    given([of.started(), of.completed('succeeded')])
      .when({ type: 'resume', reason: 'x' })
      .thenRefused('process-ended', { outcome: 'succeeded' });
  });
});

describe('an admin gives up', () => {
  it('takes back what was begun, newest first, the failed step included', () => {
    given(parkedAtCreate)
      .when({ type: 'abandon', reason: 'x' })
      .then([of.abandoned('x')]);
    const abandoned = [...parkedAtCreate, of.abandoned()];
    given(abandoned)
      .when({ type: 'begin', now, facts: {} })
      .then([of.undoing('create')]);
    given([...abandoned, of.undoing('create'), of.undone('create')])
      .when({ type: 'begin', now, facts: {} })
      .then([of.undoing('reserve')]);
    given([...abandoned, of.undoing('create'), of.undone('create'), of.undoing('reserve')])
      .when({ type: 'succeed', facts: {} })
      .then([of.undone('reserve'), of.completed('compensated')]);
  });

  it('parks a compensation that fails, and resumes it backwards', () => {
    const undoing = [...parkedAtCreate, of.abandoned(), of.undoing('create')];
    given(undoing)
      .when({ type: 'fail', now, errorClass: 'denied', cause: 'create did not work', jitter: 0 })
      .then([
        {
          type: 'step-failed',
          data: {
            processId: 'provisioning-i1',
            step: 'create',
            attempt: 1,
            cause: 'create did not work',
            errorClass: 'denied',
            retryAt: null,
            compensating: true,
          },
        },
        of.parked('create'),
      ]);
    given([...undoing, of.undoFailed('create', null), of.parked('create'), of.resumed()])
      .when({ type: 'begin', now, facts: {} })
      .then([of.undoing('create', 2)]);
  });

  it('is possible between tries, but not during one', () => {
    given([...begun, of.failed('reserve', soon)])
      .when({ type: 'abandon', reason: 'x' })
      .then([of.abandoned('x')]);
    given(begun).when({ type: 'abandon', reason: 'x' }).thenRefused('process-busy');
  });

  it('is refused the second time', () => {
    given([...parkedAtCreate, of.abandoned()])
      .when({ type: 'abandon', reason: 'x' })
      .thenRefused('process-abandoned');
  });

  it('is refused for a process with no way back, with the reason; trying again is not', () => {
    const because = 'It has gone too far.';
    const onward = specificationOf(processDecider({ ...definition, onlyForward: because }));
    onward.given(parkedAtCreate).when({ type: 'abandon', reason: 'x' }).thenRefused('process-goes-on');
    onward
      .given(parkedAtCreate)
      .when({ type: 'resume', reason: 'x' })
      .then([of.resumed('x')]);
    expect(mayAbandon({ ...definition, onlyForward: because }, inViewOf(stateAfter(parkedAtCreate)))).toMatchObject({
      allowed: false,
      reason: because,
    });
  });

  it('is refused when the process has ended or never was', () => {
    given([of.started(), of.completed('compensated')])
      .when({ type: 'abandon', reason: 'x' })
      .thenRefused('process-ended');
    given([]).when({ type: 'abandon', reason: 'x' }).thenRefused('process-unknown');
  });
});
