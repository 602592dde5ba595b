import type { ChatRoom } from '../../application/ports/chat-room.ts';

/** Where no webhook is configured: every message counts as posted. */
export const silentChatRoom: ChatRoom = { post: () => Promise.resolve() };
