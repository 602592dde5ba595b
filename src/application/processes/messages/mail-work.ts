import { mail } from '../../../domain/messages/message-processes.ts';
import type { mailSteps } from '../../../domain/messages/message-processes.ts';
import { parseMessageSubject } from '../../../domain/messages/message-rules.ts';
import type { MailTopic } from '../../../domain/messages/message-rules.ts';
import { processIdOf } from '../../../domain/process/process-definition.ts';
import { findMail } from '../../messages/find-mail.ts';
import type { MailSources } from '../../messages/find-mail.ts';
import type { Mailer } from '../../ports/mailer.ts';
import type { ProcessWork, StepEffect } from '../kernel/step-effect.ts';

/** News of a week ago is none: a rule that is added later writes to nobody about the past. */
const newsMilliseconds = 7 * 24 * 60 * 60_000;

/** One mail about one event. Every try has the same id and the same words, single-use links included. */
export const mailWork = ({ mailer, ...sources }: MailSources & Readonly<{ mailer: Mailer }>): ProcessWork => ({
  definition: mail,
  inputFor: (subject) => Promise.resolve({ topic: parseMessageSubject<MailTopic>(subject).topic }),
  effects: {
    send: {
      perform: async (call) => {
        const { subject } = call.process();
        const about = parseMessageSubject<MailTopic>(subject);
        const found = await findMail(sources, about);
        if (found === undefined) return { sent: 'no', why: 'The person was erased, or is being erased.' };
        if (Date.parse(call.now()) - Date.parse(found.at) > newsMilliseconds) {
          return { sent: 'no', why: 'It happened more than a week ago.' };
        }
        const { to, letter, until } = found;
        if (until !== undefined && until <= call.now()) return { sent: 'no', why: 'Its link no longer works.' };
        await mailer.send({ id: processIdOf('mail', subject), to, category: about.topic, letter });
        return { sent: 'yes' };
      },
    },
  } satisfies Record<(typeof mailSteps)[number]['name'], StepEffect>,
});
