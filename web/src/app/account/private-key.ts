/** First lines of files that hold private keys: PEM and OpenSSH, SSH.com, PuTTY. */
const headers: readonly RegExp[] = [
  /BEGIN [\w ]{0,40}PRIVATE KEY/i,
  /SSH PRIVATE KEY FILE FORMAT/,
  /PuTTY-User-Key-File-\d/,
];

/** OpenSSH's format without its first line, in base64. */
const opensshBody = btoa('openssh-key-v1').replace(/=+$/, '');

/** True for text in which somebody has pasted a private key: it must not leave the browser. */
export const isPrivateKey = (text: string): boolean =>
  headers.some((header) => header.test(text)) || text.replaceAll(/\s/g, '').includes(opensshBody);
