import type { Settings } from '../settings';
import { callDetail, pushMessages } from './records';
import type { FinishedCall, Task, TaskContact } from '../dialling/tasks';

/**
 * The body of a result push. In the vendor's style it is not JSON: caller number, masked or plain phone
 * number, contact id and return code are bare tokens, and the recording link has a blank after `http:`
 * and escaped slashes (docs/vendors/sobot-icall.md, section 7 and `sobot-push.raw`).
 */
export function pushBody(
  task: Task,
  contact: TaskContact,
  call: FinishedCall,
  style: Settings['pushStyle'],
): string {
  const detail = { ...callDetail(task, contact, call), outid: contact.contactId };
  const msg = pushMessages(call);
  if (style === 'strict') {
    return JSON.stringify({ result: { data: { msg, detail }, ret_code: '000000' } });
  }
  const link = `"${call.recordingUrl.replace('http://', 'http: //').replaceAll('/', '\\/')}"`;
  const fields = [
    `"callid":"${detail.callid}"`,
    `"answer_time":${detail.answer_time}`,
    `"voice_url":${link}`,
    `"end_time":${detail.end_time}`,
    `"fee_duration":${detail.fee_duration}`,
    `"user_msg_count":${detail.user_msg_count}`,
    `"call_duration":${detail.call_duration}`,
    `"start_time":${detail.start_time}`,
    `"caller":${detail.caller}`,
    `"outid":${bareNumber(detail.outid)}`,
    `"tel":${/^[\d*]+$/.test(detail.tel) ? detail.tel : JSON.stringify(detail.tel)}`,
    `"intention_name":${JSON.stringify(detail.intention_name)}`,
    `"status":${detail.status}`,
  ];
  return `{\n"result":{\n"data":{\n"msg":${JSON.stringify(msg)},\n"detail":{\n${fields.join(',\n')}\n}\n},\n"ret_code":000000\n}\n}`;
}

/** Digits come without quotes, whatever was submitted (docs/vendors/sobot-icall.md, R23). */
function bareNumber(value: string): string {
  return /^\d+$/.test(value) ? value : JSON.stringify(value);
}
