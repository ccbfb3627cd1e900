import type { Clock } from '../../nodes/runtime/clock';

/** A clock that stands still until a test moves it on; nobody waits by it. */
export class StandingClock implements Clock {
  /** @param time epoch milliseconds */
  constructor(public time: number) {}

  now = () => this.time;
  sleep = async () => undefined;
  every = async () => undefined;
  timeout = (milliseconds: number) => milliseconds;
}
