/** Reads SSH's wire format (RFC 4251 section 5) from its beginning to its end. */
export type SshWireReader = Readonly<{
  /** The next string of bytes; undefined where there is none whole. */
  bytes: () => Buffer | undefined;
  /** The next string as ASCII; undefined where there is none, or other characters in it. */
  ascii: () => string | undefined;
  /** The next positive integer, without leading zeros; undefined where there is none, or it is written in another way. */
  positiveInteger: () => Buffer | undefined;
  atEnd: () => boolean;
}>;

export const readSshWire = (blob: Buffer): SshWireReader => {
  let at = 0;
  const bytes = (): Buffer | undefined => {
    if (blob.length - at < 4) return undefined;
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) return undefined;
    const value = blob.subarray(at + 4, end);
    at = end;
    return value;
  };
  return {
    bytes,
    ascii: () => {
      const value = bytes();
      return value?.every((byte) => byte > 0x20 && byte < 0x7f) === true ? value.toString('ascii') : undefined;
    },
    positiveInteger: () => {
      const [first, second, ...rest] = bytes() ?? [];
      if (first === undefined || first > 0x7f) return undefined;
      if (first > 0) return Buffer.from(second === undefined ? [first] : [first, second, ...rest]);
      // A zero byte stands in front only where the number would be taken for a negative one.
      return second === undefined || second < 0x80 ? undefined : Buffer.from([second, ...rest]);
    },
    atEnd: () => at === blob.length,
  };
};
