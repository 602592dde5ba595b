import {
  activation,
  emailChange,
  erasure,
  lapse,
  passwordReset,
  profileChange,
  signUp,
  standing,
} from '../account/account-processes.ts';
import { deletion, power } from '../instance/guest-processes.ts';
import { chat, mail } from '../messages/message-processes.ts';
import { provisioning } from '../provisioning/provisioning-steps.ts';
import { parseProcessId } from './process-definition.ts';
import type { ProcessDefinition, ProcessKind } from './process-definition.ts';

/** The steps of every kind of process. */
export const processDefinitions: Readonly<Record<ProcessKind, ProcessDefinition>> = {
  provisioning,
  power,
  deletion,
  'sign-up': signUp,
  activation,
  lapse,
  'password-reset': passwordReset,
  'profile-change': profileChange,
  'email-change': emailChange,
  standing,
  erasure,
  mail,
  chat,
};

/** What people call a step; steps that an older version had, and those of unknown kinds, keep their name. */
export const stepTitleOf = (processId: string, step: string): string => {
  const about = parseProcessId(processId);
  const steps = about === undefined ? [] : processDefinitions[about.kind].steps;
  return steps.find(({ name }) => name === step)?.title ?? step;
};
