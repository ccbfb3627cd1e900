import type { IDataObject, INodeType } from 'n8n-workflow';
import { SobotICallApi } from '../../credentials/SobotICallApi.credentials';
import { AirudderChatbotTrigger } from '../../nodes/Airudder/AirudderChatbotTrigger/AirudderChatbotTrigger.node';
import { AirudderInboundTrigger } from '../../nodes/Airudder/AirudderInboundTrigger/AirudderInboundTrigger.node';
import { AirudderTaskTrigger } from '../../nodes/Airudder/AirudderTaskTrigger/AirudderTaskTrigger.node';
import { AirudderWorkflowTrigger } from '../../nodes/Airudder/AirudderWorkflowTrigger/AirudderWorkflowTrigger.node';
import { SobotICallTrigger } from '../../nodes/Sobot/SobotICallTrigger/SobotICallTrigger.node';
import { startSimulator, type Simulator } from '../../simulator/server';
import type { TriggerName } from '../airudder-events';
import { airudderCredential } from './airudder';
import { publishedTrigger, type PublishedTrigger } from './pushing';

export const TOKEN = 'engine-test-push-token-7f';
export const AES_KEY = 'n8nTestKey_16chr';

const AIRUDDER: Record<TriggerName, INodeType> = {
  task: new AirudderTaskTrigger(),
  workflow: new AirudderWorkflowTrigger(),
  inbound: new AirudderInboundTrigger(),
  chatbot: new AirudderChatbotTrigger(),
};

/** A call as Sobot pushes it. */
export const sobotCall = (callid: string, status: number): string =>
  JSON.stringify({ result: { data: { detail: { callid, status }, msg: [] }, ret_code: '000000' } });

/** Publishes triggers for the tests of a file, which ask for no token unless they are told to. */
export interface Triggers {
  simulator(): Simulator;
  sobot(parameters?: IDataObject, credential?: { pushToken: string }): Promise<PublishedTrigger>;
  airudder(
    home: TriggerName,
    parameters?: IDataObject,
    data?: Record<string, string>,
  ): Promise<PublishedTrigger>;
}

/** Starts the simulator for all tests of a file; after each test its triggers are taken out of service. */
export function withTriggers(): Triggers {
  let simulator: Simulator;
  const published: PublishedTrigger[] = [];
  beforeAll(async () => {
    simulator = await startSimulator();
  });
  afterEach(async () => {
    await Promise.all(published.splice(0).map(async (trigger) => await trigger.close()));
  });
  afterAll(async () => await simulator.close());

  const publish = async (
    ...[type, credential, parameters]: Parameters<typeof publishedTrigger>
  ) => {
    const trigger = await publishedTrigger(type, credential, {
      authentication: 'none',
      ...parameters,
    });
    published.push(trigger);
    return trigger;
  };
  return {
    simulator: () => simulator,
    sobot: async (parameters, data = { pushToken: TOKEN }) =>
      await publish(new SobotICallTrigger(), { type: new SobotICallApi(), data }, parameters),
    airudder: async (home, parameters, data = {}) =>
      await publish(
        AIRUDDER[home],
        airudderCredential(simulator, { pushToken: TOKEN, ...data }),
        parameters,
      ),
  };
}
