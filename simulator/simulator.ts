import type { AirudderAccount } from './airudder/account';
import type { Airudder } from './airudder/routes';
import type { SimulatedClock } from './clock';
import type { Dialler } from './dialling/dialler';
import type { Faults } from './faults';
import type { Ledger } from './ledger';
import type { Settings } from './settings';
import type { Account } from './sobot/account';
import type { SobotState } from './sobot/sobot';
import type { Timers } from './timers';

export interface SimulatorOptions {
  /** 0 takes a free one. */
  port?: number;
  /** How many times faster than real time calls go. */
  speed?: number;
  /** Epoch milliseconds at which the simulated clock starts; if left out, it is always office hours. */
  startAt?: number;
  /** Same seed, same outcomes. */
  seed?: string;
  account?: Partial<Account>;
  airudder?: Partial<AirudderAccount>;
  settings?: Partial<Settings>;
  /** By which lost requests arrive late, and reads lag; real ones if left out. */
  timers?: Timers;
}

/** A running simulator. Everything here is also reachable over HTTP below `/control`. */
export interface Simulator {
  /** `http://127.0.0.1:9090` */
  url: string;
  /** What goes into the credential's Base URL. */
  sobotUrl: string;
  account: Account;
  settings: Settings;
  clock: SimulatedClock;
  ledger: Ledger;
  faults: Faults;
  dialler: Dialler;
  state: SobotState;
  /** The other vendor: its account, tokens, tasks and workflow instances. */
  airudder: Airudder;
  /** Starts calls that a changed setting had held back. */
  resume(): void;
  /** Forgets tasks, ledger, faults and plans, and goes back to the settings it started with. */
  reset(): void;
  close(): Promise<void>;
}
