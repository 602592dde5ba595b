import { reservedNames } from '../../src/infrastructure/config/reserved-names.ts';

/** One line for each first letter. */
const lines = (): readonly string[] => {
  const byLetter = Map.groupBy([...reservedNames].toSorted(), (name) => name.charAt(0));
  return Array.from(byLetter.values(), (names) => `- ${names.map((name) => `\`${name}\``).join(', ')}`);
};

/** Markdown of the usernames that nobody signs up with by default. */
export const reservedNamesReference = (): string =>
  [
    '# Reserved usernames',
    '',
    'Names that nobody can sign up with, written from the configuration by `npm run reference`: those of system users, of usual hosts and services,',
    'of roles that people trust, and labels of our own domains. `accounts.username_blacklist` in the configuration takes their place: repeat there what',
    'is to stay, and add what your society needs. Names that FreeIPA has already, of users and of groups, are taken without being listed.',
    '',
    ...lines(),
    '',
  ].join('\n');
