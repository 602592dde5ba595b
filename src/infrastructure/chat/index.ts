export { silentChatRoom } from './silent-chat-room.ts';
export { createWebhookChatRoom } from './webhook-chat-room.ts';
