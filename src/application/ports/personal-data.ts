/**
 * Personal values as read models keep them: sealed with the person's key, exactly as the log has them.
 * So a read model reveals nobody, is rebuilt without any key, and forgets a person at the moment their key is destroyed.
 */

/** What a sealed value reads as. Null stays null, and so does what a person who was erased has left. */
export type Opened = (sealed: string | null) => string | null;

/**
 * Finds the keys of all these values at once; what is returned then opens them without waiting.
 * @throws EventStoreError when keys cannot be read
 */
export type OpenPersonal = (sealed: Iterable<string | null>) => Promise<Opened>;
