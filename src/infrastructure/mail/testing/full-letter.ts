import type { Letter } from '../../../application/ports/mailer.ts';

/** A letter with everything that a letter can have. */
export const fullLetter: Letter = {
  subject: 'Your request is not granted',
  heading: 'Hello, Ada',
  paragraphs: ['An admin has looked at your request.', 'You may ask again.'],
  facts: [
    { label: 'Instance', value: 'wiki' },
    { label: 'Template', value: 'Debian 12' },
  ],
  quote: 'Wikis are full this term.\nAsk again in May.',
  action: { label: 'See the request', url: 'https://cloud.example/requests/1#token=s3cr3t&kind=view' },
  notes: ['The link works for one hour.', 'You did not ask for this? Then nothing happens.'],
};
