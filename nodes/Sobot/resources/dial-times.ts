import type { DialTimes } from '../../campaign/guards/dial-times';
import { writtenHours } from './call-time-slot';
import type { TaskInfo } from './task-info';
import type { NewTask } from './task-set-up';

/** By which clock a task's hours are meant; Sobot does not say so (docs/vendors/sobot-icall.md, R32). */
const ZONE = 'Asia/Shanghai';

/** When a task that is to be created will dial. */
export function dialTimesOfNew({ period, callingHours }: NewTask): DialTimes {
  const span = period === null ? {} : { from: period.startMs, until: period.endMs };
  return { ...span, hours: callingHours, zone: ZONE };
}

/** When a task dials that is there already; undefined if its hours cannot be read. */
export function dialTimesOf({ permanent, ...info }: TaskInfo): DialTimes | undefined {
  const moment = (time: string | null) =>
    permanent || time === null ? undefined : Date.parse(time);
  try {
    return {
      from: moment(info.startTime),
      until: moment(info.endTime),
      hours: writtenHours(info.callingHours),
      zone: ZONE,
    };
  } catch {
    return undefined;
  }
}
