import type { Letter } from '../ports/mailer.ts';

type About = Readonly<{ portalUrl: string; instanceId: string; hostname: string }>;

const pageOf = ({ portalUrl, instanceId }: About): string => `${portalUrl}/instances/${instanceId}`;

export const requestReceivedLetter = (about: About): Letter => ({
  subject: `We have your request for ${about.hostname}`,
  heading: 'We have your request',
  paragraphs: [`An admin will look at your request for the instance ${about.hostname}. You will hear from us.`],
  action: { label: 'See the request', url: pageOf(about) },
});

export const requestApprovedLetter = (about: About): Letter => ({
  subject: `${about.hostname} is approved`,
  heading: 'Your request is approved',
  paragraphs: [`The instance ${about.hostname} is being set up now. It takes about a minute.`],
  action: { label: 'Watch it being set up', url: pageOf(about) },
});

export const requestRefusedLetter = (about: About & Readonly<{ reason: string }>): Letter => ({
  subject: `${about.hostname} was not approved`,
  heading: 'Your request was not approved',
  paragraphs: [`An admin has refused your request for the instance ${about.hostname}, and says why:`],
  quote: about.reason,
  action: { label: 'Ask again with other words', url: pageOf(about) },
});

export const requestGivenUpLetter = (about: About & Readonly<{ reason: string }>): Letter => ({
  subject: `${about.hostname} could not be set up`,
  heading: 'Your instance could not be set up',
  paragraphs: [
    `Your request for ${about.hostname} was approved, but setting it up failed and an admin has given it up:`,
  ],
  quote: about.reason,
  action: { label: 'See what happened', url: pageOf(about) },
  notes: ['You can ask again; nothing of the first try is left.'],
});

export const instanceReadyLetter = (about: About & Readonly<{ address: string; domain: string }>): Letter => ({
  subject: `${about.hostname} is ready`,
  heading: 'Your instance runs',
  paragraphs: [`The instance ${about.hostname} is set up and running.`],
  facts: [
    { label: 'Address', value: about.address },
    { label: 'Domain', value: about.domain },
    { label: 'Log in', value: `ssh root@${about.address}` },
  ],
  action: { label: 'Open its page', url: pageOf(about) },
  notes: ['You look after what runs on it: updates, passwords, and backups of what matters to you.'],
});

export const instanceSuspendedLetter = (about: About): Letter => ({
  subject: `${about.hostname} is suspended`,
  heading: 'Your instance is suspended',
  paragraphs: [
    `The instance ${about.hostname} is stopped and not reachable, because your account is suspended. Nothing on it is deleted.`,
  ],
});

export const instanceResumedLetter = (about: About): Letter => ({
  subject: `${about.hostname} is back`,
  heading: 'Your instance is back',
  paragraphs: [`The instance ${about.hostname} is started again and reachable as before.`],
  action: { label: 'Open its page', url: pageOf(about) },
});
