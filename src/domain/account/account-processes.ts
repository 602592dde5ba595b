import type { ProcessDefinition, StepDefinition } from '../process/process-definition.ts';

/** What happens by itself around an account. Names are stored in events and never change meaning; titles are read by people. */

const step = <Name extends string>(name: Name, title: string) =>
  ({ name, title, compensation: undefined }) as const satisfies StepDefinition;

/** From a sign-up to a link in the mail, or to a note that the address is known already. */
export const signUpSteps = [
  { name: 'claim-email', title: 'Claim the e-mail address', compensation: 'Release the names' },
  { name: 'stage-user', title: 'Enter the person in FreeIPA', compensation: 'Remove the person from FreeIPA' },
  step('send-link', 'Make a link'),
  step('forget-turned-away', 'Forget whoever was turned away'),
] as const satisfies readonly StepDefinition[];
export const signUp: ProcessDefinition = { kind: 'sign-up', steps: signUpSteps };

/** From a verified address to a user who can be given a password; or back to nothing, where FreeIPA will not have them. */
export const activationSteps = [
  {
    name: 'activate-user',
    title: 'Make the person a user',
    compensation: 'Remove the person from FreeIPA, and let the sign-up lapse',
  },
  step('claim-identity', 'Remember the directory entry'),
  step('join-groups', 'Join the groups of members'),
  step('finish', 'Finish'),
] as const satisfies readonly StepDefinition[];
export const activation: ProcessDefinition = { kind: 'activation', steps: activationSteps };

/** What a sign-up leaves when nobody verified its address. */
export const lapseSteps = [
  step('record', 'Let the sign-up lapse'),
  step('unstage-user', 'Remove the person from FreeIPA'),
  step('release-names', 'Release the names'),
  step('destroy-key', 'Destroy the key'),
] as const satisfies readonly StepDefinition[];
export const lapse: ProcessDefinition = {
  kind: 'lapse',
  steps: lapseSteps,
  onlyForward: 'What somebody typed who never came back has to go. Mend the cause, and try again.',
};

export const passwordResetSteps = [
  step('issue-link', 'Find the account and make a link'),
  step('forget-address', 'Forget the address that was given'),
] as const satisfies readonly StepDefinition[];
export const passwordReset: ProcessDefinition = { kind: 'password-reset', steps: passwordResetSteps };

/** SSH keys and names: changed in the directory, then known to have changed. */
export const profileChangeSteps = [
  step('change-directory', 'Change the entry in FreeIPA'),
  step('record', 'Record the outcome'),
] as const satisfies readonly StepDefinition[];
export const profileChange: ProcessDefinition = { kind: 'profile-change', steps: profileChangeSteps };

export const emailChangeSteps = [
  step('claim-email', 'Claim the new address'),
  step('change-directory', 'Change the address in FreeIPA'),
  step('record', 'Record the outcome'),
  step('release-email', 'Release the address that is not used'),
] as const satisfies readonly StepDefinition[];
export const emailChange: ProcessDefinition = { kind: 'email-change', steps: emailChangeSteps };

/** What follows when somebody is disabled or enabled. */
export const standingSteps = [
  step('change-directory', 'Change the entry in FreeIPA'),
  step('change-instances', 'Stop or start the instances'),
] as const satisfies readonly StepDefinition[];
export const standing: ProcessDefinition = { kind: 'standing', steps: standingSteps };

/** In this order, so that whoever is still needed for a step is still known at it. */
export const erasureSteps = [
  step('begin', 'Begin'),
  step('delete-instances', 'Delete the instances'),
  step('say-goodbye', 'Tell the person'),
  step('remove-user', 'Remove the user from FreeIPA'),
  step('release-names', 'Release the names'),
  step('record', 'Record the erasure'),
  step('destroy-key', 'Destroy the key'),
] as const satisfies readonly StepDefinition[];
export const erasure: ProcessDefinition = {
  kind: 'erasure',
  steps: erasureSteps,
  onlyForward: 'Whoever is half erased can neither come back nor be forgotten. Mend the cause, and try again.',
};
