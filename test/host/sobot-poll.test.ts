import { HOST_START_MS, startHost, type Host } from './n8n';
import { PolledWorkflow } from './polled-workflow';
import { keepsSecrets } from './secrets';

let host: Host;
let polled: PolledWorkflow;

beforeAll(async () => {
  host = await startHost({ startAt: Date.now(), speed: 1 });
  polled = await PolledWorkflow.make(host, 'everyHour');
}, HOST_START_MS);
afterAll(async () => await host?.close(), 60_000);

/** n8n polls once when a workflow is published. */
async function publishAgain(): Promise<void> {
  await host.client.unpublish(polled.workflow);
  await host.client.publish(polled.workflow);
}

describe('the poll trigger inside a real n8n', () => {
  it('hands on every finished call exactly once, also over a restart of n8n', async () => {
    await polled.callPeople(1, 20);
    await host.client.publish(polled.workflow);
    expect(await polled.handedOn(20)).toEqual(polled.dialled());

    await polled.callPeople(100, 20);
    await publishAgain();
    expect(await polled.handedOn(40)).toEqual(polled.dialled());

    await polled.callPeople(200, 5);
    await host.server.stop();
    await host.server.start();
    expect(await polled.handedOn(45)).toEqual(polled.dialled());

    // What a poll handed on once more would be there by the time the next one hands on something new.
    await publishAgain();
    await polled.callPeople(300, 1);
    await publishAgain();
    expect(await polled.handedOn(46)).toEqual(polled.dialled());
  }, 120_000);
});

keepsSecrets(() => host);
