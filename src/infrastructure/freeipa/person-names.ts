/** What FreeIPA keeps of a name; each but `gecos` is asked for by some program that shows people. */
export type PersonNames = Readonly<{
  displayname: string;
  cn: string;
  gecos: string;
  givenname: string;
  sn: string;
  initials: string;
}>;

/** FreeIPA insists on a family name; this stands for none. */
const noFamilyName = '-';

/** `Ada King Lovelace`: the last word is the family name, for want of anything better. */
export const personNames = (displayName: string): PersonNames => {
  const name = displayName.trim().replaceAll(/\s+/g, ' ');
  const words = name.split(' ');
  const familyName = words.length > 1 ? (words.at(-1) ?? noFamilyName) : noFamilyName;
  const givenName = words.length > 1 ? words.slice(0, -1).join(' ') : name;
  const initials = [givenName, ...(familyName === noFamilyName ? [] : [familyName])].map((part) => firstLetter(part));
  return {
    displayname: name,
    cn: name,
    gecos: name,
    givenname: givenName,
    sn: familyName,
    initials: initials.join(''),
  };
};

const firstLetter = (word: string): string => String.fromCodePoint(word.codePointAt(0) ?? 0x2d);
