import { formatLinkToken } from '../use-cases/accounts/single-use-link.ts';
import type { Letter } from '../ports/mailer.ts';

/** What a letter can say: the portal's address, and the name of whom it is about. */
type About = Readonly<{ portalUrl: string; username: string }>;

/** Where a single-use link leads: what opens it stands in the fragment, which no server is ever sent. */
const linkTo = (portalUrl: string, page: string, accountId: string, secret: string): string =>
  `${portalUrl}/${page}#token=${formatLinkToken({ accountId, secret })}`;

const oneHour = 'The link works once, within an hour.';
const notYou = 'If you did not ask for this, you need not do anything.';

type WithLink = About & Readonly<{ accountId: string; secret: string }>;

export const verifyEmailLetter = ({ portalUrl, username, accountId, secret }: WithLink): Letter => ({
  subject: 'Verify your e-mail address',
  heading: `Welcome, ${username}`,
  paragraphs: ['One step is left: show that this address is yours, and choose a password.'],
  action: { label: 'Verify and choose a password', url: linkTo(portalUrl, 'verify', accountId, secret) },
  notes: [oneHour, notYou],
});

export const alreadyRegisteredLetter = ({ portalUrl }: About): Letter => ({
  subject: 'You have an account already',
  heading: 'You have an account already',
  paragraphs: [
    'Somebody, most likely you, signed up with this e-mail address. There is an account with it, so no second one was made.',
    'If you forgot the password, you can choose a new one.',
  ],
  action: { label: 'Choose a new password', url: `${portalUrl}/forgot` },
  notes: ['If it was not you, nothing has changed and you need not do anything.'],
});

export const welcomeLetter = ({ portalUrl, username }: About): Letter => ({
  subject: 'Your account is ready',
  heading: `Your account is ready, ${username}`,
  paragraphs: ['You can sign in and ask for your first container. An admin looks at every request.'],
  action: { label: 'Sign in', url: portalUrl },
  notes: ['Add your SSH key first: then your instances let you in from their first moment.'],
});

export const resetPasswordLetter = ({ portalUrl, username, accountId, secret }: WithLink): Letter => ({
  subject: 'Choose a new password',
  heading: 'Choose a new password',
  paragraphs: [`Somebody asked for a new password for the account ${username}.`],
  action: { label: 'Choose a new password', url: linkTo(portalUrl, 'reset', accountId, secret) },
  notes: [oneHour, 'If it was not you, your password stays as it is.'],
});

export const passwordChangedLetter = ({ portalUrl, username }: About): Letter => ({
  subject: 'Your password was changed',
  heading: 'Your password was changed',
  paragraphs: [`The password of the account ${username} was changed, and its other sessions were ended.`],
  action: { label: 'It was not me', url: `${portalUrl}/forgot` },
  notes: ['If it was not you, choose a new password at once and tell an admin.'],
});

export const confirmEmailLetter = ({ portalUrl, username, accountId, secret }: WithLink): Letter => ({
  subject: 'Verify your new e-mail address',
  heading: 'Verify your new e-mail address',
  paragraphs: [`The account ${username} is to use this address from now on.`],
  action: { label: 'This address is mine', url: linkTo(portalUrl, 'email', accountId, secret) },
  notes: [oneHour, 'If it was not you, do not open it: the account keeps the address it has.'],
});

export const emailChangedLetter = ({ portalUrl, username }: About): Letter => ({
  subject: 'Your e-mail address was changed',
  heading: 'Your e-mail address was changed',
  paragraphs: [`The account ${username} uses another e-mail address from now on. This is the last mail to this one.`],
  action: { label: 'Look at the account', url: `${portalUrl}/account` },
  notes: ['If it was not you, tell an admin at once.'],
});

export const sshKeyAddedLetter = ({
  portalUrl,
  username,
  fingerprint,
  keyType,
}: About & Readonly<{ fingerprint: string; keyType: string }>): Letter => ({
  subject: 'An SSH key was added',
  heading: 'An SSH key was added',
  paragraphs: [`The account ${username} has a new SSH key. Instances that are made from now on let it in.`],
  facts: [
    { label: 'Type', value: keyType },
    { label: 'Fingerprint', value: fingerprint },
  ],
  action: { label: 'Look at the keys', url: `${portalUrl}/account/ssh-keys` },
  notes: ['If it was not you, remove it and choose a new password.'],
});

export const accountDisabledLetter = ({
  username,
  reason,
  instancesStop,
}: About & Readonly<{ reason: string; instancesStop: boolean }>): Letter => ({
  subject: 'Your account is suspended',
  heading: 'Your account is suspended',
  paragraphs: [
    `An admin has suspended the account ${username}: nobody can sign in with it for now.`,
    instancesStop ? 'Your instances are stopped. Nothing on them is deleted.' : 'Your instances go on running.',
  ],
  quote: reason,
  notes: ['Answer this mail if you think that it is a mistake.'],
});

export const accountEnabledLetter = ({ portalUrl, username }: About): Letter => ({
  subject: 'Your account is back',
  heading: 'Your account is back',
  paragraphs: [`The account ${username} can be used again. Instances that were stopped with it start by themselves.`],
  action: { label: 'Sign in', url: portalUrl },
});

export const erasureRequestedLetter = ({
  portalUrl,
  username,
  dueAt,
}: About & Readonly<{ /** ISO time. */ dueAt: string }>): Letter => ({
  subject: 'Your account will be erased',
  heading: 'Your account will be erased',
  paragraphs: [
    `As you asked, the account ${username} will be erased. Until then you can think better of it.`,
    'Your instances and everything on them will be deleted. There is no way back and no copy.',
  ],
  facts: [{ label: 'It begins', value: inWords(dueAt) }],
  action: { label: 'Keep my account', url: `${portalUrl}/account/privacy` },
  notes: ['If you did not ask for this, keep the account and choose a new password.'],
});

export const erasureWithdrawnLetter = ({ portalUrl, username }: About): Letter => ({
  subject: 'Your account stays',
  heading: 'Your account stays',
  paragraphs: [`The account ${username} will not be erased. Everything is as it was.`],
  action: { label: 'Look at the account', url: `${portalUrl}/account` },
});

/** `24 November 2026, 23:15 UTC` */
const inWords = (time: string): string => {
  const [date = '', clock = ''] = new Date(time).toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${String(Number(day))} ${months[Number(month) - 1] ?? month} ${year}, ${clock.slice(0, 5)} UTC`;
};

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
