/**
 * The vendor's return codes with the kind of Chinese message it sends. Source: docs/vendors/sobot-icall.md, section
 * 5.
 */
export const CODES = {
  success: ['000000', '操作成功'],
  badCredentials: ['320001', 'appid或signature错误'],
  systemError: ['329999', '系统未知错误'],
  templateEmpty: ['320011', '模板id为空'],
  nameEmpty: ['320012', '任务名称为空'],
  robotsInvalid: ['320013', '机器人数量不合法'],
  callerEmpty: ['320014', '主叫号码为空'],
  validityEmpty: ['320015', '有效期类型为空'],
  periodEmpty: ['320016', '自定义开始时间或结束时间为空'],
  slotEmpty: ['320017', '拨打时间段为空'],
  dataInvalid: ['320018', 'data格式错误'],
  taskOrTemplateInvalid: ['320019', '任务或模板失效'],
  taskDeleted: ['320020', '任务已删除'],
  taskEmpty: ['320021', '任务id为空'],
  taskUnknown: ['320022', '任务id无效'],
  notRunning: ['320023', '任务未开始或已结束'],
  notPaused: ['320024', '只有暂停的任务才可以继续'],
  emailEmpty: ['320025', '校验邮箱为空'],
  beginEmpty: ['320026', '开始时间为空'],
  endEmpty: ['320027', '结束时间为空'],
  fileFormat: ['320028', '文件格式错误'],
  fileTooLong: ['320029', '文件数据超过限制'],
  fileData: ['320030', '文件数据错误'],
  fileMissing: ['320031', '文件不存在'],
  outidEmpty: ['320032', 'outid为空'],
  tooManyOutids: ['320033', 'outid过多'],
} as const;

export type CodeName = keyof typeof CODES;

/** A refusal, thrown by endpoints. */
export class Refusal extends Error {
  constructor(readonly code: CodeName) {
    super(CODES[code][0]);
  }
}

/** The vendor's envelope; success unless told otherwise. */
export function envelope(fields: Record<string, unknown> = {}, code: CodeName = 'success') {
  return { ret_code: CODES[code][0], ret_msg: CODES[code][1], ...fields };
}
