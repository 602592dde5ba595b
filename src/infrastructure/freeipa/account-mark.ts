/**
 * How an entry tells for which account it was made: a value of its attribute `userclass`, whose meaning FreeIPA leaves to those
 * who use it. An entry without one was made by somebody else.
 */
const prefix = 'netsoc-cloud:';

export const markOf = (accountId: string): string => `${prefix}${accountId}`;

/** @param userClasses the values of an entry's `userclass` */
export const accountOf = (userClasses: readonly string[]): string | undefined =>
  userClasses.find((value) => value.startsWith(prefix))?.slice(prefix.length);
