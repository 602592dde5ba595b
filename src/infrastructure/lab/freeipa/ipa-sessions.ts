import { randomBytes } from 'node:crypto';

/** Log-ins of a FreeIPA server; in memory, so that a restart ends them and clients must log in anew. */
export type IpaSessions = Readonly<{
  /** @returns the value of the cookie `ipa_session` */
  open: (uid: string) => string;
  /** uid of the session in a Cookie header, undefined when there is none or it has ended. */
  find: (cookieHeader: string | undefined) => string | undefined;
  end: (cookieHeader: string | undefined) => void;
  endAll: () => void;
}>;

const tokenOf = (cookieHeader: string | undefined): string | undefined =>
  /(?:^|;\s*)ipa_session=([^;]+)/.exec(cookieHeader ?? '')?.[1];

export const createIpaSessions = (): IpaSessions => {
  const sessions = new Map<string, string>();
  return {
    open: (uid) => {
      const token = `MagBearerToken=${encodeURIComponent(randomBytes(96).toString('base64'))}`;
      sessions.set(token, uid);
      return token;
    },
    find: (cookieHeader) => sessions.get(tokenOf(cookieHeader) ?? ''),
    end: (cookieHeader) => {
      sessions.delete(tokenOf(cookieHeader) ?? '');
    },
    endAll: () => {
      sessions.clear();
    },
  };
};
