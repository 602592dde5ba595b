import ssh2 from 'ssh2';

/** First lines of files that hold private keys: PEM and OpenSSH, SSH.com, SSH 1, PuTTY. */
const headers = [/BEGIN [\w ]{0,40}PRIVATE KEY/i, /SSH PRIVATE KEY FILE FORMAT/, /PuTTY-User-Key-File-\d/];

/** The longest keys take half of it. */
const longestFile = 32_768;

/** `openssh-key-v1` in base64: OpenSSH's format without its first line. */
const opensshBody = Buffer.from('openssh-key-v1').toString('base64').replace(/=+$/, '');

/** True for text in which somebody has pasted a private key, or what looks like one enough to be treated so. */
export const isPrivateKey = (text: string): boolean => {
  if (headers.some((header) => header.test(text)) || text.replaceAll(/\s/g, '').includes(opensshBody)) return true;
  if (text.length > longestFile) return false;
  const parsed = ssh2.utils.parseKey(text);
  // An encrypted one is an error, for want of its passphrase.
  return parsed instanceof Error ? /private/i.test(parsed.message) : [parsed].flat().some((key) => key.isPrivateKey());
};
