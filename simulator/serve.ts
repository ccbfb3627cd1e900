import type { FastifyReply, FastifyRequest } from 'fastify';
import { HTML_PAGE, type Fault } from './faults';
import type { ArrivedRequest, Ledger } from './ledger';

/** What a vendor answers to one request. */
export interface Answer {
  body: string | Buffer;
  status?: number;
  type?: string;
  headers?: Record<string, string>;
  /** The vendor's code, for the ledger. */
  code: string;
  /** The request's parameters without credentials, for the ledger. */
  parameters: Record<string, unknown>;
}

/** How one vendor answers. */
export interface Serving {
  endpoint: string;
  ledger: Ledger;
  number: number;
  fault: Fault | undefined;
  answer(): Promise<Answer>;
  /** The vendor's way of saying a code, for the fault `code`. */
  refusal(code: string | undefined): { code: string; body: string };
  /** Does something after so many milliseconds. */
  later(milliseconds: number, run: () => void): void;
  /** What happens at the fault `expire`. */
  expire?(): void;
}

/** Answers one request, or lets a fault get in its way. */
export async function serve(
  request: FastifyRequest,
  reply: FastifyReply,
  { endpoint, ledger, number, fault, answer, refusal, later, expire }: Serving,
): Promise<FastifyReply> {
  const record = (code: string | null, parameters: ArrivedRequest['parameters']) =>
    ledger.requests.push({
      number,
      endpoint,
      method: request.method,
      contentType: String(request.headers['content-type'] ?? ''),
      parameters,
      code,
      fault: fault?.kind ?? null,
    });

  switch (fault?.kind) {
    case 'resetBefore':
      record(null, {});
      request.raw.socket.resetAndDestroy();
      return reply.hijack();
    case 'silenceBefore':
      record(null, {});
      return reply.hijack();
    case 'statusBefore':
      record(null, {});
      return failWith(reply, fault);
    case 'code': {
      const refused = refusal(fault.code);
      record(refused.code, {});
      return reply.type('application/json').send(refused.body);
    }
    case 'late':
      record(null, {});
      later(fault.milliseconds ?? 15_000, () => void answer());
      request.raw.socket.resetAndDestroy();
      return reply.hijack();
    case 'delay':
      await new Promise((resolve) => setTimeout(resolve, fault.milliseconds ?? 1_000));
      break;
    case 'expire':
      expire?.();
  }

  const { body, status = 200, type, headers = {}, code, parameters } = await answer();
  record(code, parameters);

  switch (fault?.kind) {
    case 'resetAfter':
      request.raw.socket.resetAndDestroy();
      return reply.hijack();
    case 'silenceAfter':
      return reply.hijack();
    case 'statusAfter':
      return failWith(reply, fault);
    case 'html':
      return reply.type('text/html').send(HTML_PAGE);
    case 'truncate':
      return reply.type('application/json').send(body.slice(0, Math.floor(body.length / 2)));
    case 'stall':
      reply.raw.writeHead(status, { ...headers, 'content-type': type ?? 'application/json' });
      reply.raw.write(body.slice(0, Math.floor(body.length / 2)));
      return reply.hijack();
    default:
      return reply
        .status(status)
        .headers(headers)
        .type(type ?? 'application/json;charset=UTF-8')
        .send(body);
  }
}

function failWith(reply: FastifyReply, fault: Fault): FastifyReply {
  return reply
    .status(fault.status ?? 500)
    .headers(fault.headers ?? {})
    .type(fault.headers?.['content-type'] ?? 'text/html')
    .send(fault.body ?? HTML_PAGE);
}
