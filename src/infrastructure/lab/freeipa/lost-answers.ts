/** Answers that will not arrive although what was asked has been done. */
export type LostAnswers = Readonly<{
  /** The next answers to this command are lost. */
  expect: (command: string, times: number) => void;
  /** True when the answer to this command is to be lost; counts it. */
  take: (command: string) => boolean;
}>;

export const createLostAnswers = (): LostAnswers => {
  const left = new Map<string, number>();
  return {
    expect: (command, times) => left.set(command, times),
    take: (command) => {
      const times = left.get(command) ?? 0;
      if (times > 0) left.set(command, times - 1);
      return times > 0;
    },
  };
};
