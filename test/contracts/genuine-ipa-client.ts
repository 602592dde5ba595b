import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);
const python = '/usr/bin/python3';

/** Debian's `python3-ipaclient`: FreeIPA's own client. */
export type ClientPresence = Readonly<{ present: true }> | Readonly<{ present: false; why: string }>;

/** Looks for the client, and installs it where that is ours to do: as root on Debian. */
export const ensureGenuineClient = async (): Promise<ClientPresence> => {
  if (await canImport()) return { present: true };
  if (process.getuid?.() !== 0) return { present: false, why: 'not root, so it cannot be installed' };
  const system = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  if (!/^ID=debian$/m.test(system)) return { present: false, why: 'not Debian' };
  const installing = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 240_000 };
  try {
    await run('apt-get', ['update', '-q'], installing);
    await run(
      'apt-get',
      ['install', '-qy', '--no-install-recommends', 'python3-ipaclient', 'python3-ipalib'],
      installing,
    );
  } catch (error) {
    return { present: false, why: `apt-get failed: ${error instanceof Error ? error.message : String(error)}` };
  }
  return (await canImport()) ? { present: true } : { present: false, why: 'installed, but Python cannot load it' };
};

const canImport = async (): Promise<boolean> => {
  if (!existsSync(python)) return false;
  return run(python, ['-c', 'import ipalib, ipaclient']).then(
    () => true,
    () => false,
  );
};

export type ClientRun = Readonly<{ code: number; stdout: string; stderr: string }>;

/**
 * Runs the genuine `ipa` command line with a session from the log-in form instead of Kerberos.
 * @param script path of `ipacli.py` among the contracts
 * @param input what is typed when it asks
 */
export const runGenuineClient = async (
  script: string,
  server: Readonly<{ url: string; caFile: string; username: string; password: string }>,
  argv: readonly string[],
  input = '',
): Promise<ClientRun> => {
  const all = [script, server.url, server.caFile, server.username, server.password, '--', ...argv];
  const running = run(python, all, { timeout: 60_000 });
  running.child.stdin?.end(input);
  try {
    const { stdout, stderr } = await running;
    return { code: 0, stdout, stderr };
  } catch (error) {
    const failed = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof failed.code !== 'number') throw error;
    return { code: failed.code, stdout: failed.stdout ?? '', stderr: failed.stderr ?? '' };
  }
};
