import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Keeps what people sent to the lab unreadable on disk. The key lies beside it: this keeps nobody out, it lets whoever searches
 * the data folder for personal data find what the product itself leaves, and nothing of the simulated world.
 */
export type Sealing = Readonly<{
  /** For storing: says nothing of the text but its length. */
  seal: (text: string) => string;
  /** The text again; what was stored before there was sealing comes back as it is. @throws Error for another key */
  open: (stored: string) => string;
  /** A name for finding what is stored under this text: always the same, and says nothing of it. */
  digest: (text: string) => string;
}>;

/** What a sealed text begins with; JSON never does. */
const mark = 'sealed:1:';
const nonceLength = 12;
const tagLength = 16;

/** AES-256-GCM and HMAC-SHA-256 with keys made from one. @param key at least 32 bytes */
export const createSealing = (key: Buffer): Sealing => {
  const keyFor = (use: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', use, 32));
  const sealingKey = keyFor('netsoc lab: seal');
  const digestKey = keyFor('netsoc lab: digest');
  return {
    seal: (text) => {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return mark + Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
    },
    open: (stored) => {
      if (!stored.startsWith(mark)) return stored;
      const bytes = Buffer.from(stored.slice(mark.length), 'base64');
      const decipher = createDecipheriv('aes-256-gcm', sealingKey, bytes.subarray(0, nonceLength), {
        authTagLength: tagLength,
      });
      decipher.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
      const text = Buffer.concat([decipher.update(bytes.subarray(nonceLength + tagLength)), decipher.final()]);
      return text.toString('utf8');
    },
    digest: (text) => createHmac('sha256', digestKey).update(text).digest('base64url'),
  };
};

/** For simulators outside a lab, and for what holds nothing of people: everything stays as it is. */
export const unsealed: Sealing = {
  seal: (text) => text,
  open: (stored) => stored,
  digest: (text) => text,
};
