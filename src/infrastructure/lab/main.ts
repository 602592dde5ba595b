import { parseArgs } from 'node:util';
import pino from 'pino';
import { LabRunningError } from './lab-lock.ts';
import { startLab } from './start-lab.ts';

/**
 * The lab as a process of its own: `node src/infrastructure/lab/main.ts [--data folder]`.
 * Ends on SIGTERM, SIGINT or the control port's word; exit code 3 when a lab already runs on the folder.
 */
const { values } = parseArgs({
  options: { data: { type: 'string', default: process.env['NETSOC_DATA_DIR'] ?? './data' } },
});
const logger = pino({ name: 'lab', level: process.env['LOG_LEVEL'] ?? 'info' });

try {
  const lab = await startLab({
    dataDirectory: values.data,
    logger,
    lockedUntilExit: true,
    onShutDown: () => {
      end('asked over the control port');
    },
  });
  const end = (reason: string): void => {
    logger.info({ reason }, 'lab ends');
    lab.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'lab did not end well');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      end(signal);
    });
  }
  logger.info({ pid: process.pid, control: lab.manifest.control.url }, 'lab is up');
  // Whoever started us waits for this word; afterwards the lab is on its own.
  process.send?.({ ready: true }, () => {
    process.disconnect?.();
  });
} catch (error) {
  if (!(error instanceof LabRunningError)) throw error;
  logger.error(error.message);
  process.exitCode = 3;
}
