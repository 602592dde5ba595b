const key = 'return-path';

/** Where the person was before they went to the provider. Lives in this tab, and only paths of our own are taken back. */
export const returnPath = {
  keep: (path: string): void => {
    sessionStorage.setItem(key, path);
  },
  /** Gives the kept path once. */
  take: (): string | undefined => {
    const path = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    return path !== null && isOwnPath(path) ? path : undefined;
  },
};

/** `//evil.example` and `/\evil.example` are other hosts to a browser. */
export const isOwnPath = (path: string): boolean => /^\/(?![/\\])/.test(path);
