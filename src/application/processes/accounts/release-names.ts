import type { AccountState } from '../../../domain/account/account-state.ts';
import type { Reservations } from '../../use-cases/reservations.ts';
import type { StepCall } from '../kernel/step-effect.ts';

/** Lets go of the username and the address of an account; what somebody else holds is left alone. */
export const releaseNames = async (
  reservations: Reservations,
  { accountId: holder, particulars }: AccountState,
  call: StepCall,
): Promise<void> => {
  await reservations.release({ kind: 'username', value: particulars.username, holder }, call.command());
  await reservations.release({ kind: 'email', value: particulars.email, holder }, call.command());
};
