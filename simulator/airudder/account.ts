/** What the simulated account has. */
export interface AirudderAccount {
  appKey: string;
  appSecret: string;
  robots: Array<{ id: string; name: string; opening: string }>;
  lines: string[];
  /** Groups of agents that the predictive dialer connects calls to. */
  skillGroups: string[];
  workflowTemplates: Array<{ id: number; name: string }>;
}

export const DEFAULT_AIRUDDER_ACCOUNT: AirudderAccount = {
  appKey: 'simulator-app-key',
  appSecret: 'simulator-app-secret',
  robots: [
    {
      id: '0123456789abcdef0123456789abcdef',
      name: 'Payment reminder',
      opening: 'Hello {Debtor}, this is a friendly reminder from {Platform}.',
    },
    {
      id: '7bdf6a4f2a3afc440d4d8a73afc4901e',
      name: 'Delivery notice',
      opening: 'Hello {name}, your order {order} will arrive a little later.',
    },
  ],
  lines: ['MY_LINE', 'CH_SOFTPHONE_TESTBJ_LINE'],
  skillGroups: ['Sales Team', 'Collections Team'],
  workflowTemplates: [{ id: 123, name: 'Call, then message' }],
};
