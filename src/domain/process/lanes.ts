/**
 * Work goes on in lanes side by side, so that one kind does not wait behind another: `messages` are many and can wait,
 * `work` is what people wait for.
 */
export const lanes = ['work', 'messages'] as const;
export type Lane = (typeof lanes)[number];

export const laneOf = (kind: string): Lane => (kind === 'mail' || kind === 'chat' ? 'messages' : 'work');
