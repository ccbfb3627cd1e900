import type { IDataObject, INodeType } from 'n8n-workflow';
import { AirudderApi } from '../../credentials/AirudderApi.credentials';
import { SobotICallApi } from '../../credentials/SobotICallApi.credentials';
import { AirudderChatbotTrigger } from '../../nodes/Airudder/AirudderChatbotTrigger/AirudderChatbotTrigger.node';
import { AirudderInboundTrigger } from '../../nodes/Airudder/AirudderInboundTrigger/AirudderInboundTrigger.node';
import { AirudderTaskTrigger } from '../../nodes/Airudder/AirudderTaskTrigger/AirudderTaskTrigger.node';
import { AirudderWorkflowTrigger } from '../../nodes/Airudder/AirudderWorkflowTrigger/AirudderWorkflowTrigger.node';
import { SobotICallTrigger } from '../../nodes/Sobot/SobotICallTrigger/SobotICallTrigger.node';
import { publish } from './harness';

const TRIGGERS: Array<[name: string, type: INodeType, credential: AirudderApi | SobotICallApi]> = [
  ['Sobot iCall Trigger', new SobotICallTrigger(), new SobotICallApi()],
  ['Airudder Task Trigger', new AirudderTaskTrigger(), new AirudderApi()],
  ['Airudder Workflow Trigger', new AirudderWorkflowTrigger(), new AirudderApi()],
  ['Airudder Inbound Trigger', new AirudderInboundTrigger(), new AirudderApi()],
  ['Airudder Chatbot Trigger', new AirudderChatbotTrigger(), new AirudderApi()],
];

describe.each(TRIGGERS)('publishing %s', (_, type, credentialType) => {
  const published = async (parameters: IDataObject, pushToken = 'long-random-text') =>
    await publish(type, { type: credentialType, data: { pushToken } }, parameters);

  it('works with a token in the credential and nothing else set', async () => {
    await expect(published({})).resolves.toBe(true);
  });

  it.each([[{}], [{ binaryData: false }]])(
    'is refused when the stored JSON says options: %j, since pushes that are no strict JSON would be lost',
    async (options) => {
      const refusal = published({ options });
      await expect(refusal).rejects.toThrow('This trigger lacks its hidden setting');
      await expect(refusal).rejects.toMatchObject({
        description: expect.stringContaining('"options": { "binaryData": true }'),
      });
    },
  );

  it('is refused without a token, which is asked for unless the user says otherwise', async () => {
    const refusal = published({}, '');
    await expect(refusal).rejects.toThrow(/^The credential holds no (Result )?Push Token/);
    await expect(refusal).rejects.toMatchObject({
      description: expect.stringContaining('write a long random text into its'),
    });
    await expect(published({ authentication: 'none' }, '')).resolves.toBe(true);
  });

  it('is refused with an address list that nobody can read', async () => {
    const additionalOptions = { allowedAddresses: 'my office' };
    await expect(published({ additionalOptions })).rejects.toThrow('my office');
  });
});

describe('publishing a trigger of AIRUDDER', () => {
  const published = async (
    parameters: IDataObject,
    data: Record<string, string> = { pushToken: 'long-random-text' },
  ) => await publish(new AirudderWorkflowTrigger(), { type: new AirudderApi(), data }, parameters);

  it.each<[string, IDataObject, Record<string, string>, string]>([
    ['a credential that cannot be used', {}, { timeZone: 'nowhere' }, 'The time zone of the'],
    ['a token that no address can hold', {}, { pushToken: 'a b&c' }, 'has signs that an address'],
    [
      'no AES key where only encrypted pushes are wanted',
      { authentication: 'encryption' },
      { pushToken: 'x' },
      'The credential holds no AES Key',
    ],
    [
      'an address list that an expression left empty',
      { additionalOptions: { allowedAddresses: 5 } },
      { pushToken: 'x' },
      'holds no address',
    ],
    [
      'an option that is neither on nor off',
      { additionalOptions: { checkPushes: 'maybe' } },
      { pushToken: 'x' },
      'neither true nor false',
    ],
  ])('is refused with %s', async (_, parameters, data, message) => {
    await expect(published(parameters, data)).rejects.toThrow(message);
  });

  it('works with an AES key, and with pushes that are checked', async () => {
    const data = { pushToken: 'x', aesSecretKey: 'n8nTestKey_16chr' };
    await expect(published({ authentication: 'encryption' }, data)).resolves.toBe(true);
    await expect(published({ additionalOptions: { checkPushes: true } })).resolves.toBe(true);
  });
});
