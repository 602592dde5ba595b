import { isIPv4 } from 'node:net';
import { z } from 'zod';

/** Kinds of values that several parts of the configuration have. */

export const text = z.string().trim().min(1);
export const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''));
export const secret = z.string().min(1);
export const longSecret = z.string().min(24, 'at least 24 characters: make one with `openssl rand -base64 32`');
export const port = z.int().min(1).max(65_535);
export const ipv4 = z.string().refine(isIPv4, 'an IPv4 address: 10.10.10.1');
const pem = (label: string) => z.string().includes(`-----BEGIN ${label}`, `PEM text of a ${label.toLowerCase()}`);
export const certificate = pem('CERTIFICATE');
export const fqdn = z
  .string()
  .max(150)
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'a lower-case domain name');
export const groupNames = z.array(text);
export const identifier = z
  .string()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]*$/, 'letters, digits, dots, hyphens, underscores');
