import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A way to the vendor that can be shut, so that connections are refused from some request on. */
export class Gate {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** @param target the vendor's address, e.g. `http://127.0.0.1:5000` */
  static async open(target: string): Promise<Gate> {
    const server = createServer((incoming, answer) => {
      const outgoing = forward(
        `${target}${incoming.url ?? ''}`,
        { method: incoming.method, headers: incoming.headers },
        (reply) => {
          answer.writeHead(reply.statusCode ?? 502, { ...reply.headers, connection: 'close' });
          reply.pipe(answer);
        },
      );
      outgoing.on('error', () => answer.destroy());
      incoming.pipe(outgoing);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Gate(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  /** Takes no further connections; those under way end in peace. */
  shut(): void {
    this.server.close();
  }
}
