import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** AES-256-GCM (NIST SP 800-38D) with a fresh 96-bit nonce; both parts are base64, the tag ends the data. */
export type Encrypted = Readonly<{ iv: string; data: string }>;

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** @param boundTo what the ciphertext belongs to: it cannot be opened in another place */
export const encrypt = (key: Buffer, plain: Buffer, boundTo: string): Encrypted => {
  const iv = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(boundTo));
  const data = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return { iv: iv.toString('base64'), data: data.toString('base64') };
};

/** @throws Error when the key is another, or anything was changed or moved */
export const decrypt = (key: Buffer, { iv, data }: Encrypted, boundTo: string): Buffer => {
  const sealed = Buffer.from(data, 'base64');
  const end = sealed.length - tagBytes;
  if (end < 0) throw new Error('the ciphertext is too short');
  const decipher = createDecipheriv(algorithm, key, Buffer.from(iv, 'base64'), { authTagLength: tagBytes })
    .setAAD(Buffer.from(boundTo))
    .setAuthTag(sealed.subarray(end));
  const plain = decipher.update(sealed.subarray(0, end));
  decipher.final();
  return plain;
};
