import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { fold } from '../../../domain/kernel/decider.ts';
import type { ProcessDefinition } from '../../../domain/process/process-definition.ts';
import type { ProcessEvent } from '../../../domain/process/process-events.ts';
import { evolveProcess, initialProcessState, stepOf } from '../../../domain/process/process-state.ts';
import { EventStoreError } from '../../ports/event-store.ts';
import { memoryLog } from '../provisioning/testing/memory-log.ts';
import { instanceId, processId, silent, virtualTime } from '../provisioning/testing/provisioning-world.ts';
import { processWorker } from './drive-process.ts';
import { StepFailure } from './step-failure.ts';
import type { StepEffect } from './step-effect.ts';
import { LeaseLostError } from './work.ts';
import type { Tenure } from './work.ts';

const definition: ProcessDefinition = {
  kind: 'provisioning',
  steps: [
    { name: 'one', title: 'One', compensation: 'Undo one' },
    { name: 'two', title: 'Two', compensation: undefined },
  ],
};
const nothing: StepEffect = { perform: () => Promise.resolve({}) };
const free: Tenure = { signal: new AbortController().signal, fence: () => undefined };

const processOf = (effects: Readonly<Record<string, StepEffect>>, log = memoryLog()) => {
  const time = virtualTime();
  const worker = processWorker(
    { log, logger: silent, ...time, newId: randomUUID, random: () => 1 },
    { definition, inputFor: () => Promise.resolve({}), effects: { one: nothing, two: nothing, ...effects } },
  );
  const due = {
    workId: processId,
    kind: 'provisioning',
    subject: instanceId,
    dueAt: time.clock(),
    causationId: 'the approval',
    correlationId: 'the request',
    position: { commit: 0, prepare: 0 },
  };
  const state = () =>
    fold(
      evolveProcess,
      initialProcessState,
      // The only events in this log are those of the process.
      log.all().map(({ event }) => event as ProcessEvent),
    );
  return { log, time, state, run: (tenure = free) => worker(due, tenure) };
};

describe('a process', () => {
  it('is taken to its end at once when nothing is in the way', async () => {
    const process = processOf({});
    expect(await process.run()).toEqual({ commit: 6, prepare: 6 });
    expect(process.state().phase).toBe('succeeded');
  });

  it('says who acted, and because of what', async () => {
    const process = processOf({});
    await process.run();
    for (const { metadata } of process.log.all()) {
      expect(metadata).toMatchObject({
        actor: { type: 'system', id: 'provisioning' },
        correlationId: 'the request',
        causationId: 'the approval',
      });
    }
  });

  it('has the planned facts stored before the effect begins', async () => {
    const process = processOf({
      one: {
        plan: () => Promise.resolve({ vmid: 100 }),
        perform: (call) => {
          expect(call.facts()).toEqual({ vmid: 100 });
          expect(process.log.all().at(-1)?.event).toMatchObject({
            type: 'step-intended',
            data: { facts: { vmid: 100 } },
          });
          return Promise.resolve({});
        },
      },
    });
    await process.run();
    expect(process.state().phase).toBe('succeeded');
  });

  it('is left until its next try, and taken up then', async () => {
    let works = false;
    const process = processOf({
      two: {
        perform: () => (works ? Promise.resolve({}) : Promise.reject(new StepFailure('busy', 'Not yet.'))),
      },
    });
    await process.run();
    expect(stepOf(process.state(), 'two')).toMatchObject({ phase: 'failed', retryAt: '2026-01-01T00:00:02.000Z' });
    works = true;
    await process.run();
    expect(process.state().phase).toBe('waiting');
    process.time.moveTo('2026-01-01T00:00:02.000Z');
    await process.run();
    expect(process.state().phase).toBe('succeeded');
  });

  it('keeps the log of a step within bounds', async () => {
    const process = processOf({
      one: {
        perform: async (call) => {
          for (let page = 0; page < 3; page += 1) {
            await call.progress(
              { page },
              Array.from({ length: 90 }, () => 'x'.repeat(600)),
            );
          }
          return {};
        },
      },
    });
    await process.run();
    const step = stepOf(process.state(), 'one');
    expect(step?.log).toHaveLength(200);
    expect(new Set(step?.log.map((line) => line.length))).toEqual(new Set([500]));
    expect(step?.facts).toEqual({ page: 2 });
  });

  it('writes nothing and does nothing once the lease may be lost', async () => {
    let effects = 0;
    let held = true;
    const fence = (): void => {
      if (!held) throw new LeaseLostError('gone');
    };
    const process = processOf({
      one: {
        perform: () => {
          effects += 1;
          held = false;
          return Promise.resolve({});
        },
      },
    });
    await expect(process.run({ ...free, fence })).rejects.toBeInstanceOf(LeaseLostError);
    // What the effect led to is not written either: the next holder looks for itself.
    expect(stepOf(process.state(), 'one')?.phase).toBe('running');
    const written = process.log.all().length;
    await expect(process.run({ ...free, fence })).rejects.toBeInstanceOf(LeaseLostError);
    expect({ effects, written: process.log.all().length }).toEqual({ effects: 1, written });
  });

  it('does not take its own end for a failure of the step', async () => {
    const stopping = new AbortController();
    const process = processOf({
      one: {
        perform: () => {
          stopping.abort(new Error('the server stops'));
          return Promise.reject(new StepFailure('unreachable', 'cancelled'));
        },
      },
    });
    await expect(process.run({ ...free, signal: stopping.signal })).rejects.toThrow('cancelled');
    expect(stepOf(process.state(), 'one')?.phase).toBe('running');
  });

  it('does not take trouble with the log for a failure of the step', async () => {
    const process = processOf({
      one: { perform: () => Promise.reject(new EventStoreError('unavailable', 'no answer')) },
    });
    await expect(process.run()).rejects.toBeInstanceOf(EventStoreError);
    expect(stepOf(process.state(), 'one')?.phase).toBe('running');
  });

  it('follows an admin who gave it up between two looks', async () => {
    const undone: string[] = [];
    const abandon = async (): Promise<void> => {
      const event: ProcessEvent = { type: 'process-abandoned', data: { processId, reason: 'no longer needed' } };
      const actor = { type: 'account', id: 'admin', roles: ['admin'] } as const;
      const ids = { commandId: 'c', correlationId: 'c', causationId: 'c' };
      const context = { ...ids, actor, source: { channel: 'http' }, at: process.time.clock() } as const;
      await process.log.append(await process.log.load(processId), [event], context);
    };
    const process = processOf({
      one: {
        perform: () => Promise.resolve({}),
        undo: () => Promise.resolve(void undone.push('one')),
      },
      two: {
        // The admin is quicker than the plan for the second try.
        plan: async (call) => {
          if ((stepOf(call.process(), 'two')?.attempts ?? 0) > 0) await abandon();
          return {};
        },
        perform: () => Promise.reject(new StepFailure('busy', 'Not yet.')),
      },
    });
    await process.run();
    process.time.moveTo('2026-01-01T00:01:00.000Z');
    await process.run();
    expect(process.state().phase).toBe('compensated');
    expect(undone).toEqual(['one']);
  });
});
