import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `<version>-<generation>` of a file: which code made it, and how many there were. */
export type GenerationName = Readonly<{ version: number; generation: number }>;

/** Files of one read model: one that answers, and while it is rebuilt a second one. */
export type GenerationFolder = Readonly<{
  /** The one that answers; undefined when there is none (yet). */
  current: () => GenerationName | undefined;
  pathOf: (name: GenerationName) => string;
  /** Makes a generation the one that answers: a rename, so that a crash leaves the one or the other. */
  point: (name: GenerationName) => void;
  drop: (name: GenerationName) => void;
  /** Removes everything that is not the current generation: what a crash left over. */
  clean: () => void;
}>;

const pointer = 'current';
const written = /^(\d+)-(\d+)$/;

/** `3-2` */
export const formatGeneration = ({ version, generation }: GenerationName): string =>
  `${String(version)}-${String(generation)}`;

const parseGeneration = (text: string): GenerationName | undefined => {
  const [, version, generation] = written.exec(text.trim()) ?? [];
  return version === undefined ? undefined : { version: Number(version), generation: Number(generation) };
};

/** Makes the folder when it is missing. */
export const openGenerationFolder = (folder: string): GenerationFolder => {
  mkdirSync(folder, { recursive: true });
  const fileOf = (name: GenerationName): string => `${formatGeneration(name)}.sqlite`;
  const companions = (file: string): readonly string[] => [file, `${file}-wal`, `${file}-shm`, `${file}-journal`];

  const current = (): GenerationName | undefined => {
    const files = readdirSync(folder);
    if (!files.includes(pointer)) return undefined;
    const name = parseGeneration(readFileSync(join(folder, pointer), 'utf8'));
    return name !== undefined && files.includes(fileOf(name)) ? name : undefined;
  };
  return {
    current,
    pathOf: (name) => join(folder, fileOf(name)),
    point: (name) => {
      const draft = join(folder, `${pointer}.new`);
      writeFileSync(draft, `${formatGeneration(name)}\n`, { flush: true });
      renameSync(draft, join(folder, pointer));
    },
    drop: (name) => {
      for (const file of companions(fileOf(name))) rmSync(join(folder, file), { force: true });
    },
    clean: () => {
      const answering = current();
      const keep = answering === undefined ? [] : [pointer, ...companions(fileOf(answering))];
      for (const file of readdirSync(folder)) {
        if (!keep.includes(file)) rmSync(join(folder, file), { force: true, recursive: true });
      }
    },
  };
};
