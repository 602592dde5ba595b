import autocannon from 'autocannon';

/**
 * Fires commands at a server from a process of its own, and prints what came back as one JSON line.
 * `node fire.ts <url> <connections> <seconds> <prefix of hostnames>`, the token in TOKEN.
 */
const [url = '', connections = '1', seconds = '1', prefix = 'x'] = process.argv.slice(2);
let count = 0;

const result = await autocannon({
  url: `${url}/v1/instances`,
  connections: Number(connections),
  duration: Number(seconds),
  method: 'POST',
  headers: { authorization: `Bearer ${process.env['TOKEN'] ?? ''}`, 'content-type': 'application/json' },
  requests: [
    {
      setupRequest: (request) => {
        count += 1;
        const hostname = `${prefix}${count.toString(36)}`;
        return { ...request, body: JSON.stringify({ templateId: 'debian-12', hostname, reason: 'measured' }) };
      },
    },
  ],
});
process.stdout.write(
  `${JSON.stringify({
    perSecond: result['2xx'] / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    refused: result.non2xx + result.errors + result.timeouts,
  })}\n`,
);
