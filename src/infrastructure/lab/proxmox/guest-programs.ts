import type { CommandResult } from '../../../application/ports/hypervisor.ts';
import type { GuestFile, LabGuest } from './cluster-state.ts';
import { nameOf } from './guest-reports.ts';

/**
 * The few programs that the lab's containers know. Nothing is run on the machine of the lab: each program reads and
 * changes the simulated files of its container.
 */

type Input = Readonly<{ guest: LabGuest; arguments: readonly string[]; stdin: string }>;
type Output = Readonly<{ guest: LabGuest; exitCode: number; stdout: string; stderr: string }>;
type Program = (input: Input) => Output;

const done = (guest: LabGuest, stdout = ''): Output => ({ guest, exitCode: 0, stdout, stderr: '' });
const failed = (guest: LabGuest, stderr: string, exitCode = 1): Output => ({
  guest,
  exitCode,
  stdout: '',
  stderr: `${stderr}\n`,
});

/** Folders that a fresh container has anyway. */
const givenFolders: readonly string[] = ['/', '/root/', '/etc/', '/tmp/', '/home/', '/var/', '/usr/', '/run/'];

const folderPath = (path: string): string => (path.endsWith('/') ? path : `${path}/`);

const isFolder = (guest: LabGuest, path: string): boolean =>
  givenFolders.includes(folderPath(path)) || guest.files[folderPath(path)] !== undefined;

const exists = (guest: LabGuest, path: string): boolean => guest.files[path] !== undefined || isFolder(guest, path);

const parentOf = (path: string): string => path.replace(/\/+$/, '').replace(/[^/]*$/, '') || '/';

const withFile = (guest: LabGuest, path: string, file: GuestFile): LabGuest => ({
  ...guest,
  files: { ...guest.files, [path]: file },
});

const written = (guest: LabGuest, path: string, content: string): LabGuest =>
  withFile(guest, path, { mode: '644', owner: 'root:root', ...guest.files[path], content });

/** Flags first, then operands; `--` ends the flags. */
const split = (given: readonly string[]): Readonly<{ flags: readonly string[]; operands: readonly string[] }> => {
  const first = given.findIndex((word) => !word.startsWith('-') || word === '-' || word === '--');
  const end = first < 0 ? given.length : first;
  return { flags: given.slice(0, end), operands: given.slice(given[end] === '--' ? end + 1 : end) };
};

const mkdir: Program = ({ guest, arguments: given }) => {
  const { flags, operands } = split(given);
  const parents = flags.some((flag) => /^-\w*p/.test(flag));
  // `-m 700` puts the mode among the operands.
  const withMode = flags.some((flag) => /^-\w*m$/.test(flag));
  const mode = withMode ? (operands[0] ?? '755') : '755';
  let current = guest;
  for (const path of withMode ? operands.slice(1) : operands) {
    if (exists(current, path)) {
      if (parents && isFolder(current, path)) continue;
      return failed(current, `mkdir: cannot create directory '${path}': File exists`);
    }
    const missing = [path];
    for (let parent = parentOf(path); !isFolder(current, parent); parent = parentOf(parent)) missing.unshift(parent);
    if (missing.length > 1 && !parents) {
      return failed(current, `mkdir: cannot create directory '${path}': No such file or directory`);
    }
    for (const folder of missing) {
      const last = folder === path;
      current = withFile(current, folderPath(folder), { content: '', mode: last ? mode : '755', owner: 'root:root' });
    }
  }
  return done(current);
};

const cat: Program = ({ guest, arguments: given, stdin }) => {
  const { operands } = split(given);
  if (operands.length === 0) return done(guest, stdin);
  let output = '';
  for (const path of operands) {
    const file = path === '-' ? { content: stdin } : guest.files[path];
    if (file === undefined) return failed(guest, `cat: ${path}: No such file or directory`);
    output += file.content;
  }
  return done(guest, output);
};

const tee: Program = ({ guest, arguments: given, stdin }) => {
  const { flags, operands } = split(given);
  let current = guest;
  for (const path of operands) {
    if (!isFolder(current, parentOf(path))) return failed(current, `tee: ${path}: No such file or directory`);
    const before = flags.includes('-a') ? (current.files[path]?.content ?? '') : '';
    current = written(current, path, before + stdin);
  }
  return done(current, stdin);
};

const touch: Program = ({ guest, arguments: given }) => {
  let current = guest;
  for (const path of split(given).operands) {
    if (exists(current, path)) continue;
    if (!isFolder(current, parentOf(path))) {
      return failed(current, `touch: cannot touch '${path}': No such file or directory`);
    }
    current = written(current, path, '');
  }
  return done(current);
};

/** `chmod 600 file`, `chown root:root file`. */
const attribute =
  (program: string, key: 'mode' | 'owner'): Program =>
  ({ guest, arguments: given }) => {
    const [value = '', ...paths] = split(given).operands;
    let current = guest;
    for (const path of paths) {
      if (!exists(current, path)) {
        return failed(current, `${program}: cannot access '${path}': No such file or directory`);
      }
      const stored = isFolder(current, path) ? folderPath(path) : path;
      const file = current.files[stored] ?? { content: '', mode: '755', owner: 'root:root' };
      current = withFile(current, stored, {
        ...file,
        [key]: key === 'mode' ? value.replace(/^0+(?=\d{3})/, '') : value,
      });
    }
    return done(current);
  };

/** `mv -f from to`: one file to another name. */
const mv: Program = ({ guest, arguments: given }) => {
  const [from = '', to = ''] = split(given).operands;
  const moved = guest.files[from];
  if (moved === undefined) return failed(guest, `mv: cannot stat '${from}': No such file or directory`);
  if (isFolder(guest, to) || !isFolder(guest, parentOf(to))) {
    return failed(guest, `mv: cannot move '${from}' to '${to}': No such file or directory`);
  }
  const { [from]: _moved, ...others } = guest.files;
  return done({ ...guest, files: { ...others, [to]: moved } });
};

/** `grep -qxF -- text file`: is this exact line there? */
const grep: Program = ({ guest, arguments: given, stdin }) => {
  const { flags, operands } = split(given);
  const [text = '', path] = operands;
  const content = path === undefined ? stdin : guest.files[path]?.content;
  if (content === undefined) return failed(guest, `grep: ${String(path)}: No such file or directory`, 2);
  const letters = flags.join('');
  if (!letters.includes('F') || !letters.includes('x')) return failed(guest, 'grep: the lab knows grep -xF only', 2);
  const found = content.split('\n').filter((line) => line === text);
  if (found.length === 0) return { guest, exitCode: 1, stdout: '', stderr: '' };
  return done(guest, letters.includes('q') ? '' : found.map((line) => `${line}\n`).join(''));
};

/** `test -e path`, `-f`, `-d`. */
const test: Program = ({ guest, arguments: [operator = '', path = ''] }) => {
  const holds =
    operator === '-d'
      ? isFolder(guest, path)
      : operator === '-f'
        ? guest.files[path] !== undefined
        : exists(guest, path);
  return { guest, exitCode: holds ? 0 : 1, stdout: '', stderr: '' };
};

/** `user:password` lines on stdin; the lab remembers for whom, never what. */
const chpasswd: Program = ({ guest, stdin }) => {
  const lines = stdin.split('\n').filter((line) => line !== '');
  const wrong = lines.findIndex((line) => !/^[a-z_][a-z0-9_-]*:./.test(line));
  if (wrong >= 0) return failed(guest, `chpasswd: line ${String(wrong + 1)}: missing new password`);
  const users = lines.map((line) => line.slice(0, line.indexOf(':')));
  return done({ ...guest, passwordSetFor: [...new Set([...guest.passwordSetFor, ...users])] });
};

const guestPrograms: Readonly<Record<string, Program>> = {
  cat,
  chmod: attribute('chmod', 'mode'),
  chown: attribute('chown', 'owner'),
  chpasswd,
  echo: ({ guest, arguments: given }) => done(guest, `${given.join(' ')}\n`),
  false: ({ guest }) => ({ guest, exitCode: 1, stdout: '', stderr: '' }),
  grep,
  hostname: ({ guest }) => done(guest, `${nameOf(guest)}\n`),
  id: ({ guest, arguments: given }) =>
    done(guest, given.includes('-u') ? '0\n' : 'uid=0(root) gid=0(root) groups=0(root)\n'),
  mkdir,
  mv,
  tee,
  test,
  touch,
  true: ({ guest }) => done(guest),
};

/** Runs one program of a container; 127 for one that it does not have, as `lxc-attach` answers. */
export const runProgram = (
  guest: LabGuest,
  argv: readonly string[],
  stdin: string,
): Readonly<{ guest: LabGuest; result: CommandResult }> => {
  const [program = '', ...given] = argv;
  const known = guestPrograms[program.replace(/^\/(usr\/)?s?bin\//, '')];
  const { guest: after, ...result } =
    known?.({ guest, arguments: given, stdin }) ??
    failed(guest, `lxc-attach: ${String(guest.vmid)}: Failed to exec "${program}": No such file or directory`, 127);
  return { guest: after, result };
};
