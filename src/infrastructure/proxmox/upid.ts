/** A task's unique id, taken apart: `UPID:node:pid:pstart:starttime:type:id:user:`. */
export type Upid = Readonly<{
  node: string;
  /** `vzcreate`, `vzstart`, ... */
  type: string;
  /** What it works on, mostly a vmid; empty for tasks of the node itself. */
  id: string;
  /** `user@realm`, or `user@realm!token`. */
  user: string;
  /** Seconds since 1970. */
  startedAt: number;
}>;

const pattern =
  /^UPID:(?<node>[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?):[0-9A-Fa-f]{8}:[0-9A-Fa-f]{8,9}:(?<start>[0-9A-Fa-f]{8}):(?<type>[^:\s]+):(?<id>[^:\s]*):(?<user>[^:\s]+):$/;

/**
 * Source: PVE::Tools::upid_decode.
 * @returns undefined for text that is no UPID
 */
export const parseUpid = (text: string): Upid | undefined => {
  const groups = pattern.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const { node, type, id, user, start } = groups;
  if (node === undefined || type === undefined || id === undefined || user === undefined || start === undefined) {
    return undefined;
  }
  return { node, type, id, user, startedAt: Number.parseInt(start, 16) };
};
