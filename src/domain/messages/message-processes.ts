import type { ProcessDefinition, StepDefinition } from '../process/process-definition.ts';

/** One mail about one fact. */
export const mailSteps = [
  { name: 'send', title: 'Send the mail', compensation: undefined },
] as const satisfies readonly StepDefinition[];
export const mail: ProcessDefinition = { kind: 'mail', steps: mailSteps };

/** One line in the admins' chat about one fact. */
export const chatSteps = [
  { name: 'post', title: 'Post to the chat', compensation: undefined },
] as const satisfies readonly StepDefinition[];
export const chat: ProcessDefinition = { kind: 'chat', steps: chatSteps };
