import { erased } from '../../domain/personal-data.ts';

/** A personal value as a column: null once its person was erased. */
export const readable = (value: string): string | null => (value === erased ? null : value);
