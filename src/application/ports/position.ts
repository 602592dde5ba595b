import { DomainError } from '../../domain/kernel/domain-error.ts';
import type { Position } from './event-store.ts';

/** `"<commit>"` when both halves are equal (the embedded store, most of EventStoreDB), else `"<commit>-<prepare>"`. */
export const formatPosition = ({ commit, prepare }: Position): string =>
  commit === prepare ? String(commit) : `${String(commit)}-${String(prepare)}`;

const written = /^(0|[1-9]\d{0,15})(?:-(0|[1-9]\d{0,15}))?$/;

/**
 * Reads what {@link formatPosition} wrote: a header, a cursor, a `Last-Event-ID`.
 * @throws DomainError `position-malformed` (invalid)
 */
export const parsePosition = (text: string): Position => {
  const [, commit, prepare] = written.exec(text) ?? [];
  const position = { commit: Number(commit), prepare: Number(prepare ?? commit) };
  if (!Number.isSafeInteger(position.commit) || !Number.isSafeInteger(position.prepare)) {
    throw new DomainError('invalid', 'position-malformed', 'A log position is a number, or two joined by a hyphen.');
  }
  return position;
};

/** Negative when `left` comes first in the log, 0 when they are the same place, positive when `right` comes first. */
export const comparePositions = (left: Position, right: Position): number =>
  left.commit - right.commit || left.prepare - right.prepare;
