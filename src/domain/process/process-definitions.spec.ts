import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aggregateOf, parseProcessId, processIdOf, processKinds, turnOf } from './process-definition.ts';
import { processDefinitions, stepTitleOf } from './process-definitions.ts';

describe.each(processKinds)('a process of the kind %s', (kind) => {
  const { steps } = processDefinitions[kind];

  it('is filed under its kind', () => {
    expect(processDefinitions[kind].kind).toBe(kind);
  });

  it('has steps, each with a name of its own and a title for people', () => {
    expect(steps.length).toBeGreaterThan(0);
    expect(new Set(steps.map(({ name }) => name)).size).toBe(steps.length);
    for (const { name, title, compensation } of steps) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      for (const words of [title, compensation ?? title]) expect(words).toMatch(/^[A-Z][A-Za-z ,-]+$/);
    }
  });

  it('is found by its id, whatever it is about', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (subject) => {
        expect(parseProcessId(processIdOf(kind, subject))).toEqual({ kind, subject });
      }),
    );
  });

  it('calls its steps what people call them', () => {
    for (const { name, title } of steps) expect(stepTitleOf(processIdOf(kind, 'x'), name)).toBe(title);
  });
});

describe('kinds of processes', () => {
  it('do not begin with one another, so that ids can be read back', () => {
    for (const kind of processKinds) {
      expect(processKinds.filter((other) => other.startsWith(`${kind}-`))).toEqual([]);
    }
  });

  it('that this version does not know have no name', () => {
    for (const id of ['teleportation-i1', 'mailing-i1', 'provisioning', 'password-watch-a1.c1', '']) {
      expect(parseProcessId(id)).toBeUndefined();
    }
  });
});

describe('a step', () => {
  it.each([
    ['of an older version', 'provisioning-i1', 'format-floppy'],
    ['of another kind', 'power-i1.3', 'create-guest'],
    ['of an unknown kind', 'teleportation-i1', 'create-guest'],
  ])('%s keeps its name', (_, processId, step) => {
    expect(stepTitleOf(processId, step)).toBe(step);
  });
});

describe('a subject that can need a process more than once', () => {
  it('is told apart from its turn', () => {
    expect(aggregateOf('a-1.7')).toBe('a-1');
    expect(turnOf('a-1.7')).toBe('7');
  });

  it('has no turn when it needs one process only', () => {
    expect(aggregateOf('a-1')).toBe('a-1');
    expect(turnOf('a-1')).toBe('');
  });

  it('is read back as it was written', () => {
    const id = fc.uuid();
    fc.assert(
      fc.property(id, fc.oneof(id, fc.nat().map(String)), (aggregate, turn) => {
        const subject = `${aggregate}.${turn}`;
        expect([aggregateOf(subject), turnOf(subject)]).toEqual([aggregate, turn]);
      }),
    );
  });
});
