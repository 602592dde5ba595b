import type { Particulars } from '../../../domain/account/account-state.ts';
import type { StepFacts } from '../../../domain/process/process-events.ts';
import { stepOf } from '../../../domain/process/process-state.ts';
import { erasedLetter } from '../../messages/erased-letter.ts';
import { MailError } from '../../ports/mailer.ts';
import type { Mailer } from '../../ports/mailer.ts';
import type { StepCall } from '../kernel/step-effect.ts';

/** Within an hour, as the waits between tries are. */
const mostTries = 20;

type Leaving = Readonly<{ accountId: string; particulars: Particulars }>;

/**
 * The last mail to whoever is erased. It stops nothing: nobody is kept because a mail service will not have their mail.
 * @returns whether it was sent, and why not
 * @throws MailError while another try may help
 */
export const sayGoodbye = async (
  mailer: Mailer,
  { accountId, particulars: { email, displayName: name } }: Leaving,
  call: StepCall,
): Promise<StepFacts> => {
  if (email === '') return { sent: 'no', why: 'There is no address.' };
  try {
    await mailer.send({ id: `erased.${accountId}`, to: { email, name }, category: 'erased', letter: erasedLetter() });
    return { sent: 'yes' };
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    // Not in the words of the service, which may be about the person.
    if (!passes(error)) return { sent: 'no', why: 'The mail service refused it.' };
    if ((stepOf(call.process(), 'say-goodbye')?.tries ?? 0) < mostTries) throw error;
    return { sent: 'no', why: 'The mail service did not take it in time.' };
  }
};

const passes = ({ failure }: MailError): boolean => failure === 'unreachable' || failure === 'busy';
