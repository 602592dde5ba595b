import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { oneLine, lines } from '../../outbound/one-line.ts';
import type { CliContext } from '../context.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';
import { printJson } from '../terminal.ts';
import { asking, runningLab } from './running-lab.ts';

export type InboxOptions = Readonly<{
  /** Only mail to this address. */
  to?: string;
  /** Only mail that came after the one of this id. */
  after?: string;
  /** Seconds to wait until there is one. Default: what is there now. */
  wait?: number;
}>;

const address = z.object({ email: z.string(), name: z.string().optional() });
const mail = z.object({
  id: z.string(),
  receivedAt: z.string(),
  from: address,
  to: z.array(address),
  subject: z.string(),
  text: z.string().optional(),
  links: z.array(z.string()),
  deliveries: z.int(),
});
type Mail = Readonly<z.infer<typeof mail>>;

const pollMilliseconds = 100;

/**
 * Mail that the lab caught, newest first.
 * @throws CommandFailure `failed` when none comes in time
 */
export const printInbox = async (context: CliContext, options: InboxOptions, signal: AbortSignal): Promise<void> => {
  const manifest = runningLab(context);
  const messages = await arrived(manifest.mail.url, options, signal);
  if (context.json) {
    printJson(context.terminal, { messages });
    return;
  }
  if (messages.length === 0) context.terminal.out(`No mail. ${manifest.mail.inboxUrl}\n`);
  context.terminal.out(messages.map(described).join('\n'));
};

const arrived = async (url: string, options: InboxOptions, signal: AbortSignal): Promise<readonly Mail[]> => {
  const deadline = Date.now() + (options.wait ?? 0) * 1000;
  for (;;) {
    const mails = await inboxOf(url, options);
    if (mails.length > 0 || options.wait === undefined) return mails;
    if (Date.now() >= deadline || signal.aborted) {
      throw new CommandFailure(exitCode.failed, `No mail came within ${String(options.wait)} s.`);
    }
    await pause(pollMilliseconds);
  }
};

const inboxOf = async (url: string, { to, after }: InboxOptions): Promise<readonly Mail[]> => {
  const query = to === undefined ? '' : `?${new URLSearchParams({ to }).toString()}`;
  const reply = await asking(fetch(`${url}/api/messages${query}`));
  const { messages } = z.object({ messages: z.array(mail) }).parse(await reply.json());
  const last = messages.findIndex(({ id }) => id === after);
  return last === -1 ? messages : messages.slice(0, last);
};

const described = ({ id, receivedAt, from, to, subject, text, links, deliveries }: Mail): string =>
  [
    `Id:       ${id}`,
    `Received: ${receivedAt}${deliveries === 1 ? '' : ` (submitted ${String(deliveries)} times)`}`,
    `From:     ${named(from)}`,
    `To:       ${to.map(named).join(', ')}`,
    `Subject:  ${oneLine(subject)}`,
    ...links.map((link) => `Link:     ${oneLine(link)}`),
    '',
    // Indented, and without what would steer the terminal: anybody may have written it.
    ...lines((text ?? '').trimEnd()).map((line) => `    ${line}`.trimEnd()),
    '',
  ].join('\n');

const named = ({ email, name }: Mail['from']): string => oneLine(name === undefined ? email : `${name} <${email}>`);
