/** The four triggers, each with events of its own. */
export type TriggerName = 'task' | 'workflow' | 'inbound' | 'chatbot';

/** One kind of event that AIRUDDER pushes. */
export interface EventKind {
  /** What `event` says in the item. */
  value: string;
  /** Title Case, as the output on the canvas. */
  name: string;
  /** Sentence for the panel, without a final full stop. */
  description: string;
  /** Rows of the vendor's table of contents that it stands for. */
  rows: string[];
}

/** Every kind of event, by the trigger it belongs to; alphabetical by name, as n8n shows them. */
export const EVENT_KINDS: Record<TriggerName, readonly EventKind[]> = {
  task: [
    {
      value: 'callCompleted',
      name: 'Call Completed',
      description: 'A call of a task or plan is over, once for each number',
      rows: ['A6', 'B10'],
    },
    {
      value: 'planFinished',
      name: 'Plan Finished',
      description: 'All rounds of a plan are over',
      rows: ['B8'],
    },
    {
      value: 'taskFinished',
      name: 'Task Finished',
      description: 'A task has its final status',
      rows: ['A5', 'B9'],
    },
  ],
  workflow: [
    {
      value: 'workflowCallCompleted',
      name: 'Call Completed',
      description: 'A call of a workflow was connected, or its redials are used up',
      rows: ['C6', 'C7'],
    },
    {
      value: 'chatbotSessionEnded',
      name: 'Chatbot Session Ended',
      description: 'A conversation by WhatsApp inside a workflow is over',
      rows: ['C25'],
    },
    {
      value: 'contactListCompleted',
      name: 'Contact Completed',
      description: 'A contact has gone through its nodes of the workflow',
      rows: ['C20'],
    },
    {
      value: 'customApiPush',
      name: 'Custom API Node',
      description:
        'A custom API node of a workflow asks or tells something and waits for the answer',
      rows: ['C8'],
    },
    {
      value: 'dialerAgentChanged',
      name: 'Dialer: Agent Changed',
      description: 'An agent of the predictive dialer changed state, or wrote a talk result',
      rows: ['D3'],
    },
    {
      value: 'dialerContactChanged',
      name: 'Dialer: Contact Changed',
      description: 'A contact of the predictive dialer is being called, answered or hung up',
      rows: ['D2'],
    },
    {
      value: 'dialerTaskChanged',
      name: 'Dialer: Task Changed',
      description: 'A task of the predictive dialer changed state',
      rows: ['D1'],
    },
    {
      value: 'smsStatusChanged',
      name: 'SMS Status Changed',
      description: 'An SMS of a workflow has a new status',
      rows: ['C27'],
    },
    {
      value: 'wabaMessageStatusChanged',
      name: 'WhatsApp Message Status Changed',
      description: 'A template message of a workflow has a new status',
      rows: ['C24'],
    },
    {
      value: 'workflowStatusChanged',
      name: 'Workflow Status Changed',
      description: 'A workflow instance has a new status',
      rows: ['C21'],
    },
  ],
  inbound: [
    {
      value: 'inboundCallEnded',
      name: 'Call Ended',
      description: 'An inbound call is over, in the first or second form of the push',
      rows: ['E4', 'E7'],
    },
    {
      value: 'transferredToAgent',
      name: 'Transferred to Agent',
      description: 'An inbound call reached an agent, in the first or second form of the push',
      rows: ['E3', 'E6'],
    },
  ],
  chatbot: [
    {
      value: 'agentTransferRequested',
      name: 'Agent Transfer Requested',
      description: 'The chatbot asks for an agent to take over',
      rows: ['F9', 'F10', 'F35', 'F42'],
    },
    {
      value: 'botReplied',
      name: 'Bot Replied',
      description: 'The bot answered a message',
      rows: ['F34', 'F41'],
    },
    {
      value: 'messageStatusChanged',
      name: 'Message Status Changed',
      description: 'A message that was sent has a new status',
      rows: ['F11', 'F12'],
    },
    {
      value: 'sessionEnded',
      name: 'Session Ended',
      description: 'A conversation is over',
      rows: ['F15', 'F36', 'F43'],
    },
    {
      value: 'sessionSummarized',
      name: 'Session Summarized',
      description: 'The summary of a conversation is there',
      rows: ['F37'],
    },
    {
      value: 'templateMessageSent',
      name: 'Template Message Result',
      description: 'Template messages were sent or not',
      rows: ['F6'],
    },
    {
      value: 'userMessage',
      name: 'User Message',
      description: 'A user wrote a message',
      rows: ['F13', 'F14'],
    },
    {
      value: 'userResponded',
      name: 'User Responded',
      description: 'A user answered a single template message',
      rows: ['F8'],
    },
  ],
};

/** The event of a body that nobody can tell. */
export const UNKNOWN_EVENT = 'unknown';
