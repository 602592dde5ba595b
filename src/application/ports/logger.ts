type Write = (facts: object, message: string) => void;

/** What application code needs of a logger; pino's is one. Facts never hold secrets or personal data. */
export type Log = Readonly<{ debug: Write; info: Write; warn: Write; error: Write }>;
