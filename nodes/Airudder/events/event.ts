/** The four triggers, each with events of its own. */
export type TriggerName = 'task' | 'workflow' | 'inbound' | 'chatbot';

export type Fields = Record<string, unknown>;

/** One event in clean names. */
export interface EventFacts {
  /** When it happened as the vendor says, ISO 8601; null where it does not say. */
  eventTime: string | null;
  /** What makes a repeated push the same event: ids and state. */
  identity: unknown[];
  facts: Fields;
}

/** The parts of a body that are one event each. */
export interface Found {
  records: Fields[];
  /** Entries of a list beside them in which no event could be found. */
  strange?: unknown[];
  /** Whether the vendor documents this shape; otherwise it is a likely one. */
  documented: boolean;
}

/** One kind of event that AIRUDDER pushes: how it is recognised, and what it becomes. One file each. */
export interface PushedEvent {
  /** The trigger it belongs to. */
  trigger: TriggerName;
  /** What `event` says in the item. */
  value: string;
  /** Title Case, as the output on the canvas. */
  name: string;
  /** Sentence for the panel, without a final full stop. */
  description: string;
  /** In which release it came, e.g. `0.2.0`; nothing for those of the first. See `stored-triggers.ts`. */
  since?: string;
  /** Rows of the vendor's table of contents that it stands for. */
  rows: string[];
  /**
   * Finds it in a body, by the vendor's own shape wherever it arrives. Never throws.
   *
   * @param home the trigger it arrived at
   */
  find?(body: unknown, home: TriggerName): Found | undefined;
  /**
   * Whether it is likely that these fields are such an event, for shapes that the vendor does not publish. Asked at
   * its own trigger only, when no shape was found.
   */
  isLikely?(fields: Fields, names: Names): boolean;
  /**
   * Turns a record into the fields of an item: the ids, the common call result or the status, times as ISO.
   *
   * @param zone in which the account writes times without one
   */
  facts(record: Fields, zone: string): EventFacts;
}

/** The names of a body's fields, asked for the words of the vendor's titles. */
export class Names {
  private readonly text: string;

  constructor(fields: Fields) {
    this.text = Object.keys(fields).join(' ');
  }

  /** Whether one of the names holds a word. */
  hold(word: RegExp): boolean {
    return word.test(this.text);
  }

  /** Whether there is a status of any kind. */
  holdStatus(): boolean {
    return this.hold(/(?:^|\s)\w*status(?:\s|$)/i);
  }
}

/** Whether a field is there and not empty. */
export function has(fields: Fields, name: string): boolean {
  const value = fields[name];
  return value !== undefined && value !== null && value !== '';
}

export function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
