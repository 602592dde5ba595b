import type { AccountEvent } from '../../domain/account/account-events.ts';
import type { Particulars } from '../../domain/account/account-state.ts';
import type { InstanceState } from '../../domain/instance/instance-state.ts';
import type { NetsocEvent } from '../../domain/events.ts';
import type { Letter } from '../ports/mailer.ts';
import {
  accountDisabledLetter,
  accountEnabledLetter,
  alreadyRegisteredLetter,
  confirmEmailLetter,
  emailChangedLetter,
  erasureRequestedLetter,
  erasureWithdrawnLetter,
  passwordChangedLetter,
  resetPasswordLetter,
  sshKeyAddedLetter,
  verifyEmailLetter,
  welcomeLetter,
} from './account-letters.ts';
import {
  instanceReadyLetter,
  instanceResumedLetter,
  instanceSuspendedLetter,
  requestApprovedLetter,
  requestGivenUpLetter,
  requestReceivedLetter,
  requestRefusedLetter,
} from './instance-letters.ts';

/** The letter about an account event; undefined for events that nobody is written to about. */
export const composeAccountLetter = (
  { type, data }: AccountEvent,
  { username }: Particulars,
  portalUrl: string,
  secretOf: (linkId: string) => string,
): Letter | undefined => {
  const about = { portalUrl, username };
  switch (type) {
    case 'link-issued': {
      const link = { ...about, accountId: data.accountId, secret: secretOf(data.linkId) };
      if (data.purpose === 'verification') return verifyEmailLetter(link);
      return data.purpose === 'password-reset' ? resetPasswordLetter(link) : confirmEmailLetter(link);
    }
    case 'sign-up-repeated':
      return alreadyRegisteredLetter(about);
    case 'account-activated':
      return welcomeLetter(about);
    case 'password-changed':
      return passwordChangedLetter(about);
    case 'email-changed':
      return emailChangedLetter(about);
    case 'ssh-key-added':
      return sshKeyAddedLetter({ ...about, fingerprint: data.fingerprint, keyType: data.keyType });
    case 'account-disabled':
      return accountDisabledLetter({ ...about, reason: data.reason, instancesStop: data.instances === 'stop' });
    case 'account-enabled':
      return accountEnabledLetter(about);
    case 'erasure-requested':
      return erasureRequestedLetter({ ...about, dueAt: data.dueAt });
    case 'erasure-withdrawn':
      return erasureWithdrawnLetter(about);
    default:
      return undefined;
  }
};

/** The letter about an event of an instance; undefined for events that nobody is written to about. */
export const composeInstanceLetter = (
  { type, data }: NetsocEvent,
  instance: Exclude<InstanceState, { status: 'absent' }>,
  portalUrl: string,
): Letter | undefined => {
  const { instanceId, hostname, defaultDomain } = instance;
  const about = { portalUrl, instanceId, hostname };
  switch (type) {
    case 'instance-requested':
      return requestReceivedLetter(about);
    case 'instance-request-approved':
      return requestApprovedLetter(about);
    case 'instance-request-refused':
      return requestRefusedLetter({ ...about, reason: data.reason });
    case 'instance-provisioning-abandoned':
      return requestGivenUpLetter({ ...about, reason: data.reason });
    case 'instance-provisioned':
      return instanceReadyLetter({ ...about, address: data.address, domain: defaultDomain });
    case 'instance-suspended':
      return instanceSuspendedLetter(about);
    case 'instance-resumed':
      return instanceResumedLetter(about);
    default:
      return undefined;
  }
};
