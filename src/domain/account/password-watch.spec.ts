import { describe, expect, it } from '@jest/globals';
import { parseProcessId } from '../process/process-definition.ts';
import { watchChanges } from './password-watch.ts';
import { noon, one, passwordBegun, passwordChanged, passwordFailed, linked } from './testing/account-history.ts';
import type { AccountEvent } from './account-events.ts';

const changesOf = (event: AccountEvent) => watchChanges({ event, streamId: 'account-a-1', revision: 1, at: noon });

const workId = 'password-watch-a-1.c-1';

describe('the watch over a password that is being set', () => {
  it('looks when the time for an outcome is over', () => {
    expect(changesOf(passwordBegun('c-1'))).toEqual([
      { change: 'set', workId, kind: 'password-watch', subject: 'a-1.c-1', dueAt: one },
    ]);
  });

  it.each([passwordChanged('c-1'), passwordFailed('c-1', 'too short')])('ends with its outcome: $type', (outcome) => {
    expect(changesOf(outcome)).toEqual([{ change: 'clear', workId }]);
  });

  it('is there for each of several', () => {
    expect(changesOf(passwordBegun('c-2'))).toMatchObject([{ workId: 'password-watch-a-1.c-2' }]);
  });

  it('does not look at anything else', () => {
    expect(changesOf(linked)).toEqual([]);
  });

  it('is no process', () => {
    expect(parseProcessId(workId)).toBeUndefined();
  });
});
