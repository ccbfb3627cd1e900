import type { INodeProperties } from 'n8n-workflow';
import { rawBodyParameter } from '../../runtime/push/push-body';
import {
  allowedAddressesOption,
  ignoreRepeatsOption,
  includeRawOption,
  replyOption,
  sizeLimitOption,
} from '../../runtime/push/push-options';
import type { TriggerName } from './event';
import { eventsOf } from './index';
import { ANYTHING_ELSE, chosenByDefault } from './stored-triggers';

/** What public clients of AIRUDDER answer; what it expects is not documented (docs/vendors/airudder.md, 12.1). */
export const DEFAULT_REPLY = '{"status":"success"}';

/** Who has to be told the address, since AIRUDDER has no call to register one. */
const WHOM_TO_TELL: Record<TriggerName, string> = {
  task: 'notifications of tasks, plans and their calls',
  workflow: 'notifications of your workflows (name the workflow), and of the predictive dialer',
  inbound: 'notifications of inbound calls',
  chatbot: 'callbacks of your chatbot',
};

/** The fields of a trigger. */
export function triggerProperties(trigger: TriggerName): INodeProperties[] {
  const answers = trigger === 'workflow';
  return [
    {
      displayName: `AIRUDDER has no call to register an address, so n8n can't do it for you. Open <b>Webhook URLs</b> above, copy the <b>Production URL</b>, add <b>?token=</b> and the Push Token of your credential, send it to your contact at AIRUDDER, and ask for the ${WHOM_TO_TELL[trigger]} to be pushed there. Then publish this workflow.`,
      name: 'notice',
      type: 'notice',
      default: '',
    },
    rawBodyParameter,
    {
      displayName: 'Authentication',
      name: 'authentication',
      type: 'options',
      options: [
        {
          name: 'Encrypted Pushes Only',
          value: 'encryption',
          description:
            'Only pushes encrypted with the AES Key of the credential start this workflow',
        },
        {
          name: 'None',
          value: 'none',
          description: 'Everybody who knows the URL can start this workflow',
        },
        {
          name: 'Secret Token in the URL',
          value: 'pushToken',
          description: 'Only pushes with the Push Token of the credential start this workflow',
        },
      ],
      default: 'pushToken',
      description:
        'How pushes prove that they come from AIRUDDER. Some carry the header X-AIRudder-Sign, but how it is computed is not public, so it is passed on and not checked.',
    },
    {
      displayName: 'Trigger On',
      name: 'triggerOn',
      type: 'multiOptions',
      options: [
        {
          name: 'Anything Else',
          value: ANYTHING_ELSE,
          description:
            'Events of other kinds and bodies that nobody can tell, with the whole body; without it they are answered and dropped',
        },
        ...eventsOf(trigger).map(({ name, value, description }) => ({
          name,
          value,
          description,
        })),
      ].sort((a, b) => a.name.localeCompare(b.name)),
      default: [...chosenByDefault(eventsOf(trigger))],
      required: true,
      description: 'Which events start this workflow; the others are answered all the same',
    },
    {
      displayName: 'Output per Event',
      name: 'splitEvents',
      type: 'boolean',
      default: false,
      description:
        'Whether each kind of event leaves by an output of its own, and anything else by Other',
    },
    ...(answers ? [respondField] : []),
    {
      displayName: 'Options',
      name: 'additionalOptions',
      type: 'collection',
      placeholder: 'Add Option',
      default: {},
      options: [
        allowedAddressesOption,
        ...(answers ? [checkPushesOption] : []),
        ignoreRepeatsOption,
        includeRawOption,
        replyOption(DEFAULT_REPLY),
        sizeLimitOption,
      ],
    },
  ];
}

const respondField: INodeProperties = {
  displayName: 'Respond',
  name: 'responseMode',
  type: 'options',
  options: [
    {
      name: 'At Once',
      value: 'onReceived',
      description: 'As soon as the push arrived, with the text under Reply',
    },
    {
      name: "Using 'Respond to Webhook' Node",
      value: 'responseNode',
      description: 'With what that node says; for custom API nodes that wait for an answer',
    },
    {
      name: 'When Last Node Finishes',
      value: 'lastNode',
      description:
        'With the first item of the last node; for custom API nodes that wait for an answer',
    },
  ],
  default: 'onReceived',
  description: 'When and with what AIRUDDER is answered',
};

const checkPushesOption: INodeProperties = {
  displayName: 'Check Custom API Pushes',
  name: 'checkPushes',
  type: 'boolean',
  default: false,
  description:
    'Whether AIRUDDER is asked if a push of a custom API node is genuine before a run starts. What it answers is not documented; a refusal counts as no.',
};
