import { describe, expect, it } from '@jest/globals';
import { accountLook } from './account-state';

describe('accountLook', () => {
  it('tells every state from every other by its word', () => {
    const states = ['waiting', 'turned-away', 'lapsed', 'verified', 'active', 'erasing', 'erased'];
    const labels = [
      ...states.map((state) => accountLook({ state, disabled: false }).label),
      accountLook({ state: 'active', disabled: true }).label,
    ];

    expect(new Set(labels).size).toBe(states.length + 1);
  });

  it('says that an account is being erased, also when it is disabled', () => {
    expect(accountLook({ state: 'erasing', disabled: true }).label).toBe('Being erased');
  });

  it('shows a state it has never heard of as unknown, by name', () => {
    expect(accountLook({ state: 'merged', disabled: false })).toEqual({
      label: 'Unknown (merged)',
      tone: 'off',
      icon: 'help',
    });
  });
});
