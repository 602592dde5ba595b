import { z } from 'zod';
import { MailError } from '../../application/ports/mailer.ts';
import type { MailFailure, OutgoingMail } from '../../application/ports/mailer.ts';
import { oneLine } from '../outbound/one-line.ts';

/** `{"errors":[{message, field, help}]}`; `message` and `error` stand at the top in what SendGrid's gateway answers. */
const errorBody = z.object({
  errors: z.array(z.object({ message: z.string(), field: z.string().nullish() })).optional(),
});

/** A gateway that answers instead of SendGrid has no words that help. */
const longestWords = 300;

/**
 * What SendGrid's refusal means, in its own words (docs: Mail Send API, responses). Used-up credits are a 401, too many requests
 * a 429.
 */
export const sendGridRefusal = (status: number, body: unknown, to: OutgoingMail['to']): MailError => {
  const said = (errorBody.safeParse(body).data?.errors ?? [])
    .map(({ message, field }) => (typeof field === 'string' && field !== '' ? `${message} (${field})` : message))
    .join('; ');
  const words = oneLine(withoutPerson(said, to), longestWords);
  return new MailError(failureOf(status), `SendGrid answers ${String(status)}${words === '' ? '' : `: ${words}`}`);
};

const failureOf = (status: number): MailFailure => {
  if (status === 401 || status === 403) return 'denied';
  return status === 408 || status === 429 || status >= 500 ? 'busy' : 'rejected';
};

/** Refusals repeat what they refuse. */
const withoutPerson = (said: string, { email, name }: OutgoingMail['to']): string => {
  const person = [email, name.trim()].filter((text) => text !== '').map(literally);
  return said
    .replace(new RegExp(`(?<![\\p{L}\\p{N}])(?:${person.join('|')})(?![\\p{L}\\p{N}])`, 'giu'), '(the recipient)')
    .replace(/[^\s<>"'()]+@[^\s<>"'()]+/g, '(an address)');
};

/** For use in a regular expression. */
const literally = (text: string): string => text.replace(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`);
