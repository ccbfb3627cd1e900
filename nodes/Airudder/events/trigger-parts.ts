import type { INodeTypeDescription } from 'n8n-workflow';

/** What all triggers say about themselves in the editor. */
export const triggerTexts = {
  eventTriggerDescription: 'Waiting for AIRUDDER to push an event to the test URL',
  activationMessage:
    'Events that AIRUDDER pushes to the production URL now start this workflow. AIRUDDER has to be told that URL; n8n cannot register it.',
  triggerPanel: {
    header: 'Receive events from AIRUDDER',
    executionsHelp: {
      inactive:
        'Press the button to wait for one push at the test URL, for building the workflow. <br /><br />For real events, publish the workflow and send the <b>production URL</b> to your contact at AIRUDDER, who sets it up. n8n cannot do that.',
      active:
        'Events that arrive at the production URL start this workflow; see them under Executions. <br /><br />Press the button to wait for one push at the test URL.',
    },
    activationHint:
      'Once the workflow is published, every event that arrives at the production URL starts it. AIRUDDER has to be told that URL.',
  },
} satisfies Partial<INodeTypeDescription>;
