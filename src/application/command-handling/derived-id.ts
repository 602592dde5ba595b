import { v5 } from 'uuid';

/**
 * UUID v5 (RFC 9562 section 5.5): the same parent and name give the same id, on every try and every replica.
 * @param parent a UUID
 */
export const derivedId = (parent: string, name: string): string => v5(name, parent);
