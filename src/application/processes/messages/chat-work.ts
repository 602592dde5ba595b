import { chat } from '../../../domain/messages/message-processes.ts';
import type { chatSteps } from '../../../domain/messages/message-processes.ts';
import { parseMessageSubject } from '../../../domain/messages/message-rules.ts';
import type { ChatTopic, MessageSubject } from '../../../domain/messages/message-rules.ts';
import type { ProcessEvent } from '../../../domain/process/process-events.ts';
import { stepTitleOf } from '../../../domain/process/process-definitions.ts';
import type { InstanceEvent } from '../../../domain/instance/instance-events.ts';
import type { ChatMessage, ChatRoom } from '../../ports/chat-room.ts';
import type { EventLog } from '../../ports/event-log.ts';
import type { ProcessWork, StepEffect } from '../kernel/step-effect.ts';

export type ChatSources = Readonly<{ log: EventLog; portalUrl: string }>;

const newsMilliseconds = 24 * 60 * 60_000;

type FoundMessage = Readonly<{ at: string; message: ChatMessage }>;

/** Facts and links, never who a person is: what is posted elsewhere cannot be forgotten with them. */
const find = async (
  { log, portalUrl }: ChatSources,
  { streamId, revision }: MessageSubject<ChatTopic>,
): Promise<FoundMessage | undefined> => {
  const { events } = await log.load<InstanceEvent | ProcessEvent>(streamId);
  const fact = events.find((recorded) => recorded.revision === revision);
  const { at } = fact?.metadata ?? { at: '' };
  if (fact?.event.type === 'instance-requested') {
    const { hostname, templateId } = fact.event.data;
    const link = { label: 'Decide', url: `${portalUrl}/administration/requests` };
    return { at, message: { text: `A request for ${hostname} (${templateId}) waits for a decision.`, link } };
  }
  if (fact?.event.type === 'process-parked') {
    const { processId, step, cause } = fact.event.data;
    const link = { label: 'Look at it', url: `${portalUrl}/administration/processes` };
    return { at, message: { text: `Work is held up at “${stepTitleOf(processId, step)}”: ${cause}`, link } };
  }
  return undefined;
};

/** One line in the admins' chat about one event. */
export const chatWork = ({ chatRoom, ...sources }: ChatSources & Readonly<{ chatRoom: ChatRoom }>): ProcessWork => ({
  definition: chat,
  inputFor: (subject) => Promise.resolve({ topic: parseMessageSubject<ChatTopic>(subject).topic }),
  effects: {
    post: {
      perform: async (call) => {
        const found = await find(sources, parseMessageSubject<ChatTopic>(call.process().subject));
        if (found === undefined) return { posted: 'no' };
        if (Date.parse(call.now()) - Date.parse(found.at) > newsMilliseconds) return { posted: 'no' };
        await chatRoom.post(found.message);
        return { posted: 'yes' };
      },
    },
  } satisfies Record<(typeof chatSteps)[number]['name'], StepEffect>,
});
