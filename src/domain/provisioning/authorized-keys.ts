/**
 * An `authorized_keys` file with these keys added: what stands there stays as it is, and no key comes twice.
 * Undefined when nothing is missing. (sshd(8), AUTHORIZED_KEYS FILE FORMAT)
 * @param existing content of the file, empty when there is none
 * @param keys OpenSSH public keys, `ssh-ed25519 AAAA… comment`
 */
export const withKeys = (existing: string, keys: readonly string[]): string | undefined => {
  const present = new Set(existing.split('\n').flatMap((line) => keyIn(line) ?? []));
  const missing = new Map<string, string>();
  for (const key of keys) {
    const line = key.trim();
    const identity = keyIn(line);
    // A line break inside would smuggle in a second line, with options of its own.
    if (identity === undefined || /[\r\n]/.test(line) || present.has(identity)) continue;
    missing.set(identity, line);
  }
  if (missing.size === 0) return undefined;
  const before = existing === '' || existing.endsWith('\n') ? existing : `${existing}\n`;
  return `${before}${[...missing.values()].join('\n')}\n`;
};

/** Type and base64 of the key in a line, whatever options and comment surround it. */
const keyIn = (line: string): string | undefined =>
  /(?:^|\s)((?:ssh-|ecdsa-|sk-)[\w.@-]+ [A-Za-z0-9+/]+={0,2})(?:\s|$)/.exec(line.startsWith('#') ? '' : line)?.[1];
