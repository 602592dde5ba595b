import { describe, expect, it } from '@jest/globals';
import type { ProcessDefinition } from '../process/process-definition.ts';
import {
  activation,
  emailChange,
  erasure,
  lapse,
  passwordReset,
  profileChange,
  signUp,
  standing,
} from './account-processes.ts';

const namesOf = ({ steps }: ProcessDefinition): readonly string[] => steps.map(({ name }) => name);

describe('what happens by itself around an account', () => {
  // Stored in events: a name that is given up keeps its meaning, and a new step has a new name.
  it.each<[ProcessDefinition, readonly string[]]>([
    [signUp, ['claim-email', 'stage-user', 'send-link', 'forget-turned-away']],
    [activation, ['activate-user', 'claim-identity', 'join-groups', 'finish']],
    [lapse, ['record', 'unstage-user', 'release-names', 'destroy-key']],
    [passwordReset, ['issue-link', 'forget-address']],
    [profileChange, ['change-directory', 'record']],
    [emailChange, ['claim-email', 'change-directory', 'record', 'release-email']],
    [standing, ['change-directory', 'change-instances']],
    [erasure, ['begin', 'delete-instances', 'say-goodbye', 'remove-user', 'release-names', 'record', 'destroy-key']],
  ])('goes in the steps that the history knows: $kind', (definition, steps) => {
    expect(namesOf(definition)).toEqual(steps);
  });

  it('takes a sign-up back that an admin gives up: from the directory first, its names last', () => {
    const taken = signUp.steps.flatMap(({ name, compensation }) => (compensation === undefined ? [] : [name]));
    expect(taken.toReversed()).toEqual(['stage-user', 'claim-email']);
  });

  it('takes an activation back that FreeIPA refuses for good: the sign-up lapses', () => {
    const taken = activation.steps.flatMap(({ name, compensation }) => (compensation === undefined ? [] : [name]));
    expect(taken).toEqual(['activate-user']);
  });

  it.each([lapse, erasure])('has no way back when it removes a person: $kind', ({ onlyForward }) => {
    expect(onlyForward).toMatch(/Mend the cause, and try again\.$/);
  });

  it.each([signUp, activation, passwordReset, profileChange, emailChange, standing])(
    'can be given up by an admin: $kind',
    ({ onlyForward }) => {
      expect(onlyForward).toBeUndefined();
    },
  );

  it.each([lapse, passwordReset, profileChange, emailChange, standing, erasure])(
    'goes only forwards once it has begun: $kind',
    ({ steps }) => {
      expect(steps.map(({ compensation }) => compensation)).toEqual(steps.map(() => undefined));
    },
  );

  it.each([lapse, erasure])(
    'destroys the key of a person last, when nobody needs to know them any more: $kind',
    (of) => {
      expect(namesOf(of).at(-1)).toBe('destroy-key');
    },
  );
});
