import type { Letter } from '../ports/mailer.ts';

/** The last letter to somebody who asked to be forgotten. */
export const erasedLetter = (): Letter => ({
  subject: 'Your account is erased',
  heading: 'You are forgotten here',
  paragraphs: [
    'As you asked, your account, your instances and everything on them are deleted. What the history keeps names nobody.',
    'This is the last mail about it; the address it went to is forgotten as well.',
  ],
});
