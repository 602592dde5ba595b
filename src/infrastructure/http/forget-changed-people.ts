import type { NetsocEvent } from '../../domain/events.ts';
import type { PersonFinder } from './person-finder.ts';
import type { ChangeFeed } from './stream/change-feed.ts';

/**
 * What the directory says of a person is something else from now on. Not so for an address: who has it still shows tokens with the
 * one before, which the look-up of before serves until they are renewed.
 */
const changesInDirectory: ReadonlySet<string> = new Set<NetsocEvent['type']>([
  'account-activated',
  'account-disabled',
  'account-enabled',
  'display-name-changed',
  'ssh-key-added',
  'ssh-key-removed',
]);

/** Whoever asks again because of a change is not given what was looked up before it: to be called before anybody else listens. */
export const forgetChangedPeople = (
  feed: Pick<ChangeFeed, 'listen'>,
  { forget }: Pick<PersonFinder, 'forget'>,
): void => {
  feed.listen(({ change: { type, subject } }) => {
    if (changesInDirectory.has(type)) forget(subject.id);
  });
};
