import type { ChatRoom } from '../ports/chat-room.ts';
import type { LinkSecrets } from '../ports/link-secrets.ts';
import type { AccountDependencies } from './accounts/account-dependencies.ts';
import { activationWork } from './accounts/activation-work.ts';
import { erasureWork } from './accounts/erasure-work.ts';
import { lapseWork } from './accounts/lapse-work.ts';
import { passwordResetWork } from './accounts/password-reset-work.ts';
import { passwordWatch } from './accounts/password-watch.ts';
import { emailChangeWork, profileChangeWork } from './accounts/profile-change-work.ts';
import { signUpWork } from './accounts/sign-up-work.ts';
import { standingWork } from './accounts/standing-work.ts';
import { deletionWork } from './guests/deletion-work.ts';
import { powerWork } from './guests/power-work.ts';
import { processWorker } from './kernel/drive-process.ts';
import type { ProcessTools } from './kernel/drive-process.ts';
import type { ProcessWork } from './kernel/step-effect.ts';
import type { Worker } from './kernel/work.ts';
import { chatWork } from './messages/chat-work.ts';
import { mailWork } from './messages/mail-work.ts';
import type { ProvisioningDependencies } from './provisioning/provisioning-dependencies.ts';
import { provisioningWork } from './provisioning/provisioning-work.ts';
import { reservationKeeping } from './reservation-keeping/reservation-keeping.ts';

export type WorkersDependencies = ProcessTools &
  ProvisioningDependencies &
  AccountDependencies &
  Readonly<{ chatRoom: ChatRoom; secrets: LinkSecrets }>;

/** Who does what is due, by the kind of the work: guests, accounts, messages, and keeping reservations in step. */
export const createWorkers = (tools: WorkersDependencies): Readonly<Record<string, Worker>> => {
  const works: readonly ProcessWork[] = [
    provisioningWork(tools),
    powerWork(tools),
    deletionWork(tools),
    signUpWork(tools),
    activationWork(tools),
    lapseWork(tools),
    passwordResetWork(tools),
    profileChangeWork(tools),
    emailChangeWork(tools),
    standingWork(tools),
    erasureWork(tools),
    mailWork(tools),
    chatWork(tools),
  ];
  return {
    ...Object.fromEntries(works.map((work) => [work.definition.kind, processWorker(tools, work)])),
    'reservation-keeping': reservationKeeping(tools),
    'password-watch': passwordWatch(tools),
  };
};
