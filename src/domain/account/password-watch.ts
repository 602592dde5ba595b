import type { DeadlineChange, PlacedEvent } from '../process/deadline-rules.ts';

const watchId = (accountId: string, changeId: string): string => `password-watch-${accountId}.${changeId}`;

/** A password change must have an outcome: when nobody reports one in time, that is the outcome. */
export const watchChanges = ({ event: { type, data } }: PlacedEvent): readonly DeadlineChange[] => {
  switch (type) {
    case 'password-change-begun': {
      const { accountId, changeId, until } = data;
      const workId = watchId(accountId, changeId);
      return [{ change: 'set', workId, kind: 'password-watch', subject: `${accountId}.${changeId}`, dueAt: until }];
    }
    case 'password-changed':
    case 'password-change-failed':
      return [{ change: 'clear', workId: watchId(data.accountId, data.changeId) }];
    default:
      // Every other event concerns no password.
      return [];
  }
};
