import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { received, signInName } from '../contract/accounts.ts';
import type { RunningSystem } from './running-system.ts';

const mail = z.object({ subject: z.string(), text: z.string(), links: z.array(z.string()) });
type Mail = Readonly<z.infer<typeof mail>>;

/** What people do from outside: over the API and their mailbox. */
export type People = Readonly<{
  /** Mails to an address, oldest first. */
  mailsTo: (email: string) => Promise<readonly Mail[]>;
  /** Waits for the n-th mail (from 1) to an address with a subject. */
  mailTo: (email: string, subject: string | RegExp, nth?: number) => Promise<Mail>;
  askForAccount: (username: string, more?: object) => Promise<void>;
  /** A member with this username and password; the address is `<username>@lab.netsoc.invalid`. */
  join: (username: string, password: string) => Promise<void>;
}>;

export const emailOf = (username: string): string => `${username}@lab.netsoc.invalid`;

/** Asks again until there is an answer. @throws Error after 20 s */
export const eventually = async <Answer>(what: string, ask: () => Promise<Answer | undefined>): Promise<Answer> => {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await pause(15);
  }
};

/** The token of a mail's single-use link. */
export const tokenIn = ({ links }: Mail): string => {
  const token = links.flatMap((link) => link.split('#token=')[1] ?? [])[0];
  if (token === undefined) throw new Error('the mail has no link');
  return token;
};

export const peopleOf = (system: RunningSystem): People => {
  const mailsTo: People['mailsTo'] = async (email) => {
    const query = new URLSearchParams({ to: email }).toString();
    const reply = await fetch(`${system.manifest.mail.url}/api/messages?${query}`);
    return z
      .object({ messages: z.array(mail) })
      .parse(await reply.json())
      .messages.toReversed();
  };
  const mailTo: People['mailTo'] = (email, subject, nth = 1) =>
    eventually(`mail ${String(nth)}, “${String(subject)}”`, async () => {
      const fitting = (await mailsTo(email)).filter((one) =>
        typeof subject === 'string' ? one.subject === subject : subject.test(one.subject),
      );
      return fitting[nth - 1];
    });
  const askForAccount: People['askForAccount'] = async (username, more = {}) => {
    const body = { email: emailOf(username), username, termsVersion: '2026-11', ...more };
    await system.ask(received, undefined, 'POST', '/v1/sign-ups', { body });
  };
  return {
    mailsTo,
    mailTo,
    askForAccount,
    join: async (username, password) => {
      await askForAccount(username);
      const token = tokenIn(await mailTo(emailOf(username), 'Verify your e-mail address'));
      await system.ask(signInName, undefined, 'POST', '/v1/sign-ups/verify', { body: { token, password } });
    },
  };
};
