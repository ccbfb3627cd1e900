import type { FastifyRequest } from 'fastify';
import type { Settings } from '../settings';
import { Refusal } from './codes';

export type Parameters = Record<string, unknown>;

/**
 * Reads a request's parameters as strictly as the vendor is assumed to: the query for GET, and for POST
 * only the body format the account understands. A body of the other format leaves the vendor without
 * credentials, hence 320001 (docs/vendors/sobot-icall.md, R7 and section 5).
 */
export async function readParameters(
  request: FastifyRequest,
  settings: Settings,
): Promise<Parameters> {
  if (request.method === 'GET') return { ...(request.query as Parameters) };
  const contentType = String(request.headers['content-type'] ?? '');
  const type = contentType.toLowerCase();
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  if (type.startsWith('multipart/form-data')) return await parts(body, contentType);
  if (settings.bodyFormat === 'json') {
    if (!type.startsWith('application/json')) throw new Refusal('badCredentials');
    return jsonObject(body.toString('utf8'));
  }
  if (!type.startsWith('application/x-www-form-urlencoded')) throw new Refusal('badCredentials');
  return Object.fromEntries(new URLSearchParams(body.toString('utf8')));
}

/** Fields and files of an upload. */
async function parts(body: Buffer, contentType: string): Promise<Parameters> {
  const received = new Response(new Uint8Array(body), { headers: { 'content-type': contentType } });
  const form = await received.formData().catch(() => undefined);
  if (form === undefined) throw new Refusal('badCredentials');
  const parameters: Parameters = {};
  form.forEach((value, name) => {
    parameters[name] = value;
  });
  return parameters;
}

function jsonObject(text: string): Parameters {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Parameters;
    }
  } catch {
    // falls through to the refusal
  }
  throw new Refusal('badCredentials');
}

/** A parameter as text; empty when it is missing. */
export function text(parameters: Parameters, name: string): string {
  const value = parameters[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** A whole number, or undefined. */
export function integer(parameters: Parameters, name: string): number | undefined {
  const value = text(parameters, name);
  return /^-?\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** The entries of a comma list. */
export function list(parameters: Parameters, name: string): string[] {
  return text(parameters, name)
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
