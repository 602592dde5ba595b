/** Who writes: shown above and below every letter. */
export type Portal = Readonly<{ name: string; url: string }>;
