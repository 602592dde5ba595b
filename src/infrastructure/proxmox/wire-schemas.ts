import { z } from 'zod';

/**
 * What Proxmox VE 8.4 to 9.1 answers, as far as we read it. Perl sends numbers as strings wherever they were last used
 * as text, sends `""` for an unset value, and leaves fields out; unknown fields are ignored.
 */

const missing = (value: unknown): unknown => (value === '' || value === null ? undefined : value);
const number = z.preprocess(missing, z.coerce.number().optional());
const integer = z.preprocess(missing, z.coerce.number().int());
const optionalText = z.preprocess(missing, z.string().optional());
const flag = z.preprocess((value) => [1, '1', true].includes(value as never), z.boolean());

export const versionReply = z.object({ version: z.string() });

/** A rest-less row: each type of resource has its own fields, all but `type` optional. */
export const resourcesReply = z.array(
  z.object({
    type: z.string(),
    node: optionalText,
    vmid: number,
    name: optionalText,
    status: optionalText,
    template: flag.default(false),
    tags: optionalText,
    maxcpu: number,
    maxmem: number,
    mem: number,
  }),
);
export type ResourceRow = z.output<typeof resourcesReply>[number];

/** Of a container or a virtual machine; property strings stay text. */
export const configReply = z.object({
  description: optionalText,
  digest: optionalText,
  hostname: optionalText,
  name: optionalText,
  tags: optionalText,
  lock: optionalText,
  rootfs: optionalText,
  template: flag.default(false),
});
export type GuestConfig = z.output<typeof configReply>;

export const statusReply = z.object({ status: z.string() });

/** Answer of everything that Proxmox does in the background. */
export const upidReply = z.string().startsWith('UPID:');

export const nothingReply = z.unknown();

export const taskStatusReply = z.object({ status: z.enum(['running', 'stopped']), exitstatus: optionalText });

export const taskLogReply = z.array(z.object({ n: integer, t: z.string().nullish() }));

export const taskListReply = z.array(z.object({ upid: z.string(), endtime: number }));

const guestInterface = z.object({
  name: optionalText,
  /** `10.0.0.7/24`; up to PVE 8 the only address field of a container. */
  inet: optionalText,
  'ip-addresses': z
    .array(z.object({ 'ip-address': optionalText, 'ip-address-type': optionalText }))
    .nullish()
    .transform((value) => value ?? []),
});

/** Null while the container is starting or stopped. */
export const containerInterfacesReply = z
  .array(guestInterface)
  .nullish()
  .transform((value) => value ?? []);

/** From the QEMU guest agent. */
export const agentInterfacesReply = z.object({ result: z.array(guestInterface) });
